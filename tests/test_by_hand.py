"""A judgement by hand may name the argument and the condition; what it leaves out stays as it stood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from support.gold_store import build_gold_store
from support.pages import Pages, copied, pages_over
from support.shell import Shell
from test_arguments import coded, coder
from whipcount.config import Settings
from whipcount.evaluate.agreement import compare
from whipcount.model import Coding
from whipcount.store import open_store

__all__ = ["coded", "coder"]

CONDITION = "Ivy Ude said we would back the tram only if the state pays half of it."


def statement_of(shell: Shell, name: str) -> str:
    return next(row["statement"] for row in shell("statements", "--all", "--json").json if row["actor"] == name)


def newest(project: Path, statement: str) -> Coding:
    with open_store(project / "whipcount.db", create=False) as store:
        return store.codings(statement)[-1]


def judge(shell: Shell, statement: str, stance: str, *more: str) -> str:
    done = shell("code", statement, "--proposition", "tram", "--stance", stance, *more)
    return done.err if done.code else ""


def test_a_person_names_the_argument_or_says_that_it_is_none_of_them(coded: Shell, project: Path) -> None:
    statement = statement_of(coded, "Bob Ray")
    assert judge(coded, statement, "support", "--argument", "air") == ""
    assert (newest(project, statement).argument, newest(project, statement).kept) == ("air", ())
    (table,) = coded("arguments", "--json").json
    assert {r["argument"]: r["events"] for r in table["arguments"] if r["side"] == "pro"} == {
        "jobs": 2, "air": 1, None: 0,
    }  # fmt: skip
    assert judge(coded, statement, "support", "--argument", "other") == ""
    (table,) = coded("arguments", "--json").json
    assert {r["argument"]: r["events"] for r in table["arguments"] if r["side"] == "pro"} == {
        "jobs": 2, "air": 0, None: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            ("support", "--argument", "cost"),
            "'cost' is an argument against the proposition, and the stance is 'support'",
        ),
        (("support", "--argument", "jbs"), "has no argument 'jbs'. Known: jobs, air, cost, other."),
        (("none", "--argument", "jobs"), "Only who takes a side gives an argument"),
        (("support", "--condition", "for jobs"), "Only the stance 'conditional' depends on a condition"),
        (("conditional", "--condition", "if pigs fly"), "does not hold the words 'if pigs fly'"),
        (("conditional", "--condition", "b"), "times the words 'b'"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_kept(
    coded: Shell, project: Path, more: tuple[str, ...], told: str
) -> None:
    statement = statement_of(coded, "Bob Ray")
    before = newest(project, statement)
    assert told in judge(coded, statement, *more)
    assert newest(project, statement) == before


def test_argument_and_condition_belong_to_one_statement(coded: Shell) -> None:
    assert "judge one statement" in coded("code", "--argument", "jobs").err


def test_a_condition_is_named_by_its_words_and_kept_as_a_place(coded: Shell, project: Path) -> None:
    (project / "b.jsonl").write_text(json.dumps({"id": "condition", "text": CONDITION}) + "\n")
    assert coded("build", "b.jsonl").code == 0
    statement = statement_of(coded, "Ivy Ude")
    assert judge(coded, statement, "conditional") == ""
    found = newest(project, statement)
    assert found.condition is not None
    assert CONDITION[found.condition.start : found.condition.end] == "only if the state pays half of it"
    assert found.kept == ("condition",)
    assert judge(coded, statement, "conditional", "--condition", "the state pays") == ""
    found = newest(project, statement)
    assert found.condition is not None
    assert CONDITION[found.condition.start : found.condition.end] == "the state pays"
    assert found.kept == ()


def test_what_a_person_was_not_asked_for_is_no_agreement(coded: Shell, project: Path) -> None:
    """The argument that stays where only the stance was judged says nothing of what the person thinks of it."""
    statement = statement_of(coded, "Bob Ray")
    assert judge(coded, statement, "support", "--coder", "ines") == ""
    assert (newest(project, statement).argument, newest(project, statement).kept) == ("jobs", ("argument",))
    assert judge(coded, statement_of(coded, "Cy Fox"), "oppose", "--argument", "other", "--coder", "ines") == ""
    with open_store(project / "whipcount.db", create=False) as store:
        found = compare(store, ["ines", "matching-coder@1"])
    argument = next(one.measured for one in found.fields if one.field == "argument")
    assert argument.confusion == {("no argument", "cost"): 1}


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = copied(build_gold_store(tmp_path / "made.db"), tmp_path / "debate.db")
    with pages_over(made, Settings(coder="ines")) as opened:
        yield opened


def test_the_pages_ask_for_both_and_keep_what_they_show(pages: Pages) -> None:
    """The page of a proposition counts as many for an argument after its stance was confirmed as before."""
    codebook = pages.store.codebook()
    assert codebook is not None
    proposition = next(p for p in codebook.propositions if any(a.side == "pro" for a in p.arguments))
    reason = next(a for a in proposition.arguments if a.side == "pro")
    first, second = [
        item for item in pages.store.coded_statements(proposition.id) if item.coding and item.coding.stance == "support"
    ][:2]
    assert first.coding is not None
    pages.store.add_codings([replace(first.coding, argument=reason.id, created=None)])
    at = f"/p/{proposition.id}.json"

    def given() -> int:
        rows = pages.client.get(at).json()["arguments"]
        return next(one["statements"] for one in rows if one["argument"] == reason.id)

    before = given()
    form = {"decision": "stance", "proposition": proposition.id, "stance": "support"}
    assert pages.post(f"/review/{first.statement.id}", **form) == 303
    assert given() == before
    assert pages.post(f"/review/{second.statement.id}", **form, argument=reason.id) == 303
    assert given() == before + 1
    form = {"proposition": proposition.id, "stance": "support", "argument": "other"}
    assert pages.post(f"/statements/{second.statement.id}/coding", **form) == 303
    assert given() == before
    shown = pages.client.get(f"/statements/{second.statement.id}").text
    assert reason.text in shown
    assert "none of these" in shown
