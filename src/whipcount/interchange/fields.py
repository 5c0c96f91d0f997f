"""Read the fields of a JSON object one by one, each error with the field's place in the line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn, TypeGuard, cast, get_args

from whipcount.errors import InputError
from whipcount.model import JSON, Span, Spans


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object, and ``path``, where it stands in the line: ``statements[3].speaker``."""

    values: dict[str, JSON]
    path: str = ""

    @classmethod
    def of(cls, value: JSON, path: str = "") -> Fields:
        """The fields of a value that must be an object."""
        if not isinstance(value, dict):
            where = path or "the line"
            raise InputError(
                f"{where} must be a JSON object, not {_shown(value)}.",
                given_id=where,
                reason="field" if path else "json",
            )
        return cls(value, path)

    def place(self, name: str) -> str:
        """Where the field stands in the line."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.values.get(name) is not None

    def wrong(self, name: str, wanted: str) -> NoReturn:
        """Refuse the field.

        Raises:
            InputError: Always.
        """
        place = self.place(name)
        if name not in self.values:
            raise InputError(f"{place} is missing; it must be {wanted}.", given_id=place, reason="field")
        value = _shown(self.values[name])
        raise InputError(f"{place} is {value}; it must be {wanted}.", given_id=place, reason="field")

    def string(self, name: str) -> str:
        """A text that must be there."""
        value = self.values.get(name)
        return value if isinstance(value, str) else self.wrong(name, "a string")

    def optional(self, name: str) -> str | None:
        """A text or nothing."""
        return self.string(name) if self.has(name) else None

    def one_of(self, name: str, choices: object) -> str:
        """One of the words of a ``Literal``."""
        value, words = self.values.get(name), get_args(choices)
        return value if isinstance(value, str) and value in words else self.wrong(name, f"one of {', '.join(words)}")

    def offset(self, name: str) -> int:
        """A count of code points."""
        value = self.values.get(name)
        return value if _is_offset(value) else self.wrong(name, "a whole number from 0")

    def probability(self, name: str) -> float:
        """A number in [0, 1]."""
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 1:
            return float(value)
        return self.wrong(name, "a number from 0 to 1")

    def day(self, name: str) -> date:
        """An ISO day."""
        try:
            return date.fromisoformat(self.string(name))
        except InputError:
            raise
        except ValueError:
            return self.wrong(name, "a day such as 2024-09-12")

    def spans(self, name: str) -> Spans:
        """Pairs of offsets; none where the field is missing."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(_is_pair(pair) for pair in value):
            return self.wrong(name, "a list of [start, end] with 0 <= start < end")
        return tuple(Span(*cast("list[int]", pair)) for pair in value)

    def inner(self, name: str) -> Fields:
        """The fields of an object in this one."""
        value = self.values.get(name)
        return Fields(value, self.place(name)) if isinstance(value, dict) else self.wrong(name, "a JSON object")

    def objects(self, name: str) -> list[Fields]:
        """The fields of each object in a list; none where the field is missing."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            return self.wrong(name, "a list")
        return [Fields.of(inner, f"{self.place(name)}[{number}]") for number, inner in enumerate(value)]

    def mapping(self, name: str) -> dict[str, JSON]:
        """An object taken as it is; an empty one where the field is missing."""
        return self.inner(name).values if self.has(name) else {}


def _is_offset(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_pair(pair: JSON) -> bool:
    return (
        isinstance(pair, list) and len(pair) == 2 and _is_offset(pair[0]) and _is_offset(pair[1]) and pair[0] < pair[1]
    )


def _shown(value: JSON) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
