"""Pages in the language of the settings: the strings in templates, and the middleware that chooses the language."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

import jinja2
from starlette.types import ASGIApp, Receive, Scope, Send

from whipcount import language
from whipcount.config import Settings
from whipcount.language import ENGLISH, Language, read_catalogue
from whipcount.web.problems import API
from whipcount.web.query import twin_of

_TAG = re.compile(r"(<[^>]*>)")


class Spoken:
    """ASGI middleware: what is made for a request is made in one language."""

    def __init__(self, app: ASGIApp, spoken: Language) -> None:
        self.app = app
        self.language = spoken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Each is a task of its own, where the choice ends; data stays in English."""
        data = scope["type"] != "http" or twin_of(scope["path"])[1] != "html" or API.match(scope["path"])
        if not data:
            language.speak(self.language)
        await self.app(scope, receive, send)


def language_of(settings: Settings) -> Language:
    """The language that the settings name.

    Raises:
        UsageError: Its catalogue cannot be used.
    """
    return read_catalogue(Path(settings.translation)) if settings.translation else ENGLISH


class _Translated(Protocol):
    def install_gettext_callables(self, *args: object, **settings: object) -> None: ...


def speak_in(environment: jinja2.Environment) -> None:
    """Let templates say their strings in the language of the page; values in them are escaped as anywhere."""
    strings = cast("_Translated", environment)  # Jinja's types do not know what its own extension adds
    strings.install_gettext_callables(_gettext, _ngettext, newstyle=True, pgettext=_pgettext)


def _gettext(text: str) -> str:
    return _safe(text, language.current().strings.gettext(text))


def _ngettext(one: str, many: str, number: int) -> str:
    return _safe(one if number == 1 else many, language.current().strings.ngettext(one, many, number))


def _pgettext(context: str, text: str) -> str:
    return _safe(text, language.current().strings.pgettext(context, text))


def _safe(english: str, said: str) -> str:
    return said if said == english else _quoted(said)


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """A translation that may stand in an attribute: its quotation marks are entities, except within its tags."""
    parts = _TAG.split(text)
    parts[::2] = [part.replace('"', "&#34;").replace("'", "&#39;") for part in parts[::2]]
    return "".join(parts)
