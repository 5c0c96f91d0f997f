"""Changing the codebook's file by hand of an editor: looked at first, then written together with the record.

Nothing is written that was not looked at, and nothing over a file that somebody changed meanwhile. The file and the
record change together: the file takes its place as the last thing in the transaction of the store.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path
from typing import Final

from whipcount.coding import (
    Change,
    Finding,
    check_codebook,
    codebook_text,
    diff_codebooks,
    dump_codebook,
    read_codebook,
    starter_codebook,
)
from whipcount.coding.codebook import id_from_text
from whipcount.coding.codebook_draft import (
    Draft,
    DraftActor,
    DraftArgument,
    DraftProposition,
    DraftQuestion,
    draft_of,
    draft_proposition,
    draft_text,
    part_at,
)
from whipcount.coding.yaml_places import comments
from whipcount.errors import CodebookError, ConflictError, StoreError, UsageError
from whipcount.interchange.atomic import written_whole
from whipcount.model import Codebook
from whipcount.project.engines import Coder
from whipcount.project.impact import Impact, codebook_impact
from whipcount.store import Store
from whipcount.store.revisions import CodebookChange

__all__ = [
    "Change",
    "CodebookFile",
    "Draft",
    "DraftActor",
    "DraftArgument",
    "DraftProposition",
    "DraftQuestion",
    "Finding",
    "Proposal",
    "changed_lines",
    "changes_to",
    "draft_of",
    "draft_proposition",
    "draft_text",
    "first_text",
    "id_from_text",
    "open_codebook_file",
    "part_at",
    "propose",
    "save_codebook",
]

_BOM: Final = b"\xef\xbb\xbf"
ONLY_LAYOUT: Final = ("comments and layout", None, "changed")


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """A codebook's file as it was read. ``text`` is None where there is none; ``stamp`` tells its bytes from others."""

    path: Path
    text: str | None
    stamp: str

    @property
    def codebook(self) -> Codebook | None:
        """What it says; None where there is no file, or something is wrong with it."""
        return read_codebook(self.text).codebook if self.text is not None else None

    @property
    def problems(self) -> tuple[str, ...]:
        """What makes it no codebook, each with its line."""
        found = read_codebook(self.text).problems if self.text is not None else ()
        return tuple(problem.told(self.path.name) for problem in found)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new text of the file would be and do. ``codebook`` is None where it is none.

    ``changes`` are against the codebook in force, ``lines`` against the file; ``comments`` are those that would go.
    """

    text: str
    codebook: Codebook | None
    findings: tuple[Finding, ...]
    lines: tuple[str, ...]
    comments: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    impact: Impact | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What has to be mended before it can be saved."""
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def to_judge(self) -> int:
        """How many judgements it would need that are not made yet, those that wait anyway aside."""
        if self.impact is None:
            return 0
        return sum(one.to_judge - one.waiting for one in self.impact.propositions if one.fate != "same")

    @property
    def stamp(self) -> str:
        """Tells this text from others."""
        return _stamp(self.text.encode("utf-8", "surrogatepass"))


def open_codebook_file(path: Path) -> CodebookFile:
    """Read the file that holds the codebook.

    Raises:
        CodebookError: It is there and cannot be read, is too large, or not UTF-8.
    """
    if not path.exists():
        return CodebookFile(path, None, "")
    return CodebookFile(path, codebook_text(path), _stamp(path.read_bytes()))


def changes_to(codebook: Codebook, other: Codebook) -> tuple[Change, ...]:
    """What would change from one codebook to another."""
    return diff_codebooks(codebook, other)


def first_text(file: CodebookFile, in_force: Codebook | None) -> str:
    """The text to begin from: the file's, else the codebook in force, else one to start with."""
    if file.text is not None:
        return file.text
    return dump_codebook(in_force) if in_force else starter_codebook()


def propose(store: Store, file: CodebookFile, text: str, coder: Coder) -> Proposal:
    """What a new text of the file would be and do; nothing is written.

    Args:
        store: The record; it is only read.
        file: The file as it is.
        text: What it would hold.
        coder: The model that would judge.
    """
    reading = read_codebook(text)
    proposal = Proposal(
        text,
        reading.codebook,
        check_codebook(reading),
        changed_lines(file.text or "", text),
        _lost(file.text, text) if reading.codebook is not None else (),
    )
    if reading.codebook is None:
        return proposal
    old = store.codebook() or Codebook("", (), ())
    impact = codebook_impact(store, reading.codebook, coder)
    return replace(proposal, changes=diff_codebooks(old, reading.codebook), impact=impact)


def changed_lines(before: str, after: str) -> tuple[str, ...]:
    """The lines that differ between two texts, with those around them, as a unified diff without its head."""
    return tuple(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2))[2:]


def _lost(before: str | None, after: str) -> tuple[str, ...]:
    if before is None or read_codebook(before).codebook is None:
        return ()
    try:
        return tuple((Counter(comments(before)) - Counter(comments(after))).elements())
    except CodebookError:  # written with anchors; the changed lines show what goes
        return ()


def save_codebook(
    store: Store, file: CodebookFile, proposal: Proposal, *, coder: str, note: str = "", undoes: int | None = None
) -> int:
    """Write the file and put its codebook in force, both or neither; the number of the entry in the ledger.

    Args:
        store: The record.
        file: The file as it was when it was looked at.
        proposal: What it becomes.
        coder: Who says so.
        note: Why.
        undoes: The change that this takes back; no file is made for that where there is none.
    Raises:
        CodebookError: The proposal has errors.
        ConflictError: The file was changed meanwhile, or the change cannot be taken back now.
        UsageError: The file cannot be written, or nobody is named.
    """
    if proposal.codebook is None:
        raise CodebookError("The codebook has errors, so it was not saved. Mend what is listed first.")
    told = tuple((_part(one), one.before or None, one.after or None) for one in proposal.changes)
    change = CodebookChange(coder, note, told or ((ONLY_LAYOUT,) if proposal.lines else ()), undoes)
    before = file.path.read_bytes() if file.text is not None and file.path.exists() else None
    wrote = False

    def publish() -> None:
        nonlocal wrote
        _check_unchanged(file)
        if undoes is not None and file.text is None:
            return
        _write(file.path, proposal.text, marked=before is not None and before.startswith(_BOM))
        wrote = True

    try:
        return store.change_codebook(proposal.codebook, change, publish=publish)
    except StoreError:
        if wrote:  # the file had its new text, and the record could not be kept
            _put_back(file.path, before)
        raise


def _part(change: Change) -> str:
    return f"{change.part} {change.kind}" + (f" [{change.where}]" if change.where else "")


def _check_unchanged(file: CodebookFile) -> None:
    now = _stamp(file.path.read_bytes()) if file.path.exists() else ""
    if now != file.stamp:
        raise ConflictError(f"{file.path.name} was changed meanwhile, so nothing was written. Look at what changed.")


def _write(path: Path, text: str, *, marked: bool) -> None:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(f"The codebook has a character that cannot be written: {error.reason}.") from error
    with written_whole(path) as out:
        out.write((_BOM if marked else b"") + data)


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
        return
    with written_whole(path) as out:
        out.write(data)


def _stamp(data: bytes) -> str:
    return sha256(data).hexdigest()
