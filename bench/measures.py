"""What the benches count in each document, by the official scorers' own functions, and intervals over documents.

The official scorers print one figure for a corpus. An interval needs the counts of each document, so they are asked
document by document; ``bench/dev.py`` checks that the sums give the printed figures.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

from whipcount.attribute.assemble import form_of
from whipcount.evaluate.scores import Counts, bootstrap, calibration_error, total
from whipcount.model import Span

Record: TypeAlias = Mapping[str, Any]
Judged: TypeAlias = tuple[float, bool]  # confidence, and whether the attribution was right


def scorer(shared: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"official_{name}", shared / "score" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "score" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def attribution_counts(gold: Record, predicted: Record, official: ModuleType) -> dict[str, Counts]:
    """Counts of every measure of ``score/attribution.py`` in one document."""
    report = official.score({gold["doc"]: gold}, {gold["doc"]: predicted})
    return {name: Counts(row["tp"], row["pred"], row["gold"]) for name, row in report.items() if isinstance(row, dict)}


def _direct(record: Record, attributions: Iterable[Record]) -> list[Record]:
    """Attributions whose content stands inside quotation marks, as the product tells it."""
    found = ((a, tuple(Span(s, e) for s, e in a["content"])) for a in attributions)
    return [a for a, content in found if content and form_of(record["text"], content) == "direct"]


def direct_counts(gold: Record, predicted: Record, official: ModuleType) -> dict[str, Counts]:
    """Direct quotations of one document: contents that overlap by half, and how many of these have the right source.

    The official soft match does the pairing; it is given no cue, and for contents alone no source either.
    """
    blank = official.whitespace(gold)
    none: frozenset[int] = frozenset()
    golds, guesses = (
        [tuple(official.chars(a[role], blank) for role in ("source", "content")) for a in _direct(gold, attributions)]
        for attributions in (gold["attributions"], predicted["attributions"])
    )
    contents, both = (
        official.soft_matches(*([(none, s if sources else none, c) for s, c in side] for side in (golds, guesses)))
        for sources in (False, True)
    )
    return {
        "direct_content_soft": Counts(contents, len(guesses), len(golds)),
        "direct_source_right": Counts(both, contents, contents),
    }


def cofenet_counts(
    items: Sequence[Record], record: Record, predicted: Record, official: ModuleType
) -> dict[str, Counts]:
    """Counts of ``score/cofenet.py`` over the items (paragraphs, in order) of one document."""
    counts = dict.fromkeys(official.ROLES, Counts())
    at: dict[str, int] = {}
    for item in items:
        start = official.find_start(item["tokens"], record["text"], at.get(item["id"], 0))
        spans = [] if start is None else official.align(item["tokens"], record["text"], start)
        ends = [span[1] for span in spans if span]
        if ends:
            at[item["id"]] = ends[-1]
        gold, guess = official.gold_spans(item["labels"]), official.predicted_spans(predicted["attributions"], spans)
        for role in official.ROLES:
            counts[role] += Counts(len(gold[role] & guess[role]), len(guess[role]), len(gold[role]))
    return {f"cofenet_{role}": found for role, found in counts.items()}


def judged(gold: Record, predicted: Record, official: ModuleType) -> list[Judged]:
    """Confidence of each attribution of one document, and whether some gold attribution matches it softly."""
    blank = official.whitespace(gold)
    wanted = official.triples(gold, blank)
    rows: list[Judged] = []
    for attribution in predicted["attributions"]:
        found = tuple(official.chars(attribution[role], blank) for role in official.ROLES)
        rows.append((attribution["confidence"], any(official.soft_matches([one], [found]) for one in wanted)))
    return rows


def precision_of_surer_half(rows: Iterable[Judged]) -> float | None:
    half = sorted(rows, reverse=True)
    half = half[: len(half) // 2]
    return sum(right for _, right in half) / len(half) if half else None


def calibration(documents: Sequence[Sequence[Judged]]) -> dict[str, float | list[float] | None]:
    """Expected calibration error and precision of the surer half, with intervals over documents."""
    out: dict[str, float | list[float] | None] = {}
    measures = {"expected_calibration_error": calibration_error, "precision_of_surer_half": precision_of_surer_half}
    for name, measure in measures.items():
        value = measure(row for document in documents for row in document)
        interval = bootstrap(documents, lambda drawn, m=measure: m(row for document in drawn for row in document))
        out[name] = None if value is None else round(value, 4)
        out[f"{name}_interval"] = interval and [round(end, 4) for end in interval]
    return out


def rows(documents: Sequence[Mapping[str, Counts]]) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 of each measure with 95 % intervals over documents, and the counts behind them."""
    return {name: _row([document[name] for document in documents]) for name in documents[0]}


def _row(counts: Sequence[Counts]) -> dict[str, Any]:
    whole = total(counts)
    row: dict[str, Any] = {"right": whole.right, "predicted": whole.predicted, "gold": whole.gold}
    for measure in ("precision", "recall", "f1"):
        interval = bootstrap(counts, lambda drawn, m=measure: getattr(total(drawn), m))
        row[measure] = round(getattr(whole, measure), 4)
        row[f"{measure}_interval"] = interval and [round(end, 4) for end in interval]
    return row
