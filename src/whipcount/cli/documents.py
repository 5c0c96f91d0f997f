"""``read`` and ``extract``: stateless, from sources to JSON lines."""

from __future__ import annotations

import sys
from datetime import date

import click

from whipcount.cli import options
from whipcount.cli.failures import exit_code
from whipcount.cli.notices import Notices
from whipcount.cli.output import counted, write_json_line
from whipcount.cli.progress import ProgressLine


@click.command()
@options.sources
@options.published
@options.quiet
def read(sources: tuple[str, ...], published: date | None, quiet: bool) -> int:
    """Documents as JSON lines, without looking at the language.

    SOURCE is a text, HTML or JSONL file, a folder, a glob in quotes, or - for standard input.
    """
    from whipcount.ingest import read as read_sources
    from whipcount.interchange.extraction import document_to_json
    from whipcount.model import Rejected

    notices = Notices()
    found = read_sources(sources, options.settings_for(), published=published, stdin=sys.stdin.buffer)
    with ProgressLine(quiet=quiet) as line:
        for item in found:
            line.clear()
            if isinstance(item, Rejected):
                notices.reject(item)
                continue
            notices.see(item)
            write_json_line(document_to_json(item))
            line.show(f"{counted(notices.done, 'document')} read · {item.given_id}")
    notices.finish()
    return exit_code(done=notices.done, failed=notices.failed)


@click.command()
@options.sources
@options.published
@options.actors
@options.threads
@options.quiet
@click.pass_context
def extract(
    ctx: click.Context,
    sources: tuple[str, ...],
    published: date | None,
    actors: str | None,
    threads: int | None,
    quiet: bool,
) -> int:
    """Documents with their statements, as JSON lines: who says what, when, and where it says so.

    Nothing is stored. `whipcount add` takes these lines into a store.
    """
    from whipcount.ingest import read as read_sources
    from whipcount.interchange.extraction import to_json
    from whipcount.model import Rejected
    from whipcount.pipeline import extract_many

    settings = options.settings_for(actors=actors, threads=threads)
    notices = Notices()
    found = read_sources(sources, settings, published=published, stdin=sys.stdin.buffer)
    engines = options.engines_for(ctx, settings)
    with ProgressLine(quiet=quiet) as line:
        for result in extract_many(found, engines.reader, register=engines.register):
            line.clear()
            if isinstance(result, Rejected):
                notices.reject(result)
                continue
            notices.see(result.document)
            write_json_line(to_json(result))
            line.show(f"{counted(notices.done, 'document')} · {result.document.given_id}")
    notices.finish()
    return exit_code(done=notices.done, failed=notices.failed)
