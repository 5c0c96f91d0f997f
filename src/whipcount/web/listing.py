"""Which statements a list shows: straight from the store, or those behind the positions of a board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from whipcount.project.tallies import Facets
from whipcount.store.outlines import Outline
from whipcount.store.records import StatementFilter, StatementRow
from whipcount.web.query import PAGE_SIZE, Wanted
from whipcount.web.site import Site
from whipcount.web.standing import Selection, standing


@dataclass(frozen=True, slots=True)
class Listing:
    """Statements of one page, or all; ``total`` and ``facets`` are about all of them."""

    rows: Sequence[StatementRow]
    total: int
    facets: Facets


def listing(site: Site, wanted: Wanted, *, all_rows: bool = False) -> Listing:
    """The statements that were asked for."""
    if wanted.counted:
        return _counted(site, wanted, all_rows=all_rows)
    if all_rows:
        page = site.store.statements(wanted.where, limit=None)
        return Listing(page.items, page.total, {})
    rows = site.store.stretch(wanted.where, limit=PAGE_SIZE, offset=(wanted.page - 1) * PAGE_SIZE)
    counted = site.tallies.of(wanted.where)
    return Listing(rows, counted.total, counted.facets)


def _counted(site: Site, wanted: Wanted, *, all_rows: bool) -> Listing:
    """What counts towards a position is decided there, not in the database: each speech event once, for example."""
    where = wanted.where
    outlet, form, reviewed = wanted.board
    narrowed = Selection(where.until, where.kind, wanted.bloc, outlet=outlet, form=form, reviewed=reviewed)
    s = standing(site, where.proposition or "", narrowed)
    behind = s.counted(wanted.position, where.actor)
    if wanted.argument:
        behind &= s.giving(wanted.argument)
    chosen = [c for c in site.store.outlines(s.proposition, behind) if _fits(c, where)]
    if where.text or where.speaker or where.document or where.term:  # the store knows words and names
        named = {row.statement.id for row in site.store.statements(replace(where, until=None), limit=None).items}
        chosen = [c for c in chosen if c.id in named]
    chosen.sort(key=_ORDERS[where.order])
    facets = {name: Counter(v for c in chosen if (v := take(c))).most_common() for name, take in _FACETS.items()}
    mentioned = site.store.terms_mentioned([c.id for c in chosen])
    facets["term"] = Counter(name for names in mentioned.values() for name in names).most_common()
    return Listing(_rows(site, chosen, wanted, all_rows=all_rows), len(chosen), facets)


def _rows(site: Site, chosen: Sequence[Outline], wanted: Wanted, *, all_rows: bool) -> list[StatementRow]:
    if not all_rows:
        start = (wanted.page - 1) * PAGE_SIZE
        return site.store.statement_rows([c.id for c in chosen[start : start + PAGE_SIZE]])
    whole = StatementFilter(proposition=wanted.where.proposition, actor=wanted.where.actor)
    by_id = {row.statement.id: row for row in site.store.statements(whole, limit=None).items}
    return [by_id[c.id] for c in chosen]


def _fits(c: Outline, where: StatementFilter) -> bool:
    """Whether a statement passes the filters; ``until`` is left out, for the positions themselves end there."""
    tests = (
        where.stance is None or c.stance == where.stance,
        where.outlet is None or c.outlet == where.outlet,
        where.form is None or c.form == where.form,
        where.since is None or (c.day is not None and c.day >= where.since),
        where.reviewed is None or c.reviewed == where.reviewed,
        where.min_confidence is None or c.confidence >= where.min_confidence,
        where.min_probability is None or c.probability >= where.min_probability,
        not where.rejected,  # a rejected statement counts towards nothing
    )
    return all(tests)


# The statements come in the order of the articles, which a stable sort keeps among equals.
_ORDERS: dict[str, Callable[[Outline], float]] = {
    "-day": lambda c: -(c.day.toordinal() if c.day else 0),
    "day": lambda c: c.day.toordinal() if c.day else float("inf"),
    "confidence": lambda c: c.confidence,
    "-confidence": lambda c: -c.confidence,
    "text": lambda _: 0,
}
_FACETS: dict[str, Callable[[Outline], str | None]] = {
    "stance": lambda c: c.stance,
    "reviewed": lambda c: "yes" if c.reviewed else "no",
    "kind": lambda c: c.kind,
    "form": lambda c: c.form,
    "outlet": lambda c: c.outlet,
    "speaker": lambda c: c.speaker,
}
