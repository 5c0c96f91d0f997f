"""The codebook is read strictly: what is wrong is named with its line, and the id follows the content."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.coding import (
    codebook_from_proposition,
    dump_codebook,
    load_codebook,
    parse_codebook,
    read_codebook,
    starter_codebook,
)
from whipcount.errors import CodebookError
from whipcount.model import Argument, KnownActor, KnownTerm, Proposition, Question

FULL = """\
version: 1
questions:
  - id: strikes
    text: Should the strikes be allowed?
    propositions:
      - id: allow
        text: The strikes
          should be allowed
        definition: Any strike.
        synonyms: [lift the ban]
        for: ["Let them strike."]
        against: [Never.]
        arguments:
          - {id: deter, side: pro, text: It deters}
          - {id: provoke, side: con, text: It provokes}
  - id: other
    text: Another question?
    propositions:
      - {id: other, text: Something else}
"""


def test_reads_every_part():
    book = parse_codebook(FULL)
    assert book.questions == (
        Question("strikes", "Should the strikes be allowed?"),
        Question("other", "Another question?"),
    )
    assert book.propositions == (
        Proposition(
            id="allow",
            text="The strikes should be allowed",
            question="strikes",
            definition="Any strike.",
            synonyms=("lift the ban",),
            examples_for=("Let them strike.",),
            examples_against=("Never.",),
            arguments=(Argument("deter", "It deters", "pro"), Argument("provoke", "It provokes", "con")),
        ),
        Proposition(id="other", text="Something else", question="other"),
    )


def test_id_follows_the_content_and_not_the_layout():
    book = parse_codebook(FULL)
    relaid = "# a comment\n" + FULL.replace("[lift the ban]", "\n          - 'lift  the ban'").replace(
        "version: 1\n", ""
    )
    assert parse_codebook(relaid).id == book.id
    assert parse_codebook(FULL.replace("It deters", "It deters them")).id != book.id


def test_dump_reads_back_equal():
    book = parse_codebook(FULL)
    assert parse_codebook(dump_codebook(book)) == book


WITH_TERMS = (
    FULL
    + """\
terms:
  - {name: Clean Estuary Act, kind: law, aliases: [CEA, Act 17]}
  - name: Tidewave
"""
)


def test_terms_are_read_and_kept():
    book = parse_codebook(WITH_TERMS)
    assert book.terms == (KnownTerm("Clean Estuary Act", "law", ("CEA", "Act 17")), KnownTerm("Tidewave", "other"))
    assert parse_codebook(dump_codebook(book)) == book
    assert book.id != parse_codebook(FULL).id
    assert parse_codebook(WITH_TERMS.replace("CEA", "CEB")).id != book.id


def test_a_codebook_without_terms_keeps_the_id_that_it_had_before_there_were_any():
    assert parse_codebook(FULL).id == "3fdd83cc3e089e17b679cc591c00c7c2"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("kind: law", "kind: weapon", 21, "one of equipment, law, treaty, agency, programme, other, not 'weapon'"),
        ("name: Tidewave", "nmae: Tidewave", 22, "a term has no key 'nmae'; did you mean 'name'"),
        ("name: Tidewave", "kind: law", 22, "a term has no 'name'"),
        ("name: Tidewave", "name: CEA", 22, "the name 'CEA' is already taken in line 21"),
        ("[CEA, Act 17]", "CEA", 21, "'aliases' must be a list"),
        ("name: Tidewave", "name: 7", 22, "'name' must be text, not 7"),
    ],
)
def test_a_wrong_term_is_named_with_its_line(old: str, new: str, line: int, message: str):
    with pytest.raises(CodebookError) as caught:
        parse_codebook(WITH_TERMS.replace(old, new), name="book.yaml")
    assert caught.value.line == line, str(caught.value)
    assert message in str(caught.value)


WITH_PEOPLE = (
    FULL.replace(
        "        synonyms:", "        boundaries: {in: [A trial, Drones], out: [Talks]}\n        synonyms:"
    ).replace("version: 1\n", "version: 1\nnotes: Agreed in May.\n")
    + """\
actors:
  - {name: Ann Lee, aliases: [the minister]}
  - name: Bob Ray
