"""What a user is told on stderr about inputs that failed and documents without a date."""

from __future__ import annotations

from collections.abc import Sequence

import click

from whipcount.interchange.terminal import printable
from whipcount.model import Document, Rejected

_NAMED = 3  # undated documents named in the warning


class Notices:
    """Collects while documents stream by; rejections are told at once, missing dates once at the end."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0
        self._undated: list[str] = []
        self._undated_count = 0

    def see(self, document: Document) -> None:
        """Note a document that was read."""
        self.done += 1
        if document.published is None:
            self._undated_count += 1
            if len(self._undated) < _NAMED:
                self._undated.append(document.given_id)

    def reject(self, rejected: Rejected) -> None:
        """Tell of an input that failed."""
        self.failed += 1
        tell_rejected(rejected)

    def finish(self) -> None:
        """Tell of documents without a date."""
        tell_undated(self._undated_count, self._undated)


def tell_rejected(rejected: Rejected) -> None:
    """One line for an input that failed."""
    click.echo(f"Rejected ({rejected.reason}): {printable(_told(rejected))}", err=True)


def _told(rejected: Rejected) -> str:
    detail = " ".join(rejected.detail.split())
    return detail if rejected.given_id in detail else f"{rejected.given_id}: {detail}"


def tell_undated(count: int, examples: Sequence[str]) -> None:
    """Warn that days such as "on Tuesday" cannot be resolved, and say what to do."""
    if not count:
        return
    names = ", ".join(printable(name) for name in examples[:_NAMED])
    more = f" and {count - _NAMED} more" if count > _NAMED else ""
    what = "1 document carries" if count == 1 else f"{count} documents carry"
    click.echo(
        f'Warning: {what} no publication date ({names}{more}). Words such as "on Tuesday" stay undated there, and '
        'positions cannot be put in order of time. Give --published 2024-09-12, or a "published" field in JSONL.',
        err=True,
    )
