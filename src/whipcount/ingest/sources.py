"""Find the files that a list of sources names: files, folders, globs, ``-``."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from whipcount.ingest.formats import SUFFIXES, Format
from whipcount.model import Rejected

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read. ``format`` is None where the name does not tell it and the content must."""

    given_id: str
    path: str
    format: Format | None


def find(sources: Iterable[str | Path]) -> Iterator[Found | Rejected]:
    """Every file that the sources name, and a rejection for each source or entry that is none."""
    for source in sources:
        name = os.fspath(source)
        try:
            mode = Path(name).stat().st_mode if name != STDIN else 0
        except (OSError, ValueError) as error:
            yield from _glob(name, error)
            continue
        if stat.S_ISDIR(mode):
            yield from _folder(name)
        else:
            yield Found(printable(name), name, _format(name))


def printable(path: str) -> str:
    """The path as an id that any store can hold: a file name need not be valid UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def _format(name: str) -> Format | None:
    return SUFFIXES.get(Path(name).suffix.lower())


def _rejected(name: str, reason: str, detail: str) -> Rejected:
    return Rejected(printable(name), "read", reason, detail)


def _glob(pattern: str, error: OSError | ValueError) -> Iterator[Found | Rejected]:
    shown = printable(pattern)
    magic = glob.has_magic(pattern) and "\0" not in pattern
    matches = sorted(glob.glob(pattern, recursive=True)) if magic else []  # noqa: PTH207  # keeps the path as given
    if not matches:
        cause = getattr(error, "strerror", None) or str(error)
        yield _rejected(pattern, "unreadable", f"{shown} could not be read: {cause}. Check its name and permissions.")
    folders = [match for match in matches if Path(match).is_dir() and not Path(match).is_symlink()]
    for match in matches:
        # "**" lists a folder and what is in it: what is in it comes by its own name
        if match in folders and any(other.startswith(match.rstrip(os.sep) + os.sep) for other in matches):
            continue
        yield from _folder(match) if match in folders else _entry(match)


def _folder(name: str) -> Iterator[Found | Rejected]:
    """Files of a folder and its subfolders, sorted by path, hidden ones left out."""
    pending, empty = [name], True
    while pending:
        path = pending.pop()
        if not Path(path).is_dir() or (Path(path).is_symlink() and path != name):
            empty = False
            yield from _entry(path)
            continue
        try:
            entries = sorted(entry for entry in os.listdir(path) if not entry.startswith("."))  # noqa: PTH208  # keeps the path as given
        except OSError as error:
            empty = False
            yield _rejected(path, "unreadable", f"The folder {printable(path)} could not be read: {error.strerror}.")
            continue
        pending.extend(entry if path == "." else os.path.join(path, entry) for entry in reversed(entries))  # noqa: PTH118
    if empty:
        yield _rejected(name, "empty", f"The folder {printable(name)} holds no files. Hidden files are not read.")


def _entry(path: str) -> Iterator[Found | Rejected]:
    """A file met in a folder or by a glob: its type must be known and it must be an ordinary file."""
    shown, form = printable(path), _format(path)
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        yield _rejected(path, "unreadable", f"{shown} could not be read: {error.strerror}.")
        return
    if stat.S_ISDIR(mode):
        yield _rejected(path, "type", f"{shown} is a link to a folder and was not followed. Name the folder itself.")
    elif not stat.S_ISREG(mode):
        yield _rejected(path, "type", f"{shown} is not an ordinary file. Pipe it into whipcount with '-' instead.")
    elif form is None:
        yield Rejected(shown, "read", "type", _unknown_type(path), size=Path(path).stat().st_size)
    else:
        yield Found(shown, path, form)


def _unknown_type(path: str) -> str:
    suffix = Path(path).suffix
    what = f"files ending in {suffix!r}" if suffix else "files without an ending"
    return (
        f"{printable(path)}: in a folder, {what} are not read; {', '.join(SUFFIXES)} are. "
        "Convert it, or name it by itself if it is text."
    )
