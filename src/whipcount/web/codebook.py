"""The codebook's page: what is asked in which words, how far it is judged, what changed when, what was retired."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from whipcount.errors import CodebookError
from whipcount.language import _
from whipcount.model import JSON, Codebook
from whipcount.project.codebook_file import Change, changes_to, open_codebook_file
from whipcount.project.codebook_state import PropositionState, Retired, Version, retired, states, versions
from whipcount.project.engines import shipped_coder
from whipcount.store.revisions import HistoryEntry
from whipcount.web.query import Query
from whipcount.web.site import Site

KEYS = ("saved",)


@dataclass(frozen=True, slots=True)
class FileState:
    """The file beside the codebook in force: ``changes`` is what it would change, ``problems`` what is wrong in it.

    ``folder`` is where it lies or will; empty on a server with accounts, whose folders are nobody's business.
    """

    name: str
    exists: bool
    problems: tuple[str, ...]
    changes: tuple[Change, ...]
    folder: str = ""


@dataclass(frozen=True, slots=True)
class CodebookPage:
    """Everything on the codebook's page. ``saved`` is the change that was just made."""

    codebook: Codebook
    states: dict[str, PropositionState]
    versions: tuple[Version, ...]
    retired: tuple[Retired, ...]
    file: FileState
    saved: HistoryEntry | None
    twin_json: str = "/codebook.json"

    @property
    def waiting(self) -> int:
        """Judgements that ``whipcount code`` would make."""
        return sum(one.waiting for one in self.states.values())

    @property
    def version(self) -> Version | None:
        """The version in force."""
        return self.versions[0] if self.versions else None


def codebook_page(site: Site, query: Query) -> CodebookPage:
    """Build the codebook's page."""
    codebook = site.codebook()
    told = site.kept(("codebook", codebook.id), lambda: _told(site, codebook))
    return CodebookPage(codebook, *told, file_state(site, codebook), _saved(site, query))


def _told(
    site: Site, codebook: Codebook
) -> tuple[dict[str, PropositionState], tuple[Version, ...], tuple[Retired, ...]]:
    found = states(site.store, codebook, shipped_coder(site.settings)) if codebook.propositions else ()
    return {one.id: one for one in found}, versions(site.store), retired(site.store)


def _saved(site: Site, query: Query) -> HistoryEntry | None:
    found = site.store.history(subject="codebook", limit=1).items
    return found[0] if found and query.get("saved") == str(found[0].number) else None


def file_state(site: Site, codebook: Codebook) -> FileState:
    """How the file stands to the codebook in force."""
    name, folder = site.codebook_path.name, "" if site.project else str(site.codebook_path.resolve().parent)
    try:
        file = open_codebook_file(site.codebook_path)
    except CodebookError as error:
        return FileState(name, True, (str(error).replace(str(site.codebook_path), name),), (), folder)
    found = file.codebook
    return FileState(name, file.text is not None, file.problems, changes_to(codebook, found) if found else (), folder)


def routes(site: Site) -> APIRouter:
    """Routes of the codebook that only read."""
    router = APIRouter()

    def page(request: Request) -> Response:
        shown = codebook_page(site, Query(request.query_params, KEYS))
        return site.render("codebook.html", site.frame(request, _("Codebook"), "codebook"), shown)

    def as_json() -> Response:
        return site.json(_json(codebook_page(site, Query({}, KEYS))))

    router.add_api_route("/codebook", page, methods=["GET", "HEAD"])
    router.add_api_route("/codebook.json", as_json, methods=["GET", "HEAD"])
    return router


def _json(page: CodebookPage) -> dict[str, object]:
    now = page.version
    gone: list[dict[str, JSON]] = [
        {"id": one.proposition.id, "text": one.proposition.text, "version": one.version, "by_people": one.by_people}
        for one in page.retired
    ]
    return {
        "codebook": asdict(page.codebook),
        "in_force": {"number": now.number, "id": now.id, "at": now.at.isoformat()} if now else None,
        "propositions": list(page.states.values()),
        "waiting": page.waiting,
        "retired": gone,
        "versions": [{**asdict(one), "at": one.at.isoformat()} for one in page.versions],
        "file": {**asdict(page.file), "same": page.file.exists and not page.file.problems + page.file.changes},
    }
