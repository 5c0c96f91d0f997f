"""``Summing``: the part of ``Store`` that keeps what was worked out of statements; each method is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whipcount.store import summaries
from whipcount.store.reviewing import Reviewing
from whipcount.store.summaries import Upto


class Summing(Reviewing):
    """What is worked out of each actor's statements, kept until a write touches the actor."""

    def summed_up(self, view: str) -> Upto:
        """How far a view is worked out, and the newest change."""
        with self._reading() as connection:
            return summaries.upto(connection, view)

    def touched_since(self, change: int | None) -> list[str] | None:
        """Actors for whom something may be otherwise after a change, and those linked to them; None for everybody."""
        with self._reading() as connection:
            return summaries.touched_since(connection, change)

    def summaries(self, view: str, part: str, *, since: int | None = None) -> dict[str, str | None]:
        """Bodies by actor: all, or those of ``touched_since`` a change, None where one has none any more."""
        with self._reading() as connection:
            return summaries.bodies(connection, view, part, since)

    def summary(self, view: str, part: str, actor: str) -> str | None:
        """The body of one actor."""
        with self._reading() as connection:
            return summaries.body(connection, view, part, actor)

    def keep_summaries(
        self, view: str, made: Mapping[str, Mapping[str, str]], *, actors: Sequence[str] | None, until: int
    ) -> None:
        """Keep the bodies (part -> actor -> body) of these actors, None for everybody's, right up to a change."""
        with self._writing() as connection:
            summaries.keep(connection, view, made, actors, until)
