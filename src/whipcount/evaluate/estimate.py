"""How often the machine is right in this project, estimated from the statements that a person coded too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from whipcount.evaluate.scores import Interval, wilson
from whipcount.model import JSON
from whipcount.store import Store
from whipcount.store.records import Checked

Sided: TypeAlias = Literal["support", "oppose"]

SIDED: Final[tuple[Sided, ...]] = ("support", "oppose")
ENOUGH: Final = 20  # reviews; with fewer an interval is so wide that a figure would only mislead


@dataclass(frozen=True, slots=True)
class Counted:
    """A share as it was counted: ``right`` of ``number``."""

    right: int
    number: int

    @property
    def share(self) -> float | None:
        """In [0, 1]; None of nothing."""
        return self.right / self.number if self.number else None

    @property
    def counts(self) -> str:
        """The two counts in words."""
        return f"{self.right} of {self.number}"

    @property
    def words(self) -> str:
        """The counts, with the share where there is one.

        >>> Counted(12, 15).words, Counted(0, 0).words
        ('12 of 15 (80 %)', '0 of 0')
        """
        return self.counts if self.share is None else f"{self.counts} ({100 * self.share:.0f} %)"

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval at 95 %; None of nothing."""
        return wilson(self.right, self.number)


@dataclass(frozen=True, slots=True)
class StanceEstimate:
    """One stance: of those that the machine coded so, and of those that a person coded so, how many both did."""

    stance: Sided
    precision: Counted
    recall: Counted


@dataclass(frozen=True, slots=True)
class Estimate:
    """The machine against people, on one proposition, on all where it is None.

    ``reviews`` counts judgements by a person, one for each statement and proposition that the machine judged too.
    """

    proposition: str | None
    reviews: int
    stances: tuple[StanceEstimate, ...]

    @property
    def enough(self) -> bool:
        """Whether there are reviews enough for a figure."""
        return self.reviews >= ENOUGH

    @property
    def sentence(self) -> str:
        """What is known, in one sentence with its counts."""
        if not self.enough:
            noun = "review" if self.reviews == 1 else "reviews"
            return f"How often the machine is right here is not estimated yet: {self.reviews} {noun}."
        return f"In {self.reviews} reviews {self.findings}."

    @property
    def findings(self) -> str:
        """How right and how complete the machine is, as the end of a sentence."""
        support, opposition = (f"is right in {it.precision.words} and finds {it.recall.words}" for it in self.stances)
        return f"the machine's support {support}; its opposition {opposition}"


@dataclass(frozen=True, slots=True)
class Estimates:
    """``over_all`` propositions, each of them, and the share of statements looked at that a person rejected."""

    over_all: Estimate
    propositions: tuple[Estimate, ...]
    rejected: Counted

    def of(self, proposition: str) -> Estimate:
        """The estimate for a proposition; of no reviews where nobody reviewed any."""
        return next((one for one in self.propositions if one.proposition == proposition), estimate((), proposition))


def estimates(store: Store) -> Estimates:
    """Estimate from what the store holds.

    It is only as good as the sample: people who review what looks wrong find the machine worse than it is.
    """
    checked = store.checked()
    accepted, rejected = store.verdicts()
    propositions = dict.fromkeys(row.proposition for row in checked)
    return Estimates(
        estimate(checked, None),
        tuple(estimate(checked, proposition) for proposition in propositions),
        Counted(rejected, accepted + rejected),
    )


def estimate(checked: Iterable[Checked], proposition: str | None) -> Estimate:
    """The estimate for one proposition, for all where it is None."""
    rows = [row for row in checked if proposition in (None, row.proposition)]
    return Estimate(
        proposition, sum(row.statements for row in rows), tuple(_of_stance(rows, stance) for stance in SIDED)
    )


def _of_stance(rows: Sequence[Checked], stance: Sided) -> StanceEstimate:
    right = sum(row.statements for row in rows if row.human == row.machine == stance)
    found = sum(row.statements for row in rows if row.machine == stance)
    there = sum(row.statements for row in rows if row.human == stance)
    return StanceEstimate(stance, Counted(right, found), Counted(right, there))


def estimates_json(found: Estimates) -> dict[str, JSON]:
    """Estimates as JSON; shares and intervals are null where there are not reviews enough."""
    return {
        "over_all": estimate_json(found.over_all),
        "propositions": [estimate_json(one) for one in found.propositions],
        "rejected": _counted_json(found.rejected, enough=found.rejected.number >= ENOUGH),
    }


def estimate_json(one: Estimate) -> dict[str, JSON]:
    """One estimate as JSON."""
    return {
        "proposition": one.proposition,
        "reviews": one.reviews,
        "estimated": one.enough,
        **{
            it.stance: {
                "precision": _counted_json(it.precision, enough=one.enough),
                "recall": _counted_json(it.recall, enough=one.enough),
            }
            for it in one.stances
        },
    }


def _counted_json(counted: Counted, *, enough: bool) -> dict[str, JSON]:
    interval = counted.interval if enough else None
    return {
        "right": counted.right,
        "number": counted.number,
        "share": counted.share if enough else None,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
    }
