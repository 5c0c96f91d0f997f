"""What people change and what the store tells of it: corrections, bulk actions with their audits, and the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from whipcount.model import JSON, Extraction, Statement
from whipcount.store.records import Verdict

HistoryKind: TypeAlias = Literal[
    "coding", "review", "identity", "correction", "document", "retraction", "bulk", "reply", "codebook"
]
HISTORY_KINDS: tuple[HistoryKind, ...] = (
    "coding", "review", "identity", "correction", "document", "retraction", "bulk", "reply", "codebook",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """A statement as a person has it.

    ``made`` says everything that holds now; ``instead_of`` is the id of the statement that it corrects, None for one
    that was missed.
    """

    made: Statement
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFix:
    """A document as a person has it, with its statements anchored in it again.

    ``moved`` says which statement of the version before each one is, by ids; one of the version before that is not
    there could not be found in the new text.
    """

    of: str
    extraction: Extraction
    moved: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodebookChange:
    """Who changed the codebook, why, and what: the name of each part, what it was, and what it became.

    ``undoes`` is the change that it takes back, where it does nothing else.
    """

    coder: str
    note: str = ""
    changes: tuple[tuple[str, str | None, str | None], ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """The sample of a bulk action, and the verdicts of those who checked it, by statement."""

    sample: tuple[str, ...]
    checked: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Bulk:
    """One verdict on many statements. ``statements`` counts them; ``standing`` those where it is still the latest."""

    number: int
    at: str
    verdict: Verdict
    coder: str
    note: str
    asked: Mapping[str, JSON]
    statements: int
    standing: int
    audit: Audit

    @property
    def wrong(self) -> int:
        """How many of those checked the action got wrong: those accepted and found to be none, for example."""
        return sum(verdict != self.verdict for verdict in self.audit.checked.values())


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change by a person, as the ledger keeps it.

    ``subject`` is the id of the statement or document that it is about, ``actors``, ``bulk`` or ``codebook``.
    ``changes`` says what changed: the name of the field, what it was, and what it became. ``undone_by`` is the entry
    that took it back; ``undoes`` the one that it takes back itself. ``undoable`` says whether it can be taken back now,
    on its own.
    """

    number: int
    kind: HistoryKind
    subject: str
    at: str
    coder: str
    note: str
    action: str
    changes: tuple[tuple[str, JSON, JSON], ...] = ()
    proposition: str | None = None
    undoes: int | None = None
    undone_by: int | None = None
    undoable: bool = False
    hash: str = ""
