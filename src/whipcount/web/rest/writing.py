"""What the API changes: judgements, verdicts, actors. Each is done once for one key, and never over a newer state."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Header
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import ConflictError, UsageError
from whipcount.model import Coding
from whipcount.project.coding import correct
from whipcount.project.identity import merge_change, rename_change, split_change, undo_change
from whipcount.store import Change, Store
from whipcount.web.problems import failed, problem
from whipcount.web.refusals import NotFoundError
from whipcount.web.rest import asked, shapes
from whipcount.web.rest.answering import etag_of, matches, problems
from whipcount.web.rest.reading import StatementId, proposition_id, statement_shape
from whipcount.web.site import Site

IfMatch = Annotated[str, Header(max_length=1000, description="The ETag of the statement as it was read, or *.")]
IdempotencyKey = Annotated[
    str,
    Header(
        pattern="^[0-9A-Za-z_.:-]{1,128}$",
        description="Chosen by the caller for one request; sent again with it, the answer is the same and nothing is"
        " done twice. Kept for a day.",
    ),
]


def routes(site: Site) -> APIRouter:
    """Routes that record something."""
    router = APIRouter()
    _add_judgements(router, site)
    _add_changes(router, site)
    return router


def _add_judgements(router: APIRouter, site: Site) -> None:
    answers = problems(409, 412, 413, 428)

    @router.post("/statements/{statement}/codings", status_code=201, response_model=shapes.Recorded, responses=answers)
    def code(
        request: Request,
        statement: StatementId,
        body: asked.NewJudgement,
        idempotency_key: IdempotencyKey,
        if_match: IfMatch,
    ) -> Response:
        """Record the stance of a statement on a proposition, as judged by the caller. It wins over any model's."""
        coder = site.coder(request)

        def do() -> Response:
            chosen = proposition_id(site, body.proposition)
            return _judged(
                site,
                statement,
                if_match,
                coder,
                lambda after: _corrected(site, statement, chosen, body, coder, after),
            )

        return once(site, request, (coder, idempotency_key), (body, if_match), do)

    @router.post("/statements/{statement}/reviews", status_code=201, response_model=shapes.Recorded, responses=answers)
    def review(
        request: Request,
        statement: StatementId,
        body: asked.NewReview,
        idempotency_key: IdempotencyKey,
        if_match: IfMatch,
    ) -> Response:
        """Accept or reject a statement as it was extracted, or undo the verdict that stands."""
        coder = site.coder(request)

        def do() -> Response:
            return _judged(
                site,
                statement,
                if_match,
                coder,
                lambda after: site.store.review(statement, body.verdict, coder=coder, note=body.note, after=after),
            )

        return once(site, request, (coder, idempotency_key), (body, if_match), do)


def _corrected(
    site: Site, statement: str, chosen: str, body: asked.NewJudgement, coder: str, after: int | None
) -> Coding:
    """Record a judgement; an argument or words that are not there are as much as an address that is none."""
    try:
        return correct(
            site.store,
            statement,
            chosen,
            body.stance,
            coder=coder,
            note=body.note.strip(),
            after=after,
            argument=body.argument,
            condition=body.condition,
        )
    except UsageError as error:
        raise NotFoundError(str(error)) from error


def _judged(site: Site, statement: str, if_match: str, coder: str, write: Callable[[int], object]) -> Response:
    """Write over exactly the state that the caller has seen, else 412."""
    now = statement_shape(site, statement)
    changed = "The statement was changed since it was read. Read it again, then judge."
    if not matches(if_match, etag_of(now.model_dump_json().encode("utf-8", "replace"))):
        return problem(412, changed)
    try:
        write(now.version)
    except ConflictError as error:
        return problem(412, changed) if site.store.judged_up_to(statement) != now.version else failed(error)
    recorded = shapes.Recorded(statement=statement, version=site.store.judged_up_to(statement), coder=coder)
    return _answer(recorded)


def _add_changes(router: APIRouter, site: Site) -> None:
    @router.post("/actor-changes", status_code=201, response_model=shapes.Changed, responses=problems(409, 413))
    def change_actors(request: Request, body: asked.NewActorChange, idempotency_key: IdempotencyKey) -> Response:
        """Merge, split or rename actors, or take such a change back."""
        coder = site.coder(request)

        def do() -> Response:
            try:
                change = _change(site.store, body)
                number = site.store.change_actors(change, coder=coder, note=body.note)
            except UsageError as error:  # no such actor, or several, or nothing that one can do to them
                return problem(409, str(error))
            return _answer(shapes.Changed(number=number, coder=coder))

        return once(site, request, (coder, idempotency_key), (body, ""), do)


def _change(store: Store, body: asked.Merge | asked.Rename | asked.Split | asked.Undo) -> Change:
    match body:
        case asked.Merge():
            return merge_change(store, body.actors, body.into)
        case asked.Rename():
            return rename_change(store, body.actor, body.name)
        case asked.Split():
            return split_change(store, body.actor, body.statements, body.name)
        case asked.Undo():
            return undo_change(store, body.number)


def _answer(shape: BaseModel) -> Response:
    return Response(shape.model_dump_json(), 201, {"cache-control": "no-store"}, "application/json")


def once(
    site: Site, request: Request, by: tuple[str, str], of: tuple[BaseModel, str], do: Callable[[], Response]
) -> Response:
    """Do what a request asks for, if no request with its key did; else give the answer that was given then.

    Args:
        site: The store that keeps the answers.
        request: The request, whose address is part of what is asked.
        by: Who asks, and the key.
        of: The body, and the condition that was sent with it.
        do: Does it.
    """
    asked_for = "\0".join((request.method, request.url.path, of[0].model_dump_json(), of[1]))
    fingerprint = hashlib.sha256(asked_for.encode("utf-8", "replace")).hexdigest()
    before = site.store.begin_answer(*by, fingerprint)
    if before is not None:
        if before.fingerprint != fingerprint:
            return problem(422, "This Idempotency-Key was used for another request. Choose a new one.")
        if before.status is None or before.body is None:
            return problem(409, "A request with this Idempotency-Key is being answered. Send it again in a moment.")
        return Response(before.body, before.status, {"cache-control": "no-store"}, "application/json")
    try:
        response = do()
    except BaseException:
        site.store.keep_answer(*by, None)
        raise
    done = (response.status_code, bytes(response.body).decode()) if response.status_code == 201 else None
    site.store.keep_answer(*by, done)
    return response
