"""Which file holds the codebook of a store: the store's own beside it, or the project's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from whipcount.config import PROJECT_FILE, Settings

ENDING: Final = ".codebook.yaml"


def own_codebook(store: Path) -> Path:
    """The file beside a store that has its name. Several stores in one folder each have one of their own.

    >>> own_codebook(Path("debates/lanes.db")).name
    'lanes.codebook.yaml'
    """
    return store.with_suffix(ENDING)


def codebook_of(store: Path, settings: Settings) -> Path:
    """The file that the codebook of a store is read from and saved to; it need not be there yet.

    The store's own comes first. Else it is the one of the settings, where that exists, is named there, or belongs to
    a project. Where nobody named a file, a new one is the store's own: ``codebook.yaml`` in the working directory would
    be taken for every other store that is built from there.
    """
    own, named = own_codebook(store), Path(settings.codebook)
    if own.exists():
        return own
    if named.exists() or settings.codebook != Settings().codebook or Path(PROJECT_FILE).exists():
        return named
    return named if store.resolve() == Path(Settings().store).resolve() else own
