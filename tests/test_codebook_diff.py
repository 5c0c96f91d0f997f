"""``whipcount codebook diff`` tells changes by what they mean, and tells of a change wherever the id changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.shell import Shell
from whipcount.coding import Change, diff_codebooks, parse_codebook
from whipcount.model import Codebook

OLD = """\
notes: Agreed in May.
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build
        text: The city should build the tram
        definition: Any tram.
        boundaries: {in: [A trial line], out: [Buses]}
        synonyms: [lay the rails, start the works]
        for: [She wants it.]
        against: [He does not., Too dear.]
        arguments:
          - {id: quick, side: pro, text: It is quick}
          - {id: dear, side: con, text: It is dear}
      - id: free
        text: Rides should cost nothing
        synonyms: [abolish fares]
  - id: other
    text: Anything else?
    propositions: [{id: else, text: The square should be paved}]
actors:
  - {name: Ann Lee, aliases: [the mayor]}
  - {name: Bob Ray}
terms:
  - {name: Tram Act, kind: law}
"""


def book(*changes: tuple[str, str]) -> Codebook:
    text = OLD
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_codebook(text)


RAILS, WORKS = "lay the rails", "start the works"
CASES: list[tuple[str, str, Change]] = [
    ("Agreed in May.", "Agreed in June.", Change("reworded", "notes", "", "Agreed in May.", "Agreed in June.")),
    ("Anything else?", "What else?", Change("reworded", "question", "other", "Anything else?", "What else?")),
    (
        "The city should build the tram",
        "The city should build one tram",
        Change("reworded", "proposition", "build", "The city should build the tram", "The city should build one tram"),
    ),
    ("        definition: Any tram.\n", "", Change("removed", "definition", "build", "Any tram.")),
    ("Any tram.", "Any railway.", Change("reworded", "definition", "build", "Any tram.", "Any railway.")),
    ("[A trial line]", "[A trial lane]", Change("reworded", "boundary in", "build", "A trial line", "A trial lane")),
    ("[Buses]", "[Buses, Cabs]", Change("added", "boundary out", "build", after="Cabs")),
    (
        "[abolish fares]",
        "[abolish all fares]",
        Change("reworded", "synonym", "free", "abolish fares", "abolish all fares"),
    ),
    ("[abolish fares]", "[abolish fares, gratis]", Change("added", "synonym", "free", after="gratis")),
    ("start the works]", "gratis, start the works]", Change("added", "synonym", "build", after="gratis")),
    (", Too dear.]", "]", Change("removed", "example against", "build", "Too dear.")),
    (
        "[lay the rails, start the works]",
        "[start the works, lay the rails]",
        Change("moved", "order", "build", f"synonym: {RAILS}; {WORKS}", f"synonym: {WORKS}; {RAILS}"),
    ),
    (
        "It is quick",
        "It is quicker",
        Change("reworded", "argument", "build", "quick: It is quick", "quick: It is quicker"),
    ),
    ("side: con", "side: pro", Change("moved", "side", "build", "dear: con", "dear: pro")),
    (
        "          - {id: dear, side: con, text: It is dear}\n",
        "",
        Change("removed", "argument", "build", "dear: It is dear"),
    ),
    ("id: free", "id: gratis", Change("renamed", "proposition", "gratis", "free", "gratis")),
    ("- {name: Bob Ray}", "- {name: Eve Fox}", Change("added", "actor", "Eve Fox", after="Eve Fox")),
    ("[the mayor]", "[mayor]", Change("reworded", "actor", "Ann Lee", "Ann Lee, the mayor", "Ann Lee, mayor")),
    ("kind: law", "kind: treaty", Change("reworded", "term", "Tram Act", "Tram Act (law)", "Tram Act (treaty)")),
]


@pytest.mark.parametrize(("old", "new", "change"), CASES, ids=[f"{old} > {new}" for old, new, _ in CASES])
def test_a_change_is_told_for_what_it_is(old: str, new: str, change: Change) -> None:
    found = diff_codebooks(book(), book((old, new)))
    assert change in found
    assert len(found) == (2 if change.part == "actor" and change.kind == "added" else 1)


def test_a_codebook_does_not_differ_from_itself() -> None:
    assert diff_codebooks(book(), book()) == ()


def test_a_proposition_that_comes_or_goes_is_one_change() -> None:
    line = "      - id: free\n        text: Rides should cost nothing\n        synonyms: [abolish fares]\n"
    gone = book((line, ""))
    assert diff_codebooks(book(), gone) == (Change("removed", "proposition", "free", "Rides should cost nothing"),)
    assert diff_codebooks(gone, book()) == (Change("added", "proposition", "free", after="Rides should cost nothing"),)


def test_what_is_reworded_beside_its_proposition_is_told_too() -> None:
    both = book(
        ("The city should build the tram", "The city should build one tram"),
        ("Any tram.", "Any railway."),
        ("text: It is quick", "text: It is quicker"),
    )
    told = [(one.kind, one.part) for one in diff_codebooks(book(), both)]
    assert told == [("reworded", "proposition"), ("reworded", "definition"), ("reworded", "argument")]


def test_words_that_stand_elsewhere_have_moved() -> None:
    new = book((", start the works]", "]"), ("[abolish fares]", "[abolish fares, start the works]"))
    before, after = "build, synonym: start the works", "free, synonym: start the works"
    assert diff_codebooks(book(), new) == (Change("moved", "synonym", "free", before, after),)
    turned = book((", Too dear.]", "]"), ("[She wants it.]", "[She wants it., Too dear.]"))
    before, after = "build, example against: Too dear.", "build, example for: Too dear."
    assert diff_codebooks(book(), turned) == (Change("moved", "example for", "build", before, after),)


def test_a_proposition_under_another_question_has_moved() -> None:
    line = "      - id: free\n        text: Rides should cost nothing\n        synonyms: [abolish fares]\n"
    paved = "{id: else, text: The square should be paved}"
    again = "{id: free, text: Rides should cost nothing, synonyms: [abolish fares]}"
    new = book((line, ""), (f"[{paved}]", f"[{paved}, {again}]"))
    assert Change("moved", "proposition", "free", "tram", "other") in diff_codebooks(book(), new)


WORDS = st.sampled_from(["lay the rails", "start the works", "start all works", "gratis", "go"])
LISTS = st.lists(WORDS, max_size=4)


@given(*[LISTS] * 6, st.permutations(["a", "b"]), st.permutations(["a", "b"]))
def test_there_is_a_change_exactly_where_the_ids_differ(
    s1: list[str],
    s2: list[str],
    f1: list[str],
    f2: list[str],
    a1: list[str],
    a2: list[str],
    p1: list[str],
    p2: list[str],
) -> None:
    def made(synonyms: list[str], examples: list[str], actors: list[str], ids: list[str]) -> Codebook:
        first = {"id": ids[0], "text": "one", "synonyms": synonyms, "for": examples}
        questions = [{"id": "q", "text": "q", "propositions": [first, {"id": ids[1], "text": "two"}]}]
        tree = {"questions": questions, "actors": [{"name": name} for name in actors]}
        return parse_codebook(json.dumps(tree))  # JSON is YAML

    one, two = made(s1, f1, a1, p1), made(s2, f2, a2, p2)
    assert (diff_codebooks(one, two) == ()) == (one.id == two.id)


def test_the_command_tells_of_files_and_of_kept_versions(shell: Shell) -> None:
    Path("a.txt").write_text("Ann Lee said she would back the tram.\n")
    Path("old.yaml").write_text(OLD)
    Path("new.yaml").write_text(OLD.replace("It is quick", "It is quicker"))
    assert shell("build", "a.txt", "--codebook", "old.yaml").code == 0
    shown = shell("codebook", "diff", "store:1", "new.yaml")
    assert shown.code == 0
    assert shown.out == "reworded argument [build]\n  - quick: It is quick\n  + quick: It is quicker\n"
    assert shown.err == "1 change.\n"
    told = shell("codebook", "diff", "old.yaml", "new.yaml", "--json").json
    assert told == [
        {
            "kind": "reworded",
            "part": "argument",
            "where": "build",
            "before": "quick: It is quick",
            "after": "quick: It is quicker",
        }
    ]
    assert shell("codebook", "diff", "store:", "old.yaml", "--json").json == []
    assert shell("codebook", "diff", "old.yaml", "missing.yaml").code == 2
