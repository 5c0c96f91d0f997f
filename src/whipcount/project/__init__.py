"""The main job over a store: build, add, code, correct."""

from whipcount.project.build import add, build
from whipcount.project.coding import code, correct
from whipcount.project.count import WhipCount, count
from whipcount.project.engines import Coder, Engines
from whipcount.project.intake import take_in
from whipcount.project.report import BuildReport, Progress, Tick

__all__ = [
    "BuildReport",
    "Coder",
    "Engines",
    "Progress",
    "Tick",
    "WhipCount",
    "add",
    "build",
    "code",
    "correct",
    "count",
    "take_in",
]
