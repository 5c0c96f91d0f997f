"""``whipcount arguments``: who gives which argument, and new ones from what gives none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import whipcount
from support.coded import SETTINGS, said
from support.engines import SaidReader, WordCoder
from support.shell import Shell
from whipcount.coding import StanceInput, StanceOutput, parse_codebook
from whipcount.project import Engines, proposals
from whipcount.readings import readings

CODEBOOK = """\
questions:
  - id: city
    text: What should the city build?
    propositions:
      - id: tram
        text: The city should build the tram
        arguments:
          - {id: jobs, side: pro, text: It makes jobs}
          - {id: air, side: pro, text: It cleans the air}
          - {id: cost, side: con, text: It costs too much}
"""
SAID = (
    "Ann Lee said we back the tram because a study of 400 firms found that jobs follow.",
    "Bob Ray said we back the tram for jobs.",
    "Ann Lee said jobs are why we back it.",
    "Cy Fox said we reject the tram because the cost is absurd.",
    "Dee Orr said we reject the tram because its noise keeps children awake.",
    "Eve Poe said we reject the tram as noise at night harms the sick.",
    "Flo Roy said we reject it since noise ruins sleep.",
    "Gus Sax said we reject the tram because shops would close.",
    "Hal Tye said there is no comment on the tram.",
)


class MatchingCoder(WordCoder):
    """A word coder that knows arguments: by their id, and any two texts that share a word of a few as alike."""

    name = "matching-coder@1"
    topics = ("noise", "shops")

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []

    def arguments(self, items: Sequence[StanceInput], outputs: Sequence[StanceOutput]) -> list[str | None]:
        return [
            next((a.id for a in item.proposition.arguments if a.id in item.text), None)
            if output.stance in ("support", "oppose")
            else None
            for item, output in zip(items, outputs, strict=True)
        ]

    def gives(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.pairs += pairs
        return [0.9 if any(t in a and t in b for t in self.topics) else 0.1 for a, b in pairs]


@pytest.fixture
def coder() -> MatchingCoder:
    return MatchingCoder()


@pytest.fixture
def coded(shell: Shell, project: Path) -> Shell:
    (project / "codebook.yaml").write_text(CODEBOOK)
    (project / "a.jsonl").write_text(
        "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(SAID))
    )
    assert shell("build", "a.jsonl").code == 0
    return shell


def rows_of(coded: Shell) -> dict[tuple[str, str | None], dict]:
    (table,) = coded("arguments", "--json").json
    assert table["proposition"] == "tram"
    return {(row["side"], row["argument"]): row for row in table["arguments"]}


def test_each_argument_is_counted_by_events_and_by_actors(coded: Shell) -> None:
    found = {key: (row["events"], row["actors"]) for key, row in rows_of(coded).items()}
    assert found == {
        ("pro", "jobs"): (3, 2),
        ("pro", "air"): (0, 0),
        ("pro", None): (0, 0),
        ("con", "cost"): (1, 1),
        ("con", None): (4, 4),
    }


def test_exemplars_are_words_of_the_record_with_their_ids_and_evidence(coded: Shell) -> None:
    row = rows_of(coded)["pro", "jobs"]
    listed = {one["statement"]: one for one in coded("statements", "--all", "--json").json}
    assert len(row["exemplars"]) == 3
    for one in row["exemplars"]:
        assert one["quotation"] == listed[one["statement"]]["quotation"]
    assert row["evidence"]["study"] == 1
    assert [one["evidence"] for one in row["exemplars"] if "study" in one["quotation"]] == [["study"]]


def test_a_person_who_confirms_the_stance_does_not_take_the_argument_away(coded: Shell) -> None:
    statement = rows_of(coded)["pro", "jobs"]["statements"][-1]
    assert coded("code", statement, "--proposition", "tram", "--stance", "support").code == 0
    row = rows_of(coded)["pro", "jobs"]
    assert (row["events"], row["statements"][0], row["exemplars"][0]["reviewed"]) == (3, statement, True)
    assert coded("code", statement, "--proposition", "tram", "--stance", "oppose").code == 0
    after = rows_of(coded)
    assert (after["pro", "jobs"]["events"], after["con", None]["events"]) == (2, 5)


def test_the_terminal_shows_both_sides_side_by_side(coded: Shell) -> None:
    shown = coded("arguments").out
    head = next(line for line in shown.splitlines() if line.startswith("PRO"))
    assert head.split() == ["PRO", "│", "CON"]
    assert "jobs: It makes jobs" in shown
    assert "3 events, 2 actors; study 1" in shown


def test_a_table_for_a_spreadsheet(coded: Shell) -> None:
    rows = list(csv.DictReader(io.StringIO(coded("arguments", "--format", "csv").out)))
    jobs = next(row for row in rows if row["argument"] == "jobs")
    assert (jobs["proposition"], jobs["side"], jobs["events"], jobs["study"]) == ("tram", "pro", "3", "1")
    assert len(jobs["statements"].split("; ")) == 3


def test_what_fits_no_argument_is_gathered_under_the_words_of_one(coded: Shell) -> None:
    (proposed,) = coded("arguments", "--propose", "--json").json
    assert (proposed["side"], proposed["events"], proposed["actors"]) == ("con", 3, 3)
    assert "noise" in proposed["text"]
    ids = {one["statement"]: one["quotation"] for one in proposed["examples"]}
    assert len(ids) == 3
    assert proposed["text"] in ids[proposed["source"]]


def test_what_only_says_the_proposition_again_is_no_argument(coded: Shell, coder: MatchingCoder, project: Path) -> None:
    """A bare verdict is the shortest sentence that is like all the others, and gives no reason."""
    coder.topics = ("reject",)
    text = "Ian Low said we reject the tram plan as wrong."
    (project / "b.jsonl").write_text(json.dumps({"id": "b", "text": text}) + "\n")
    assert coded("build", "b.jsonl").code == 0
    proposed = coded("arguments", "--propose", "--json").json
    assert [one["side"] for one in proposed] == ["con"]
    assert "Ian Low" not in [example["actor"] for one in proposed for example in one["examples"]]
    assert not any("Ian Low" in said or "plan as wrong" in said for pair in coder.pairs for said in pair)


@pytest.mark.parametrize(
    "words",
    [
        "I shall vote against the ferry bridge in March",
        "to build the harbour bridge by the old mill",
        "The guild wrote to the mayor in favour of the ferry",
        "The ferry people should be paid by the harbour",
    ],
)
def test_a_vote_or_a_demand_is_no_candidate(words: str) -> None:
    (reading,) = readings([replace(said(1, "oppose"), quotation=words)], SETTINGS)
    assert proposals.candidates([reading], ["The tram should be built"]) == {}


def test_what_the_proposition_gives_by_itself_is_not_proposed(coded: Shell, coder: MatchingCoder) -> None:
    """A sentence that says the proposition again matches everybody who speaks of it."""
    assert len(coded("arguments", "--propose", "--json").json) == 1
    coder.topics = ("noise", "shops", "tram")
    found = [one["text"] for one in coded("arguments", "--propose", "--json").json]
    assert not any("tram" in text for text in found)


def test_a_candidate_never_joins_pieces_of_a_quotation() -> None:
    words = '"I oppose it, for the ferry brings tourists," […] "and our harbour school lost twelve teachers."'
    (reading,) = readings([replace(said(1, "oppose"), quotation=words)], SETTINGS)
    assert list(proposals.candidates([reading], ["The tram should be built"])) == [
        "I oppose it, for the ferry brings tourists",
    ]


def test_only_what_gives_no_argument_is_compared(coded: Shell, coder: MatchingCoder) -> None:
    assert coded("arguments", "--propose").code == 0
    assert coder.pairs
    assert not [pair for pair in coder.pairs if "cost" in pair[0] or "back" in pair[0]]


def test_proposals_are_the_same_whatever_the_order_of_the_articles(coded: Shell, project: Path) -> None:
    first = coded("arguments", "--propose").out
    lines = (project / "a.jsonl").read_text().splitlines()
    (project / "b.jsonl").write_text("\n".join(reversed(lines)))
    assert coded("build", "b.jsonl", "--store", "b.db").code == 0
    assert coded("arguments", "--propose", "--store", "b.db").out == first


def test_the_yaml_can_be_pasted_into_the_codebook(coded: Shell) -> None:
    shown = coded("arguments", "--propose")
    assert shown.out.startswith("# Below the proposition tram;")
    block = "\n".join("          " + line.strip() for line in shown.out.splitlines() if not line.startswith("#"))
    pasted = "\n".join(line for line in block.splitlines() if "arguments:" not in line)
    pasted = pasted.replace("          side:", "            side:").replace("          text:", "            text:")
    book = parse_codebook(CODEBOOK + pasted + "\n")
    assert [a.id for a in book.propositions[0].arguments] == ["jobs", "air", "cost", "new-con-1"]


def test_a_model_without_a_match_score_says_so_and_nothing_else_is_used(coded: Shell) -> None:
    shown = Shell(Engines(SaidReader(), WordCoder()))("arguments", "--propose")
    assert (shown.code, shown.out) == (2, "")
    assert "cannot tell which arguments are alike" in shown.err


@pytest.mark.parametrize("call", [("--format", "yaml"), ("--propose", "--format", "csv")])
def test_a_form_that_the_call_cannot_have_is_refused(coded: Shell, call: tuple[str, ...]) -> None:
    assert coded("arguments", *call).code == 2


def test_the_python_interface_gives_the_same(coded: Shell) -> None:
    with whipcount.open("whipcount.db", engines=coded.engines) as record:
        (table,) = record.arguments()
        (proposed,) = record.propose_arguments()
    assert [(row.id, row.events) for row in table.on("pro")] == [("jobs", 3), ("air", 0), (None, 0)]
    assert proposed.events == 3
