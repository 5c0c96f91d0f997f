"""Where the parts of a YAML text stand, so that it can be changed in one place and left alone in all others.

Writing a tree back loses comments: tried on a file with comments between, behind and above the items of lists,
ruamel.yaml 0.19 lost them with the item before and laid the rest out anew, and so did yarutsk; yaml-edit 0.2 kept the
layout and left the comments of a moved item behind. So ruamel.yaml (MIT) is asked only where things stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from whipcount.errors import CodebookError

Style: TypeAlias = Literal["plain", "single", "double", "folded", "brackets", "lines"]
_STYLES: dict[object, Style] = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "folded", ">": "folded"}


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a YAML text, from its first character to behind its last one; comments behind it are not part of it.

    ``style`` is how it is written: a text plain, in quotation marks or folded over lines, a list or mapping in
    ``brackets`` or in ``lines``.
    """

    start: int
    end: int
    style: Style
    value: str | None = None
    items: tuple[Place, ...] | None = None
    keys: tuple[tuple[Place, Place], ...] = ()

    def at(self, key: str) -> Place | None:
        """The value under a key."""
        return next((value for name, value in self.keys if name.value == key), None)


def places(text: str) -> Place | None:
    """The places of a YAML text that is known to be valid; None where it holds nothing.

    Raises:
        CodebookError: It repeats a part by anchor and alias, or gives a type; such a text cannot be changed in places.
    """
    from ruamel.yaml import YAML

    root: Any = YAML(typ="safe", pure=True).compose(text)
    return None if root is None else _place(text, root, set())


def _place(text: str, node: Any, seen: set[int]) -> Place:
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    line = int(node.start_mark.line) + 1
    if id(node) in seen or node.anchor or text[start : start + 1] in ("&", "!", "*"):
        raise CodebookError(f"line {line}: the form cannot change a file with anchors, aliases or tags.", line=line)
    seen.add(id(node))
    kind = type(node).__name__
    if kind == "ScalarNode":
        style = _STYLES[node.style]
        end = _folded_end(text, start) if style == "folded" else end
        return Place(start, end, style, value=str(node.value))
    if kind == "SequenceNode":
        items = tuple(_place(text, item, seen) for item in node.value)
        if node.flow_style:
            return Place(start, end, "brackets", items=items)
        return Place(start, items[-1].end, "lines", items=items)
    keys = tuple((_place(text, key, seen), _place(text, value, seen)) for key, value in node.value)
    if node.flow_style:
        return Place(start, end, "brackets", keys=keys)
    return Place(start, max(keys[-1][0].end + 1, keys[-1][1].end), "lines", keys=keys)


def _folded_end(text: str, start: int) -> int:
    """End of a text that is folded over lines: of its last line that holds anything."""
    end = line_end(text, start)
    depth: int | None = None
    at = end
    while at < len(text):
        stop = line_end(text, at + 1)
        line = text[at + 1 : stop]
        if line.strip():
            depth = len(line) - len(line.lstrip(" ")) if depth is None else depth
            if len(line) - len(line.lstrip(" ")) < depth or depth == 0:
                break
            end = stop
        at = stop
    return end


def line_start(text: str, at: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line of a place ends, before its line break."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def column(text: str, at: int) -> int:
    """How many characters stand before a place in its line."""
    return at - line_start(text, at)


def after_line(text: str, at: int, deeper_than: int) -> int:
    """Where the lines of a part end: behind its line, and behind comments that are indented as belonging to it."""
    stop = min(line_end(text, at) + 1, len(text))
    while stop < len(text):
        line = text[stop : line_end(text, stop)]
        if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) <= deeper_than:
            break
        stop = min(line_end(text, stop) + 1, len(text))
    return stop


def above_line(text: str, at: int) -> int:
    """Where the lines of a part begin: with the comments that stand directly above its line."""
    start = line_start(text, at)
    while start > 0 and text[line_start(text, start - 1) : start].lstrip().startswith("#"):
        start = line_start(text, start - 1)
    return start


def comments(text: str) -> tuple[str, ...]:
    """Every comment of a YAML text that is known to be valid, in its order."""
    texts = iter(sorted(spans(places(text))))
    found: list[str] = []
    span = next(texts, None)
    at = 0
    while (at := text.find("#", at)) >= 0:
        while span is not None and span[1] <= at:
            span = next(texts, None)
        if span is not None and span[0] <= at:
            at = span[1]
        elif at == 0 or text[at - 1].isspace():
            stop = line_end(text, at)
            found.append(text[at:stop].rstrip())
            at = stop
        else:
            at += 1
    return tuple(found)


def spans(place: Place | None) -> Iterator[tuple[int, int]]:
    """Where each text of a place begins and ends."""
    if place is None:
        return
    if place.value is not None:
        yield place.start, place.end
    for item in place.items or ():
        yield from spans(item)
    for key, value in place.keys:
        yield from spans(key)
        yield from spans(value)
