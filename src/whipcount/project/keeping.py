"""Positions of a store, worked out anew only for the actors that a write touched.

What the store's actors add up to is worked out once for each proposition and kept in the store, beside the change up to
which it is right. Whoever asks next, in this process or another, works out only the actors that were touched since; the
answer is the same as working out everything, which a test holds it to. A process also holds what it decoded last.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from sys import intern
from threading import RLock
from typing import Any, TypeAlias, TypeVar

import whipcount
from whipcount.config import Settings
from whipcount.errors import StoreError
from whipcount.gists import Gist, gists_of, item_of
from whipcount.model import OTHER, CodedStatement, Position, Stance
from whipcount.network.columns import Columns
from whipcount.positions import positions_by
from whipcount.project import kept_observations, kept_positions, kept_said, review_order
from whipcount.project.kept_parts import HeldPart, Part, Parting, in_order
from whipcount.project.kept_said import Material
from whipcount.project.review_order import Lone, Move, ReviewCandidate
from whipcount.readings import Reading, by_day, has_actor, readings
from whipcount.store import Store
from whipcount.store.summaries import Upto

_logger = logging.getLogger(__name__)
# What a statement is asked for, by the name that stands in what is kept.
_WHYS: Mapping[str, Callable[..., Move | Lone]] = {"Move": Move, "Lone": Lone}
# What the answer follows from: another version of these works everything out anew. The whole store is among them, for
# what an earlier version kept without seeing that a write concerned it must not outlive the version that does.
RULES = (
    "model.py", "store/*.py", "readings.py", "gists.py", "positions.py", "network/counts.py",
    "network/observations.py", "project/observing.py", "project/keeping.py", "project/kept_positions.py",
    "project/kept_said.py", "project/kept_observations.py", "project/review_order.py",
)  # fmt: skip
PARTS_HELD = 32  # of a debate; one of 25,000 statements takes a few megabytes
T = TypeVar("T")
Bodies: TypeAlias = dict[str, "str | None"]


@dataclass(frozen=True, slots=True)
class Extent:
    """What an actor's statements reach over, counted towards a position or not: outlets, first and last day."""

    outlets: tuple[str, ...]
    days: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A statement behind a position with the argument that it gives, None where it gives none of the codebook's."""

    statement: str
    day: date | None
    actor_key: str
    argument: str | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class _Held:
    """What was decoded of one part, by actor, right up to a change."""

    change: int
    values: Mapping[str, Any]
    whole: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Bodies:
    """Whom the keys of bodies that were asked for stand for, as of a change."""

    change: int | None = None
    asked: frozenset[str] = frozenset()
    now: Mapping[str, str] = field(default_factory=dict)


