"""What every page needs: the store, the settings, the templates, and the frame around the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version as installed_version
from pathlib import Path
from time import monotonic
from typing import TypeVar, cast

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.evaluate.estimate import Estimates, estimates
from whipcount.model import Codebook, CodedStatement, Proposition, Question
from whipcount.store import Store
from whipcount.store.records import Status
from whipcount.web import query, words
from whipcount.web.exports import PlainJSON

HERE = Path(__file__).parent
STATIC = HERE / "static"
T = TypeVar("T")
MOST_KEPT = 64  # values; a slider that is drawn across a long debate asks for one a day
NAMES_OFFERED = 200
NAMES_KEPT_SECONDS = 600.0
EMPTY_CODEBOOK = Codebook("", (), ())


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page. ``section`` is the entry of the navigation that it belongs to; ``here`` its address.

    ``estimates`` say how often the machine is right in this store.
    """

    title: str
    section: str
    here: str
    status: Status
    estimates: Estimates
    questions: tuple[Question, ...]
    version: str

    @property
    def reviewed_share(self) -> float | None:
        """Share of the current statements that a person has looked at; None without statements."""
        return self.status.reviewed / self.status.statements if self.status.statements else None


class Site:
    """The store behind the pages and how they are rendered."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.version = installed_version("whipcount")
        self._kept: dict[tuple[object, ...], tuple[tuple[int, ...], object]] = {}
        self._names: tuple[float, tuple[str, ...]] | None = None
        self._estimates: tuple[tuple[int, ...], Estimates] | None = None

    @cached_property
    def templates(self) -> jinja2.Environment:
        """Templates; every value is escaped, and a misspelt name is an error instead of nothing."""
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(_FILTERS)
        names: MutableMapping[str, object] = environment.globals  # pyright: ignore[reportAssignmentType]  # Jinja declares only its own
        names.update(
            asset=asset,
            address=query.address,
            reader_address=query.reader_address,
            SIDES=words.BOARD_SIDES,
            SIDE_SIGNS=words.SIDE_SIGNS,
            STANCE_SIGNS=words.STANCE_SIGNS,
            STANCE_CHOICES=words.STANCE_CHOICES,
            BLOCK_LABELS=words.BLOCK_LABELS,
        )
        return environment

    def coded_statements(self, proposition: str) -> tuple[CodedStatement, ...]:
        """Current statements that can count towards a position on a proposition."""
        return self.kept(("coded", proposition), lambda: tuple(self.store.sided_statements(proposition)))

    def kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """A value made from the store, and made anew only when the store's files have changed.

        A board, its columns and its cards are looked at one after the other; reading 10,000 statements takes a second.
        """
        now = self._stamp()
        then, value = self._kept.get(key, ((), None))
        if now and then == now:
            return cast("T", value)
        made = make()
        fresh = [(k, v) for k, v in self._kept.items() if v[0] == now and k != key][-(MOST_KEPT - 1) :]
        # Kept under the stamp from before making: a write in between gives another stamp, never a stale answer.
        self._kept = {**dict(fresh), key: (now, made)}
        return made

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
        """Times and sizes of the store's files, which every write by any process changes; empty without files."""
        path = self.store.path
        parts = [part.stat() for part in (path, path.with_name(f"{path.name}-wal")) if part.exists()]
        return tuple(number for part in parts for number in (part.st_mtime_ns, part.st_size))

    def coder(self, request: Request) -> str:  # noqa: ARG002  # who asks will be told by the request
        """Name under which a request writes."""
        return self.settings.coder

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
        raise UsageError(f"The codebook has no proposition “{id_}”. Its propositions: {known}.")

    def frame(self, request: Request, title: str, section: str) -> Frame:
        """The frame of a page."""
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        status, questions = self.store.status(), self.codebook().questions
        return Frame(title, section, here, status, self.estimates(), questions, self.version)

    def render(self, template: str, frame: Frame | None, page: object, status: int = 200) -> Response:
        """A page as HTML; a lone surrogate in a text leaves as a question mark instead of failing."""
        html = self.templates.get_template(template).render(frame=frame, page=page)
        headers = {"cache-control": "no-cache"}
        return Response(html.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")

    def json(self, value: object) -> Response:
        """A value as JSON."""
        return PlainJSON(value, headers={"cache-control": "no-cache"})


def asset(name: str) -> str:
    """Address of one of our own files; it changes with the content, so that a browser never keeps an old one."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


_FILTERS: Mapping[str, Callable[..., object]] = {
    "day": words.day,
    "short_day": words.short_day,
    "moment": words.moment,
    "said": words.said,
    "coding_sign": words.sign_of,
    "name_of": words.name_of,
    "percent": words.percent,
    "number": words.number,
    "count": words.count,
    "kind_word": words.KIND_WORDS.__getitem__,
    "form_word": words.FORM_WORDS.__getitem__,
}
