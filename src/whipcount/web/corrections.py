"""Corrections: accept, reject or recode a statement. A correction is one more coding, by a person, and wins at once."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import ConflictError, StoreError
from whipcount.language import _
from whipcount.model import Stance
from whipcount.web.failures import NotFoundError
from whipcount.web.site import Site

NOTE_CHARACTERS = 500


def return_address(wanted: str) -> str:
    """Where to go after a correction: a page of ours, whatever the form says.

    >>> return_address("/statements?stance=oppose#s-1"), return_address("//elsewhere.example/"), return_address("")
    ('/statements?stance=oppose#s-1', '/', '/')
    """
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if ours and wanted.isprintable() else "/"


def routes(site: Site) -> APIRouter:
    """Routes that change the record; the only ones that do."""
    router = APIRouter()

    def known(statement: str) -> None:
        try:
            site.store.statement(statement)
        except StoreError as error:
            site.store.status()  # raises where the store itself is what fails
            raise NotFoundError(
                _("There is no statement “%(statement)s” in this store.", statement=statement)
            ) from error

    def code(
        request: Request,
        statement: str,
        proposition: Annotated[str, Form()],
        stance: Annotated[Stance, Form()],
        argument: Annotated[str, Form()] = "",
        condition: Annotated[str, Form(max_length=NOTE_CHARACTERS)] = "",
        note: Annotated[str, Form(max_length=NOTE_CHARACTERS)] = "",
        next: Annotated[str, Form()] = "/",  # noqa: A002  # the name of the form's field
    ) -> Response:
        from whipcount.project.coding import correct  # the pages that only read need no coder

        known(statement)
        chosen = site.proposition(proposition).id
        correct(
            site.store, statement, chosen, stance,
            coder=site.coder(request), note=note.strip(), argument=argument, condition=condition,
        )  # fmt: skip
        return RedirectResponse(return_address(next), 303)

    def review(
        request: Request,
        statement: str,
        verdict: Annotated[Literal["accept", "reject", "undo"], Form()],
        next: Annotated[str, Form()] = "/",  # noqa: A002  # the name of the form's field
    ) -> Response:
        known(statement)
        try:
            site.store.review(statement, verdict, coder=site.coder(request))
        except ConflictError:
            if verdict != "undo":
                raise  # undoing twice leaves what the reviewer wanted
        return RedirectResponse(return_address(next), 303)

    router.add_api_route("/statements/{statement}/coding", code, methods=["POST"])
    router.add_api_route("/statements/{statement}/review", review, methods=["POST"])
    return router
