"""What every page needs: the store, the settings, the templates, and the frame around the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path
from time import monotonic, time_ns
from typing import TypeVar, cast

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from whipcount import language
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.evaluate.estimate import Estimates, estimates
from whipcount.language import _
from whipcount.model import Codebook, Proposition, Question
from whipcount.positions import unsure
from whipcount.project.codebook_place import codebook_of
from whipcount.project.keeping import Keeper
from whipcount.project.tallies import Tallies
from whipcount.store import Store, open_store
from whipcount.store.records import Status
from whipcount.web import query, words
from whipcount.web.exports import PlainJSON
from whipcount.web.speaking import speak_in
from whipcount.web.viewer import HALL_PATHS, Project, Viewer, may_undo, viewer_of

HERE = Path(__file__).parent
STATIC = HERE / "static"
T = TypeVar("T")
MOST_KEPT = 64  # values; a slider that is drawn across a long debate asks for one a day
TICK_NS = 20_000_000  # the times of files go in steps, which are shorter than this
NAMES_OFFERED = 200
CODINGS_IN_ROWS = 6  # of one statement; the rest is on its own page
NAMES_KEPT_SECONDS = 600.0
QUERY_SECONDS = 2.0  # for one query of a program
EMPTY_CODEBOOK = Codebook("", (), ())
# An attribute that holds one of a project's own addresses. A quotation mark in a text leaves as an entity, so what
# looks like this in a page is markup of ours and nothing else.
_HALLS = "|".join(path.removeprefix("/") for path in HALL_PATHS)
_OUR_ADDRESS = re.compile(rf'\b(href|action|src|data-(?:here|next|previous|history))="/(?!/|static/|(?:{_HALLS})["/?])')


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page. ``section`` is the entry of the navigation that it belongs to; ``here`` its address.

    ``estimates`` say how often the machine is right in this store. ``viewer`` is who looks, None without accounts.
    """

    title: str
    section: str
    here: str
    status: Status
    estimates: Estimates
    questions: tuple[Question, ...]
    version: str
    viewer: Viewer | None = None

    @property
    def may_correct(self) -> bool:
        """Whether the forms that record a judgement are shown."""
        return self.viewer is None or self.viewer.may("coder")

    @property
    def may_edit(self) -> bool:
        """Whether the forms that change many statements, an article, or what others did are shown."""
        return self.viewer is None or self.viewer.may("editor")

    def may_undo(self, coder: str) -> bool:
        """Whether the button that takes back a change by ``coder`` is shown."""
        return self.viewer is None or may_undo(self.viewer, coder)

    @property
    def reviewed_share(self) -> float | None:
        """Share of the current statements that a person has looked at; None without statements."""
        return self.status.reviewed / self.status.statements if self.status.statements else None


