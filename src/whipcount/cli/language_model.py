"""``code --llm``: what would be sent and what it would cost, then the question whether to, then the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from whipcount.cli.output import counted, write_entries
from whipcount.cli.project import watching
from whipcount.config import Settings
from whipcount.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from whipcount.project.language_model import LanguageModel
    from whipcount.project.second_opinion import Plan

_WITHHELD: Mapping[str, str] = {
    "outlet": "from outlets that llm_outlets does not list",
    "length": "too long",
    "instructions": "with words that speak to a model",
}
_REFUSED: Mapping[str, str] = {
    "no_answer": "empty",
    "form": "not the object asked for",
    "value": "a value that was not on offer",
    "contradiction": "contradict themselves",
}


def check_settings(settings: Settings) -> None:
    """Say what is wrong with the settings before anything else is done.

    Raises:
        UsageError: No language model is set, or a setting cannot be used.
    """
    from whipcount.project.language_model import language_model

    language_model(settings).endpoint()


def ask_language_model(settings: Settings, *, sure: bool, quiet: bool) -> None:
    """Tell what would be sent, ask, send, and tell what came of it."""
    from whipcount.llm import AnswerCache
    from whipcount.project import second_opinion
    from whipcount.project.language_model import language_model
    from whipcount.store import open_store

    model = language_model(settings)
    with open_store(settings.store, create=False) as opened:
        cache = AnswerCache.beside(opened.path)
        planned = second_opinion.plan(opened, model, cache)
        _tell_plan(planned, model)
        if not planned.asks:
            return
        if planned.to_send and not sure:
            _confirm(model)
        with watching(settings.store, quiet=quiet) as progress:
            result = second_opinion.ask_all(
                opened, planned, model, cache, endpoint=model.endpoint(), progress=progress
            )  # fmt: skip
    refused = ", ".join(f"{number:,} {_REFUSED[reason]}" for reason, number in sorted(result.refused.items()))
    click.echo(
        f"{counted(result.made, 'judgement')} by {model.name}; {result.flagged:,} differ and only lean until you look: "
        "whipcount code --flagged",
        err=True,
    )
    if refused:
        number = counted(sum(result.refused.values()), "answer")
        click.echo(
            f"{number} refused: {refused}. Kept in {cache.path.name}; without that file they are asked anew.", err=True
        )


def list_flagged(settings: Settings) -> None:
    """Print where a language model differs from the local model, for a person to judge."""
    from whipcount.cli.views import words_of
    from whipcount.project.second_opinion import flagged
    from whipcount.store import open_store

    with open_store(settings.store, create=False) as opened:
        found = [one.coding for one in flagged(opened)]
        write_entries(
            (
                f"{coding.stance} {coding.proposition} · {coding.note} · {coding.statement_id}",
                words_of(opened.statement(coding.statement_id)),
            )
            for coding in found
        )
    if not found:
        click.echo("Nothing is flagged.", err=True)


def _tell_plan(planned: Plan, model: LanguageModel) -> None:
    settings = model.settings
    cost = f", about {planned.cost:,.2f} in your currency" if settings.llm_price_in or settings.llm_price_out else ""
    click.echo(
        f"{counted(len(planned.asks), 'judgement')} below {settings.llm_below:g}: {planned.known:,} answered before, "
        f"{planned.to_send:,} to send to {model.address.host} ({settings.llm_model}).",
        err=True,
    )
    for reason, number in sorted(planned.withheld.items()):
        click.echo(f"Not sent: {number:,} {_WITHHELD[reason]}.", err=True)
    if planned.to_send:
        click.echo(
            f"Estimate: {planned.tokens_in:,} tokens sent, {planned.tokens_out:,} received{cost}.", err=True
        )  # fmt: skip


def _confirm(model: LanguageModel) -> None:
    try:
        sure = click.confirm(f"Send them to {model.address.host}?", err=True)
    except click.Abort:  # nobody is there to answer
        sure = False
    if not sure:
        raise UsageError("Nothing was sent. Give --yes to send without being asked.")
