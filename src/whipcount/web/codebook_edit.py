"""Changing the codebook: in a form or as text, looked at before it is saved; the file and the record change together.

Nothing is kept between two requests but what the page itself holds, and the texts of the file as they were handed out,
so that a change by somebody else can be shown. What is saved is what was looked at: its hash travels with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whipcount.errors import CodebookError, ConflictError, UsageError
from whipcount.language import _
from whipcount.model import Codebook
from whipcount.project.codebook_file import (
    CodebookFile,
    Draft,
    DraftQuestion,
    Finding,
    Proposal,
    changed_lines,
    draft_of,
    draft_proposition,
    draft_text,
    first_text,
    open_codebook_file,
    part_at,
    propose,
    save_codebook,
)
from whipcount.project.codebook_state import retired
from whipcount.project.engines import shipped_coder
from whipcount.project.impact import kept_codings
from whipcount.web.codebook import FileState, file_state
from whipcount.web.codebook_form import MOST_FIELDS, acted, draft_from
from whipcount.web.failures import NotFoundError
from whipcount.web.query import Query
from whipcount.web.site import Site

FORM: Final = "/codebook/edit"
TEXT: Final = "/codebook/text"
EDIT_KEYS: Final = ("version", "back")
NOTE_CHARACTERS: Final = 500
_TEXTS_KEPT: Final = 32  # texts of the file as they were handed out; the oldest goes first
_AROUND: Final = 1  # lines shown around the one that an error names


@dataclass(frozen=True, slots=True)
class Told:
    """An error or a warning, with the lines of the file that it is about, and the id of its field in the form."""

    line: int | None
    severity: str
    message: str
    lines: tuple[tuple[int, str], ...]
    field: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a proposal would be and do, for the page."""

    proposal: Proposal
    errors: tuple[Told, ...]
    warnings: tuple[Told, ...]
    kept: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether neither the file nor what is in force would be another one."""
        return not self.proposal.lines and not self.proposal.changes

    @property
    def stale(self) -> int:
        """Judgements by machine that would count no longer."""
        found = self.proposal.impact
        return sum(one.stale for one in found.propositions if one.fate != "gone") if found else 0

    @property
    def to_judge(self) -> int:
        """Judgements that ``whipcount code`` would make."""
        found = self.proposal.impact
        return sum(one.to_judge for one in found.propositions) if found else 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """The file was changed meanwhile. ``lines`` is what changed; None where what it was is not known any more."""

    lines: tuple[str, ...] | None
    by: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """Everything on the page to edit the codebook; ``draft`` in the form, ``text`` as text."""

    file: FileState
    base: str
    draft: Draft
    text: str = ""
    focus: str = ""
    note: str = ""
    look: Look | None = None
    conflict: Conflict | None = None
    problem: str = ""

    here: str = FORM

    @property
    def unreadable(self) -> bool:
        """Whether there is a file that cannot be read at all, so that there is nothing to begin from."""
        return bool(self.file.problems) and not self.base

    @property
    def checked(self) -> str:
        """Tells the text that was looked at from others."""
        return self.look.proposal.stamp if self.look and not self.look.errors else ""


class Desk:
    """The file of a site as editors work on it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._texts: dict[str, str] = {}

    def opened(self) -> CodebookFile:
        """The file as it is, remembered as handed out."""
        file = open_codebook_file(self.site.codebook_path)
        self._texts.pop(file.stamp, None)
        self._texts[file.stamp] = file.text or ""
        for old in list(self._texts)[:-_TEXTS_KEPT]:
            self._texts.pop(old, None)
        return file

    def unreadable(self, fields: list[tuple[str, str]], here: str) -> EditPage:
        """The page where the file cannot be read; it says why, and what was written in it stays."""
        given = dict(fields)
        draft = draft_from(fields) if here == FORM else Draft()
        state = file_state(self.site, self.site.codebook())
        return EditPage(state, given.get("base", ""), draft, given.get("text", ""), here=here)

    def begun(self, query: Query) -> EditPage:
        """The page to begin with: what the file says, an earlier version, or a retired proposition brought back."""
        file, in_force = self.opened(), self.site.store.codebook()
        book = file.codebook or in_force
        if file.text is not None and file.codebook is None:
            return self._page(file, Draft(), file.text)
        draft = draft_of(book) if book else Draft((DraftQuestion(),))
        if wanted := query.get("version"):
            draft = draft_of(self._version(wanted))
        if wanted := query.get("back"):
            draft = self._brought_back(draft, wanted)
        return self._page(file, draft, first_text(file, in_force))

    def _version(self, number: str) -> Codebook:
        for row in self.site.store.codebooks():
            if str(row.number) == number:
                return row.codebook
        raise NotFoundError(_("There is no version %(number)s of the codebook.", number=number))

    def _brought_back(self, draft: Draft, id_: str) -> Draft:
        found = next((one.proposition for one in retired(self.site.store) if one.proposition.id == id_), None)
        if found is None:
            raise NotFoundError(_("There is no retired proposition “%(id)s”.", id=id_))
        at = next((number for number, one in enumerate(draft.questions) if one.id == found.question), 0)
        question = draft.questions[at]
        question = replace(question, propositions=(*question.propositions, draft_proposition(found)))
        return replace(draft, questions=(*draft.questions[:at], question, *draft.questions[at + 1 :]))

    def _page(self, file: CodebookFile, draft: Draft, text: str) -> EditPage:
        return EditPage(file_state(self.site, self.site.codebook()), file.stamp, draft, text)

    def formed(self, request: Request, fields: list[tuple[str, str]]) -> EditPage | int:
        """What a button of the form leads to: the page again, or the number of the change that was saved."""
        given, draft = dict(fields), draft_from(fields)
        do = given.get("do", "check")
        if do not in ("check", "save"):
            draft, focus = acted(draft, do)
            page = replace(self._page(self.opened(), draft, ""), base=given.get("base", ""), focus=focus)
            return replace(page, note=_note(given))
        file = self.opened()
        page = replace(self._page(file, draft, ""), note=_note(given))
        if page.file.problems:
            told = _(
                "%(file)s has errors by now. Mend it as text first; what you wrote stands below.", file=page.file.name
            )
            return replace(page, problem=told, base=given.get("base", ""))
        try:
            text = draft_text(draft, file.text, self.site.store.codebook() if file.text is None else None)
        except CodebookError as error:
            return replace(page, problem=str(error), base=given.get("base", ""))
        return self._went_on(request, given, file, replace(page, text=text))

    def written(self, request: Request, fields: list[tuple[str, str]]) -> EditPage | int:
        """What a button of the page with the text leads to."""
        given, file = dict(fields), self.opened()
        text = given.get("text", "").replace("\r\n", "\n")
        if file.text is not None and file.text.count("\r\n") == file.text.count("\n") > 0:
            text = text.replace("\n", "\r\n")
        page = replace(self._page(file, Draft(), text), note=_note(given), here=TEXT)
        return self._went_on(request, given, file, page)

    def _went_on(
        self, request: Request, given: Mapping[str, str], file: CodebookFile, page: EditPage
    ) -> EditPage | int:
        if given.get("base", "") != file.stamp:
            return replace(page, conflict=self._conflict(given.get("base", ""), file))
        proposal = propose(self.site.store, file, page.text, shipped_coder(self.site.settings))
        page = replace(page, look=look_at(proposal, form=page.here == FORM))
        if given.get("do") != "save" or given.get("checked") != page.checked or not page.checked:
            return page
        try:
            return save_codebook(self.site.store, file, proposal, coder=self.site.coder(request), note=page.note)
        except ConflictError:
            now = self.opened()
            return replace(page, look=None, base=now.stamp, conflict=self._conflict(file.stamp, now))
        except UsageError as error:
            told = str(error).replace(str(self.site.codebook_path.resolve()), page.file.name)
            return replace(page, problem=told)

    def _conflict(self, base: str, file: CodebookFile) -> Conflict:
        before = self._texts.get(base)
        last = self.site.store.history(subject="codebook", limit=1).items
        return Conflict(
            None if before is None else changed_lines(before, file.text or ""), last[0].coder if last else ""
        )


