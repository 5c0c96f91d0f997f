"""The stance examples written by hand are well formed, many, varied, and read as the coder reads at run time."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from training.stance import examples
from training.stance.data import LABELS

CASES = Path(__file__).parent / "data" / "stance_cases.jsonl"
# Raise these when a domain is added; never lower them.
LEAST_ROWS = 8_700
LEAST_QUESTIONS = 175
ONE = examples.Example(
    question="ferry", domain="test", proposition="The ferry should run at night", speaker="The pilot", cue="said",
    text="only if the crew is doubled", context="", stance="conditional", kind="condition",
    condition="if the crew is doubled",
)  # fmt: skip


def test_every_file_is_valid_and_there_are_enough_examples():
    found = examples.read()
    assert len(found) >= LEAST_ROWS
    assert len({one.question for one in found}) >= LEAST_QUESTIONS


def test_every_question_has_every_side():
    """A question with one side only would teach the topic instead of the stance."""
    sides: dict[str, set[str]] = defaultdict(set)
    for one in examples.read():
        sides[one.question].add(one.stance)
    assert {q: seen for q, seen in sides.items() if not {"support", "oppose"} <= seen} == {}


def test_no_proposition_of_the_test_cases_is_trained_on():
    tested = {json.loads(line)["proposition"] for line in CASES.read_text(encoding="utf-8").splitlines()}
    assert tested & {one.proposition for one in examples.read()} == set()


def test_rows_have_the_form_of_the_other_training_rows():
    (row,) = examples.rows([replace(ONE, context="It was late. The pilot said:  only if the crew is doubled.")])
    assert row == {
        "p": ONE.proposition, "t": "The pilot said: only if the crew is doubled",
        "x": "It was late. The pilot said: .", "y": LABELS.index("conditional"), "w": 1.0, "s": "examples",
        "g": "example-ferry",
    }  # fmt: skip
    (bare,) = examples.rows([replace(ONE, speaker="", cue="")])
    assert bare["t"] == ONE.text


def test_a_question_is_always_in_the_same_part():
    assert {examples.part("ferry")} == {examples.part("ferry") for _ in range(3)}
    parts = [examples.part(f"question-{i}") for i in range(1000)]
    assert 700 < parts.count("train") < 900
    assert 60 < parts.count("tuning") < 140
    assert 60 < parts.count("check") < 140


@pytest.mark.parametrize(
    ("change", "says"),
    [({"stance": "for"}, "stance 'for'"), ({"kind": "odd"}, "kind 'odd'"), ({"text": "if"}, "1 words"),
     ({"condition": None}, "has a condition"), ({"condition": "if it rains"}, "does not stand"),
     ({"speaker": 3}, "speaker is not a text"), ({"question": ""}, "is empty"), ({"extra": ""}, "keys are not")],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path: Path, change: dict[str, object], says: str):
    (tmp_path / "a.jsonl").write_text(json.dumps(asdict(ONE)) + "\n" + json.dumps(asdict(ONE) | change) + "\n")
    with pytest.raises(ValueError, match=f"a.jsonl:2: .*{says}"):
        examples.read(tmp_path)


def test_a_pair_that_stands_twice_is_named(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text((json.dumps(asdict(ONE)) + "\n") * 2)
    with pytest.raises(ValueError, match=r"a.jsonl:2: the same proposition and text as a.jsonl:1"):
        examples.read(tmp_path)


def test_a_question_keeps_to_one_domain_and_a_proposition_to_one_question(tmp_path: Path):
    other = replace(ONE, text="at no time of the year", stance="oppose", condition=None)
    for changed in (replace(other, domain="sea"), replace(other, question="boat")):
        (tmp_path / "a.jsonl").write_text("".join(json.dumps(asdict(one)) + "\n" for one in (ONE, changed)))
        with pytest.raises(ValueError, match="also belongs to"):
            examples.read(tmp_path)
