"""The language of the pages: English as it stands in code and templates, or a catalogue that was made from it.

The way of gettext: the English string is its own key, so that whoever reads a template or a module reads its words.
``python bench/strings.py`` gathers all of them into one file, ``web/strings/whipcount.pot``; a translation of that
file, compiled (``.mo``), is named in the setting ``translation``.

A name in a string is written ``%(name)s``, and a per cent sign twice.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final, cast

from whipcount.errors import UsageError

SCRIPT: Final = "script"  # context of the strings that scripts show; pages carry the translations of these along
_CONTEXT_END = "\x04"  # between a context and its string, in compiled catalogues
_NAMES = re.compile(r"%\((\w+)\)s|%(.)?", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>?|[^<]>")
_SHOWN = 3  # wrong entries in one message


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages are shown in: its tag, such as ``de``, and the strings, those of scripts apart."""

    tag: str = "en"
    strings: NullTranslations = field(default_factory=NullTranslations)
    scripts: Mapping[str, str] = field(default_factory=dict[str, str])


ENGLISH: Final = Language()
_CURRENT: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def current() -> Language:
    """The language of the page that is being made."""
    return _CURRENT.get()


def speak(language: Language) -> None:
    """Make everything that follows in this context, such as one request, in a language."""
    _CURRENT.set(language)


@contextmanager
def spoken(language: Language) -> Generator[None]:
    """Make what stands inside in a language."""
    token = _CURRENT.set(language)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def _(text: str, /, **names: object) -> str:
    """A string in the language of the page, with its names filled in.

    >>> _("Members of %(project)s", project="Harbour")
    'Members of Harbour'
    """
    return current().strings.gettext(text) % names


def pgettext(context: str, text: str, /, **names: object) -> str:
    """A string whose English has several meanings; the context says which."""
    return current().strings.pgettext(context, text) % names


def ngettext(one: str, many: str, number: int, /, **names: object) -> str:
    """A string with a count; each language has its own rule for which form goes with which number.

    >>> ngettext("%(number)s merge", "%(number)s merges", 2, number=2)
    '2 merges'
    """
    return current().strings.ngettext(one, many, number) % names


def word_of(code: str) -> str:
    """A code of the record, such as a stance, as a word; whatever has no translation stays as it is."""
    return current().strings.gettext(code) if code else ""


def read_catalogue(path: Path) -> Language:
    """A language from its compiled catalogue.

    Nothing in a translation can break a page: each has the names and the tags of its English string, no others.

    Raises:
        UsageError: The file cannot be read, does not name its language, or has a string with other names or tags.
    """
    try:
        with path.open("rb") as file:
            strings = GNUTranslations(file)
    except (OSError, ValueError, struct.error) as error:
        raise UsageError(f"{path} is no compiled catalogue: {error}. Make one with pybabel compile.") from error
    tag = strings.info().get("language", "").replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
        raise UsageError(f"{path} does not say in which language it is. Fill in “Language: de” at its head.")
    # The standard library gives no list of the entries; Django reads them in the same way.
    entries = cast("Mapping[str | tuple[str, int], str]", vars(strings)["_catalog"])
    pairs = [(key[0] if isinstance(key, tuple) else key, text) for key, text in entries.items() if key]
    wrong = [f"“{english}”" for key, text in pairs if not _fits(english := key.rpartition(_CONTEXT_END)[2], text)]
    if wrong:
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise UsageError(
            f"{path}: the translations of {', '.join(wrong[:_SHOWN])}{more} have other names (%(name)s) or tags than"
            " their English. Write them as they stand there."
        )
    begin = SCRIPT + _CONTEXT_END
    scripts = {key.removeprefix(begin): text for key, text in pairs if key.startswith(begin)}
    return Language(tag, strings, scripts)


def _fits(english: str, translated: str) -> bool:
    """Whether a translation has the tags of its English string, and no name that is not filled in."""
    names = {match[1] or match[0] for match in _NAMES.finditer(english)} | {"%%"}
    asked = {match[1] or match[0] for match in _NAMES.finditer(translated)}
    return asked <= names and sorted(_TAGS.findall(english)) == sorted(_TAGS.findall(translated))
