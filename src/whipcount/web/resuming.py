"""What a run did, whether it goes on, and the command that does what is left.

No page starts a run. The server may serve several people, and it reads no files but its store; what it would start
could not be watched or stopped from where the articles are. So the command is shown, to be run by somebody there.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from whipcount.config import Settings
from whipcount.demo import demo_sources
from whipcount.model import JSON
from whipcount.store.oversight import RunProgress, RunTally
from whipcount.store.records import RunRow

State: TypeAlias = Literal["running", "done", "stopped", "cut off"]

# A run that said nothing for so long was cut off, or is in one very long step.
SILENT: Final = timedelta(minutes=5)
# More sources than that, which a shell made of a pattern, are not written out on a page.
MOST_SOURCES: Final = 40
DID: Mapping[str, str] = {
    "build": "Articles read and judged",
    "add": "Extractions taken in and judged",
    "code": "Statements judged",
    "code --llm": "Language model asked",
    "learn": "Learned from reviews, judged anew",
    "unlearn": "Learning taken back",
    "correct": "Article corrected by hand",
}
DOING: Mapping[str, str] = {
    "starting": "Opening the models",
    "reading": "Reading",
    "grouping": "Finding copies and who is who",
    "coding": "Judging statements",
}
# What the command of a run is called again with; a command that is not here is not called again.
_AGAIN: Mapping[str, tuple[str, ...]] = {
    "build": ("build",), "add": ("add",), "code": ("code",), "code --llm": ("code", "--llm"),
    "learn": ("code",), "unlearn": ("code",),  # the head is on or off by then: what is left is to judge anew
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunView:
    """A run made ready for a page at the time ``now``.

    ``heard`` is when it last gave a sign of life, ``later`` the run that did what it left.
    """

    run: RunRow
    tally: RunTally
    progress: RunProgress | None
    state: State
    heard: datetime
    now: datetime
    command: str | None
    later: RunRow | None = None

    @property
    def did(self) -> str:
        """What it did, or does, in words."""
        return DID.get(self.run.command, self.run.command)

    @property
    def by(self) -> str:
        """Who ran it, as far as it was written down."""
        settings = self.run.settings
        named = settings.get("by") or (settings.get("coder") if self.run.command in ("build", "add") else "")
        return str(named or "")

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        until = self.now if self.state == "running" else self.run.ended or self.heard
        return max((until - self.run.started).total_seconds(), 0.0)

    @property
    def silent(self) -> float:
        """Seconds since its last sign of life."""
        return max((self.now - self.heard).total_seconds(), 0.0)

    @property
    def why(self) -> str:
        """Why it did not come to its end, as a sentence."""
        reason = self.progress.stopped if self.progress and self.progress.stopped else ""
        return f"It ended early: {reason.rstrip('.')}." if reason else "It was cut off, or is in one very long step."

    @property
    def statements(self) -> int | None:
        """Statements that it added, None where it did not say."""
        told = self.progress.statements if self.progress and self.run.ended is None else None
        return self.run.counts.get("statements", told)

    @property
    def judgements(self) -> int | None:
        """Judgements that it made, None where it did not say."""
        coding = self.progress is not None and self.progress.doing == "coding" and self.run.ended is None
        return self.run.counts.get("codings", self.progress.done if self.progress and coding else None)

    @property
    def doing(self) -> str:
        """What it is at, in words."""
        return DOING.get(self.progress.doing if self.progress else "starting", "At work")

    @property
    def left(self) -> bool:
        """Whether somebody has to call it again."""
        return self.state in ("stopped", "cut off") and self.later is None and self.command is not None


@dataclass(frozen=True, slots=True)
class Known:
    """What runs are viewed by: the store's name for a command line, the runs after them, and the time."""

    store: str
    later: Sequence[RunRow]
    now: datetime


def view_of(run: RunRow, tally: RunTally | None, progress: RunProgress | None, known: Known) -> RunView:
    """A run with its state."""
    counted = tally or RunTally()
    signs = [run.ended or run.started, *(it for it in (counted.latest, progress.at if progress else None) if it)]
    heard = max(signs)
    state: State = "running"
    if progress and progress.stopped:
        state = "stopped"
    elif run.ended:
        state = "done"
    elif known.now - heard > SILENT:
        state = "cut off"
    later = taken_up(run, known.later) if state in ("stopped", "cut off") else None
    return RunView(run, counted, progress, state, heard, known.now, command_of(run, known.store), later)


def taken_up(run: RunRow, others: Iterable[RunRow]) -> RunRow | None:
    """The first run after this one that did the same to its end, so that nothing of it is left."""
    after = [other for other in others if other.started > run.started and other.ended and _same(run, other)]
    return min(after, key=lambda other: other.started, default=None)


def _same(run: RunRow, other: RunRow) -> bool:
    mine, theirs = run.settings.get("sources"), other.settings.get("sources")
    if _AGAIN.get(run.command) == ("code",):
        return other.command in ("code", "build", "add", "learn")
    return run.command == other.command and (mine is None or theirs is None or mine == theirs)


def command_of(run: RunRow, store: str) -> str | None:
    """The command line that does a run again, or what is left of it; None where there is none."""
    if run.command not in _AGAIN:
        return None
    sources = run.settings.get("sources")
    if sources == [str(path) for path in demo_sources()]:
        return f"whipcount demo --no-serve --store {store}"
    words = ["whipcount", *_AGAIN[run.command], *_operands(run.command, sources)]
    if run.command == "build":
        asked = ("published", "proposition") if run.settings.get("proposition") else ("published", "codebook")
        usual = asdict(Settings())
        for name in (*asked, "actors"):
            value = run.settings.get(name)
            words += [f"--{name}", str(value)] if value and value != usual.get(name) else []
    return f"{shlex.join(words)} --store {store}"


def _operands(command: str, sources: JSON) -> list[str]:
    """What stands after the command; a word in capitals for what was not written down, or is too much to show."""
    if command == "build":
        known = isinstance(sources, list) and 0 < len(sources) <= MOST_SOURCES
        return [str(source) for source in sources] if known and isinstance(sources, list) else ["SOURCE"]
    return ["FILE"] if command == "add" else []
