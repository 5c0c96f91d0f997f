"""How far a record is judged by its codebook, what the versions of the codebook changed, and what was retired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from whipcount.coding import Change, diff_codebooks
from whipcount.model import Codebook, Proposition
from whipcount.project.engines import Coder
from whipcount.project.impact import codebook_impact
from whipcount.store import Store
from whipcount.store.records import CodebookRow, RunRow

TOLD: Final = 20  # versions whose changes are told; the others are listed


@dataclass(frozen=True, slots=True)
class PropositionState:
    """Judgements on a proposition of the codebook in force.

    ``judged`` current statements have one that counts, ``by_people`` of them a person's; ``waiting`` have none by the
    model under the wording in force.
    """

    id: str
    judged: int
    by_people: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Version:
    """A codebook as it was put in force. ``coder`` is empty where it came with a command.

    ``changes`` are those since the version before; None where they are not told.
    """

    number: int
    id: str
    at: datetime
    coder: str
    command: str
    notes: str
    propositions: int
    changes: tuple[Change, ...] | None


@dataclass(frozen=True, slots=True)
class Retired:
    """A proposition that was in force and is no longer; ``version`` is the last one that has it."""

    proposition: Proposition
    version: int
    by_people: int


def states(store: Store, codebook: Codebook, coder: Coder) -> tuple[PropositionState, ...]:
    """How far the statements are judged, for each proposition of the codebook in force."""
    found = codebook_impact(store, codebook, coder).propositions
    return tuple(PropositionState(one.proposition, one.judged, one.by_people, one.to_judge) for one in found)


def versions(store: Store) -> tuple[Version, ...]:
    """Every version, newest first."""
    rows, runs = store.codebooks(), {run.id: run for run in store.runs()}
    found: list[Version] = []
    for place, row in enumerate(rows):
        told = place > 0 and len(rows) - TOLD <= place
        changes = diff_codebooks(rows[place - 1].codebook, row.codebook) if told else None
        found.append(_version(row, runs.get(row.run), changes))
    return tuple(reversed(found))


def _version(row: CodebookRow, run: RunRow | None, changes: tuple[Change, ...] | None) -> Version:
    command = run.command if run else ""
    by_hand = run is not None and command == "codebook"
    return Version(
        number=row.number,
        id=row.codebook.id,
        at=row.at,
        coder=str(run.settings.get("coder", "")) if run and by_hand else "",
        command=command,
        notes=row.codebook.notes,
        propositions=len(row.codebook.propositions),
        changes=changes,
    )


def retired(store: Store) -> tuple[Retired, ...]:
    """Propositions of earlier versions that the one in force does not have, those retired last first."""
    rows = store.codebooks()
    in_force = {one.id for one in rows[-1].codebook.propositions} if rows else set[str]()
    last: dict[str, tuple[Proposition, int]] = {}
    for row in rows:
        for one in row.codebook.propositions:
            last.pop(one.id, None)
            last[one.id] = (one, row.number)
    gone = [(one, number) for one, number in reversed(last.values()) if one.id not in in_force]
    return tuple(Retired(one, number, store.judged(one.id).human_codings) for one, number in gone)
