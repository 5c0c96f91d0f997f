"""The command line: parse, call the Python API, render.

stdout is data; stderr is log and progress. Command modules import click and nothing heavy at their top, so that
``whipcount --help`` stays quick; what a command needs, it imports when it runs.
"""

from __future__ import annotations

from whipcount.cli.main import main

__all__ = ["main"]
