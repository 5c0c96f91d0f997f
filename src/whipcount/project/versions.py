"""Codebooks by name: a file, or a version that a store keeps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from whipcount.coding import load_codebook
from whipcount.errors import UsageError
from whipcount.model import Codebook
from whipcount.store import Store, open_store
from whipcount.store.records import CodebookRow

PREFIX: Final = "store:"
SHOWN: Final = 12  # digits of an id that tell versions apart in a list


def codebook_named(reference: str, target: str | Path) -> Codebook:
    """The codebook that a word of a command means.

    Args:
        reference: A file; or ``store:`` for the one in force, ``store:2`` by number, ``store:3fdd83`` by the first
            digits of its id.
        target: The store.
    Raises:
        CodebookError: The file cannot be read, or is wrong.
        StoreError: There is no such store.
        UsageError: The store keeps no such version, or several.
    """
    if not reference.startswith(PREFIX):
        return load_codebook(reference)
    with open_store(target, create=False) as store:
        return _version(store.codebooks(), reference.removeprefix(PREFIX))


def _version(rows: Sequence[CodebookRow], wanted: str) -> Codebook:
    if not rows:
        raise UsageError("This store has no codebook yet. Give build or code a --codebook.")
    if not wanted:
        return rows[-1].codebook
    numbered = [row.codebook for row in rows if str(row.number) == wanted]
    found = numbered or list({r.codebook.id: r.codebook for r in rows if r.codebook.id.startswith(wanted)}.values())
    if len(found) != 1:
        known = ", ".join(f"{row.number} ({row.codebook.id[:SHOWN]})" for row in rows)
        what = "several versions" if found else "no version"
        raise UsageError(f"The store keeps {what} {wanted!r} of its codebook. Known: {known}.")
    return found[0]


def arguments_given(store: Store, codebook: Codebook) -> dict[str, frozenset[str]]:
    """Ids of the arguments that coded statements give, by the id of each proposition that has any codings."""
    given: dict[str, frozenset[str]] = {}
    for one in codebook.propositions:
        codings = [item.coding for item in store.coded_statements(one.id) if item.coding is not None]
        if codings:
            given[one.id] = frozenset(coding.argument for coding in codings if coding.argument is not None)
    return given
