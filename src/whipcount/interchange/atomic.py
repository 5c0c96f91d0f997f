"""Files that are either written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from whipcount.errors import UsageError


@contextmanager
def written_whole(path: Path) -> Generator[BinaryIO]:
    """A file to write to that takes the place of ``path`` only when the block ends without an error.

    The bytes go to a temporary file beside it, are flushed to the disk and then renamed, so that a reader, a crash
    or a full disk never meets half a file. An existing file is replaced and keeps its permissions.

    Raises:
        UsageError: The file cannot be written; says why.
    """
    path = path.resolve()  # a link keeps pointing to the file that is replaced
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file that can be replaced. Choose another path.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    except OSError as error:
        raise _unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _mode(path: Path) -> int:
    """Permissions of the file that is replaced, else those that a new file would get."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0o077)  # there is no other way to read it
        os.umask(mask)
        return 0o666 & ~mask


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written: {error.strerror or error}. Choose another path or make room there.")
