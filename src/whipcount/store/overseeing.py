"""``Overseeing``: the part of ``Store`` about runs, outlets and saved views; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from whipcount.store import progress, sources, views
from whipcount.store.oversight import OutletRow, RunProgress, RunTally, SavedView, ViewAction, ViewEvent
from whipcount.store.records import Page, RunRow
from whipcount.store.reviewing import Reviewing


class Overseeing(Reviewing):
    """What was read, by which runs, what is left, and the views that people saved."""

    def note_progress(self, run: str, doing: str, done: int, *, statements: int = 0, name: str = "") -> None:
        """Write down how far a run is; it replaces what the run said before."""
        with self._writing() as connection:
            progress.note(connection, run, (doing, done, statements, name))

    def stop_run(self, run: str, reason: str) -> None:
        """Write down why a run ends early. It is not ended by that: what it did not reach is left to do."""
        with self._writing() as connection:
            progress.stop(connection, run, reason)

    def progress_of(self, runs: Sequence[str]) -> dict[str, RunProgress]:
        """How far these runs said they were."""
        with self._reading() as connection:
            return progress.of(connection, runs)

    def run_page(self, *, command: str | None = None, limit: int | None = None, offset: int = 0) -> Page[RunRow]:
        """Runs, newest first; with ``command``, those of that command."""
        with self._reading() as connection:
            return sources.run_page(connection, command=command, limit=limit, offset=offset)

    def unfinished_runs(self) -> list[RunRow]:
        """Runs that have not ended, newest first: they go on, or were cut off."""
        with self._reading() as connection:
            return sources.unfinished(connection)

    def run(self, run: str) -> RunRow | None:
        """One run; None where there is none with this id."""
        with self._reading() as connection:
            return sources.run(connection, run)

    def run_commands(self) -> list[tuple[str, int]]:
        """The commands that ran, with how often."""
        with self._reading() as connection:
            return sources.commands(connection)

    def tallies(self, runs: Sequence[str], *, copies: bool = True) -> dict[str, RunTally]:
        """What became of the inputs of these runs; runs without inputs are left out."""
        with self._reading() as connection:
            return sources.tallies(connection, runs, copies=copies)

    def outlets(self) -> list[OutletRow]:
        """Outlets with their current documents, those with the most first."""
        with self._reading() as connection:
            return sources.outlets(connection)

    def rejected_inputs(self) -> dict[str, int]:
        """How many inputs never gave a document, by reason."""
        with self._reading() as connection:
            return sources.rejected(connection)

    def unjudged(self, propositions: Sequence[str]) -> Mapping[str, int]:
        """Current statements that nobody has judged yet, by proposition."""
        with self._reading() as connection:
            return sources.unjudged(connection, propositions)

    def reach(self, *, outlet: str | None = None, until: date | None = None) -> tuple[int, int, int]:
        """Documents of an outlet up to a day, those of the outlet without a day, and duplicates of the first."""
        with self._reading() as connection:
            return sources.reach(connection, outlet=outlet, until=until)

    # Saved views

    def save_view(self, name: str, address: str, *, by: str) -> str:
        """Save a page's address under a name; the view's id. What this person had under that name is led there."""
        with self._writing() as connection:
            return views.save(connection, name, address, by=by)

    def change_view(self, view: str, action: ViewAction, *, by: str, name: str | None = None) -> None:
        """Rename, share, unshare or delete a view.

        Raises:
            StoreError: There is no such view.
            UsageError: It would get no name, or one that its owner uses already.
        """
        with self._writing() as connection:
            views.change(connection, view, action, by=by, name=name)

    def saved_views(self) -> list[SavedView]:
        """The views that there are, whoever saved them, by name."""
        with self._reading() as connection:
            return views.standing(views.events(connection))

    def view_events(self) -> list[ViewEvent]:
        """Everything that was done with views, oldest first."""
        with self._reading() as connection:
            return views.events(connection)
