"""Positions as JSON and back, without the words of any article.

Ids of statements stand once, in the list of those behind the position; where a side or a shift refers to some of them,
it is by their places in it. A condition is kept as its span, and its words are cut out of the statement again, which
the store checks against the article on the way out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from whipcount.model import CodedStatement, Condition, Held, Position, Shift, Span
from whipcount.readings import words_at

Proofs = Callable[[str, Sequence[str]], Mapping[str, CodedStatement]]


def encoded(position: Position) -> str:
    """The position as JSON; its proposition and actor's key are told by where it is kept."""
    place = {id_: n for n, id_ in enumerate(position.statements)}

    def places(ids: Iterable[str]) -> list[int]:
        return [place[id_] for id_ in ids]

    path = [[_plain(h.since), h.side, places(h.statements), h.outlet, h.reviewed] for h in position.path]
    shifts = [
        [_plain(s.date), s.from_side, s.to_side, places(s.statements), s.tentative, s.kind, _span(s.condition)]
        for s in position.shifts
    ]
    body = [
        position.actor, position.kind, position.affiliation, position.stance, position.lean, _plain(position.since),
        _plain(position.latest), position.confidence, position.reviewed_share, " ".join(position.statements),
        position.sightings, shifts, path, position.party, position.country, position.role,
    ]  # fmt: skip
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def decoded(bodies: Mapping[str, str], proposition: str, *, proofs: Proofs) -> dict[str, Position]:
    """Positions by actor; ``proofs`` gives the statements that conditions stand in."""
    # One text of them all is read in half the time of each by itself.
    rows = json.loads(f"[{','.join(bodies.values())}]")
    found = [_position(row, actor, proposition) for actor, row in zip(bodies, rows, strict=True)]
    return {position.actor_key: position for position in worded(found, proofs)}


def worded(found: Sequence[Position], proofs: Proofs) -> Sequence[Position]:
    """Positions on one proposition with the words of their conditions; a condition without any is left out."""
    with_condition = [p for p in found if any(shift.condition for shift in p.shifts)]
    if not with_condition:
        return found
    named = sorted({shift.condition.statement for p in with_condition for shift in p.shifts if shift.condition})
    stated = proofs(found[0].proposition, named)
    told = {p.actor_key: replace(p, shifts=tuple(_worded(shift, stated) for shift in p.shifts)) for p in with_condition}
    return [told.get(p.actor_key, p) for p in found]


def _worded(shift: Shift, stated: Mapping[str, CodedStatement]) -> Shift:
    condition = shift.condition
    if condition is None:
        return shift
    one = stated.get(condition.statement)
    text = words_at(one.statement.content, one.quotation, condition.span) if one else ""
    return replace(shift, condition=replace(condition, text=text) if text else None)


def _position(row: Sequence[Any], key: str, proposition: str) -> Position:
    (actor, kind, affiliation, stance, lean, since, latest, confidence, reviewed, joined, sightings, shifts, path,
     party, country, role) = row  # fmt: skip
    ids = tuple(joined.split(" "))
    return Position(
        actor, key, kind, affiliation, proposition, stance, lean, _day(since), _day(latest), confidence, reviewed, ids,
        sightings,
        tuple(
            Shift(date.fromordinal(day), before, after, tuple([ids[n] for n in behind]), tentative, what,
                  Condition(span[0], span[1], Span(span[2], span[3]), "") if span else None)
            for day, before, after, behind, tentative, what, span in shifts
        ),
        tuple(
            Held(date.fromordinal(day), side, tuple([ids[n] for n in behind]), outlet, looked_at)
            for day, side, behind, outlet, looked_at in path
        ),
        party, country, role,
    )  # fmt: skip


def _plain(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _day(number: int | None) -> date | None:
    return date.fromordinal(number) if number else None


def _span(condition: Condition | None) -> list[object] | None:
    return [condition.statement, condition.document, *condition.span] if condition else None
