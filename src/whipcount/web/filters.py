"""A filter in words: one way to say it, for the lists that it narrows, the views that keep it and the record of it."""

from __future__ import annotations

from datetime import date

from whipcount.errors import StoreError
from whipcount.language import _
from whipcount.web import words
from whipcount.web.site import Site

ORDER_WORDS = {
    "-day": "newest first", "day": "oldest first", "confidence": "least certain first",
    "-confidence": "most certain first", "text": "as in the articles",
}  # fmt: skip
REJECTED_WORDS = {"yes": "rejected", "no": "not rejected"}
_WORDS = {
    "kind": words.KIND_WORDS, "form": words.FORM_WORDS, "reviewed": words.REVIEW_WORDS, "rejected": REJECTED_WORDS
}  # fmt: skip


def told(site: Site, name: str, value: str) -> str:
    """What a filter of an address asks for; whatever the record no longer knows stands as it was written."""
    match name:
        case "proposition":
            return next((p.text for p in site.codebook().propositions if p.id == value), value)
        case "argument":
            return next((a.text for p in site.codebook().propositions for a in p.arguments if a.id == value), value)
        case "actor":
            return called(site, value) or value
        case "stance" if value in words.STANCE_SIGNS:
            return words.STANCE_SIGNS[value].word
        case "position" | "side":
            return next((sign.word for side, sign in words.SIDE_SIGNS.items() if side == value), value)
        case "since":
            return _("since %(day)s", day=_day(value))
        case "until":
            return _("until %(day)s", day=_day(value))
        case "text":
            return _("with “%(words)s”", words=value)
        case "counted":
            return _("only what counts, copies once")
        case "min_confidence":
            return _("found at least %(share)s sure", share=_share(value))
        case "min_probability":
            return _("stance at least %(share)s sure", share=_share(value))
        case "group":
            return _("cards grouped by %(what)s", what=_(value))
        case "by":
            return _("curve by %(what)s", what=_(value))
        case "order":
            return _(ORDER_WORDS.get(value, value))
        case _ if name.startswith("board_"):
            what = name.removeprefix("board_")
            return _("board narrowed to %(what)s", what=told(site, what, value))
        case _:
            return _(_WORDS[name].get(value, value)) if name in _WORDS else value


def called(site: Site, actor: str) -> str | None:
    """What an actor is called; None where the record has none with this key."""
    try:
        return site.store.actor(actor).name
    except StoreError:
        return None


def _day(value: str) -> str:
    try:
        return words.day(date.fromisoformat(value))
    except ValueError:
        return value


def _share(value: str) -> str:
    try:
        return words.percent(float(value))
    except ValueError:
        return value
