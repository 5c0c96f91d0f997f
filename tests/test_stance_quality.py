"""Floors under the stance model's scores; the cases' hash is pinned, so that a floor is never met by changing them."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from whipcount.coding import Coder, StanceInput, StanceOutput, codebook_from_proposition

CASES = Path(__file__).parent / "data" / "stance_cases.jsonl"
CASES_SHA256 = "c6b9291e14b81825838ac76f9a78b6137e98dec59e719c102c284846fa7b9485"
SHARED = Path(os.environ.get("WHIPCOUNT_SHARED", Path(__file__).parents[2] / "shared"))
PERSPECTRUM = SHARED / "data" / "stance" / "perspectrum_dev.jsonl"
EVERY = 4  # claims of the corpus that one scores: a quarter takes a few seconds


def judged(rows: Sequence[dict[str, str]], text: str) -> list[StanceOutput]:
    propositions = {r["proposition"]: codebook_from_proposition(r["proposition"]).propositions[0] for r in rows}
    items = [
        StanceInput(
            text=r[text],
            proposition=propositions[r["proposition"]],
            speaker=r.get("speaker", ""),
            cue=r.get("cue", ""),
            context=r.get("context", ""),
        )
        for r in rows
    ]
    return Coder().code(items)


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    def f1(label: str) -> float:
        hits = sum(g == f == label for g, f in zip(gold, found, strict=True))
        return 2 * hits / (Counter(gold)[label] + Counter(found)[label] or 1)

    return sum(map(f1, set(gold))) / len(set(gold))


def test_news_like_cases():
    assert hashlib.sha256(CASES.read_bytes()).hexdigest() == CASES_SHA256
    cases = read(CASES)
    assert len(cases) >= 150
    assert len({case["proposition"] for case in cases}) >= 10
    outputs = judged(cases, "content")
    gold, found = [case["stance"] for case in cases], [output.stance for output in outputs]
    assert macro_f1(gold, found) >= 0.79
    turned = sum({g, f} == {"support", "oppose"} for g, f in zip(gold, found, strict=True))
    assert turned / len(gold) <= 0.08  # the worst error: for taken as against


def test_most_of_an_article_is_about_something_else():
    cases = read(CASES)
    propositions = sorted({case["proposition"] for case in cases})
    shifted = [
        case | {"proposition": propositions[(propositions.index(case["proposition"]) + 5) % len(propositions)]}
        for case in cases
    ]
    outputs = judged([{k: v for k, v in case.items() if k != "context"} for case in shifted], "content")
    assert sum(output.relevant >= 0.5 for output in outputs) / len(outputs) <= 0.35


@pytest.mark.corpus
@pytest.mark.skipif(not PERSPECTRUM.is_file(), reason="needs ../shared/data, or WHIPCOUNT_SHARED")
def test_reasons_for_and_against_claims_never_seen():
    rows = read(PERSPECTRUM)
    chosen = set(sorted({r["proposition"] for r in rows})[::EVERY])
    rows = [r for r in rows if r["proposition"] in chosen]
    names = {"support": "support", "undermine": "oppose"}
    outputs = judged(rows, "text")
    two_way = ["support" if o.scores["support"] >= o.scores["oppose"] else "oppose" for o in outputs]
    assert macro_f1([names[r["label"]] for r in rows], two_way) >= 0.82
