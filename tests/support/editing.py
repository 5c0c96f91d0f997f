"""Somebody who changes a codebook in the browser without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote_plus

from support.pages import OURS, Pages


class Fields(HTMLParser):
    """What a browser would send of a page's form: names and values in their order, and the buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self.focus: str | None = None
        self.area: list[str] | None = None
        self.select: str | None = None
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        self.inside = self.inside or (tag == "form" and at.get("action", "").startswith(("/codebook", "/history")))
        if not self.inside:
            return
        self.focus = at.get("id", self.focus) if "autofocus" in at else self.focus
        if tag == "input":
            self.fields.append((at["name"], at.get("value", "")))
        elif tag == "button" and "disabled" not in at:
            self.buttons.append(at["value"])
        elif tag == "textarea":
            self.fields.append((at["name"], ""))
            self.area = []
        elif tag == "select":
            self.select = at["name"]
        elif tag == "option" and self.select and "selected" in at:
            self.fields.append((self.select, at["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            name = self.fields[-1][0]
            self.fields[-1] = (name, "".join(self.area).removeprefix("\n"))
            self.area = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)


@dataclass
class Editor:
    """Somebody who works with the form as a browser without scripts does."""

    pages: Pages
    path: Path
    address: str = "/codebook/edit"
    html: str = ""
    status: int = 0

    def open(self, query: str = "") -> Editor:
        self.html, self.status = self.pages.get(self.address + query), 200
        return self

    @property
    def form(self) -> Fields:
        return Fields(self.html)

    def press(self, button: str, /, *changes: tuple[str, str, str], note: str = "") -> Editor:
        """Press a button after changing fields: the name, what stands in it (in the last such), and what is to."""
        fields = self.form.fields
        for name, old, new in changes:
            at = max(n for n, field in enumerate(fields) if field == (name, old))
            fields[at] = (name, new)
        fields = [("note", note) if name == "note" and note else (name, value) for name, value in fields]
        body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in [*fields, ("do", button)])
        headers = OURS | {"content-type": "application/x-www-form-urlencoded"}
        answer = self.pages.client.post(self.address, content=body, headers=headers, follow_redirects=True)
        self.html, self.status = answer.text, answer.status_code
        return self

    @property
    def told(self) -> str:
        """The page's words, tags and runs of white space aside."""
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", self.html)).split())
        return re.sub(r" ([.,;:])", r"\1", words)