class Keeper:
    """What the statements on each proposition of a store add up to, as they are now."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._held: dict[tuple[str, str], _Held] = {}
        self._parts: dict[tuple[str, Material], HeldPart] = {}
        self._observed: kept_observations.Assembled | None = None
        self._bodies_of: dict[str, _Bodies] = {}
        self._lock = RLock()  # two threads that ask for the same would both work it out

    def positions(self, proposition: str) -> tuple[Position, ...]:
        """Where everybody stands on a proposition, in the order of ``positions.positions``."""
        proofs = partial(coded_by_id, self._store)
        return self._all(proposition, "positions", partial(kept_positions.decoded, proofs=proofs), in_order)

    def position(self, proposition: str, actor: str) -> Position | None:
        """Where one actor stands, without reading where all the others do."""
        with self._lock:
            state = self._store.summed_up(self.view(proposition))
            held = self._held.get((proposition, "positions"))
            if held is not None and held.change == state.latest:
                found: Position | None = held.values.get(actor)
                return found
            made = {} if state.kept == state.latest else self._work_out(proposition, state)["positions"]
            body = made[actor] if actor in made else self._store.summary(self.view(proposition), "positions", actor)
            proofs = partial(coded_by_id, self._store)
            return kept_positions.decoded({actor: body}, proposition, proofs=proofs)[actor] if body else None

    def part(self, proposition: str, material: Material) -> Part:
        """Where everybody stands by a part of the statements, worked out from what is kept of all."""

        def whole() -> Mapping[str, Position]:
            self.positions(proposition)
            return self._held[proposition, "positions"].values

        with self._lock:
            self._all(proposition, "said", kept_said.decoded)
            said = self._held[proposition, "said"].values
            worded = partial(kept_positions.worded, proofs=partial(coded_by_id, self._store))
            made = Parting(material, said, whole, partial(self._read, proposition, material), worded)
            key = (proposition, material)
            held = made.after(self._parts.get(key, HeldPart()))
            others = [(other, one) for other, one in self._parts.items() if other != key]
            self._parts = {**dict(others[-PARTS_HELD + 1 :]), key: held}
            return held.part

    def _read(self, proposition: str, material: Material, ids: Sequence[str]) -> list[Gist]:
        """The gists of some statements, as far as they belong to a part."""
        coded = (one for one in self._store.coded_by_id(proposition, ids) if material.holds(item_of(one)))
        read = readings(coded, self._settings)
        return gists_of(read if material.until is None else by_day(read, material.until))

    def number(self, proposition: str) -> int:
        """How many actors have a position, by what parts of a debate are worked out from."""
        return sum(bool(said.gists) for said in self._all(proposition, "said", kept_said.decoded))

    def extent(self, proposition: str) -> Extent:
        """What the statements that may count reach over, of all actors together."""
        found: tuple[Extent, ...] = self._all(proposition, "extent", _extents)
        outlets = {outlet for one in found for outlet in one.outlets}
        days = [day for one in found if one.days for day in one.days]
        return Extent(tuple(sorted(outlets, key=str.casefold)), (min(days), max(days)) if days else None)

    def reasons(self, proposition: str) -> tuple[Reason, ...]:
        """The statements behind all positions, each with its argument."""
        found: tuple[tuple[Reason, ...], ...] = self._all(proposition, "reasons", _reasons)
        return tuple(reason for of_actor in found for reason in of_actor)

    def reasons_of(self, proposition: str, ids: Sequence[str]) -> list[Reason]:
        """The arguments of some statements, in their order."""
        found = {reason.statement: reason for reason in self.reasons(proposition)}
        others = coded_by_id(self._store, proposition, [id_ for id_ in ids if id_ not in found])
        return [found[id_] if id_ in found else reason_of(others[id_]) for id_ in ids]

    def documents(self, proposition: str, actors: Iterable[str]) -> set[str]:
        """Ids of the documents that hold what the positions of these actors rest on."""
        with self._lock:
            self._all(proposition, "documents", _documents)
            held = self._held[proposition, "documents"].values
            return {id_ for actor in actors for id_ in held.get(actor, ())}

    def judged(self, proposition: str) -> int:
        """How many current statements are judged against a proposition."""
        return sum(self._all(proposition, "judged", _counts))

    def observed(self, propositions: Sequence[str]) -> Columns:
        """What the speech events on some propositions contribute to a network."""
        with self._lock:
            for id_ in propositions:
                self._all(id_, "observed", kept_observations.decoded)
            kept = {id_: self._held[id_, "observed"].values for id_ in propositions}
            held = self._observed
            if held is None or held.kept.keys() != kept.keys():
                held = kept_observations.assembled(kept, self._bodies_now)
            elif any(held.kept[id_] is not kept[id_] for id_ in kept):
                held = held.after(kept, self._bodies_now)
            self._observed = held
            return held.columns

    def _bodies_now(self, proposition: str, keys: Sequence[str]) -> dict[str, str]:
        """Whom keys stand for now; those are looked up anew that a write since the last time may concern."""
        found = self._bodies_of.get(proposition, _Bodies())
        change, late = self._store.keys_touched(found.change)
        again = [key for key in keys if key not in found.asked or late is None or key in late]
        kept = {} if late is None else {key: one for key, one in found.now.items() if key not in late}
        now = kept | self._store.current_actors(proposition, again)
        asked = frozenset(keys) if late is None else (found.asked - late) | frozenset(keys)
        self._bodies_of[proposition] = _Bodies(change, asked, now)
        return {key: now[key] for key in keys if key in now}

    def review(self, proposition: str) -> tuple[ReviewCandidate, ...]:
        """Statements worth a person's judgement, those that would change the whip count most first."""
        return review_order.in_order(one for of_actor in self._all(proposition, "review", _queue) for one in of_actor)

    def view(self, proposition: str) -> str:
        """Name of what is kept of a proposition: the rules and the thresholds that it was worked out by."""
        settings = self._settings
        wanted = f"{rules()} {settings.relevance_threshold!r} {settings.clear_threshold!r}"
        return f"{hashlib.sha256(wanted.encode()).hexdigest()[:16]} {proposition}"

    def _all(
        self, proposition: str, part: str, decode: Callable[[Mapping[str, str], str], dict[str, T]],
        arrange: Callable[[Sequence[T], Collection[str], Iterable[T]], tuple[T, ...]] | None = None,
    ) -> tuple[T, ...]:  # fmt: skip
        """Everything in a part, arranged; what was decoded before is decoded again only for touched actors."""
        with self._lock:
            state = self._store.summed_up(self.view(proposition))
            held = self._held.get((proposition, part))
            if held is None or held.change != state.latest:
                since = held.change if held and held.change < state.latest else None
                bodies = self._bodies(proposition, part, state, since)
                anew = decode({actor: body for actor, body in bodies.items() if body is not None}, proposition)
                before = held.values if held and since is not None else {}
                values = {actor: one for actor, one in before.items() if actor not in bodies} | anew
                rest = held.whole if held and since is not None else ()
                whole = arrange(rest, bodies, anew.values()) if arrange else tuple(values.values())
                held = self._held[proposition, part] = _Held(state.latest, values, whole)
            return held.whole

    def _bodies(self, proposition: str, part: str, state: Upto, since: int | None) -> Bodies:
        made = {} if state.kept == state.latest else self._work_out(proposition, state)
        kept = self._store.summaries(self.view(proposition), part, since=since)
        # What was just made is the same, unless the store could not be written to.
        return kept | made.get(part, {})

    def _work_out(self, proposition: str, state: Upto) -> dict[str, Bodies]:
        """All parts for those who were touched, None where somebody has nothing in a part any more."""
        store = self._store
        actors = store.touched_since(state.kept)
        coded = tuple(store.sided_statements(proposition, actors))
        found = tuple(readings(coded, self._settings))
        tried = review_order.worth_trying(coded, found, store.silent_statements(proposition, actors))
        doubtful = (*coded, *store.coded_by_number(proposition, list(tried)))
        queue = review_order.candidates(doubtful, self._settings, found)
        wanted = None if actors is None else frozenset(actors)
        judged = {actor: str(number) for actor, number in store.judged_of(proposition, actors).items()}
        made = {**summed(coded, found, wanted), "review": _queue_bodies(queue, wanted), "judged": judged}
        try:
            store.keep_summaries(self.view(proposition), made, actors=actors, until=state.latest)
        except StoreError as error:  # such as one that may only be read: everything else still works
            _logger.info("Positions were worked out and could not be kept: %s", error)
        return {part: {**dict.fromkeys(actors or ()), **bodies} for part, bodies in made.items()}


