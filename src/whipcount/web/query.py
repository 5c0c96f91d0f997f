"""The address is the state: read filters from a query string, and write the addresses of neighbouring views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args
from urllib.parse import quote, urlencode

from whipcount.errors import UsageError
from whipcount.language import _
from whipcount.model import SIDES, STANCES, Form, Side, SpeakerKind
from whipcount.store.records import ORDERS, Order, StatementFilter

T = TypeVar("T")
PAGE_SIZE = 50
KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)
FORMS: tuple[Form, ...] = get_args(Form)
# Filters of the statement list, in the order in which they stand in an address.
STATEMENT_KEYS = (
    "text", "proposition", "position", "counted", "argument", "stance", "actor", "speaker", "kind", "bloc", "outlet",
    "form", "term", "since", "until", "reviewed", "rejected", "min_confidence", "min_probability", "document",
    "board_outlet", "board_form", "board_reviewed", "order", "page",
)  # fmt: skip
BOARD_KEYS = ("since", "until", "kind", "bloc", "outlet", "form", "reviewed", "group", "by", "page")
PROPOSITION_KEYS = ("side", "until", "kind", "bloc", "outlet", "form", "reviewed", "since", "page")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a statement list was asked for.

    ``counted`` keeps only the statements that count towards positions, each speech event once; ``position`` those of
    the actors who stand on that side, ``bloc`` those of actors with that affiliation, and ``argument`` those that give
    it. All four need ``where.proposition``. ``board`` is the outlet, form and review state that the positions
    themselves were narrowed to.
    """

    where: StatementFilter
    position: Side | None
    bloc: str | None
    counted: bool
    page: int
    board: tuple[str | None, Form | None, bool | None] = (None, None, None)
    argument: str | None = None


class Query:
    """A query string as the pages use it: one value per name, none of them empty."""

    def __init__(self, values: Mapping[str, str], allowed: tuple[str, ...]) -> None:
        self.values = {name: value.strip() for name, value in values.items() if value.strip()}
        self.allowed = allowed
        for name in self.values:
            if name not in allowed:
                raise UsageError(
                    _(
                        "There is no filter “%(name)s” here. Known filters: %(allowed)s.",
                        name=name,
                        allowed=", ".join(allowed),
                    )
                )

    def get(self, name: str) -> str | None:
        """Value of a filter, None where it is not set."""
        return self.values.get(name)

    def choice(self, name: str, choices: tuple[T, ...]) -> T | None:
        """One of a fixed set of values."""
        value = self.get(name)
        if value is None:
            return None
        for choice in choices:
            if choice == value:
                return choice
        raise UsageError(
            _(
                "%(name)s=%(value)s is not known. Choose one of: %(choices)s.",
                name=name,
                value=value,
                choices=", ".join(map(str, choices)),
            )
        )

    def flag(self, name: str) -> bool | None:
        """Yes or no."""
        value = self.choice(name, ("yes", "no"))
        return None if value is None else value == "yes"

    def day(self, name: str) -> date | None:
        """An ISO date."""
        return self._parsed(name, date.fromisoformat, _("a day such as 2024-09-10"))

    def probability(self, name: str) -> float | None:
        """A number from 0 to 1."""
        value = self._parsed(name, float, _("a number from 0 to 1"))
        if value is not None and not 0 <= value <= 1:  # a NaN is refused too
            raise UsageError(_("%(name)s=%(get)s is not a number from 0 to 1.", name=name, get=self.get(name)))
        return value

    def page(self) -> int:
        """Number of the page, from 1."""
        value = self._parsed("page", int, _("a whole number from 1"))
        if value is None:
            return 1
        if not 1 <= value <= 1_000_000:
            raise UsageError(_("page=%(value)s is not a whole number from 1.", value=value))
        return value

    def _parsed(self, name: str, convert: Callable[[str], T], wanted: str) -> T | None:
        value = self.get(name)
        if value is None:
            return None
        try:
            return convert(value)
        except ValueError:
            raise UsageError(
                _("%(name)s=%(value)s is not %(wanted)s.", name=name, value=value, wanted=wanted)
            ) from None

    def address(self, path: str, **changes: str | int | None) -> str:
        """Address of the same view with some filters changed; None takes a filter away, and paging starts over.

        >>> Query({"kind": "person", "page": "3"}, ("kind", "page")).address("/statements", kind=None)
        '/statements'
        """
        values: dict[str, str | int | None] = {**self.values, "page": None, **changes}
        return address(path, **{name: values[name] for name in self.allowed if name in values})


def address(path: str, fragment: str | None = None, /, **values: str | int | None) -> str:
    """A path with its query; None leaves a name out.

    >>> address("/statements", text="air defence", page=None)
    '/statements?text=air+defence'
    """
    query = urlencode({name: value for name, value in values.items() if value is not None})
    return quote(path) + (f"?{query}" if query else "") + (f"#{quote(fragment)}" if fragment else "")


def reader_address(document: str, statement: str | None = None) -> str:
    """Where the reader shows a statement: highlighted by the server, and scrolled to by the browser."""
    return address(f"/documents/{document}", f"s-{statement}" if statement else None, statement=statement)


def statements_wanted(query: Query) -> Wanted:
    """Filters of a statement list.

    Raises:
        UsageError: A value that its filter cannot have.
    """
    position: Side | None = query.choice("position", SIDES)
    order: Order | None = query.choice("order", ORDERS)
    narrower = (position, query.get("bloc"), query.get("argument"))
    counted = bool(query.flag("counted")) or any(one is not None for one in narrower)
    where = StatementFilter(
        document=query.get("document"),
        speaker=query.get("speaker"),
        actor=query.get("actor"),
        proposition=query.get("proposition"),
        term=query.get("term"),
        stance=query.choice("stance", STANCES),
        outlet=query.get("outlet"),
        kind=query.choice("kind", KINDS),
        form=query.choice("form", FORMS),
        since=query.day("since"),
        until=query.day("until"),
        text=query.get("text"),
        reviewed=query.flag("reviewed"),
        rejected=query.flag("rejected"),
        min_confidence=query.probability("min_confidence"),
        min_probability=query.probability("min_probability"),
        order=order or "-day",
    )
    if counted and where.proposition is None:
        raise UsageError(
            _("position, bloc, argument and counted are about one proposition: add proposition=… to the address.")
        )
    form: Form | None = query.choice("board_form", FORMS)
    board = (query.get("board_outlet"), form, query.flag("board_reviewed"))
    return Wanted(where, position, query.get("bloc"), counted, query.page(), board, query.get("argument"))


Twin = Literal["html", "json", "csv"]


def twin_of(path: str) -> tuple[str, Twin]:
    """An address's view and the form it is wanted in.

    >>> twin_of("/statements.csv"), twin_of("/q/a.b")
    (('/statements', 'csv'), ('/q/a.b', 'html'))
    """
    twins: tuple[Twin, ...] = ("json", "csv")
    for twin in twins:
        if path.endswith(f".{twin}"):
            return path.removesuffix(f".{twin}"), twin
    return path, "html"