class Site:
    """The store behind the pages and how they are rendered."""

    def __init__(
        self, store: Store, settings: Settings, project: Project | None = None, *, codebook: Path | None = None
    ) -> None:
        self.store = store
        self.codebook_path = codebook or codebook_of(store.path, settings)
        self.settings = settings
        self.project = project
        # The same store for the API, where nobody waits for a slow query: it is cut off.
        self.quick = open_store(store.path, create=False, query_seconds=QUERY_SECONDS)
        self.keeper = Keeper(store, settings)
        self.tallies = Tallies(store)
        self.version = installed_version("whipcount")
        self._kept: dict[tuple[object, ...], tuple[tuple[int, ...], object]] = {}
        self._names: tuple[float, tuple[str, ...]] | None = None
        self._estimates: tuple[tuple[int, ...], Estimates] | None = None

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()
        self.quick.close()

    def kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """A value made from the store, and made anew only when the store's files have changed.

        A board, its columns and its cards are looked at one after the other; reading 10,000 statements takes a second.
        """
        key = (language.current().tag, *key)  # some values hold words
        now = self._stamp()
        then, value = self._kept.get(key, ((), None))
        if now and then == now:
            return cast("T", value)
        made = make()
        fresh = [(k, v) for k, v in self._kept.items() if v[0] == now and k != key][-(MOST_KEPT - 1) :]
        # Kept under the stamp from before making: a write in between gives another stamp, never a stale answer.
        self._kept = {**dict(fresh), key: (now, made)}
        return made

    def status(self) -> Status:
        """Counts over the whole store, for every page's foot."""
        return self.kept(("status",), self.store.status)

    def estimates(self) -> Estimates:
        """How often the machine is right here, for every page's foot; estimated anew only when the store changed."""
        now = self._stamp()
        if self._estimates is None or not now or self._estimates[0] != now:
            self._estimates = (now, estimates(self.store))
        return self._estimates[1]

    def actor_names(self) -> tuple[str, ...]:
        """Speakers to choose from, those with the most statements; any other name may be typed.

        Kept for some minutes whatever is written: counting them anew after each decision would make a reviewer wait.
        """
        if self._names is None or monotonic() - self._names[0] > NAMES_KEPT_SECONDS:
            self._names = (monotonic(), tuple(self.store.actor_names(NAMES_OFFERED)))
        return self._names[1]

    def _stamp(self) -> tuple[int, ...]:
        """Times and sizes of the store's files, which every write by any process changes.

        Empty without files, and where the last write is so young that one more could leave the same time.
        """
        path = self.store.path
        parts = [part.stat() for part in (path, path.with_name(f"{path.name}-wal")) if part.exists()]
        if any(time_ns() - part.st_mtime_ns < TICK_NS for part in parts):
            return ()
        return tuple(number for part in parts for number in (part.st_mtime_ns, part.st_size))

    def codebook(self) -> Codebook:
        """The codebook, empty where the store has none."""
        return self.store.codebook() or EMPTY_CODEBOOK

    def proposition(self, id_: str) -> Proposition:
        """A proposition of the codebook.

        Raises:
            UsageError: The codebook has no such proposition.
        """
        codebook = self.codebook()
        for proposition in codebook.propositions:
            if proposition.id == id_:
                return proposition
        known = ", ".join(p.id for p in codebook.propositions) or "none"
        raise UsageError(
            _("The codebook has no proposition “%(id)s”. Its propositions: %(known)s.", id=id_, known=known)
        )

    def frame(self, request: Request, title: str, section: str) -> Frame:
        """The frame of a page."""
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        status, questions = self.status(), self.codebook().questions
        viewer = viewer_of(request)
        return Frame(title, section, here, status, self.estimates(), questions, self.version, viewer)

    def coder(self, request: Request) -> str:
        """Name under which a request records a judgement: the account's, or the one in the settings."""
        viewer = viewer_of(request)
        return viewer.name if viewer else self.settings.coder

    def render(self, template: str, frame: Frame | None, page: object, status: int = 200) -> Response:
        """A page as HTML. Pages know only addresses in their project; its prefix is put before them here."""
        html = templates().get_template(template).render(frame=frame, page=page)
        if self.project and self.project.prefix:
            html = _OUR_ADDRESS.sub(rf'\1="{self.project.prefix}/', html)
        return html_response(html, status)

    def json(self, value: object) -> Response:
        """A value as JSON."""
        return PlainJSON(value, headers={"cache-control": "no-cache"})


def html_response(html: str, status: int = 200) -> Response:
    """A page; a lone surrogate in a text leaves as a question mark instead of failing."""
    headers = {"cache-control": "no-cache"}
    return Response(html.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")


def bare_page(template: str, page: object, status: int = 200) -> Response:
    """A page outside of any project, with no counts around it."""
    return html_response(templates().get_template(template).render(frame=None, page=page), status)


@cache
def templates() -> jinja2.Environment:
    """Templates; every value is escaped, and a misspelt name is an error instead of nothing."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    speak_in(environment)
    environment.filters.update(_FILTERS)
    names: MutableMapping[str, object] = environment.globals  # pyright: ignore[reportAssignmentType]  # Jinja declares only its own
    names.update(
        asset=asset,
        language=language.current,
        address=query.address,
        reader_address=query.reader_address,
        SIDES=words.BOARD_SIDES,
        SIDE_SIGNS=words.SIDE_SIGNS,
        STANCE_SIGNS=words.STANCE_SIGNS,
        STANCE_CHOICES=words.STANCE_CHOICES,
        BLOCK_LABELS=words.BLOCK_LABELS,
        FATES=words.FATES,
        CODINGS_IN_ROWS=CODINGS_IN_ROWS,
    )
    return environment


def asset(name: str) -> str:
    """Address of one of our own files; it changes with the content, so that a browser never keeps an old one."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


_FILTERS: Mapping[str, Callable[..., object]] = {
    "day": words.day,
    "short_day": words.short_day,
    "moment": words.moment,
    "duration": words.duration,
    "said": words.said,
    "coding_sign": words.sign_of,
    "name_of": words.name_of,
    "percent": words.percent,
    "number": words.number,
    "count": words.count,
    "word": language.word_of,
    "kind_word": words.kind_word,
    "unsure": unsure,
    "form_word": words.form_word,
}
