"""``whipcount agreement``: who coded, how far any two agree, and what to adjudicate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.shell import Shell

PROPOSITION = "The city should build the tram"


@pytest.fixture
def coded(shell: Shell, project: Path) -> Shell:
    """Six statements, in as many documents, that the machine coded: three back the tram and three reject it."""
    records = [
        {"id": str(n), "text": f"Ann Lee said she would {'back' if n % 2 else 'reject'} the tram."} for n in range(6)
    ]
    (project / "a.jsonl").write_text("\n".join(json.dumps(record) for record in records))
    assert shell("build", "a.jsonl", "--proposition", PROPOSITION).code == 0
    return shell


@pytest.fixture
def reviewed(coded: Shell) -> Shell:
    """The same; Ines judges all as the machine did, but one."""
    rows = coded("statements", "--json").json
    for number, row in enumerate(rows):
        judged = ("--stance", "none" if number == 0 else row["stance"], "--coder", "ines")
        assert coded("code", row["statement"], "--proposition", row["proposition"], *judged).code == 0
    return coded


def test_one_coder_alone_is_told_what_to_do(coded: Shell) -> None:
    shown = coded("agreement")
    assert shown.code == 0
    assert "word-coder@1" in shown.out
    assert "Nobody has coded a statement that another coder coded too. Review some with `whipcount code" in shown.err


def test_a_store_without_codings_says_so(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.")
    assert shell("build", "a.txt").code == 0
    shown = shell("agreement")
    assert (shown.code, shown.out) == (0, "")
    assert "Nothing is coded yet" in shown.err


def test_coders_are_listed_with_what_they_share(reviewed: Shell) -> None:
    shown = reviewed("agreement")
    assert [line.split() for line in shown.out.splitlines() if line.startswith(("word", "ines"))] == [
        ["word-coder@1", "model", "6", "the-city-should-build-the-tram"],
        ["ines", "human", "6", "the-city-should-build-the-tram"],
    ]
    assert '--coder "word-coder@1" --coder "ines"' in shown.err
    assert reviewed("agreement", "--json").json["pairs"] == [{"coders": ["word-coder@1", "ines"], "both": 6}]


def test_two_coders_are_measured_field_by_field(reviewed: Shell) -> None:
    shown = reviewed("agreement", "--coder", "ines", "--coder", "word-coder@1")
    rows = {line.split()[1]: line.split() for line in shown.out.splitlines() if line.startswith("all ")}
    assert rows["stance"][2:5] == ["6", "6", "0.83"]
    assert "nothing both coded" in shown.out
    assert "one value only" in shown.out  # no condition anywhere
    assert "1 disagreement. List them: --disagreements" in shown.err
    table = shown.out.split("in columns\n")[1].splitlines()
    assert table[0].split() == ["support", "oppose", "conditional", "noncommittal", "none"]
    found = {line.split()[0]: [int(cell) for cell in line.split()[1:]] for line in table[1:]}
    assert sum(map(sum, found.values())) == 6
    assert sum(found["none"]) == 1


def test_json_holds_what_the_table_shows_and_more(reviewed: Shell) -> None:
    report = reviewed("agreement", "--coder", "ines", "--coder", "word-coder@1", "--json").json
    stance = next(one for one in report["fields"] if one["field"] == "stance")
    assert report["units"] == stance["units"] == stance["documents"] == 6
    assert stance["low"] <= stance["alpha"] <= stance["high"]
    assert sum(count for _, _, count in stance["confusion"]) == 6
    assert "disagreements" not in report


def test_disagreements_come_with_the_words_and_a_link_that_opens(reviewed: Shell) -> None:
    call = ("agreement", "--coder", "ines", "--coder", "word-coder@1", "--disagreements")
    (one,) = reviewed(*call, "--json").json["disagreements"]
    assert one["fields"] == ["relevance", "stance", "side"]
    assert next((c["coder"], c["stance"]) for c in one["codings"]) == ("ines", "none")
    assert one["link"].startswith(f"/documents/{one['document']}?")
    assert one["link"].endswith(f"#s-{one['statement']}")
    listed = reviewed(*call).out
    assert one["words"] in listed
    assert one["link"] in listed
    assert f"{one['statement']} · {one['proposition']} · ines: none" in listed


@pytest.mark.parametrize("coders", [["ines"], ["ines", "ines"], ["ines", "nobody"]])
def test_coders_that_cannot_be_compared_are_a_wrong_call(reviewed: Shell, coders: list[str]) -> None:
    shown = reviewed("agreement", *(word for name in coders for word in ("--coder", name)))
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith("Error: ")


def test_coders_who_share_nothing_are_told_so(coded: Shell) -> None:
    first, second, *_ = coded("statements", "--json").json
    for row, name in ((first, "ines"), (second, "omar")):
        judged = ("--proposition", row["proposition"], "--stance", "oppose", "--coder", name)
        assert coded("code", row["statement"], *judged).code == 0
    shown = coded("agreement", "--coder", "ines", "--coder", "omar")
    assert (shown.code, shown.out) == (0, "")
    assert "ines and omar have coded no statement both. Review some with `whipcount code" in shown.err


def test_a_proposition_that_nobody_coded_is_a_wrong_call(reviewed: Shell) -> None:
    shown = reviewed("agreement", "--coder", "ines", "--coder", "word-coder@1", "--proposition", "other")
    assert shown.code == 2
    assert "against 'other'" in shown.err
