"""Taking one change back: at once, or for the codebook after a look at what that does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import CodebookError, ConflictError, UsageError
from whipcount.language import _
from whipcount.project.codebook_undo import Undoing, propose_undoing, undo_codebook
from whipcount.project.engines import shipped_coder
from whipcount.store.revisions import HistoryEntry
from whipcount.web.amending import wants_json
from whipcount.web.codebook import FileState, file_state
from whipcount.web.codebook_edit import NOTE_CHARACTERS, Look, look_at
from whipcount.web.corrections import return_address
from whipcount.web.failures import ForbiddenError, NotFoundError
from whipcount.web.history import ChangeView, change_view
from whipcount.web.site import Site
from whipcount.web.viewer import may_undo, viewer_of

CODEBOOK = "codebook"  # kind of a change that is looked at before it is taken back


@dataclass(frozen=True, slots=True)
class UndoPage:
    """What taking back a change of the codebook would do; ``problem`` says why it is not done."""

    change: ChangeView
    file: FileState
    look: Look | None = None
    problem: str = ""
    note: str = ""
    conflict: None = None

    @property
    def checked(self) -> str:
        """Tells what was looked at from what would be done by now."""
        return self.look.proposal.stamp if self.look else ""


def routes(site: Site) -> APIRouter:
    """Routes that take changes back."""
    router = APIRouter()

    def entry_of(request: Request, number: int) -> HistoryEntry:
        entry, viewer = site.store.entry(number), viewer_of(request)
        if viewer is not None and not may_undo(viewer, entry.coder):
            raise ForbiddenError(_("Only an editor takes back what somebody else did. Ask one to undo it."))
        if viewer is not None and entry.kind == CODEBOOK and not viewer.may("editor"):
            raise ForbiddenError(_("Only an editor changes the codebook. Ask one to undo it."))
        return entry

    def shown(request: Request, page: UndoPage) -> Response:
        title = _("Undo change %(number)s of the codebook", number=page.change.entry.number)
        frame = site.frame(request, title, "codebook")
        return site.render("codebook_undo.html", frame, page, 409 if page.problem else 200)

    def proposed(number: int, checked: str = "") -> Undoing:
        found = propose_undoing(site.store, site.codebook_path, number, shipped_coder(site.settings))
        if checked and found.proposal.stamp != checked:
            raise ConflictError(_("What this would do has changed since you looked, so it was not done. Look again."))
        return found

    def looked(request: Request, entry: HistoryEntry, note: str = "", problem: str = "") -> Response:
        change, file = change_view(entry, {}), file_state(site, site.codebook())
        try:
            undoing = proposed(entry.number)
        except (ConflictError, CodebookError) as error:
            return shown(request, UndoPage(change, file, problem=_told(site, error), note=note))
        return shown(request, UndoPage(change, file, look_at(undoing.proposal), problem, note))

    def look(request: Request, number: int) -> Response:
        try:
            entry = entry_of(request, number)
        except ConflictError as error:
            raise NotFoundError(
                _("There is no change %(number)s by a person. The history lists them.", number=number)
            ) from error
        if entry.kind != CODEBOOK:
            raise NotFoundError(
                _("The change %(number)s can be undone in the history without a look at what that does.", number=number)
            )
        return looked(request, entry)

    def undo(
        request: Request,
        number: int,
        next: Annotated[str, Form()] = "/history",  # noqa: A002  # the name of the form's field
        note: Annotated[str, Form(max_length=NOTE_CHARACTERS)] = "",
        checked: Annotated[str, Form()] = "",
    ) -> Response:
        try:
            entry = entry_of(request, number)
            if entry.kind == CODEBOOK:
                return codebook_undone(request, entry, note, checked)
            site.store.undo(number, coder=site.coder(request), note=note)
        except ConflictError:
            if wants_json(request):
                raise
            return RedirectResponse(f"/history?undone=no#c-{number}", 303)
        return site.json({"undone": number}) if wants_json(request) else RedirectResponse(return_address(next), 303)

    def codebook_undone(request: Request, entry: HistoryEntry, note: str, checked: str) -> Response:
        number = entry.number
        if not checked and not wants_json(request):
            return RedirectResponse(f"/history/{number}/undo", 303)
        try:
            undoing = proposed(number, checked)
            by = undo_codebook(site.store, undoing, coder=site.coder(request), note=note)
        except (ConflictError, CodebookError, UsageError) as error:
            if wants_json(request):
                raise ConflictError(_told(site, error)) from error
            return looked(request, entry, note, _told(site, error))
        return site.json({"undone": number}) if wants_json(request) else RedirectResponse(f"/codebook?saved={by}", 303)

    router.add_api_route("/history/{number}/undo", look, methods=["GET", "HEAD"])
    router.add_api_route("/history/{number}/undo", undo, methods=["POST"])
    return router


def _told(site: Site, error: Exception) -> str:
    """An error for a page, which does not say where on the server the file is."""
    return str(error).replace(str(site.codebook_path.resolve()), site.codebook_path.name)