def summed(
    coded: Sequence[CodedStatement], read: Sequence[Reading], actors: frozenset[str] | None
) -> dict[str, dict[str, str]]:
    """What is kept of some actors, or of all: part -> actor -> body."""
    found = [r for r in read if actors is None or r.actor_key in actors]
    said = [one for one in coded if actors is None or one.actor_key in actors]
    everybody = positions_by(gists_of(found))
    gists = kept_said.bodies(coded, read)
    return {
        "said": {actor: body for actor, body in gists.items() if actors is None or actor in actors},
        "positions": {p.actor_key: kept_positions.encoded(p) for p in everybody},
        "documents": _document_bodies(everybody, found),
        "extent": _extent_bodies(said),
        "reasons": _reason_bodies(found),
        "observed": kept_observations.bodies(found),
    }


def _document_bodies(everybody: Iterable[Position], found: Iterable[Reading]) -> dict[str, str]:
    document = {reading.id: reading.sightings[0].statement.document_id for reading in found}
    return {p.actor_key: " ".join(sorted({document[id_] for id_ in p.statements})) for p in everybody}


def _documents(bodies: Mapping[str, str], _: str) -> dict[str, tuple[str, ...]]:
    return {actor: tuple(map(intern, body.split())) for actor, body in bodies.items()}


