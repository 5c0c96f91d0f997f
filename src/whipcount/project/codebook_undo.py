"""Taking a change of the codebook back: looked at first, then the file and the record change together, as for a change.

What is put in force is the codebook from before, to the letter. The file keeps its comments and layout wherever a form
could have made that change; where it could not, it is written anew, and what goes with that is told before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from whipcount.coding import diff_codebooks, dump_codebook, read_codebook
from whipcount.coding.codebook_draft import draft_of, draft_text
from whipcount.errors import CodebookError, ConflictError
from whipcount.model import Codebook
from whipcount.project.codebook_file import CodebookFile, Proposal, open_codebook_file, propose, save_codebook
from whipcount.project.engines import Coder
from whipcount.store import Store


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking back the change ``number`` would be and do. ``file`` is as it was when this was found out."""

    number: int
    codebook: Codebook
    file: CodebookFile
    proposal: Proposal


def propose_undoing(store: Store, path: Path, number: int, coder: Coder) -> Undoing:
    """What taking back a change of the codebook would be and do; nothing is written.

    Args:
        store: The record; it is only read.
        path: The file that the codebook is edited in; it may be missing, and is not made then.
        number: The change.
        coder: The model that would judge.
    Raises:
        ConflictError: The change was taken back, a later codebook stands on it, or the file says otherwise than what
            is in force, so that this would be lost.
        CodebookError: The file cannot be read.
    """
    before = store.codebook_before(number)
    file = open_codebook_file(path)
    if file.text is None:
        return Undoing(number, before, file, propose(store, file, dump_codebook(before), coder))
    in_force = store.codebook() or before
    if file.problems:
        raise ConflictError(f"{path.name} has errors, so it cannot be changed. Mend it as text first.")
    if file.codebook is None or diff_codebooks(in_force, file.codebook):
        raise ConflictError(
            f"{path.name} says otherwise than the codebook in force, and undoing would lose that. "
            "Save the file as it is first, or take out what it has changed."
        )
    return Undoing(number, before, file, propose(store, file, _text(file.text, before), coder))


def undo_codebook(store: Store, undoing: Undoing, *, coder: str, note: str = "") -> int:
    """Put the codebook from before a change in force again, in the record and in its file; the number of the entry.

    Raises:
        ConflictError: The record or the file was changed meanwhile.
        UsageError: The file cannot be written, or nobody is named.
    """
    return save_codebook(store, undoing.file, undoing.proposal, coder=coder, note=note, undoes=undoing.number)


def _text(text: str, before: Codebook) -> str:
    """The text of the file that says what ``before`` says, with as much left alone as can be."""
    for found in _ways(text, before):
        if read_codebook(found).codebook == before:
            return found
    raise CodebookError("The codebook from before this change cannot be written. Go back to its version instead.")


def _ways(text: str, before: Codebook) -> Iterator[str]:
    with suppress(CodebookError):  # written in a way that a form cannot change
        yield draft_text(draft_of(before), text)
    yield dump_codebook(before)
