"""One line of text as YAML: plain where that reads back as the same text, else in quotation marks, long ones folded."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import Final

from whipcount.coding.yaml_places import Style

WIDTH: Final = 110  # columns; what is longer is folded
_FIRST: Final = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_NOT_PLAIN: Final = re.compile(r": |:$| #|^\.\.\.")
_BRACKETS: Final = frozenset(",[]{}:")
_SHORT, _LONG = 0x100, 0x10000


def written(value: str, style: Style = "plain", *, brackets: bool = False) -> str:
    """A text in one line.

    Args:
        value: The text, without line breaks.
        style: How it was written before, which is kept where it can be.
        brackets: It stands in a list or mapping in brackets.
    """
    if not value.isprintable() or style == "double":
        return '"' + "".join(map(_escaped, value)) + '"'
    if style == "single" or not _is_plain(value, brackets=brackets):
        return "'" + value.replace("'", "''") + "'"
    return value


def folded(value: str, indent: int) -> str:
    """A long text over several lines, each behind ``indent`` spaces; lines are joined with spaces when it is read."""
    lines = wrap(value, max(40, WIDTH - indent), break_long_words=False, break_on_hyphens=False)
    return ">-" + "".join(f"\n{' ' * indent}{line}" for line in lines)


def _is_plain(value: str, *, brackets: bool) -> bool:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if not value or value[0] in _FIRST or _NOT_PLAIN.search(value) or value != value.strip():
        return False
    if brackets and not _BRACKETS.isdisjoint(value):
        return False
    try:
        return bool(YAML(typ="safe", pure=True).load(value) == value)
    except (YAMLError, ValueError):
        return False


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < _SHORT else f"\\u{code:04x}" if code < _LONG else f"\\U{code:08x}"
