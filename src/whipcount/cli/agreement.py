"""``agreement``: how far coders agree, and on which statements they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.output import counted, write_entries, write_json, write_table
from whipcount.model import STANCES

if TYPE_CHECKING:
    from whipcount.evaluate.agreement import CoderSummary, Comparison, Disagreement, FieldAgreement
    from whipcount.evaluate.reliability import Pair
    from whipcount.model import JSON, Coding
    from whipcount.store import Store

_REVIEW = "Review some with `whipcount code STATEMENT --proposition ID --stance STANCE`, or in the browser."
_NOT_TWICE = f"Nobody has coded a statement that another coder coded too. {_REVIEW}"
_WHY = {"no_overlap": "nothing both coded", "one_value": "one value only", None: ""}
_SHARES = 2  # decimal places


@click.command()
@click.option("--coder", "coders", metavar="NAME", multiple=True, help="Compare this coder: give two, or more.")
@click.option("--proposition", metavar="ID", help="Only this proposition.")
@click.option("--disagreements", is_flag=True, help="List what is coded differently, with the words.")
@options.store
@options.format_option("table", "json", default="table")
def agreement(
    coders: tuple[str, ...], proposition: str | None, disagreements: bool, store: str | None, form: str
) -> None:
    """How far coders agree, people and models: Krippendorff's alpha with a 95 % interval, field by field.

    Without --coder it lists the coders, and how much any two have both coded.

    \b
    whipcount agreement --coder ines --coder stance@f79e026de9ff --disagreements
    """
    from whipcount.evaluate.agreement import coders_in, compare
    from whipcount.store import open_store

    with open_store(options.settings_for(store=store).store, create=False) as opened:
        if not coders:
            _list(opened, coders_in(opened, proposition=proposition), proposition, form)
            return
        found = compare(opened, coders, proposition=proposition)
        listed = found.disagreements if disagreements else ()
        if form == "json":
            # Left out where nobody asked: an empty list would say that there are none.
            asked: dict[str, JSON] = {"disagreements": [_listed_json(opened, found, each) for each in listed]}
            write_json(_comparison_json(found) | (asked if disagreements else {}))
            return
        _tables(found)
        for each in listed:
            _entry(opened, found, each)
    if found.disagreements and not disagreements:
        click.echo(f"{counted(len(found.disagreements), 'disagreement')}. List them: --disagreements", err=True)


def _list(store: Store, coders: Sequence[CoderSummary], proposition: str | None, form: str) -> None:
    from whipcount.evaluate.agreement import overlaps

    pairs = overlaps(store, coders, proposition=proposition)
    if form == "json":
        write_json({"coders": [_coder_json(one) for one in coders], "pairs": [_pair_json(*pair) for pair in pairs]})
    elif coders:
        heads = ("coder", "kind", "judgements", "propositions")
        write_table([(c.name, c.kind, str(c.codings), ", ".join(c.propositions)) for c in coders], heads)
        for label in _versions(coders):
            click.echo(f"also by wording: {label}")
    if not pairs:
        click.echo(_NOT_TWICE if coders else "Nothing is coded yet. Run `whipcount code` first.", err=True)
    elif form == "table":
        click.echo()
        write_table([(str(n), a, b) for a, b, n in pairs], ("both coded", "coder", "and coder"))
        click.echo(f'Compare two: whipcount agreement --coder "{pairs[0][0]}" --coder "{pairs[0][1]}"', err=True)


def _versions(coders: Sequence[CoderSummary]) -> Iterator[str]:
    """Labels of models that judged some proposition in several wordings, which can be compared with each other."""
    for one in coders:
        if len(one.labels) > len(one.propositions):
            yield from one.labels


def _tables(found: Comparison) -> None:
    if not found.units:
        click.echo(f"{' and '.join(found.coders)} have coded no statement both. {_REVIEW}", err=True)
        return
    click.echo(f"{' and '.join(found.coders)}: {counted(found.units, 'judgement')} of the same statements\n")
    heads = ("proposition", "field", "units", "documents", "same", "alpha", "95 %", "kappa", "note")
    write_table([_row(one) for one in found.fields], heads)
    stances = next(one.measured for one in found.fields if one.field == "stance")
    if stances.confusion:
        click.echo(f"\nstance: {found.coders[0]} in rows, {found.coders[1]} in columns")
        _confusion(stances.confusion)


def _row(one: FieldAgreement) -> tuple[str, ...]:
    measured, interval = one.measured, one.measured.interval
    return (
        one.proposition or "all",
        one.field,
        str(measured.units),
        str(measured.documents),
        _shown(measured.share),
        _shown(measured.alpha),
        f"{_shown(interval.low)} to {_shown(interval.high)}" if interval else "",
        _shown(measured.kappa),
        _WHY[measured.reason],
    )


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.{_SHARES}f}"


def _confusion(table: Mapping[Pair, int]) -> None:
    rows = [(stance, *(str(table.get((stance, other), 0)) for other in STANCES)) for stance in STANCES]
    write_table(rows, ("", *STANCES))


def _entry(store: Store, found: Comparison, each: Disagreement) -> None:
    from whipcount.cli.views import words_of

    unit = each.unit
    row = store.statement(unit.statement)
    said = [f"{name}: {_judged(c)}" for name, c in zip(found.coders, unit.codings, strict=True) if c is not None]
    click.echo()
    write_entries([(" · ".join((unit.statement, unit.proposition, *said)), words_of(row))])
    click.echo(f"    {_link(each)}")


def _judged(coding: Coding) -> str:
    return f"{coding.stance} ({coding.argument})" if coding.argument else coding.stance


def _link(each: Disagreement) -> str:
    from whipcount.web.query import reader_address

    return reader_address(each.unit.document, each.unit.statement)


def _coder_json(one: CoderSummary) -> dict[str, JSON]:
    return {
        "coder": one.name,
        "kind": one.kind,
        "judgements": one.codings,
        "propositions": list(one.propositions),
        "labels": list(one.labels),
    }


def _pair_json(first: str, second: str, both: int) -> dict[str, JSON]:
    return {"coders": [first, second], "both": both}


def _comparison_json(found: Comparison) -> dict[str, JSON]:
    return {"coders": list(found.coders), "units": found.units, "fields": [_field_json(one) for one in found.fields]}


def _field_json(one: FieldAgreement) -> dict[str, JSON]:
    measured, interval = one.measured, one.measured.interval
    return {
        "field": one.field,
        "proposition": one.proposition,
        "units": measured.units,
        "documents": measured.documents,
        "same": measured.share,
        "alpha": measured.alpha,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "kappa": measured.kappa,
        "reason": measured.reason,
        "confusion": [[str(a), str(b), count] for (a, b), count in sorted(measured.confusion.items(), key=str)],
    }


def _listed_json(store: Store, found: Comparison, each: Disagreement) -> dict[str, JSON]:
    unit = each.unit
    row = store.statement(unit.statement)
    return {
        "statement": unit.statement,
        "document": unit.document,
        "proposition": unit.proposition,
        "fields": list(each.fields),
        "words": row.quotation if row.verified else None,
        "link": _link(each),
        "codings": [
            {"coder": name, "stance": c.stance, "argument": c.argument, "note": c.note}
            for name, c in zip(found.coders, unit.codings, strict=True)
            if c is not None
        ],
    }
