"""A form changes a codebook's file in places: what it does not change stays to the byte, comments included."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from support.codebook_layouts import BARE, INDENTED, LAYOUTS, MIXED, opened
from whipcount.coding import load_codebook, parse_codebook, read_codebook
from whipcount.coding.codebook_draft import (
    Draft,
    DraftActor,
    DraftArgument,
    DraftProposition,
    DraftQuestion,
    draft_of,
    draft_text,
    part_at,
)
from whipcount.coding.yaml_places import comments
from whipcount.demo import demo_codebook
from whipcount.errors import CodebookError


def first(draft: Draft, **changes: Any) -> Draft:
    """The draft with its first proposition changed."""
    question = draft.questions[0]
    one = replace(question.propositions[0], **changes)
    return replace(
        draft, questions=(replace(question, propositions=(one, *question.propositions[1:])), *draft.questions[1:])
    )


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines that are gone, and lines that are new, whatever their order."""
    old, new = (Counter(text.splitlines()) for text in (before, after))
    return sorted((old - new).elements()), sorted((new - old).elements())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_changed_is_nothing_written(layout: str) -> None:
    text = LAYOUTS[layout]
    assert draft_text(opened(text), text) == text


def test_a_changed_word_changes_its_line_and_no_other() -> None:
    draft = opened(MIXED)
    after = draft_text(
        first(draft, text="The city should build two trams", examples_for=("She wants it.", "So do I")), MIXED
    )
    gone, come = changed_lines(MIXED, after)
    assert gone == ['      for: [She wants it., "He does, too"]', '      text: "The city should build the tram"']
    assert come == ['      for: [She wants it., "So do I"]', '      text: "The city should build two trams"']
    assert comments(after) == comments(MIXED)


def test_a_reworded_item_keeps_the_comments_around_it() -> None:
    synonyms = ("put down the rails", 'start "the" works', "run a tram")
    after = draft_text(first(opened(MIXED), synonyms=synonyms), MIXED)
    gone, come = changed_lines(MIXED, after)
    assert gone == ["        - lay the rails   # from the minutes"]
    assert come == ["        - put down the rails   # from the minutes", "        - run a tram"]
    assert comments(after) == comments(MIXED)


def test_comments_go_where_their_items_go() -> None:
    draft = opened(MIXED)
    question = draft.questions[0]
    build, free = question.propositions
    build = replace(build, synonyms=build.synonyms[::-1], arguments=build.arguments[::-1])
    after = draft_text(replace(draft, questions=(replace(question, propositions=(free, build)),)), MIXED)
    assert changed_lines(MIXED, after) == ([], []), "only the order differs"
    assert "    # rides\n    - {id: free" in after
    assert "        # next one is disputed\n        - 'start \"the\" works'\n        - lay the rails   # from" in after
    assert "        # the treasurer's\n        - id: dear" in after
    assert "          # until 2030\n        - {id: quick" in after
    assert after.index("id: free") < after.index("id: build")


def test_a_proposition_takes_its_comments_to_another_question() -> None:
    draft = opened(INDENTED)
    square, tram = draft.questions
    pave, trees = square.propositions
    moved = replace(
        draft,
        questions=(replace(square, propositions=(pave,)), replace(tram, propositions=(*tram.propositions, trees))),
    )
    after = draft_text(moved, INDENTED)
    assert changed_lines(INDENTED, after) == ([""], []), "a blank line between two goes where there is one left"
    assert after.index("id: tram") < after.index("id: trees")
    elsewhere = replace(
        draft, questions=(replace(square, propositions=(trees,)), DraftQuestion("new", "A new one?", (pave,)), tram)
    )
    after = draft_text(elsewhere, INDENTED)
    assert Counter(comments(after)) == Counter(comments(INDENTED))
    assert [p.id for p in parse_codebook(after).propositions] == ["trees", "pave", "build"]


def test_what_is_taken_out_takes_its_own_comments_and_no_others() -> None:
    draft = opened(MIXED)
    build, free = draft.questions[0].propositions
    after = draft_text(first(draft, arguments=build.arguments[:1], synonyms=build.synonyms[1:]), MIXED)
    assert set(comments(MIXED)) - set(comments(after)) == {"# from the minutes", "# the treasurer's", "# until 2030"}
    alone = replace(draft, questions=(replace(draft.questions[0], propositions=(build,)),))
    after = draft_text(alone, MIXED)
    assert set(comments(MIXED)) - set(comments(after)) == {"# rides"}
    assert "# end of questions\n\nactors:" in after
    alone = replace(draft, questions=(replace(draft.questions[0], propositions=(free,)),))
    after = draft_text(alone, MIXED)
    assert "    # rides\n    - {id: free, text: Rides should cost nothing}\n# end of questions" in after


def test_a_new_part_is_written_as_those_beside_it() -> None:
    draft = opened(MIXED)
    build, free = draft.questions[0].propositions
    new = DraftArgument("noise", "con", "Noise: all night, [every] night")
    with_lists = replace(free, synonyms=("free rides",), definition="Yes or no # not a comment")
    question = replace(draft.questions[0], propositions=(replace(build, arguments=(*build.arguments, new)), with_lists))
    after = draft_text(replace(draft, questions=(question,), notes="Agreed"), MIXED)
    assert "version: 1\nnotes: Agreed\n" in after
    assert "        - id: noise\n          side: con\n          text: 'Noise: all night, [every] night'\n" in after
    assert (
        "    # rides\n    - id: free\n      text: Rides should cost nothing\n"
        "      definition: 'Yes or no # not a comment'\n      synonyms:\n        - free rides\n# end"
    ) in after


