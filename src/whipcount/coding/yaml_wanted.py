"""What a YAML text shall say, and whether it says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias, Union

from whipcount.coding.codebook_reader import squeeze
from whipcount.coding.yaml_places import Place
from whipcount.coding.yaml_words import written


class Kept(Enum):
    """What is wanted under a key that is none of the editor's."""

    KEEP = "keep"


KEEP: Final = Kept.KEEP


@dataclass(frozen=True, slots=True)
class Fields:
    """A wanted mapping, in the order in which new keys are put in; a key with None is taken out.

    ``was`` is the name (the text under ``id``, else under ``name``) of the part of the old text that it comes from.
    """

    values: Mapping[str, Wanted]
    was: str = ""


Wanted: TypeAlias = Union[str, "tuple[Wanted, ...]", Fields, Literal[Kept.KEEP], None]


def says(place: Place | None, wanted: Wanted) -> bool:
    """Whether a text says what is wanted."""
    if wanted is KEEP:
        return True
    if place is None or wanted is None:
        return place is None and wanted is None
    if isinstance(wanted, str):
        return place.value is not None and squeeze(place.value) == wanted
    if isinstance(wanted, Fields):
        return all(says(place.at(key), value) for key, value in wanted.values.items())
    items = place.items
    return items is not None and len(items) == len(wanted) and all(map(says, items, wanted))


def name_of(place: Place) -> str | None:
    """What tells an item of a list from the others."""
    found = place.at("id") or place.at("name")
    return squeeze(found.value) if found is not None and found.value is not None else None


def bracketed(wanted: Wanted) -> str:
    """A new value in brackets."""
    if isinstance(wanted, Fields):
        given = {key: value for key, value in wanted.values.items() if value is not None and value is not KEEP}
        return "{" + ", ".join(f"{key}: {bracketed(value)}" for key, value in given.items()) + "}"
    if isinstance(wanted, tuple):
        return "[" + ", ".join(map(bracketed, wanted)) + "]"
    return written(wanted, brackets=True) if isinstance(wanted, str) else ""