def _counts(bodies: Mapping[str, str], _: str) -> dict[str, int]:
    return {actor: int(body) for actor, body in bodies.items()}


def _extent_bodies(said: Iterable[CodedStatement]) -> dict[str, str]:
    outlets: dict[str, set[str]] = {}
    days: dict[str, list[int]] = {}
    for one in said:
        theirs = outlets.setdefault(one.actor_key, set())
        if one.outlet:
            theirs.add(one.outlet)
        if one.day:
            days.setdefault(one.actor_key, []).append(one.day.toordinal())
    ends = {actor: [min(of), max(of)] for actor, of in days.items()}
    return {actor: json.dumps([sorted(names), ends.get(actor)]) for actor, names in outlets.items()}


def _extents(bodies: Mapping[str, str], _: str) -> dict[str, Extent]:
    found: dict[str, Extent] = {}
    for actor, body in bodies.items():
        outlets, days = json.loads(body)
        ends = (date.fromordinal(days[0]), date.fromordinal(days[1])) if days else None
        found[actor] = Extent(tuple(outlets), ends)
    return found


def _reason_bodies(found: Iterable[Reading]) -> dict[str, str]:
    rows: dict[str, list[list[object]]] = {}
    for reading in found:
        one = reading.sightings[0]
        if has_actor(reading.speaker):
            it = reason_of(one)
            day = it.day.toordinal() if it.day else None
            rows.setdefault(reading.actor_key, []).append([it.statement, day, it.actor_key, it.argument, it.stance])
    return {actor: json.dumps(theirs) for actor, theirs in rows.items()}


def _queue_bodies(queue: Mapping[str, Sequence[ReviewCandidate]], actors: frozenset[str] | None) -> dict[str, str]:
    return {
        actor: json.dumps([[one.statement, one.effect, _why(one)] for one in found], ensure_ascii=False)
        for actor, found in queue.items()
        if actors is None or actor in actors
    }


def _why(one: ReviewCandidate) -> tuple[object, ...]:
    """The move or the shift as codes and numbers, so that it is worded in the language of whoever looks."""
    return () if isinstance(one.why, str) else (type(one.why).__name__, *astuple(one.why))


def _queue(bodies: Mapping[str, str], proposition: str) -> dict[str, tuple[ReviewCandidate, ...]]:
    return {
        actor: tuple(
            ReviewCandidate(id_, proposition, effect, _WHYS[kind](*why))
            for id_, effect, (kind, *why) in json.loads(body)
        )
        for actor, body in bodies.items()
    }


def reason_of(one: CodedStatement) -> Reason:
    """The argument of a coded statement; a person's "other" is none of the codebook's."""
    coding = one.coding
    argument, stance = (coding.argument, coding.stance) if coding else (None, "none")
    return Reason(one.statement.id, one.day, one.actor_key, None if argument == OTHER else argument or None, stance)


def _reasons(bodies: Mapping[str, str], _: str) -> dict[str, tuple[Reason, ...]]:
    return {
        actor: tuple(
            Reason(id_, date.fromordinal(day) if day else None, key, argument, stance)
            for id_, day, key, argument, stance in json.loads(body)
        )
        for actor, body in bodies.items()
    }


def coded_by_id(store: Store, proposition: str, ids: Sequence[str]) -> dict[str, CodedStatement]:
    """Statements by their ids."""
    return {one.statement.id: one for one in store.coded_by_id(proposition, ids)}


@cache
def rules() -> str:
    """Hash of the code that what is kept was worked out by."""
    digest = hashlib.sha256()
    for file in rule_files():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def rule_files() -> list[Path]:
    """The files of that code."""
    here = Path(whipcount.__file__).parent
    return [file for pattern in RULES for file in sorted(here.glob(pattern))]
