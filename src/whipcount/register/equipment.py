"""Names of military equipment: entities that statements mention, never speakers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from whipcount.models import model_bytes
from whipcount.register.shipped import FOLDER

EQUIPMENT = "equipment.jsonl"


@dataclass(frozen=True, slots=True)
class Equipment:
    """One weapon system or vehicle: its name, the class it belongs to, and the country that makes it."""

    name: str
    category: str
    maker: str


@cache
def equipment() -> tuple[Equipment, ...]:
    """The shipped list, in the order of the names.

    Raises:
        ModelError: The file is missing or altered.
    """
    lines = model_bytes(EQUIPMENT, folder=FOLDER).decode("utf-8").splitlines()
    return tuple(Equipment(row["name"], row["class"], row["maker"]) for row in map(json.loads, lines))
