"""The main job over a store: build, add, code, correct."""

from whipcount.project.build import add, build
from whipcount.project.coding import code, correct
from whipcount.project.count import WhipCount, count
from whipcount.project.engines import Coder, Engines
from whipcount.project.impact import Impact, Trial, codebook_impact, trial
from whipcount.project.intake import take_in
from whipcount.project.report import BuildReport, Progress, Tick
from whipcount.project.review_order import ReviewCandidate, next_to_review

__all__ = [
    "BuildReport",
    "Coder",
    "Engines",
    "Impact",
    "Progress",
    "ReviewCandidate",
    "Tick",
    "Trial",
    "WhipCount",
    "add",
    "build",
    "code",
    "codebook_impact",
    "correct",
    "count",
    "next_to_review",
    "take_in",
    "trial",
]
