"""What the API shows: documents, statements, actors, positions, shifts, runs, the codebook."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import StoreError, UsageError
from whipcount.model import Position
from whipcount.project.kept_said import Material
from whipcount.store.records import StatementFilter
from whipcount.web.failures import NotFoundError
from whipcount.web.members import members_of
from whipcount.web.rest import asked, filling, shapes
from whipcount.web.rest.answering import page_of, problems, respond, stretch
from whipcount.web.site import Site
from whipcount.web.viewer import viewer_of

T = TypeVar("T")
StatementId = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="The id of a statement.")]
DocumentId = Annotated[str, InPath(pattern="^[0-9a-f]{32}$", description="The id of a document version.")]


def found(site: Site, error: StoreError) -> NotFoundError:
    """The store has no such thing; raises where the store itself is what fails."""
    site.quick.status()
    return NotFoundError(str(error))


def statement_shape(site: Site, id_: str) -> shapes.StatementShape:
    """A statement as it is now.

    Raises:
        NotFoundError: There is none of this id.
    """
    version = site.quick.judged_up_to(id_)  # before the rest: a judgement in between makes a later write fail
    try:
        return filling.statement(site.quick.statement(id_), version)
    except StoreError as error:
        raise found(site, error) from error


def proposition_id(site: Site, id_: str) -> str:
    """The id of a proposition of the codebook.

    Raises:
        NotFoundError: The codebook has none of this id.
    """
    try:
        return site.proposition(id_).id
    except UsageError as error:
        raise NotFoundError(str(error)) from error


def routes(site: Site) -> APIRouter:
    """Routes that only look."""
    router = APIRouter()
    _add_documents(router, site)
    _add_statements(router, site)
    _add_actors(router, site)
    _add_stands(router, site)
    _add_upkeep(router, site)
    return router


def _add_documents(router: APIRouter, site: Site) -> None:
    @router.get("/documents", response_model=shapes.PageOf[shapes.DocumentShape], responses=problems())
    def documents(request: Request, query: Annotated[asked.DocumentQuery, Query()]) -> Response:
        """Current documents, the newest first; with ``text``, those whose text holds the words."""
        page = site.quick.documents(limit=query.limit, offset=query.offset, text=query.text)
        return respond(request, page_of(request, query, map(filling.document, page.items), page.total))

    @router.get("/documents/{document}", response_model=shapes.DocumentText, responses=problems())
    def document(request: Request, document: DocumentId) -> Response:
        """One document version with its text."""
        try:
            return respond(request, filling.document_text(site.quick.document(document)))
        except StoreError as error:
            raise found(site, error) from error


def _add_statements(router: APIRouter, site: Site) -> None:
    @router.get("/statements", response_model=shapes.PageOf[shapes.StatementShape], responses=problems())
    def statements(request: Request, query: Annotated[asked.StatementQuery, Query()]) -> Response:
        """Statements that the filters list."""
        if query.proposition is not None:
            proposition_id(site, query.proposition)
        where = StatementFilter(**query.model_dump(exclude={"limit", "offset"}))
        page = site.quick.statements(where, limit=query.limit, offset=query.offset)
        items = (filling.statement(row, site.quick.judged_up_to(row.statement.id)) for row in page.items)
        return respond(request, page_of(request, query, items, page.total))

    @router.get("/statements/{statement}", response_model=shapes.StatementShape, responses=problems())
    def statement(request: Request, statement: StatementId) -> Response:
        """One statement. Its ETag is what ``If-Match`` takes to judge it."""
        return respond(request, statement_shape(site, statement))

    @router.get("/statements/{statement}/codings", response_model=shapes.PageOf[shapes.Judgement], responses=problems())
    def codings(request: Request, statement: StatementId, query: Annotated[asked.Paging, Query()]) -> Response:
        """Every judgement of a statement, the oldest first."""
        statement_shape(site, statement)
        return respond(request, stretch(request, query, site.quick.codings(statement), filling.judgement))


def _add_actors(router: APIRouter, site: Site) -> None:
    @router.get("/actors", response_model=shapes.PageOf[shapes.ActorShape], responses=problems())
    def actors(request: Request, query: Annotated[asked.ActorQuery, Query()]) -> Response:
        """Actors, those with the most statements first."""
        rows = [row for row in site.quick.actors().items if query.kind in (None, row.kind)]
        return respond(request, stretch(request, query, rows, shapes.ActorShape.model_validate))

    @router.get("/actors/{key}", response_model=shapes.ActorShape, responses=problems())
    def actor(request: Request, key: Annotated[str, InPath(max_length=400)]) -> Response:
        """One actor; the key of one that was merged leads to what it was merged into."""
        try:
            row = site.quick.actor(site.quick.current_actor(key))
        except StoreError as error:
            raise found(site, error) from error
        return respond(request, shapes.ActorShape.model_validate(row))

    @router.get("/actor-changes", response_model=shapes.PageOf[shapes.ActorChangeShape], responses=problems())
    def actor_changes(request: Request, query: Annotated[asked.Paging, Query()]) -> Response:
        """Merges, splits, renames and undoings, the oldest first."""
        return respond(request, stretch(request, query, site.quick.actor_changes(), filling.actor_change))


def _add_stands(router: APIRouter, site: Site) -> None:
    def stand(query: asked.StandQuery) -> list[Position]:
        asked_for = proposition_id(site, query.proposition)
        if query.at is None:
            return [*site.keeper.positions(asked_for)]
        return [*site.keeper.part(asked_for, Material(until=query.at)).positions]

    @router.get("/positions", response_model=shapes.PageOf[shapes.PositionShape], responses=problems())
    def where_all_stand(request: Request, query: Annotated[asked.StandQuery, Query()]) -> Response:
        """Where everybody stands on a proposition, from for to against."""
        page = stretch(request, query, stand(query), lambda p: shapes.PositionShape.model_validate(p))
        return respond(request, page)

    @router.get("/shifts", response_model=shapes.PageOf[shapes.ShiftShape], responses=problems())
    def shifts(request: Request, query: Annotated[asked.StandQuery, Query()]) -> Response:
        """Who changed sides on a proposition, the latest first."""
        every = [shift for position in stand(query) for shift in filling.shifts(position)]
        every.sort(key=lambda shift: shift.date, reverse=True)
        return respond(request, stretch(request, query, every, lambda shift: shift))


def _add_upkeep(router: APIRouter, site: Site) -> None:
    @router.get("/codebook", response_model=shapes.CodebookShape, responses=problems())
    def codebook(request: Request) -> Response:
        """The codebook in force."""
        return respond(request, filling.codebook(site.codebook()))

    @router.get("/runs", response_model=shapes.PageOf[shapes.RunShape], responses=problems())
    def runs(request: Request, query: Annotated[asked.Paging, Query()]) -> Response:
        """Runs of commands, the newest first."""
        return respond(request, stretch(request, query, site.quick.runs(), shapes.RunShape.model_validate))

    @router.get("/log", response_model=shapes.PageOf[shapes.LogShape], responses=problems())
    def log(request: Request, query: Annotated[asked.LogQuery, Query()]) -> Response:
        """Inputs and what became of them, the newest first."""
        rows = site.quick.log(problems_only=query.problems)
        return respond(request, stretch(request, query, rows, shapes.LogShape.model_validate))

    @router.get("/me", response_model=shapes.Me, responses=problems())
    def me(request: Request) -> Response:
        """Who asks, and what they may do here."""
        viewer = viewer_of(request)
        if viewer is None or viewer.role is None:
            return respond(request, shapes.Me(name=site.settings.coder, role="admin", project=None, token=None))
        token = viewer.identity.token.label if viewer.identity.token else None
        project = site.project.name if site.project else None
        return respond(request, shapes.Me(name=viewer.name, role=viewer.role, project=project, token=token))

    project = site.project
    if project is not None:

        @router.get("/members", response_model=shapes.PageOf[shapes.MemberShape], responses=problems())
        def members(request: Request, query: Annotated[asked.Paging, Query()]) -> Response:
            """Who has which role in the project."""
            every = [
                shapes.MemberShape(name=a.name, role=role, disabled=a.disabled, second_factor=a.second_factor)
                for a, role in members_of(project)
            ]
            return respond(request, stretch(request, query, every, lambda one: one))
