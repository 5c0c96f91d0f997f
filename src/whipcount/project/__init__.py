"""The main job over a store: build, add, code, correct."""

from whipcount.project.build import add, build
from whipcount.project.coding import code, correct
from whipcount.project.count import WhipCount, count
from whipcount.project.engines import Coder, Engines
from whipcount.project.impact import Impact, Trial, codebook_impact, trial
from whipcount.project.intake import take_in
from whipcount.project.report import BuildReport, Progress, Tick

__all__ = [
    "BuildReport",
    "Coder",
    "Engines",
    "Impact",
    "Progress",
    "Tick",
    "Trial",
    "WhipCount",
    "add",
    "build",
    "code",
    "codebook_impact",
    "correct",
    "count",
    "take_in",
    "trial",
]
