"""Many statements at once: what would be accepted, then a sample to check, the error rate found, and one undo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import ConflictError, UsageError
from whipcount.evaluate.scores import Interval, wilson
from whipcount.language import _
from whipcount.model import JSON
from whipcount.store.records import StatementFilter
from whipcount.store.revisions import Bulk
from whipcount.web.amending import known
from whipcount.web.failures import NotFoundError
from whipcount.web.filters import told
from whipcount.web.query import Query, statements_wanted
from whipcount.web.review import FILTER_KEYS
from whipcount.web.site import Site
from whipcount.web.statements import StatementView, view

SHOWN = 5  # statements shown before anything is done
VERDICT_WORDS = {"accept": "accepted", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class BulkPage:
    """What a bulk action would do."""

    query: Query
    total: int
    items: tuple[StatementView, ...]
    stances: tuple[tuple[str, int], ...]
    done: tuple[Bulk, ...]
    propositions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A bulk action with its sample.

    ``interval`` is that of the share that was wrong; ``filters`` are those that gave the statements, in words.
    """

    bulk: Bulk
    word: str
    items: tuple[tuple[StatementView, str | None], ...]
    interval: Interval | None
    filters: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Share of those checked that the action got wrong."""
        checked = len(self.bulk.audit.checked)
        return self.bulk.wrong / checked if checked else None


def waiting(query: Query) -> StatementFilter:
    """The statements of a filter that nobody has looked at, the least certain first."""
    return replace(statements_wanted(query).where, reviewed=False, rejected=False, order="confidence")


def bulk_page(site: Site, query: Query) -> BulkPage:
    """Build the preview."""
    where = waiting(query)
    rows, counted = site.store.stretch(where, limit=SHOWN, offset=0), site.tallies.of(where)
    codebook = site.codebook()
    return BulkPage(
        query,
        counted.total,
        tuple(view(row, codebook, "", where.proposition) for row in rows),
        tuple(counted.facets["stance"]),
        tuple(site.store.bulks()),
        tuple((p.id, p.text) for p in codebook.propositions),
    )


def audit_page(site: Site, number: int) -> AuditPage:
    """Build the page of a bulk action.

    Raises:
        NotFoundError: There is none with this number.
    """
    try:
        found = site.store.bulk(number)
    except ConflictError as error:
        raise NotFoundError(str(error)) from error
    codebook = site.codebook()
    here = f"/review/bulk/{number}"
    asked = found.asked.get("proposition")
    preset = str(asked) if asked else None
    rows = ((known(site, id_), found.audit.checked.get(id_)) for id_ in found.audit.sample)
    items = tuple((view(row, codebook, here, preset), verdict) for row, verdict in rows)
    return AuditPage(
        found,
        _(VERDICT_WORDS[found.verdict]),
        items,
        wilson(found.wrong, len(found.audit.checked)),
        tuple(told(site, name, str(value)) for name, value in found.asked.items()),
    )


def routes(site: Site) -> APIRouter:
    """Routes of bulk actions."""
    router = APIRouter()

    def preview(request: Request) -> Response:
        shown = bulk_page(site, Query(request.query_params, FILTER_KEYS))
        return site.render("bulk.html", site.frame(request, _("Many at once"), "review"), shown)

    def act(
        request: Request,
        verdict: Annotated[Literal["accept", "reject"], Form()],
        expected: Annotated[int, Form()],
    ) -> Response:
        query = Query(request.query_params, FILTER_KEYS)
        ids = site.store.statement_ids(waiting(query))
        if len(ids) != expected:
            raise UsageError(
                _(
                    "The filter holds %(ids)s statements now, not %(expected)s as when you looked. Look again.",
                    ids=len(ids),
                    expected=expected,
                )
            )
        asked: dict[str, JSON] = dict(query.values)
        number = site.store.review_many(ids, verdict, coder=site.coder(request), asked=asked)
        return RedirectResponse(f"/review/bulk/{number}", 303)

    def audit(request: Request, number: int) -> Response:
        return site.render("audit.html", site.frame(request, _("Check a sample"), "review"), audit_page(site, number))

    def as_json(number: int) -> Response:
        return site.json(audit_page(site, number).bulk)

    def check(
        request: Request,
        number: int,
        statement: Annotated[str, Form()],
        right: Annotated[Literal["yes", "no"], Form()],
    ) -> Response:
        found = audit_page(site, number).bulk
        if statement not in found.audit.sample:
            raise UsageError(_("That statement is not in the sample of this action."))
        other: Literal["accept", "reject"] = "reject" if found.verdict == "accept" else "accept"
        verdict = found.verdict if right == "yes" else other
        site.store.review(statement, verdict, coder=site.coder(request), audit=number)
        return RedirectResponse(f"/review/bulk/{number}#s-{statement}", 303)

    router.add_api_route("/review/bulk", preview, methods=["GET", "HEAD"])
    router.add_api_route("/review/bulk", act, methods=["POST"])
    router.add_api_route("/review/bulk/{number}.json", as_json, methods=["GET", "HEAD"])
    router.add_api_route("/review/bulk/{number}", audit, methods=["GET", "HEAD"])
    router.add_api_route("/review/bulk/{number}", check, methods=["POST"])
    return router