"""
)


def test_boundaries_actors_and_notes_are_read_and_kept():
    book = parse_codebook(WITH_PEOPLE)
    assert (book.propositions[0].boundaries_in, book.propositions[0].boundaries_out) == (
        ("A trial", "Drones"),
        ("Talks",),
    )
    assert book.actors == (KnownActor("Ann Lee", ("the minister",)), KnownActor("Bob Ray"))
    assert book.notes == "Agreed in May."
    assert parse_codebook(dump_codebook(book)) == book
    ids = {book.id, parse_codebook(FULL).id}
    for word in ("Drones", "Talks", "Bob", "May", "the minister"):
        ids.add(parse_codebook(WITH_PEOPLE.replace(word, "Other")).id)
    assert len(ids) == 7


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("{in: [A trial, Drones], out: [Talks]}", "[A trial]", 11, "'boundaries' must be written as"),
        ("in: [A", "inside: [A", 11, "'boundaries' has no key 'inside'; did you mean 'in'"),
        ("[Talks]", "Talks", 11, "'out' must be a list"),
        ("name: Ann Lee, ", "", 23, "an actor has no 'name'"),
        ("name: Bob Ray", "Bob Ray", 24, "an actor must be written as `key: value` lines, not 'Bob Ray'"),
        ("[the minister]", "the minister", 23, "'aliases' must be a list"),
        ("Agreed in May.", "[a]", 2, "'notes' must be text, not a list"),
        ("version: 1", "version: true", 1, "version must be 1, not True"),
    ],
)
def test_what_is_for_people_is_checked_as_strictly(old: str, new: str, line: int, message: str):
    assert old in WITH_PEOPLE
    with pytest.raises(CodebookError) as caught:
        parse_codebook(WITH_PEOPLE.replace(old, new), name="book.yaml")
    assert caught.value.line == line, str(caught.value)
    assert message in str(caught.value)


def test_all_that_is_wrong_is_told_at_once_and_the_first_thing_is_raised():
    text = WITH_PEOPLE.replace("side: pro", "side: for").replace("id: other,", "id: Other,").replace("Bob Ray", "7")
    reading = read_codebook(text)
    assert reading.codebook is None
    assert [problem.line for problem in reading.problems] == [16, 21, 24]
    with pytest.raises(CodebookError, match=r"line 16: side must .* `whipcount codebook check` lists 2 more\."):
        parse_codebook(text)


def test_no_more_is_told_than_anybody_reads():
    names = "".join(f"  - {{name: {number}}}\n" for number in range(1000))
    assert len(read_codebook(FULL + "actors:\n" + names).problems) == 100


def test_starter_is_valid_and_shows_every_key():
    book = parse_codebook(starter_codebook())
    (proposition,) = book.propositions
    assert proposition.definition
    assert proposition.boundaries_in
    assert proposition.boundaries_out
    assert proposition.synonyms
    assert proposition.examples_for
    assert proposition.examples_against
    assert {argument.side for argument in proposition.arguments} == {"pro", "con"}


@given(st.text(min_size=1).filter(lambda text: text.split()))
def test_any_proposition_makes_a_codebook_that_survives_a_round_trip(text: str):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    if not all(c.isprintable() or c.isspace() for c in text):
        return  # YAML has no way to hold control characters raw
    book = codebook_from_proposition(text)
    (proposition,) = book.propositions
    assert proposition.text == " ".join(text.split())
    assert parse_codebook(dump_codebook(book)) == book


def test_empty_proposition_is_refused():
    with pytest.raises(CodebookError, match="empty"):
        codebook_from_proposition(" \n ")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("definition:", "definitoin:", 9, "no key 'definitoin'; did you mean 'definition'"),
        ("questions:", "question:", 2, "did you mean 'questions'"),
        ("side: pro", "side: for", 14, "pro, con, not 'for'"),
        ("id: allow\n", "id: Allow\n", 6, "'Allow' may hold only"),
        ("id: allow\n", "id: 7\n", 6, "'id' must be text, not 7"),
        ("{id: other,", "{id: allow,", 19, "'allow' is already taken in line 6"),
        ("id: provoke", "id: deter", 15, "'deter' is already taken in line 14"),
        ("- id: other\n", "- id: strikes\n", 16, "'strikes' is already taken in line 3"),
        ("version: 1", "version: 2", 1, "version must be 1, not 2"),
        ("[lift the ban]", "lift the ban", 10, "'synonyms' must be a list"),
        ("[Never.]", "[4]", 12, "'against' must be text, not 4"),
        ("Any strike.", "''", 9, "'definition' is empty"),
        ("Any strike.", "", 9, "'definition' must be text, not nothing; write one, or leave the key out"),
        ("{id: other, text: Something else}", "{id: other}", 19, "a proposition has no 'text'"),
        ("{id: other, text: Something else}", "just words", 19, "a proposition must be written as"),
        ("      - {id: other, text: Something else}\n", "      []\n", 18, "'propositions' is empty"),
        ("[lift the ban]", "[lift the ban", 11, "not valid YAML"),
        (
            "{id: other, text: Something else}",
            '{id: other, text: "Something else}',
            19,
            "a quotation mark or bracket is opened here and never closed",
        ),
        ("definition: Any strike.", "id: again", 9, "not valid YAML: found duplicate key"),
    ],
)
def test_error_names_the_line(old: str, new: str, line: int, message: str):
    assert old in FULL
    with pytest.raises(CodebookError) as caught:
        parse_codebook(FULL.replace(old, new), name="book.yaml")
    assert caught.value.line == line, str(caught.value)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"book.yaml, line {line}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "is empty"), ("# only a comment\n", "is empty"), ("- a\n- b\n", "not a list"), ("words", "not 'words'")],
)
def test_file_that_is_no_codebook(text: str, message: str):
    with pytest.raises(CodebookError, match=message):
        parse_codebook(text)


def test_file_errors(tmp_path: Path):
    with pytest.raises(CodebookError, match="cannot be read"):
        load_codebook(tmp_path / "missing.yaml")
    with pytest.raises(CodebookError, match="cannot be read"):
        load_codebook(tmp_path)
    path = tmp_path / "latin.yaml"
    path.write_bytes("version: 1\n# é\n".encode("latin-1"))
    with pytest.raises(CodebookError, match="line 2: byte 13 is not UTF-8"):
        load_codebook(path)
    path.write_bytes(b"\xef\xbb\xbf" + FULL.encode())
    assert load_codebook(path) == parse_codebook(FULL)
    path.write_bytes(b"#" * 2_000_001)
    with pytest.raises(CodebookError, match="larger than"):
        load_codebook(path)
