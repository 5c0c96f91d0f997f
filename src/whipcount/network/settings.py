"""What a network is made of and how it is counted, in the words of Discourse Network Analyzer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from whipcount.errors import UsageError

Mode: TypeAlias = Literal["one", "two"]
Type: TypeAlias = Literal["congruence", "conflict", "subtract", "ignore", "combine"]
Normalise: TypeAlias = Literal["no", "average", "jaccard", "cosine", "activity", "prominence"]
Duplicates: TypeAlias = Literal["include", "document", "week", "month", "year", "acrossrange"]
Nodes: TypeAlias = Literal["actor", "organisation", "party", "country"]
Conditional: TypeAlias = Literal["lean", "leave"]

MODES: tuple[Mode, ...] = get_args(Mode)
EVERY_TYPE: tuple[Type, ...] = get_args(Type)
EVERY_NORMALISATION: tuple[Normalise, ...] = get_args(Normalise)
TYPES: dict[Mode, tuple[Type, ...]] = {
    "one": ("congruence", "conflict", "subtract", "ignore"),
    "two": ("subtract", "ignore", "combine"),
}
NORMALISATIONS: dict[Mode, tuple[Normalise, ...]] = {
    "one": ("average", "no", "jaccard", "cosine"),
    "two": ("no", "activity", "prominence"),
}
DUPLICATES: tuple[Duplicates, ...] = get_args(Duplicates)
NODES: tuple[Nodes, ...] = get_args(Nodes)
CONDITIONALS: tuple[Conditional, ...] = get_args(Conditional)

DRAWS = 200  # the ends of a 95 % interval are then the fifth value from either side
MOST_ACTORS = 3_000  # a one-mode matrix of so many takes 72 MB, and nobody reads more


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """One network. Without ``type`` and ``normalise``, those of the mode hold (``aggregation``, ``normalisation``).

    ``nodes`` is what stands for the speaker; ``since`` and ``until`` are the ends of the window, both included.
    ``isolates`` keeps actors and propositions that nothing in the window ties. ``conditional`` says whether "yes, if"
    counts for the side it leaves open. ``unnamed`` keeps groups and anonymous sources, who are never one across
    documents. ``top`` keeps only so many actors, those with the most statements. ``dna_compat`` counts as DNA 3.1.2
    does where that departs from its manual. ``draws`` is the number of draws behind an interval; 0 gives none.
    """

    mode: Mode = "one"
    type: Type | None = None
    normalise: Normalise | None = None
    duplicates: Duplicates = "document"
    nodes: Nodes = "actor"
    propositions: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None
    isolates: bool = False
    conditional: Conditional = "lean"
    unnamed: bool = False
    top: int | None = None
    dna_compat: bool = False
    draws: int = DRAWS

    def __post_init__(self) -> None:
        """Refuse what has no meaning.

        Raises:
            UsageError: A type or normalisation that the mode does not have, or a window that ends before it begins.
        """
        if self.aggregation not in TYPES[self.mode]:
            raise UsageError(_choose("type", self.aggregation, self.mode, TYPES[self.mode]))
        if self.normalisation not in NORMALISATIONS[self.mode]:
            raise UsageError(_choose("normalisation", self.normalisation, self.mode, NORMALISATIONS[self.mode]))
        if self.aggregation == "combine" and self.normalisation != "no":
            # DNA's dialogue hides it, and its code mixes up rows and columns there.
            raise UsageError("The values of combine are names, not amounts, so they cannot be normalised. Choose no.")
        if self.since and self.until and self.until < self.since:
            raise UsageError(f"The window ends on {self.until}, before it begins on {self.since}. Exchange the two.")
        if self.draws < 0 or (self.top is not None and self.top < 1):
            raise UsageError("The number of draws is 0 or more, and that of actors 1 or more.")

    @property
    def aggregation(self) -> Type:
        """The type in force: congruence between actors, subtract between actors and propositions."""
        return self.type or TYPES[self.mode][0]

    @property
    def normalisation(self) -> Normalise:
        """The normalisation in force: average activity between actors, none between actors and propositions."""
        return self.normalise or NORMALISATIONS[self.mode][0]


def _choose(what: str, value: str, mode: Mode, choices: tuple[str, ...]) -> str:
    return f"A {mode}-mode network has no {what} “{value}”. Choose one of: {', '.join(choices)}."
