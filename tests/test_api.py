"""The Python interface: the same as the command line, as values and as data frames."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import whipcount
from support.engines import counting_engines
from whipcount.errors import InputError, StoreError, UsageError
from whipcount.model import quote

ARTICLE = "Ann Lee said she would back the tram.\n\nBob Ray said he would reject the tram.\n"
TRAM = "The city should build the tram"


@pytest.fixture
def record(project: Path) -> whipcount.Record:
    (project / "a.txt").write_text(ARTICLE)
    engines, _, _ = counting_engines()
    record = whipcount.open("a.db", create=True, engines=engines)
    record.build("a.txt", proposition=TRAM, published="2024-09-12")
    return record


def test_extract_takes_text_and_gives_statements() -> None:
    engines, _, _ = counting_engines()
    extraction = whipcount.extract(ARTICLE, published="2024-09-12", engines=engines)
    said = [quote(extraction.document.text, statement.content) for statement in extraction.statements]
    assert said == ["she would back the tram.", "he would reject the tram."]
    assert extraction.document.published == date(2024, 9, 12)


def test_a_record_has_networks(record: whipcount.Record) -> None:
    network = record.network(type="conflict", normalise="no")
    assert [node.label for node in network.nodes] == ["Ann Lee", "Bob Ray"]
    rows, columns, matrix = network.matrix()
    assert rows == columns
    assert matrix.tolist() == [[0, 1], [1, 0]]
    with pytest.raises(UsageError, match="no setting kind"):
        record.network(kind="conflict")


@pytest.mark.parametrize("text", ["", " \n"])
def test_extract_refuses_what_is_no_text(text: str) -> None:
    with pytest.raises(InputError, match="no text"):
        whipcount.extract(text)


def test_extract_refuses_a_date_that_is_none() -> None:
    with pytest.raises(UsageError, match="2024-09-12"):
        whipcount.extract(ARTICLE, published="September")


def test_opening_what_is_not_there_makes_nothing(project: Path) -> None:
    with pytest.raises(StoreError):
        whipcount.open("none.db")
    assert list(project.iterdir()) == []


def test_statements_are_a_sequence_and_a_table(record: whipcount.Record) -> None:
    rows = record.statements()
    assert len(rows) == 2
    assert {row.statement.speaker.name for row in rows[:2]} == {"Ann Lee", "Bob Ray"}
    assert {row["quotation"] for row in rows.to_records()} == {"she would back the tram.", "he would reject the tram."}


def test_statements_become_data_frames(record: whipcount.Record) -> None:
    pandas_frame, polars_frame = record.statements().to_pandas(), record.statements().to_polars()
    assert sorted(pandas_frame["stance"]) == sorted(polars_frame["stance"]) == ["oppose", "support"]
    assert list(pandas_frame.columns) == polars_frame.columns


def test_statements_are_chosen_by_field(record: whipcount.Record) -> None:
    (row,) = record.statements(speaker="ann lee")
    assert row.quotation == "she would back the tram."
    with pytest.raises(UsageError, match="spaeker"):
        record.statements(spaeker="Ann Lee")


def test_a_correction_wins(record: whipcount.Record) -> None:
    ann = next(position for position in record.positions() if position.actor == "Ann Lee")
    record.correct(ann.statements[0], ann.proposition, "oppose", note="irony")
    ann = next(position for position in record.positions() if position.actor == "Ann Lee")
    assert (ann.stance, ann.reviewed_share) == ("oppose", 1.0)


def test_positions_as_they_stood(record: whipcount.Record) -> None:
    assert record.positions(at="2024-09-11") == ()
    assert len(record.positions(at=date(2024, 9, 12))) == 2


def test_a_record_closes_and_lists_actors(record: whipcount.Record) -> None:
    with record as opened:
        assert {actor.name for actor in opened.actors()} == {"Ann Lee", "Bob Ray"}


def test_who_is_who_can_be_changed_and_taken_back(record: whipcount.Record) -> None:
    assert record.merge("Ann Lee", "Bob Ray", into="The Lees") is not None
    assert [actor.name for actor in record.actors()] == ["The Lees"]
    assert {name for name, _ in record.actor("The Lees").aliases} == {"Ann Lee", "Bob Ray"}
    record.undo()
    record.rename("Ann Lee", "Dr Lee")
    (statement,) = (row.statement.id for row in record.statements(speaker="Bob Ray"))
    record.split("Bob Ray", "Bob Ray junior", [statement], note="the son")
    assert {actor.name for actor in record.actors()} == {"Dr Lee", "Bob Ray junior"}
    with pytest.raises(UsageError, match="no actor 'Bob Ray'"):
        record.actor("Bob Ray")


def test_unknown_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError, match="extrct"):
        whipcount.extrct  # noqa: B018  # the look-up is the test
    assert "extract" in dir(whipcount)


def test_coders_are_compared_as_on_the_command_line(record: whipcount.Record) -> None:
    for row in record.statements():
        record.correct(row.statement.id, row.codings[0].proposition, "support")
    found = record.agreement("analyst", "word-coder@1")
    stance = next(one.measured for one in found.fields if one.field == "stance")
    assert stance.confusion == {("support", "support"): 1, ("support", "oppose"): 1}
    assert record.estimates().over_all.reviews == 2
