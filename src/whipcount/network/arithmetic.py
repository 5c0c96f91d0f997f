"""How an edge's weight comes about, in numbers that a person can add up."""

from __future__ import annotations

from dataclasses import dataclass

from whipcount.network import weights
from whipcount.network.build import Edge, Network


@dataclass(frozen=True, slots=True)
class Line:
    """One proposition's part in an edge.

    ``first`` and ``second`` are the statements against and for of either end; ``agree`` and ``differ`` the pairs on
    the same and on opposite sides; ``amount`` what the line adds. In a two-mode network ``second`` is (0, 0).
    """

    proposition: str
    first: tuple[int, int]
    second: tuple[int, int]
    agree: int
    differ: int
    amount: int


@dataclass(frozen=True, slots=True)
class Account:
    """The lines of an edge, their sum, what it is divided by and what comes out.

    ``parts`` are the numbers that the divisor is made of: the statements of both ends (average, cosine), those that
    only one end made and the pairs in common (jaccard), or the statements of the row or column (two-mode).
    """

    lines: tuple[Line, ...]
    total: int
    parts: tuple[int, ...]
    divisor: float | None
    weight: float

    @property
    def formula(self) -> str:
        """The sum as one line of arithmetic."""
        by = "" if self.divisor is None else f" ÷ {_number(self.divisor)}"
        return f"{_number(self.total)}{by} = {_number(self.weight)}"


def account(found: Network, edge: Edge) -> Account:
    """Account for an edge of a network.

    >>> _number(0.5), _number(2.0), _number(-1 / 3)
    ('0.5', '2', '−0.3333')
    """
    if found.settings.mode == "two":
        return _of_two_mode(found, edge)
    counts, keys = found.counts, [member.key for member in found.counts.actors]
    a, b = keys.index(edge.source), keys.index(edge.target)
    lines: list[Line] = []
    for j, proposition in enumerate(counts.propositions):
        first, second = _sides(found, a, j), _sides(found, b, j)
        agree = first[0] * second[0] + first[1] * second[1]
        differ = first[0] * second[1] + first[1] * second[0]
        amounts = {"congruence": agree, "conflict": differ, "subtract": agree - differ, "ignore": agree + differ}
        if agree or differ:
            lines.append(Line(proposition, first, second, agree, differ, amounts[found.settings.aggregation]))
    total = sum(line.amount for line in lines)
    rule = found.settings.normalisation
    if rule == "no":
        return Account(tuple(lines), total, (), None, edge.weight)
    x_a, x_b = counts.x[:, [a]], counts.x[:, [b]]
    divisor = float(weights.normaliser(x_a, x_b, rule)[0, 0])
    parts: tuple[int, ...] = (int(x_a.sum()), int(x_b.sum()))
    if rule == "jaccard":
        parts = (int(x_a[x_b == 0].sum()), int(x_b[x_a == 0].sum()), edge.agree)
    return Account(tuple(lines), total, parts, divisor, edge.weight)


def _of_two_mode(found: Network, edge: Edge) -> Account:
    counts, rule = found.counts, found.settings.normalisation
    i = [member.key for member in counts.actors].index(edge.source)
    j = counts.propositions.index(edge.target)
    said = _sides(found, i, j)
    against, for_ = said
    amounts = {"subtract": for_ - against, "ignore": for_ + against, "combine": (for_ > 0) * 1 + (against > 0) * 2}
    total = int(amounts[found.settings.aggregation])
    line = Line(edge.target, said, (0, 0), for_, against, total)
    if rule == "no":
        return Account((line,), total, (), None, edge.weight)
    divisor = int(counts.x[:, i].sum() if rule == "activity" else counts.x[:, :, j].sum())
    return Account((line,), total, (divisor,), float(divisor), edge.weight)


def _sides(found: Network, i: int, j: int) -> tuple[int, int]:
    return int(found.counts.x[0, i, j]), int(found.counts.x[1, i, j])


def _number(value: float) -> str:
    return f"{round(value, 4):g}".replace("-", "−")
