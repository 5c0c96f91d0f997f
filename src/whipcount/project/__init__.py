"""The main job over a store: build, add, code, correct."""

from whipcount.project.build import add, build
from whipcount.project.coding import code, correct
from whipcount.project.count import WhipCount, count
from whipcount.project.engines import Coder, Engines
from whipcount.project.impact import Impact, Trial, codebook_impact, trial
from whipcount.project.intake import take_in
from whipcount.project.learning import Gain, Learned, check, learn, preview, unlearn
from whipcount.project.report import BuildReport, Progress, Tick
from whipcount.project.review_order import ReviewCandidate
from whipcount.project.review_queue import next_to_review

__all__ = [
    "BuildReport",
    "Coder",
    "Engines",
    "Gain",
    "Impact",
    "Learned",
    "Progress",
    "ReviewCandidate",
    "Tick",
    "Trial",
    "WhipCount",
    "add",
    "build",
    "check",
    "code",
    "codebook_impact",
    "correct",
    "count",
    "learn",
    "next_to_review",
    "preview",
    "take_in",
    "trial",
    "unlearn",
]
