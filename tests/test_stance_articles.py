"""The stance labels on training articles are well formed, keep off the development articles, and give training rows."""

from __future__ import annotations

import json
import re

import pytest
from training.attribution.data import jsonl
from training.stance import articles
from training.stance.data import IRRELEVANT, LABELS

LEAST_LINES = 3_500  # raise it when articles are added; never lower it


def test_every_line_is_valid_and_none_is_about_a_person_to_be_elected():
    found = articles.read()
    assert len(found) >= LEAST_LINES
    assert [
        one.proposition for one in found if re.search(r"\b(be elected|be nominated|be president)\b", one.proposition)
    ] == []
    assert [one for one in found if {str(i) for i in one.skip} & set(one.labels)] == []
    assert len({(one.doc, one.proposition) for one in found}) == len(found)


def test_labels_stand_on_training_articles(shared):
    data = shared / "data"
    sizes = {r["doc"]: len(r["attributions"]) for r in jsonl(data / articles.CORPUS)}
    dev = {r["doc"] for r in jsonl(data / "attribution/polnear_dev.jsonl")}
    for one in articles.read():
        assert one.doc not in dev
        assert all(int(i) < sizes[one.doc] for i in [*one.labels, *one.skip]), one.doc


def test_a_statement_on_the_question_gives_a_row_alone_and_one_within_its_sentences(shared):
    first = next(one for one in articles.read() if "support" in one.labels.values())
    rows = list(articles.rows([first], shared / "data"))
    about = [row for row in rows if row["y"] != IRRELEVANT]
    assert len(about) == 2 * len(first.labels)
    assert sorted({LABELS[int(str(row["y"]))] for row in about}) == sorted(set(first.labels.values()))
    assert {row["p"] for row in rows} == {first.proposition}
    assert any(row["x"] for row in about)
    assert all(not row["x"] for row in about[::2])


@pytest.mark.parametrize("line", ["{", '{"doc": "a"}', json.dumps({"doc": "a", "question": "q", "domain": "d",
    "proposition": "p", "labels": {"0": "for"}})])  # fmt: skip
def test_a_line_that_is_no_label_record_is_named(line, tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels\.jsonl:1"):
        articles.read(path)