def test_a_comment_behind_brackets_stays_one_where_lines_take_their_place() -> None:
    draft = opened(INDENTED)
    tram = draft.questions[1]
    build = replace(tram.propositions[0], examples_against=("word " * 40,), arguments=())
    after = draft_text(replace(draft, questions=(draft.questions[0], replace(tram, propositions=(build,)))), INDENTED)
    assert "            -   id: build # short\n                text: Build it\n" in after
    assert parse_codebook(after).propositions[2].examples_against == (("word " * 40).strip(),)


def test_a_long_text_is_folded_and_a_comment_behind_it_stays_a_comment() -> None:
    long = "It is about " + "every tram " * 20 + "in the city"
    after = draft_text(first(opened(MIXED), definition=long), MIXED)
    assert max(map(len, after.splitlines())) <= 110
    assert parse_codebook(after).propositions[0].definition == long
    draft = opened(MIXED)
    asked = replace(draft, questions=(replace(draft.questions[0], text=long),))
    after = draft_text(asked, MIXED)
    assert comments(after) == comments(MIXED)
    assert parse_codebook(after).questions[0].text == long


def test_a_long_text_behind_the_dash_of_an_item_is_folded_under_its_key() -> None:
    draft = opened(INDENTED)
    long = "word " * 40
    after = draft_text(replace(draft, questions=(replace(draft.questions[1], text=long), draft.questions[0])), INDENTED)
    assert parse_codebook(after).questions[0].text == long.strip()
    assert max(map(len, after.splitlines())) <= 110
    swapped = INDENTED.replace("text: Anything else?   # id last", "text: Anything else?").replace("   # id last", "")
    draft = opened(swapped)
    after = draft_text(replace(draft, questions=(replace(draft.questions[0], text=long), draft.questions[1])), swapped)
    assert "    -   text: >-\n          word word" in after


def test_line_breaks_and_the_last_line_stay_as_they_are() -> None:
    text = LAYOUTS["windows"]
    after = draft_text(first(opened(text), definition="Another"), text)
    assert after.count("\n") == after.count("\r\n") == text.count("\n") - 2
    assert draft_text(first(opened(BARE), text="dd"), BARE).splitlines()[1:] == [
        BARE.splitlines()[1].replace("d}", "dd}")
    ]


def test_what_is_wrong_with_a_draft_is_told_with_the_lines_of_its_file() -> None:
    draft = opened(MIXED)
    build, free = draft.questions[0].propositions
    wrong = replace(free, id="build", text="")
    question = replace(draft.questions[0], propositions=(build, wrong, DraftProposition("New one", "x")))
    after = draft_text(replace(draft, questions=(question,)), MIXED)
    lines = after.splitlines()
    told = {problem.message: lines[(problem.line or 0) - 1] for problem in read_codebook(after).problems}
    assert told == {
        "the id 'build' is already taken in line 11; ids must be unique.": "    - {id: build, text: ''}",
        "'text' is empty; write it or leave the key out.": "    - {id: build, text: ''}",
        "the id 'New one' may hold only a-z, 0-9 and -, and not begin with -.": "    - id: New one",
    }
    nothing = draft_text(replace(draft, questions=()), MIXED)
    assert [p.message for p in read_codebook(nothing).problems] == ["'questions' is empty; add at least one."]
    empty = draft_text(replace(draft, questions=(replace(draft.questions[0], propositions=()),)), MIXED)
    assert [p.message for p in read_codebook(empty).problems] == ["'propositions' is empty; add at least one."]


def test_the_part_at_a_line_is_where_the_form_has_it() -> None:
    lines = {text: number for number, text in enumerate(INDENTED.splitlines(), 1)}
    wanted = {"    -   text: Anything else?": "q-0", "                        - the market": "p-0.0", "version: 2": ""}
    assert {text: part_at(INDENTED, lines.get(text, 99)) for text in wanted} == wanted
    dear, mayor = (number for number, text in enumerate(MIXED.splitlines(), 1) if "dear" in text or "Ann" in text)
    assert (part_at(MIXED, dear), part_at(MIXED, mayor)) == ("a-0.0.1", "k-0")


ODD = {
    "an anchor": "questions: [{id: a, text: &t b, propositions: [{id: c, text: *t}]}]\n",
    "a tag": "questions: !!seq [{id: a, text: b, propositions: [{id: c, text: d}]}]\n",
    "a comment in brackets": "questions: [{id: a, text: b, propositions: [{id: c, # why\n  text: d}]}]\n",
}


@pytest.mark.parametrize("odd", ODD)
def test_a_file_that_cannot_be_changed_in_places_is_refused_with_its_line(odd: str) -> None:
    draft = opened(ODD[odd])
    with pytest.raises(CodebookError, match=r"line 1: the form cannot change") as caught:
        draft_text(first(draft, definition="A definition"), ODD[odd])
    assert caught.value.line == 1


def test_a_first_file_is_written_from_the_codebook_in_force_or_from_nothing() -> None:
    book = load_codebook(demo_codebook())
    assert parse_codebook(draft_text(draft_of(book), None, book)) == book
    draft = Draft((DraftQuestion("a", "A?", (DraftProposition("b", "B", synonyms=("c",)),)),), (DraftActor("D"),), "E")
    assert draft_text(draft, None) == (
        "version: 1\nnotes: E\nquestions:\n  - id: a\n    text: A?\n    propositions:\n      - id: b\n        text: B\n"
        "        synonyms:\n          - c\nactors:\n  - {name: D}\n"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_of_two_actors_of_one_name_each_keeps_its_own_lines(layout: str) -> None:
    long = DraftActor("The tram", (" ".join(["word"] * 40),))
    draft = replace(opened(LAYOUTS[layout]), actors=(long, DraftActor("The tram")))
    text = draft_text(draft, LAYOUTS[layout])
    assert draft_text(draft_of(parse_codebook(text)), text) == text
