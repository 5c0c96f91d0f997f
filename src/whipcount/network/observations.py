"""What a network is counted from: speech events with a side, chosen by window and kind, in DNA's order.

Nothing is left out silently: the selection counts what it leaves out, by reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from whipcount.model import Stance
from whipcount.network.settings import NetworkSettings, Nodes

LeftOut: TypeAlias = Literal["proposition", "window", "undated", "side", "conditional", "nobody", "unnamed"]
UNNAMED = ("group", "anonymous")


class Member(NamedTuple):
    """Who stands for a statement in a network: an actor, or its organisation, party or country."""

    key: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One speech event on one proposition.

    ``agrees`` is DNA's qualifier: True for, False against, None where it takes no side. ``right`` is the probability
    that it says so, ``opposite`` that it says the contrary; what is missing to 1 is the probability that it takes no
    side or is about something else. ``confirmed`` says that a person looked at it. ``place`` orders statements within
    a document. ``members`` holds who may stand for it.
    """

    statement: str
    document: str
    place: int
    day: date | None
    proposition: str
    stance: Stance
    agrees: bool | None
    members: Mapping[Nodes, Member]
    right: float = 1.0
    opposite: float = 0.0
    confirmed: bool = False


class Chosen(NamedTuple):
    """An observation that counts, with who stands for it."""

    statement: str
    document: str
    day: date | None
    proposition: str
    agrees: bool
    member: Member
    right: float
    opposite: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """What counts, by day, document and place, and how many observations do not, by reason."""

    chosen: tuple[Chosen, ...]
    left_out: Mapping[LeftOut, int]
    everybody: tuple[Member, ...]
    everything: tuple[str, ...]


def select(observations: Iterable[Observation], settings: NetworkSettings) -> Selection:
    """Choose what counts.

    Args:
        observations: In any order; the answer does not depend on it.
        settings: Window, nodes and what to do with conditions.
    Returns:
        The chosen, before duplicates are dropped. ``everybody`` and ``everything`` are the actors and propositions
        that isolates are taken from: of all time, or under ``dna_compat`` of the window only.
    """
    chosen: list[Chosen] = []
    left_out: Counter[LeftOut] = Counter()
    everybody: dict[Member, None] = {}
    everything: dict[str, None] = {}
    for item in sorted(observations, key=_order):
        member = item.members.get(settings.nodes)
        reason = _foreign(item, member, settings)
        late = None if reason else _outside(item, settings)
        if reason or late or member is None or item.agrees is None:
            left_out[reason or late or "side"] += 1
        if member is not None and not reason and not (late and settings.dna_compat):
            everybody[member] = None
            everything[item.proposition] = None
            if not late and item.agrees is not None:
                chosen.append(
                    Chosen(
                        item.statement, item.document, item.day, item.proposition, item.agrees, member,
                        item.right, item.opposite, item.confirmed,
                    )
                )  # fmt: skip
    return Selection(tuple(chosen), left_out, tuple(everybody), tuple(everything))


def _order(item: Observation) -> tuple[date, str, int, str, str]:
    return (item.day or date.max, item.document, item.place, item.statement, item.proposition)


def _foreign(item: Observation, member: Member | None, settings: NetworkSettings) -> LeftOut | None:
    """Why an observation has no part in this network at any time; None where it has."""
    if settings.propositions is not None and item.proposition not in settings.propositions:
        return "proposition"
    if item.agrees is None:
        return "side"
    if item.stance == "conditional" and settings.conditional == "leave":
        return "conditional"
    if member is None:
        return "nobody"
    if member.kind in UNNAMED and not settings.unnamed:
        return "unnamed"
    return None


def _outside(item: Observation, settings: NetworkSettings) -> LeftOut | None:
    if settings.since is None and settings.until is None:
        return None
    if item.day is None:
        return "undated"
    early = settings.since is not None and item.day < settings.since
    late = settings.until is not None and item.day > settings.until
    return "window" if early or late else None
