"""Gists of readings as JSON and back, by actor, and what of them stays where a part of a debate is shown.

A part is chosen by its statements. An event whose statements all belong to it says what it says in the whole; one of
which none does says nothing. Only an event that is cut in two, such as one that another outlet carried a day later,
has to be read anew from its statements, and these are few.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product, repeat
from typing import Any, NamedTuple, get_args

from whipcount.gists import Gist, Item, Voice, gist_of, item_of
from whipcount.model import STANCES, CodedStatement, Condition, Form, Span
from whipcount.readings import Direction, Reading, has_actor

_FORMS: tuple[Form, ...] = get_args(Form)
# What has few values goes into one number.
_DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
_SWITCH = (False, True)
_MADE = tuple(product(STANCES, _DIRECTIONS, _SWITCH, _SWITCH, _FORMS))
_NUMBER_OF = {made: number for number, made in enumerate(_MADE)}


class Said(NamedTuple):
    """What one actor said on a proposition.

    ``unread`` are the events of several statements that say nothing together, and might in a part of the debate.
    """

    gists: tuple[Gist, ...]
    unread: tuple[tuple[Item, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """The statements that positions are made of: all, or those of an outlet, a form, a review state, or until a day."""

    until: date | None = None
    outlet: str | None = None
    form: Form | None = None
    reviewed: bool | None = None

    def holds(self, item: Item) -> bool:
        """Whether a statement belongs to it, whatever its day."""
        return (
            (self.outlet is None or item.outlet == self.outlet)
            and (self.form is None or item.form == self.form)
            and (self.reviewed is None or item.reviewed == self.reviewed)
        )

    def holds_event(self, items: Sequence[Item]) -> bool | None:
        """Whether all statements of an event belong to it, or none does; None for some."""
        held = [self.holds(item) for item in items]
        if not all(held):
            return None if any(held) else False
        if self.until is None:
            return True
        early = [item.day is not None and item.day <= self.until for item in items]
        return True if all(early) else None if any(early) else False

    def holds_single(self, gist: Gist) -> bool:
        """Whether the one statement of an event belongs to it."""
        return (
            (self.until is None or (gist.day is not None and gist.day <= self.until))
            and (self.outlet is None or gist.outlet == self.outlet)
            and (self.form is None or gist.form == self.form)
            and (self.reviewed is None or gist.confirmed == self.reviewed)
        )


def parted(said: Iterable[Said], material: Material) -> tuple[list[Gist], list[str]]:
    """The gists that hold in a part of a debate, and the ids of the statements that have to be read anew."""
    kept: list[Gist] = []
    anew: list[str] = []
    for gists, unread in said:
        for gist in gists:
            if not gist.items:
                held: bool | None = material.holds_single(gist)
            else:
                held = material.holds_event(gist.items)
            if held:
                kept.append(gist)
            elif held is None:
                anew.extend(item.id for item in gist.items)
        for items in unread:
            if material.holds_event(items) is None:
                anew.extend(item.id for item in items)
    return kept, anew


def bodies(coded: Iterable[CodedStatement], found: Iterable[Reading]) -> dict[str, str]:
    """What everybody said, by actor; an event that says nothing stands with the first of its actors."""
    events: dict[str, dict[str, CodedStatement]] = {}
    for one in coded:
        if one.coding is not None and one.event is not None:
            events.setdefault(one.event, {})[one.statement.id] = one
    several = {name: list(items.values()) for name, items in events.items() if len(items) > 1}
    gists: dict[str, list[Gist]] = {}
    unread: dict[str, list[tuple[Item, ...]]] = {}
    for reading in found:
        items = several.pop(reading.sightings[0].event or "", [])
        if has_actor(reading.speaker):
            gists.setdefault(reading.actor_key, []).append(gist_of(reading, tuple(map(item_of, items))))
    for items in several.values():
        unread.setdefault(min(item.actor_key for item in items), []).append(tuple(map(item_of, items)))
    return {actor: _encoded(gists.get(actor, ()), unread.get(actor, ())) for actor in gists.keys() | unread.keys()}


def _encoded(gists: Sequence[Gist], unread: Sequence[tuple[Item, ...]]) -> str:
    voices: dict[Voice, int] = {}
    outlets: dict[str | None, int] = {}
    columns = [
        [voices.setdefault(gist.voice, len(voices)) for gist in gists],
        [_plain(gist.day) for gist in gists],
        [_NUMBER_OF[gist.stance, gist.direction, gist.clear, gist.confirmed, gist.form] for gist in gists],
        [gist.probability for gist in gists],
        [gist.seen_in for gist in gists],
        [outlets.setdefault(gist.outlet, len(outlets)) for gist in gists],
        [_plain(gist.published) for gist in gists],
    ]
    body = [
        " ".join(gist.id for gist in gists),
        " ".join(gist.document for gist in gists),
        [voice[1:] for voice in voices],
        list(outlets),
        columns,
        {n: [c.statement, c.document, *c.span] for n, gist in enumerate(gists) if (c := gist.condition)},
        {n: _items(gist.items) for n, gist in enumerate(gists) if gist.items},
        [_items(items) for items in unread],
    ]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _items(items: Iterable[Item]) -> list[list[object]]:
    return [[item.id, _plain(item.day), item.outlet, item.form, item.reviewed] for item in items]


def decoded(bodies_of: Mapping[str, str], proposition: str) -> dict[str, Said]:
    """What everybody said, by actor. The words of conditions are left empty: few are shown, and ``worded`` has them."""
    # One text of them all is read in half the time of each by itself.
    rows = json.loads(f"[{','.join(bodies_of.values())}]")
    return {actor: _said(row, actor, proposition) for actor, row in zip(bodies_of, rows, strict=True)}


def _said(row: Sequence[Any], actor: str, proposition: str) -> Said:
    ids, documents, voices, outlets, columns, conditions, several, unread = row
    voice, days, made, probability, seen_in, outlet, published = columns
    who = [Voice(actor, *one) for one in voices]
    if not made:
        return Said((), tuple(map(_items_of, unread)))
    stance, direction, clear, confirmed, form = zip(*map(_MADE.__getitem__, made), strict=True)
    condition: list[Condition | None] = [None] * len(made)
    for place, one in conditions.items():
        condition[int(place)] = Condition(one[0], one[1], Span(one[2], one[3]), "")
    items: list[tuple[Item, ...]] = [()] * len(made)
    for place, of_event in several.items():
        items[int(place)] = _items_of(of_event)
    rows = zip(
        ids.split(" "), repeat(proposition), map(who.__getitem__, voice), map(_day, days), stance, direction, clear,
        probability, confirmed, seen_in, map(outlets.__getitem__, outlet), condition, documents.split(" "),
        map(_day, published), form, items,
    )  # fmt: skip
    return Said(tuple(map(Gist._make, rows)), tuple(map(_items_of, unread)))


def _items_of(rows: Iterable[Sequence[Any]]) -> tuple[Item, ...]:
    return tuple(Item(id_, _day(day), outlet, form, reviewed) for id_, day, outlet, form, reviewed in rows)


def _plain(day: date | None) -> int:
    return day.toordinal() if day else 0


def _day(number: int) -> date | None:
    return date.fromordinal(number) if number else None
