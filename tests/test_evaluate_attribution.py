"""Attributions against gold: white space never counts, counts add up, and the definitions are the shared ones."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.errors import InputError
from whipcount.evaluate import attribution_report
from whipcount.evaluate.attribution import MEASURES, ROLES, score_document
from whipcount.evaluate.records import Annotated

TEXT = "Ann said:  “We go.”\nBen denied it."
#       0123456789012345678 9


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def made(*attributions: dict[str, list[list[int]]], text: str | None = TEXT) -> Annotated:
    roles = tuple({role: [tuple(p) for p in a.get(role, [])] for role in ROLES} for a in attributions)
    return Annotated("d", text, (), roles)  # type: ignore[arg-type]


ANN = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[11, 19]]}
BEN = {"source": [[20, 23]], "cue": [[24, 30]], "content": [[31, 33]]}


def counts(gold: Annotated, predicted: Annotated | None) -> dict[str, tuple[int, int, int]]:
    scored = score_document(gold, predicted).counts
    return {name: (c.right, c.predicted, c.gold) for name, c in scored.items()}


def test_gold_against_itself_is_right_everywhere():
    scored = score_document(made(ANN, BEN), made(ANN, BEN)).counts
    assert set(scored) == set(MEASURES)
    assert all(c.f1 == 1.0 for c in scored.values())


def test_white_space_never_counts():
    """Not at the ends of a piece, not between two pieces."""
    loose = {"source": [[0, 4]], "cue": [[3, 8]], "content": [[9, 14], [15, 20]]}
    assert counts(made(ANN), made(loose))["attribution_exact"] == (1, 1, 1)
    assert counts(made(ANN), made(loose))["content_char"] == (7, 7, 7)


def test_partial_overlap_by_hand():
    """“We go.” has 7 characters but for its space; “We has 3: half is not reached."""
    short = ANN | {"content": [[11, 14]]}
    found = counts(made(ANN, BEN), made(short))
    assert found["content_exact"] == (0, 1, 2)
    assert found["content_char"] == (3, 3, 9)
    assert found["source_exact"] == (1, 1, 2)
    assert found["attribution_soft"] == (0, 1, 2)
    half = ANN | {"content": [[11, 16]]}
    assert counts(made(ANN, BEN), made(half))["attribution_soft"] == (1, 1, 2)


def test_repeated_spans_count_once_and_repeated_attributions_each_time():
    found = counts(made(ANN), made(ANN, ANN))
    assert found["cue_exact"] == found["attribution_exact"] == (1, 1, 1)
    assert found["attribution_soft"] == (1, 2, 1)


def test_empty_roles_are_no_items_but_match_each_other():
    nobody = {"cue": [[4, 8]], "content": [[11, 19]]}
    found = counts(made(nobody), made(nobody, {"source": [[3, 4]]}))
    assert found["source_exact"] == (0, 0, 0)
    assert found["attribution_soft"] == (1, 1, 1)


def test_missing_prediction_counts_as_empty():
    assert counts(made(ANN), None)["attribution_exact"] == (0, 0, 1)


def test_report_reads_the_output_of_extract(tmp_path):
    gold = write(tmp_path / "gold.jsonl", {"doc": "a", "text": TEXT, "attributions": [ANN, BEN]})
    line = {"document": {"id": "f00", "given_id": "articles/a.txt", "text": TEXT}, "statements": [ANN | {"id": "s"}]}
    report = attribution_report(gold, write(tmp_path / "out.jsonl", line), draws=50)
    assert report["documents_scored"] == 1
    assert report["cue_exact"] == {
        "p": 1.0, "r": 0.5, "f1": 0.6667, "f1_interval": [0.6667, 0.6667], "tp": 1, "pred": 1, "gold": 2
    }  # fmt: skip


def test_report_lists_documents_that_only_one_side_has(tmp_path):
    gold = write(tmp_path / "g", {"doc": "a", "attributions": [ANN]}, {"doc": "b", "attributions": []})
    predicted = write(tmp_path / "p", {"doc": "b", "attributions": []}, {"doc": "c", "attributions": [BEN]})
    report = attribution_report(gold, predicted, draws=10)
    assert report["gold_documents_without_prediction"] == ["a"]
    assert report["predicted_documents_ignored"] == ["c"]
    assert report["cue_exact"]["pred"] == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"line 1: this is not JSON"),
        ("[1]", r"line 1: a JSON object was expected"),
        ('{"attributions": []}', r'line 1: "doc" must name the document'),
        ('{"doc": "a"}', r'line 1: a list of "attributions"'),
        ('{"doc": "a", "attributions": [3]}', r"an attribution must be an object, not 3"),
        ('{"doc": "a", "attributions": [{"cue": [[5, 2]]}]}', r"0 <= start <= end, not \[5, 2\]"),
        ('{"doc": "a", "attributions": [{"cue": "no"}]}', r"0 <= start <= end, not 'no'"),
        ('{"doc": "a", "text": "other", "attributions": []}', r"the text of 'a' is not the gold's"),
        ('{"doc": "a", "attributions": []}\n{"doc": "a", "attributions": []}', r"line 2: .* comes a second time"),
        ('{"document": 1, "statements": []}', r'"document" must be an object'),
        ('{"doc": "a", "text": 4, "attributions": []}', r'"text" must be text, not 4'),
    ],
)
def test_unusable_lines_are_named(tmp_path, line, message):
    gold = write(tmp_path / "gold", {"doc": "a", "text": TEXT, "attributions": []})
    predicted = tmp_path / "predicted"
    predicted.write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        attribution_report(gold, predicted)


def test_unreadable_files_are_named(tmp_path):
    with pytest.raises(InputError, match=r"nothing\.jsonl cannot be read: No such file"):
        attribution_report(tmp_path / "nothing.jsonl", tmp_path / "nothing.jsonl")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        attribution_report(tmp_path / "binary", tmp_path / "binary")


pieces = st.lists(st.tuples(st.integers(0, 36), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=3)
attributions = st.lists(st.fixed_dictionaries(dict.fromkeys(ROLES, pieces)), max_size=4).map(tuple)


def characters(span: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(i for start, end in span for i in range(start, end) if not TEXT[i : i + 1].isspace())


@given(attributions, attributions)
def test_runs_count_as_sets_of_characters_do(gold, predicted):
    """Runs without white space are a faster form of character sets, and give the same counts."""
    found = counts(Annotated("d", TEXT, (), gold), Annotated("d", TEXT, (), predicted))
    for role in ROLES:
        g, p = ({characters(a[role]) for a in side} - {frozenset()} for side in (gold, predicted))
        assert found[f"{role}_exact"] == (len(g & p), len(p), len(g))
        g_all, p_all = frozenset().union(*g), frozenset().union(*p)
        assert found[f"{role}_char"] == (len(g_all & p_all), len(p_all), len(g_all))


@pytest.mark.corpus
@pytest.mark.parametrize("seed", [0, 1])
def test_same_figures_as_the_shared_scorer(shared, tmp_path, seed):
    """Development gold against itself with pieces moved, dropped, added and repeated at random."""
    path = shared / "data/attribution/polnear_dev.jsonl"
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    draw = random.Random(seed)

    def disturbed(attribution):
        roles = {
            role: [
                [max(0, s + draw.choice([0, 0, 0, -3, 4])), e + draw.choice([0, 0, 0, 1, 9])]
                for s, e in attribution[role]
                if draw.random() > 0.1
            ]
            for role in ROLES
        }
        return {role: [[min(s, e), max(s, e)] for s, e in found] for role, found in roles.items()}

    predicted = [
        {
            "doc": d["doc"],
            "attributions": [disturbed(a) for a in d["attributions"] for _ in range(draw.choice([0, 1, 1, 2]))],
        }
        for d in gold
        if draw.random() > 0.1
    ]
    ours = attribution_report(path, write(tmp_path / "predicted.jsonl", *predicted), draws=20)
    spec = importlib.util.spec_from_file_location("shared_scorer", shared / "score/attribution.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    theirs = scorer.score({d["doc"]: d for d in gold}, {d["doc"]: d for d in predicted})
    assert set(MEASURES) <= set(theirs)
    for name, value in theirs.items():
        if name in MEASURES:
            assert {key: ours[name][key] for key in value} == value
        else:
            assert ours[name] == value
