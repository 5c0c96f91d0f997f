"""The written debates are well formed, many, and label every statement under every proposition of its question."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from training.stance import debates, examples

CASES = Path(__file__).parent / "data" / "stance_cases.jsonl"
# Raise these when a debate is added; never lower them.
LEAST_ROWS = 161_200
LEAST_DEBATES = 1_261
HEAD = """## ferry | transport | Should the ferry run at night?
P1: The ferry should run at night
P2: Crews should be paid more
"""


def test_every_file_is_valid_and_there_are_enough_debates():
    found = debates.read()
    assert len(found) >= LEAST_ROWS
    assert len({one.question for one in found}) >= LEAST_DEBATES


def test_every_statement_stands_under_every_proposition_of_its_debate():
    propositions: dict[str, set[str]] = defaultdict(set)
    under: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in debates.read():
        propositions[one.question].add(one.proposition)
        under[one.question, one.speaker, one.text].add(one.proposition)
    assert [key for key, seen in under.items() if seen != propositions[key[0]]] == []


def test_no_question_or_proposition_is_also_elsewhere():
    tested = {json.loads(line)["proposition"] for line in CASES.read_text(encoding="utf-8").splitlines()}
    single, whole = examples.read(), debates.read()
    assert {one.question for one in single} & {one.question for one in whole} == set()
    assert ({one.proposition for one in single} | tested) & {one.proposition for one in whole} == set()


def test_a_line_is_read_into_one_example_for_each_proposition(tmp_path: Path):
    labels = "P1 c[if the crew is doubled], P2 n {condition}"
    line = f"-- The pilot | said | Would he sail? | only if the crew is doubled | {labels}"
    (tmp_path / "a.txt").write_text(f"{HEAD}{line}\n", encoding="utf-8")
    first, second = debates.read(tmp_path)
    assert (first.stance, first.condition, first.kind) == ("conditional", "if the crew is doubled", "condition")
    assert (second.proposition, second.stance, second.condition) == ("Crews should be paid more", "none", None)
    assert (first.speaker, first.cue, first.context) == ("The pilot", "said", "Would he sail?")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("-- The pilot | said | | it was late | P1 n", r"a\.txt:4: labels for"),
        ("-- The pilot | said | it was late | P1 n, P2 i", r"a\.txt:4"),
        ("-- The pilot | said | | it was late | P1 c[if wet], P2 i", "does not stand in the text"),
        ("-- The pilot | said | | late | P1 n, P2 i", "1 words"),
        ("The pilot said it was late", "not understood"),
    ],
)
def test_a_wrong_line_is_named_with_its_place(tmp_path: Path, line: str, message: str):
    (tmp_path / "a.txt").write_text(f"{HEAD}{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        debates.read(tmp_path)
