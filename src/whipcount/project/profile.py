"""What the record knows of one actor: names, roles over time, what the register says, and the changes to who is who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from whipcount.model import JSON, Fact, FactKind, FactOrigin
from whipcount.project.identity import find_actor
from whipcount.store import ActorRow, Collision, IdentityEvent, StatementFilter, Store
from whipcount.store.outlines import Spoken


@dataclass(frozen=True, slots=True)
class Known:
    """One thing said of an actor, by the text or the register, over the days on which statements carry it."""

    kind: FactKind
    value: str
    origin: FactOrigin
    first: date | None
    last: date | None
    statements: tuple[str, ...]
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor with all its names (the most used first), what is known of it, and how it came to be one actor.

    ``candidates`` are entries of the register that a name of it may stand for, with the highest probability met.
    """

    actor: ActorRow
    aliases: tuple[tuple[str, int], ...]
    known: tuple[Known, ...]
    entries: tuple[str, ...]
    candidates: tuple[tuple[str, str, float], ...]
    doubts: tuple[Collision, ...]
    changes: tuple[IdentityEvent, ...]

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Headings with their lines, for a terminal."""
        yield "Names", [f"{name} ({count})" for name, count in self.aliases]
        yield "Roles, organisations, parties and countries", [_line(one) for one in self.known]
        yield "Register", [*self.entries, *(f"perhaps {name} ({key}), {p:.0%}" for key, name, p in self.candidates)]
        yield "In doubt", [f"{c.first} and {c.second}: {c.reason}" for c in self.doubts]
        yield "Changes", [_change(event) for event in self.changes]

    def as_json(self) -> dict[str, JSON]:
        """The profile as JSON."""
        row = self.actor
        return {
            "actor": {**asdict(row), "first": _iso(row.first), "last": _iso(row.last)},
            "aliases": [{"name": name, "statements": count} for name, count in self.aliases],
            "known": [
                {**asdict(one), "first": _iso(one.first), "last": _iso(one.last), "statements": [*one.statements]}
                for one in self.known
            ],
            "register": [*self.entries],
            "candidates": [{"actor": a, "name": n, "probability": p} for a, n, p in self.candidates],
            "doubts": [{**asdict(one)} for one in self.doubts],
            "changes": [{**asdict(event)} for event in self.changes],
        }


def profile(store: Store, actor: str) -> Profile:
    """What the record knows of an actor, by key, beginning of a key, or name.

    Raises:
        UsageError: Nobody is meant, or more than one.
    """
    row = find_actor(store, actor)
    return profile_of(store, row, store.spoken(StatementFilter(actor=row.key, rejected=False)))


def profile_of(store: Store, row: ActorRow, rows: Iterable[Spoken]) -> Profile:
    """The profile of an actor whose statements were read already."""
    rows = tuple(rows)
    speakers = [one.statement.speaker for one in rows]
    names = Counter(s.name or s.as_written for s in speakers)
    perhaps: dict[str, tuple[str, float]] = {}
    for candidate in (c for s in speakers if s.ambiguous for c in s.candidates):
        known = perhaps.get(candidate.actor, ("", 0.0))
        perhaps[candidate.actor] = max(known, (candidate.name, candidate.probability), key=lambda it: it[1])
    return Profile(
        actor=row,
        aliases=tuple(names.most_common()),
        known=tuple(_known(rows)),
        entries=tuple(sorted({s.actor for s in speakers if s.actor})),
        candidates=tuple((key, *perhaps[key]) for key in sorted(perhaps, key=lambda k: -perhaps[k][1])),
        doubts=tuple(c for c in store.collisions() if row.key in (c.first, c.second)),
        changes=tuple(store.actor_changes(row.key)),
    )


def _known(rows: Iterable[Spoken]) -> Iterator[Known]:
    """Facts of all statements, equal ones once, the latest first within each kind."""
    said: dict[tuple[FactKind, str, FactOrigin, str | None], list[Spoken]] = {}
    for row in rows:
        for fact in row.statement.speaker.facts:
            said.setdefault(_identity(fact), []).append(row)
    found = [_over(key, those) for key, those in said.items()]
    order: tuple[FactKind, ...] = ("role", "organisation", "party", "country")
    yield from sorted(found, key=lambda k: (order.index(k.kind), -(k.last or date.min).toordinal(), k.value, k.origin))


def _identity(fact: Fact) -> tuple[FactKind, str, FactOrigin, str | None]:
    return fact.kind, fact.value, fact.origin, fact.entry


def _over(key: tuple[FactKind, str, FactOrigin, str | None], rows: list[Spoken]) -> Known:
    days = [row.day for row in rows if row.day]
    kind, value, origin, entry = key
    ids = tuple(row.statement.id for row in rows)
    return Known(kind, value, origin, min(days, default=None), max(days, default=None), ids, entry)


def _line(one: Known) -> str:
    days = " to ".join(dict.fromkeys(_iso(day) or "" for day in (one.first, one.last) if day)) or "no date"
    by = "the text" if one.origin == "text" else f"the register ({one.entry})"
    return f"{one.kind}: {one.value} · {days} · {by} · {len(one.statements)}"


def _change(event: IdentityEvent) -> str:
    what = f"undo {event.change.undoes}" if event.change.action == "undo" else event.change.action
    what += f" {' + '.join(event.names)}" if event.names else ""
    name = f" → {event.change.name}" if event.change.name else ""
    undone = f", undone by {event.undone_by}" if event.undone_by else ""
    note = f": {event.note}" if event.note else ""
    return f"{event.number} · {event.at[:10]} · {event.coder} · {what}{name}{undone}{note}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
