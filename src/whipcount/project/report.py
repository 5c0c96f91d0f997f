"""What a run says while it works and when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from whipcount.model import JSON, Document, Extraction, Rejected

KEPT_EXAMPLES = 20  # rejections and undated documents named in a report; the store's log has them all


@dataclass(frozen=True, slots=True)
class Tick:
    """How far a run is: inputs read so far with their statements, or judgements made; ``name`` is the latest input."""

    doing: Literal["reading", "grouping", "coding"]
    done: int
    statements: int = 0
    name: str = ""


Progress: TypeAlias = Callable[[Tick], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did with its inputs: every one of ``inputs`` is counted under exactly one outcome.

    ``unchanged`` were handled by an earlier run with the same pipeline. ``rejected`` counts by reason, those known
    from earlier runs included; ``problems`` and ``undated_examples`` name the first few.
    """

    run: str
    inputs: int
    stored: int
    new_versions: int
    duplicates: int
    unchanged: int
    rejected: Mapping[str, int]
    problems: tuple[Rejected, ...]
    undated: int
    undated_examples: tuple[str, ...]
    statements: int
    codings: int

    @property
    def failed(self) -> int:
        """Inputs that gave nothing."""
        return sum(self.rejected.values())

    def as_json(self) -> dict[str, JSON]:
        """The report as JSON."""
        return {
            "run": self.run,
            "inputs": self.inputs,
            "stored": self.stored,
            "new_versions": self.new_versions,
            "duplicates": self.duplicates,
            "unchanged": self.unchanged,
            "rejected": dict(self.rejected),
            "undated": self.undated,
            "statements": self.statements,
            "codings": self.codings,
        }


@dataclass(slots=True)
class Tally:
    """Counts of a run under way."""

    progress: Progress
    outcomes: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    problems: list[Rejected] = field(default_factory=list)
    undated: int = 0
    undated_examples: list[str] = field(default_factory=list)
    statements: int = 0
    codings: int = 0

    @property
    def inputs(self) -> int:
        """Inputs that have their outcome."""
        return self.outcomes.total() + self.rejected.total()

    def see(self, document: Document) -> None:
        """Note a document that carries no publication date."""
        if document.published is None:
            self.undated += 1
            if len(self.undated_examples) < KEPT_EXAMPLES:
                self.undated_examples.append(document.given_id)

    def count(self, outcome: str, extraction: Extraction) -> None:
        """Note a document that went through."""
        self.outcomes[outcome] += 1
        self.statements += len(extraction.statements) if outcome != "duplicate" else 0
        self.progress(Tick("reading", self.inputs, self.statements, extraction.document.given_id))

    def skip(self, given_id: str) -> None:
        """Note an input that an earlier run has handled."""
        self.outcomes["unchanged"] += 1
        self.progress(Tick("reading", self.inputs, self.statements, given_id))

    def reject(self, rejected: Rejected) -> None:
        """Note an input that gave nothing."""
        self.rejected[rejected.reason] += 1
        if len(self.problems) < KEPT_EXAMPLES:
            self.problems.append(rejected)
        self.progress(Tick("reading", self.inputs, self.statements, rejected.given_id))

    def report(self, run: str) -> BuildReport:
        """The counts as a value."""
        return BuildReport(
            run=run,
            inputs=self.inputs,
            stored=self.outcomes["stored"],
            new_versions=self.outcomes["new_version"],
            duplicates=self.outcomes["duplicate"],
            unchanged=self.outcomes["unchanged"],
            rejected=dict(self.rejected.most_common()),
            problems=tuple(self.problems),
            undated=self.undated,
            undated_examples=tuple(self.undated_examples),
            statements=self.statements,
            codings=self.codings,
        )