def _note(given: Mapping[str, str]) -> str:
    return given.get("note", "").strip()[:NOTE_CHARACTERS]


def look_at(proposal: Proposal, *, form: bool = False) -> Look:
    """A proposal made ready for a page; with ``form``, errors lead to their fields."""
    told = [_told(one, proposal.text, form=form) for one in proposal.findings]
    return Look(
        proposal,
        tuple(one for one in told if one.severity == "error"),
        tuple(one for one in told if one.severity == "warning"),
        kept_codings(proposal.impact) if proposal.impact else (),
    )


def _told(finding: Finding, text: str, *, form: bool) -> Told:
    if finding.line is None:
        return Told(None, finding.severity, finding.message, (), "")
    around = tuple(_around(text.splitlines(), finding.line))
    field = part_at(text, finding.line) if form else "text"
    return Told(finding.line, finding.severity, finding.message, around, field)


def _around(lines: list[str], line: int) -> Iterable[tuple[int, str]]:
    first = max(line - _AROUND, 1)
    return ((number, lines[number - 1]) for number in range(first, min(line + _AROUND, len(lines)) + 1))


def routes(site: Site) -> APIRouter:
    """Routes that change the codebook."""
    router, desk = APIRouter(), Desk(site)

    def answered(
        request: Request, at: str, work: Callable[[], EditPage | int], fields: list[tuple[str, str]]
    ) -> Response:
        try:
            result = work()
        except CodebookError:  # the file itself cannot be read
            result = desk.unreadable(fields, at)
        if isinstance(result, int):
            return RedirectResponse(f"/codebook?saved={result}", 303)
        status = 409 if result.conflict else 200
        template = "codebook_edit.html" if at == FORM else "codebook_text.html"
        return site.render(template, site.frame(request, _("Edit the codebook"), "codebook"), result, status)

    def form(request: Request) -> Response:
        query = Query(request.query_params, EDIT_KEYS)
        return answered(request, FORM, partial(desk.begun, query), [])

    def text(request: Request) -> Response:
        return answered(request, TEXT, partial(desk.begun, Query({}, EDIT_KEYS)), [])

    async def change(request: Request) -> Response:
        fields = await _fields(request)
        return await run_in_threadpool(answered, request, FORM, partial(desk.formed, request, fields), fields)

    async def change_text(request: Request) -> Response:
        fields = await _fields(request)
        return await run_in_threadpool(answered, request, TEXT, partial(desk.written, request, fields), fields)

    for path, read, write in ((FORM, form, change), (TEXT, text, change_text)):
        router.add_api_route(path, read, methods=["GET", "HEAD"])
        router.add_api_route(path, write, methods=["POST"])
    return router


async def _fields(request: Request) -> list[tuple[str, str]]:
    found: Any = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return [(str(name), value) for name, value in found.multi_items() if isinstance(value, str)]
