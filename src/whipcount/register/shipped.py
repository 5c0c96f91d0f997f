"""Where the shipped data of the register lie."""

from __future__ import annotations

FOLDER = "whipcount.register.data"
