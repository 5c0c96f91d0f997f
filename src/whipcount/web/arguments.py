"""Arguments for and against a proposition, with the statements that give them: counts, speakers, and an exemplar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from whipcount.model import Argument, CodedStatement, Proposition
from whipcount.project.keeping import Reason
from whipcount.web.query import reader_address


@dataclass(frozen=True, slots=True)
class Given:
    """An argument with the statements that give it: their number, of their speakers, and the latest as exemplar.

    ``evidence`` is the address of these statements.
    """

    argument: Argument
    statements: int
    actors: int
    exemplar: CodedStatement | None
    reader: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Arguments:
    """What is said for and against; ``unnamed`` are the statements on each side that give none of the codebook's."""

    pro: tuple[Given, ...]
    con: tuple[Given, ...]
    unnamed: tuple[int, int]

    @property
    def given(self) -> Arguments:
        """Only those that somebody gave: of one actor, a list of all that it did not say helps nobody."""
        pro, con = (tuple(one for one in rows if one.statements) for rows in (self.pro, self.con))
        return Arguments(pro, con, self.unnamed)


def arguments_of(
    proposition: Proposition,
    reasons: Iterable[Reason],
    read: Callable[[Sequence[str]], Mapping[str, CodedStatement]],
    evidence: Callable[[str], str],
) -> Arguments:
    """The codebook's arguments with the statements that give them, most given first.

    Args:
        proposition: Whose arguments.
        reasons: What each statement that counts says.
        read: Gives statements by their ids; it is asked for the exemplars alone.
        evidence: Address of those among them that give the argument of an id.
    """
    given: dict[str, list[Reason]] = {}
    sides: Counter[str] = Counter()
    for one in sorted(reasons, key=lambda r: (r.day or date.min, r.statement), reverse=True):
        if one.argument:
            given.setdefault(one.argument, []).append(one)
        else:
            sides[one.stance] += 1
    exemplars = read([given[a.id][0].statement for a in proposition.arguments if a.id in given])
    rows = [_given(a, given.get(a.id, ()), exemplars, evidence(a.id)) for a in proposition.arguments]
    rows.sort(key=lambda row: -row.statements)
    pro, con = (tuple(r for r in rows if r.argument.side == side) for side in ("pro", "con"))
    return Arguments(pro, con, (sides["support"], sides["oppose"]))


def _given(
    argument: Argument, behind: Sequence[Reason], exemplars: Mapping[str, CodedStatement], evidence: str
) -> Given:
    latest = exemplars.get(behind[0].statement) if behind else None
    reader = reader_address(latest.statement.document_id, latest.statement.id) if latest else ""
    return Given(argument, len(behind), len({one.actor_key for one in behind}), latest, reader, evidence)


def arguments_json(found: Arguments) -> list[dict[str, object]]:
    """Arguments as data."""
    return [
        {
            "argument": one.argument.id,
            "side": one.argument.side,
            "text": one.argument.text,
            "statements": one.statements,
            "actors": one.actors,
            "exemplar": one.exemplar.statement.id if one.exemplar else None,
        }
        for one in (*found.pro, *found.con)
    ]
