"""``whipcount network``: what the statements of a store tie together."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from support.gold_store import build_gold_store
from support.pages import made_document, made_statement
from support.shell import Shell
from whipcount.cli import network as command
from whipcount.config import Settings
from whipcount.model import STANCES, CodedStatement, CoderKind, Coding, Fact, Speaker, Stance, actor_key
from whipcount.network import settings as words
from whipcount.project.observing import observations
from whipcount.store import open_store


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("network") / "debate.db")


def test_the_words_of_the_command_are_those_of_the_settings() -> None:
    assert command.TYPES == words.EVERY_TYPE
    assert command.NORMALISATIONS == words.EVERY_NORMALISATION
    assert command.DUPLICATES == words.DUPLICATES
    assert command.NODES == words.NODES


def test_json_holds_pairs_of_statements_that_are_in_the_store(shell: Shell, debate: Path) -> None:
    shown = shell("network", "--store", debate, "--format", "json")
    assert shown.code == 0
    assert shown.json["settings"]["type"] == "congruence"
    edges = shown.json["edges"]
    assert len(edges) > 20
    with open_store(debate) as store:
        ids = {id_ for edge in edges for pair in edge["statements"] for id_ in pair}
        assert all(store.statement(id_) for id_ in ids)
    assert all(len(edge["statements"]) == edge["pairs"] for edge in edges)
    assert all(edge["low"] <= edge["high"] for edge in edges)
    assert f"{len(edges)} edges from " in shown.err
    assert "take no side" in shown.err


def test_a_matrix_is_a_table_with_labels(shell: Shell, debate: Path) -> None:
    shown = shell("network", "--store", debate, "--mode", "two", "--format", "matrix")
    rows = list(csv.reader(io.StringIO(shown.out)))
    assert len(rows[0]) == 3
    assert {len(row) for row in rows} == {3}
    assert all(float(cell) == int(cell) for row in rows[1:] for cell in row[1:])


def test_the_table_has_the_heaviest_edges_first(shell: Shell, debate: Path) -> None:
    shown = shell("network", "--store", debate, "--type", "subtract", "--normalise", "no")
    weights = [abs(float(line.split()[0])) for line in shown.out.splitlines()[1:]]
    assert weights == sorted(weights, reverse=True)


def test_a_window_and_fewer_actors(shell: Shell, debate: Path) -> None:
    call = ("network", "--store", debate, "--json", "--from", "2025-05-10", "--to", "2025-05-20", "--top", 5)
    shown = shell(*call, "--pairs", 0, "--draws", 0)
    assert len(shown.json["nodes"]) == 5
    assert "2025-05-10" <= shown.json["counted"]["first"] <= shown.json["counted"]["last"] <= "2025-05-20"
    assert all(edge["statements"] == [] and edge["low"] is None for edge in shown.json["edges"])
    assert "outside the window" in shown.err
    assert "beyond --top" in shown.err


def test_one_proposition_or_those_on_a_question(shell: Shell, debate: Path) -> None:
    with open_store(debate) as store:
        codebook = store.codebook()
    assert codebook is not None
    first = codebook.propositions[0]
    one = shell("network", "--store", debate, "--mode", "two", "--json", "--proposition", first.id).json
    assert [n["label"] for n in one["nodes"] if n["type"] == "proposition"] == [first.text]
    all_ = shell("network", "--store", debate, "--mode", "two", "--json", "--question", first.question).json
    assert len([n for n in all_["nodes"] if n["type"] == "proposition"]) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--mode", "two", "--type", "congruence"), "two-mode network has no type “congruence”"),
        (("--proposition", "nonsense"), "There is no proposition 'nonsense'"),
        (("--question", "nonsense"), "has no question “nonsense”"),
        (("--from", "2025-06-02", "--to", "2025-06-01"), "before it begins"),
    ],
)
def test_what_has_no_meaning_is_refused(shell: Shell, debate: Path, wrong: tuple[str, ...], said: str) -> None:
    shown = shell("network", "--store", debate, *wrong)
    assert shown.code == 2
    assert said in shown.err
    assert shown.out == ""


def coded(
    stance: Stance, *, number: int = 0, coder_kind: CoderKind = "model", top: float = 0.8, event: str | None = None,
    **speaker: Any,
) -> CodedStatement:  # fmt: skip
    document = made_document(f"Ann Lee said: build it {number}.", given_id=str(number))
    statement = made_statement(document, ("build it",), source="Ann Lee", **speaker)
    rest = (1 - top) / (len(STANCES) - 1)
    scores = {one: top if one == stance else rest for one in STANCES}
    coding = Coding(statement.id, "p", "coder", coder_kind, stance, 0.9, scores)
    return CodedStatement(statement, "build it", document.published, None, None, coding, event=event)


def only(*items: CodedStatement) -> Any:
    (found,) = observations(items, Settings())
    return found


def test_a_model_coding_brings_its_probabilities() -> None:
    found = only(coded("oppose"))
    assert found.agrees is False
    assert found.right == pytest.approx(0.9 * 0.8)
    assert found.opposite == pytest.approx(0.9 * 0.05)


def test_what_a_person_coded_is_certain() -> None:
    found = only(coded("support", coder_kind="human", top=1.0))
    assert (found.agrees, found.right, found.opposite) == (True, 1.0, 0.0)


def test_a_remark_without_a_side_is_there_to_be_counted_as_left_out() -> None:
    assert only(coded("noncommittal")).agrees is None


def test_an_utterance_in_two_documents_is_one_observation() -> None:
    found = only(coded("support", event="e"), coded("support", number=1, event="e"))
    assert found.agrees is True


def test_a_person_stands_for_the_body_spoken_for_and_that_body_for_itself() -> None:
    person = only(coded("support", on_behalf_of="Harbour Board", party="Greens"))
    itself = only(coded("support", name="The Harbour Board", kind="organisation"))
    assert person.members["organisation"].key == itself.members["organisation"].key == itself.members["actor"].key
    assert person.members["party"].label == "Greens"
    assert "country" not in person.members


def test_a_body_that_was_merged_is_one_with_whom_it_was_merged_into() -> None:
    body = coded("support", number=1, name="Harbour Board", kind="organisation")
    moved = CodedStatement(body.statement, "build it", None, None, None, body.coding, actor="merged")
    both = list(observations([coded("support", on_behalf_of="Harbour Board"), moved], Settings()))
    assert {o.members["organisation"].key for o in both} == {"merged"}


def test_without_a_body_spoken_for_the_one_of_the_role_stands() -> None:
    facts = (Fact("organisation", "Senate", "text"), Fact("country", "Norway", "register"))
    found = only(coded("support", facts=facts))
    assert found.members["organisation"].label == "Senate"
    assert found.members["organisation"].key == actor_key(Speaker("Senate", "organisation", ""), "")
    assert found.members["country"].label == "Norway"


def test_whoever_has_no_name_is_no_actor() -> None:
    assert only(coded("support", name=None)).members == {}
