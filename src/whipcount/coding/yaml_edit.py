"""Change a YAML text where it has to be changed, and leave everything else as it is, to the byte.

Comments, blank lines, quotation marks and the order of keys stay. A comment above an item, behind it, or indented below
it belongs to it: it goes where the item goes, and goes with it when the item goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from whipcount.coding.codebook_reader import squeeze
from whipcount.coding.yaml_places import Place, above_line, after_line, column, line_end, line_start, places, spans
from whipcount.coding.yaml_wanted import KEEP, Fields, Wanted, bracketed, name_of, says
from whipcount.coding.yaml_words import WIDTH, folded, written
from whipcount.errors import CodebookError


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    """An item of a list in lines: blank lines, its comments above, itself to the end of its lines."""

    start: int
    body: int
    stop: int
    item: Place
    indent: int


def edited(text: str, wanted: Fields, roaming: str = "") -> str:
    """A YAML text changed into what is wanted.

    Args:
        text: A valid YAML text whose root is a mapping.
        wanted: What it shall say. Texts are compared and written with runs of white space as one space.
        roaming: Key of lists whose items may move from one list to another under that key.

    Raises:
        CodebookError: The text is written in a way that cannot be changed in places.
    """
    marked = "\r\n" if text.count("\r\n") == text.count("\n") > 0 else "\n"
    old = text.replace("\r\n", "\n") if marked == "\r\n" else text
    old += "" if old.endswith("\n") else "\n"
    root = places(old)
    if root is None or not root.keys:
        raise CodebookError("The file holds nothing that could be changed.")
    editor = _Editor(old, root, roaming)
    new = editor.applied(0, len(old), editor.edits(root, wanted))
    if not _says(new, wanted):
        raise CodebookError("The form cannot change a file that is written like this one without losing parts of it.")
    return text if new == old else new.replace("\n", marked)


def _says(text: str, wanted: Fields) -> bool:
    from ruamel.yaml.error import YAMLError

    try:
        return says(places(text), wanted)
    except (YAMLError, CodebookError):
        return False


class _Editor:
    def __init__(self, text: str, root: Place, roaming: str) -> None:
        self.text = text
        self.root = root
        self.roaming = roaming
        self.step = next(self._steps(root), 2)

    def applied(self, start: int, end: int, edits: Iterable[_Edit]) -> str:
        parts: list[str] = []
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            parts += (self.text[start : edit.start], edit.text)
            start = edit.end
        return "".join((*parts, self.text[start:end]))

    def edits(self, place: Place, wanted: Wanted, key: str = "", *, brackets: bool = False) -> list[_Edit]:
        """What changes the value of a key into what is wanted. ``brackets`` says that it stands in brackets."""
        brackets = brackets or place.style == "brackets"
        if isinstance(wanted, str):
            return self._of_text(place, wanted, brackets=brackets)
        if isinstance(wanted, Fields):
            return self._of_brackets(place, wanted, key) if brackets else list(self._of_mapping(place, wanted))
        if isinstance(wanted, tuple):
            return self._of_brackets(place, wanted, key) if brackets else self._of_list(place, wanted, key)
        return []

    def _of_text(self, place: Place, wanted: str, *, brackets: bool) -> list[_Edit]:
        if place.value is not None and squeeze(place.value) == wanted:
            return []
        style = "plain" if place.style == "folded" else place.style
        text = written(wanted, style, brackets=brackets)
        alone = not self.text[place.end : line_end(self.text, place.end)].strip()
        if not brackets and alone and column(self.text, place.start) + len(text) > WIDTH:
            indent = self._key_column(place.start) + 2
            text = folded(wanted, indent) if wanted.isprintable() else text
        return [_Edit(place.start, place.end, text)]

    def _key_column(self, at: int) -> int:
        """Column of what the value in a line is indented under: its key, or the dash before it."""
        line = self.text[line_start(self.text, at) : line_end(self.text, at)]
        rest = line.lstrip(" ")
        while rest.startswith("- ") and ": " in rest:
            rest = rest[2:].lstrip(" ")
        return len(line) - len(rest)

    # Mappings in lines

    def _of_mapping(self, place: Place, wanted: Fields) -> Iterator[_Edit]:
        known = {str(key.value): (key, value) for key, value in place.keys}
        first = place.keys[0][0]
        indent = column(self.text, first.start)
        at: int | None = None
        coming: list[str] = []
        for key, value in wanted.values.items():
            if key in known:
                if coming and at is not None:
                    yield _Edit(at, at, "".join(coming))
                    coming = []
                name, old = known[key]
                at = after_line(self.text, max(name.end, old.end), indent)
                yield from self._entry(place, (name, old), value)
            elif value is not None and value is not KEEP:
                coming.append(self._new_entry(key, value, indent))
                if at is None:  # it comes before all that is there
                    head = above_line(self.text, first.start)
                    yield _Edit(head, head, coming.pop())
        if coming and at is not None:
            yield _Edit(at, at, "".join(coming))

    def _entry(self, place: Place, entry: tuple[Place, Place], wanted: Wanted) -> Iterator[_Edit]:
        key, value = entry
        if wanted is not None:
            yield from self.edits(value, wanted, str(key.value))
            return
        stop = after_line(self.text, max(key.end, value.end), column(self.text, key.start))
        start = above_line(self.text, key.start)
        if self.text[line_start(self.text, key.start) : key.start].strip():  # behind the dash of an item
            following = place.keys[1][0].start if len(place.keys) > 1 else stop
            between = self.text[stop:following]
            yield _Edit(key.start, stop, "\n") if between.strip() else _Edit(key.start, following, "")
        else:
            yield _Edit(start, stop, "")

    def _new_entry(self, key: str, value: Wanted, indent: int) -> str:
        head = f"{' ' * indent}{key}:"
        if isinstance(value, str):
            return f"{head} {self._new_text(value, len(head) + 1, indent + 2)}\n"
        if isinstance(value, Fields):
            return f"{head}\n" + self._new_fields(value, indent + 2)
        return f"{head}\n" + self._new_rows(key, value if isinstance(value, tuple) else (), indent + self.step)

    def _new_text(self, value: str, at: int, indent: int) -> str:
        text = written(value)
        return folded(value, indent) if at + len(text) > WIDTH and value.isprintable() else text

    def _new_fields(self, wanted: Fields, indent: int) -> str:
        given = ((key, value) for key, value in wanted.values.items() if value is not None and value is not KEEP)
        return "".join(self._new_entry(key, value, indent) for key, value in given)

    # Lists in lines

    def _rows(self, place: Place) -> list[_Row]:
        text, rows = self.text, list[_Row]()
        indent = column(text, place.start)
        for item in place.items or ():
            dash = self._dash(place, rows[-1].stop if rows else place.start, item, indent)
            stop = after_line(text, item.end, indent)
            start = rows[-1].stop if rows else above_line(text, dash)
            body = start
            while not text[body : line_end(text, body)].strip() and body < dash:
                body = line_end(text, body) + 1
            rows.append(_Row(start, body, stop, item, indent))
        return rows

    def _dash(self, place: Place, since: int, item: Place, indent: int) -> int:
        at = item.start
        while at >= since:
            start = line_start(self.text, at)
            if self.text[start : start + indent + 1] == " " * indent + "-":
                return start + indent
            at = start - 1
        line = self.text.count("\n", 0, place.start) + 1
        raise CodebookError(f"line {line}: the form cannot change a list that begins in such a line.", line=line)

    def _of_list(self, place: Place, wanted: tuple[Wanted, ...], key: str) -> list[_Edit]:
        rows = self._rows(place)
        if not wanted:
            return [_Edit(place.start, rows[-1].stop, "  []\n")]
        roaming = self._roaming_rows(key)
        chosen = self._chosen([row.item for row in rows], wanted, [row.item for row in roaming])
        if chosen == [row.item for row in rows]:
            return [edit for row, want in zip(rows, wanted, strict=True) for edit in self.edits(row.item, want)]
        known = {row.item.start: row for row in (*rows, *roaming)}
        gaps = [self.text[row.start : row.body] for row in rows]
        parts: list[str] = []
        for number, (item, want) in enumerate(zip(chosen, wanted, strict=True)):
            row = known.get(item.start) if item is not None else None
            parts.append(gaps[min(number, len(gaps) - 1)])
            parts.append(
                self._moved(row, want, rows[0].indent) if row else self._new_row(key, want, rows[0].indent, rows)
            )
        return [_Edit(rows[0].start, rows[-1].stop, "".join(parts))]

    def _moved(self, row: _Row, wanted: Wanted, indent: int) -> str:
        body = self.applied(row.body, row.stop, self.edits(row.item, wanted))
        by = indent - row.indent
        if by == 0:
            return body
        lines = body.splitlines(keepends=True)
        if by > 0:
            return "".join(" " * by + line for line in lines)
        return "".join(line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines)

    def _chosen(
        self, items: Sequence[Place], wanted: Sequence[Wanted], elsewhere: Sequence[Place] = ()
    ) -> list[Place | None]:
        """The old item that each wanted one comes from: by its name, or for texts by its words, else by its place."""
        if all(isinstance(want, str) for want in wanted) and all(item.value is not None for item in items):
            return _by_words(items, [str(want) for want in wanted])
        named: dict[str | None, list[Place]] = {}
        for item in (*items, *elsewhere):
            named.setdefault(name_of(item), []).append(item)
        chosen: list[Place | None] = []
        for want in wanted:
            alike = named.get(want.was, []) if isinstance(want, Fields) and want.was else []
            chosen.append(next((item for item in alike if item not in chosen), None))  # two may have one name
        return chosen

    def _roaming_rows(self, key: str) -> list[_Row]:
        """Rows of all lists under a key whose items may move between them."""
        if not key or key != self.roaming:
            return []
        return [row for place in _under(self.root, self.roaming) if place.style == "lines" for row in self._rows(place)]

    def _new_rows(self, key: str, wanted: tuple[Wanted, ...], indent: int) -> str:
        moved = {name_of(row.item): row for row in self._roaming_rows(key)}
        rows = [(moved.get(want.was) if isinstance(want, Fields) and want.was else None, want) for want in wanted]
        parts = [self._moved(row, want, indent) if row else self._new_row(key, want, indent, ()) for row, want in rows]
        return "".join(parts) or f"{' ' * indent}[]\n"

    def _new_row(self, key: str, wanted: Wanted, indent: int, beside: Sequence[_Row]) -> str:
        head = f"{' ' * indent}- "
        if isinstance(wanted, str):
            return f"{head}{self._new_text(wanted, len(head), indent + 2)}\n"
        if not isinstance(wanted, Fields):
            return ""
        flat = not any(isinstance(value, Fields) for value in wanted.values.values())
        short = f"{head}{bracketed(wanted)}\n"
        as_they = all(row.item.style == "brackets" for row in beside)
        if as_they and flat and self.roaming not in (key, *wanted.values) and len(short) <= WIDTH:
            return short
        return head + self._new_fields(wanted, indent + 2)[indent + 2 :]

    # What stands in brackets

    def _of_brackets(self, place: Place, wanted: Fields | tuple[Wanted, ...], key: str) -> list[_Edit]:
        if isinstance(wanted, Fields):
            return self._of_bracketed_mapping(place, wanted)
        items = place.items or ()
        chosen = self._chosen(items, wanted)
        if chosen == list(items):
            pairs = zip(items, wanted, strict=True)
            return [edit for item, want in pairs for edit in self.edits(item, want, brackets=True)]
        own_line = self._opens_value(place)
        if own_line is not None and (not items or any(isinstance(want, Fields) for want in wanted)) and wanted:
            self._check_no_comments(place)
            rows = self._new_rows(key, wanted, own_line + self.step)
            return [_Edit(place.start - 1, place.end, "\n" + rows.removesuffix("\n"))]
        self._check_no_comments(place)
        inner = (
            self.applied(item.start, item.end, self.edits(item, want, brackets=True)) if item else bracketed(want)
            for item, want in zip(chosen, wanted, strict=True)
        )
        return [_Edit(place.start, place.end, f"[{self._spread(inner, place)}]")]

    def _of_bracketed_mapping(self, place: Place, wanted: Fields) -> list[_Edit]:
        known = {str(key.value): value for key, value in place.keys}
        others: dict[str, Wanted] = {key: KEEP for key in known if key not in wanted.values}
        given = others | {k: v for k, v in wanted.values.items() if v is not None and (v is not KEEP or k in known)}
        if set(known) == set(given):
            pairs = ((str(key.value), value) for key, value in place.keys)
            return [edit for key, value in pairs for edit in self.edits(value, given[key], key, brackets=True)]
        self._check_no_comments(place)
        head = self.text[line_start(self.text, place.start) : place.start]
        if head.strip() == "-" and any(not isinstance(value, str) for value in given.values()):
            # A comment behind the brackets goes behind the first line: the last one may be of a folded text.
            stop = line_end(self.text, place.end)
            first, _, rest = self._new_fields(wanted, len(head)).strip().partition("\n")
            return [_Edit(place.start, stop, f"{first}{self.text[place.end : stop]}\n{rest}")]
        old = [str(key.value) for key, _ in place.keys if str(key.value) in given]
        inner = (
            f"{key}: " + (
                self.applied(known[key].start, known[key].end, self.edits(known[key], given[key], brackets=True))
                if key in known
                else bracketed(given[key])
            )
            for key in (*old, *(key for key in given if key not in known))
        )  # fmt: skip
        return [_Edit(place.start, place.end, f"{{{self._spread(inner, place)}}}")]

    def _opens_value(self, place: Place) -> int | None:
        """Column of the key whose value this is, where nothing else stands in the lines of the two."""
        head = self.text[line_start(self.text, place.start) : place.start]
        tail = self.text[place.end : line_end(self.text, place.end)]
        alone = head.endswith(": ") and head.count(":") == 1 and not tail.strip() and "{" not in head
        return self._key_column(place.start) if alone else None

    def _check_no_comments(self, place: Place) -> None:
        at, line = place.start, self.text.count("\n", 0, place.start) + 1
        while (at := self.text.find("#", at, place.end)) >= 0:
            if self.text[at - 1].isspace() and not any(s <= at < e for s, e in spans(place)):
                message = f"line {line}: the form cannot change what is in brackets around a comment."
                raise CodebookError(message, line=line)
            at += 1

    def _spread(self, inner: Iterable[str], place: Place) -> str:
        """Parts with commas between, over several lines where they are long."""
        at = column(self.text, place.start) + 1
        lines = [""]
        for part in inner:
            joined = f"{lines[-1]}, {part}" if lines[-1] else part
            if lines[-1] and at + len(joined) >= WIDTH:
                lines.append(part)
            else:
                lines[-1] = joined
        return f",\n{' ' * at}".join(lines)

    def _steps(self, place: Place) -> Iterator[int]:
        """How far lists are indented under their keys in this text."""
        for key, value in place.keys:
            if value.items and value.style == "lines":
                yield column(self.text, value.start) - column(self.text, key.start)
            yield from self._steps(value)
        for item in place.items or ():
            yield from self._steps(item)


def _by_words(items: Sequence[Place], wanted: Sequence[str]) -> list[Place | None]:
    """Equal texts first, wherever they went; what is left over in between is reworded, and keeps its comments."""
    old = [squeeze(item.value or "") for item in items]
    left = list(range(len(items)))
    chosen: list[Place | None] = []
    for text in wanted:
        same = next((number for number in left if old[number] == text), None)
        chosen.append(None if same is None else items[same])
        if same is not None:
            left.remove(same)
    for tag, a, b, c, d in SequenceMatcher(None, old, list(wanted), autojunk=False).get_opcodes():
        for number, to in zip(range(a, b), range(c, d), strict=False) if tag == "replace" else ():
            if number in left and chosen[to] is None:
                chosen[to] = items[number]
                left.remove(number)
    return chosen


def _under(place: Place, key: str) -> Iterator[Place]:
    """Every list under a key."""
    for name, value in place.keys:
        if name.value == key and value.items is not None:
            yield value
        yield from _under(value, key)
    for item in place.items or ():
        yield from _under(item, key)
