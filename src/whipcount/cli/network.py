"""``network``: who is tied to whom, or to what, in the words of Discourse Network Analyzer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from whipcount.cli import options
from whipcount.cli.output import counted, write_json

if TYPE_CHECKING:
    from whipcount.interchange.graphs import GraphFormat
    from whipcount.network import Network, NetworkSettings
    from whipcount.store import Store

Command = TypeVar("Command", bound=Callable[..., object])

# The words of ``network.settings``, which is not imported before it is needed: it loads numpy. A test compares them.
TYPES = ("congruence", "conflict", "subtract", "ignore", "combine")
NORMALISATIONS = ("no", "average", "jaccard", "cosine", "activity", "prominence")
DUPLICATES = ("include", "document", "week", "month", "year", "acrossrange")
NODES = ("actor", "organisation", "party", "country")
_OPTIONS = (
    click.option(
        "--mode", type=click.Choice(("one", "two")), default="one", show_default=True,
        help="Ties between actors (one), or between actors and propositions (two).",
    ),
    click.option(
        "--type", type=click.Choice(TYPES),
        help="How statements tie.  [default: congruence for one mode, subtract for two]",
    ),
    click.option(
        "--normalise", type=click.Choice(NORMALISATIONS),
        help="What weights are divided by.  [default: average for one mode, no for two]",
    ),
    click.option(
        "--duplicates", type=click.Choice(DUPLICATES), default="document", show_default=True,
        help="What says the same again in this unit counts once.",
    ),
    click.option(
        "--nodes", type=click.Choice(NODES), default="actor", show_default=True, help="Who stands for a statement."
    ),
    click.option("--question", metavar="ID", help="Only propositions on this question."),
    click.option("--proposition", metavar="ID", multiple=True, help="Only this proposition; may be given again."),
    click.option("--from", "since", type=options.DAY, metavar="DATE", help="Said on this day or later."),
    click.option("--to", "until", type=options.DAY, metavar="DATE", help="Said on this day or earlier."),
    click.option("--isolates", is_flag=True, help="Keep actors and propositions without a tie in the window."),
    click.option("--without-conditional", is_flag=True, help='Leave out "yes, if"; by default it counts as a yes.'),
    click.option("--unnamed", is_flag=True, help="Keep groups and anonymous sources, each document's apart."),
    click.option("--top", type=click.IntRange(min=1), help="Only so many actors, those with the most statements."),
    click.option("--dna-compat", is_flag=True, help="Count as DNA 3.1.2 does where it departs from its manual."),
    click.option(
        "--draws", type=click.IntRange(min=0), help="Draws of the codings behind an interval; 0: none.  [default: 200]"
    ),
    click.option("--pairs", type=click.IntRange(min=0), help="At most so many pairs of statements an edge, in JSON."),
)  # fmt: skip


def _network_options(command: Command) -> Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@options.store
@_network_options
@options.format_option("table", "json", "matrix", "csv", "graphml", "gexf", default="table")
def network(store: str | None, form: str, pairs: int | None, **given: Any) -> None:
    """Who is tied to whom: networks as Discourse Network Analyzer counts them, with evidence and intervals."""
    from whipcount.project.network import network_of
    from whipcount.store import open_store

    settings = options.settings_for(store=store)
    with open_store(settings.store, create=False) as opened:
        found = network_of(opened, settings, _wanted(opened, **given))
    _write(found, form, pairs)
    click.echo(_note(found), err=True)


def _wanted(
    store: Store, *, question: str | None, proposition: tuple[str, ...], without_conditional: bool, **same: Any
) -> NetworkSettings:
    """The settings that the options stand for; the rest of them have the settings' own names."""
    from whipcount.network import NetworkSettings
    from whipcount.project.network import propositions_on

    chosen = proposition or None
    if question is not None:
        on_it = propositions_on(store.codebook(), question)
        chosen = tuple(id_ for id_ in on_it if chosen is None or id_ in chosen)
    given = {name: value for name, value in same.items() if value is not None}
    return NetworkSettings(propositions=chosen, conditional="leave" if without_conditional else "lean", **given)


def _write(found: Network, form: str, pairs: int | None) -> None:
    from whipcount.interchange.graphs import WRITERS, network_json

    if form == "json":
        write_json(network_json(found, most_pairs=pairs))
    elif form == "table":
        _table(found)
    else:
        chosen: GraphFormat = form  # type: ignore[assignment]  # click.Choice has checked it
        for part in WRITERS[chosen](found):
            click.echo(part, nl=False)


def _table(found: Network) -> None:
    """The edges, the heaviest first."""
    from whipcount.cli.output import write_table

    labels = {node.id: node.label for node in found.nodes}
    edges = sorted(found.edges, key=lambda edge: (-abs(edge.weight), labels[edge.source], labels[edge.target]))
    rows = [
        (
            f"{edge.weight:.4g}",
            "" if edge.low is None or edge.high is None else f"{edge.low:.4g} to {edge.high:.4g}",
            str(found.pair_count(edge)),
            labels[edge.source],
            labels[edge.target],
        )
        for edge in edges
    ]
    heads = ("weight", "95 % interval", "pairs" if found.settings.mode == "one" else "statements", "from", "to")
    write_table(rows, heads)


def _note(found: Network) -> str:
    """What was counted and what was not, in a line."""
    from whipcount.interchange.graphs import LEFT_OUT_WORDS

    parts = [
        f"{counted(len(found.edges), 'edge')} from {counted(found.counts.kept, 'statement')} "
        f"by {counted(len(found.counts.actors), 'actor')}"
    ]
    if found.dropped:
        parts.append(f"{counted(found.dropped, 'duplicate')} dropped")
    parts += [
        f"{number:,} {LEFT_OUT_WORDS[reason]}" for reason, number in found.left_out.items() if reason in LEFT_OUT_WORDS
    ]
    if found.hidden:
        parts.append(f"{counted(found.hidden, 'actor')} beyond --top")
    return "; ".join(parts) + "."
