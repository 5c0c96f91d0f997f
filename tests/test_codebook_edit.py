"""A form changes a codebook's file in places: what it does not change stays to the byte, comments included."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.coding import load_codebook, parse_codebook, read_codebook, starter_codebook
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

MIXED = """\
# Codebook of the tram
# agreed on 3 May
version: 1

questions:
  # the main one
  - id: tram
    text: Should the city build
      the tram?   # folded
    propositions:
    - id: build   # keep this id
      text: "The city should build the tram"
      definition: >
        Any tram that runs
        on rails.
      synonyms:
        - lay the rails   # from the minutes
        # next one is disputed
        - 'start "the" works'
      for: [She wants it., "He does, too"]
      arguments:
        - {id: quick, side: pro, text: It is quick}
        # the treasurer's
        - id: dear
          side: con
          text: It costs too much
          # until 2030

    # rides
    - {id: free, text: Rides should cost nothing}
# end of questions

actors:
  - name: Ann Lee
    aliases: [the mayor]   # since 2021
terms:
  - {name: Tram Act}  # of 2019
# the end
"""
INDENTED = """\
questions:
    -   text: Anything else?
        id: square   # id last
        propositions:
            -   id: pave
                text: The square should be paved  # all of it
                boundaries:
                    # edge cases
                    in: [the steps]
                    out:
                        - the fountain
                        # asked twice
                        - the market

            -   text: |
                  Trees should
                  be planted
                id: trees
                for:
                    - More shade # wanted
    -   id: tram
        text: "And the \\"tram\\"?"
        propositions:
            -   {id: build, text: 'Build it', arguments: [{id: pave, side: con, text: Noise}]} # short
"""
BARE = "notes: first\nquestions: [{id: a, text: b, propositions: [{id: c, text: d}, {id: e, text: 'f: g'}]}]"
LAYOUTS = {
    "mixed": MIXED,
    "windows": MIXED.replace("\n", "\r\n"),
    "indented": INDENTED,
    "brackets": BARE,
    "starter": starter_codebook(),
}


def opened(text: str) -> Draft:
    return draft_of(parse_codebook(text))


def first(draft: Draft, **changes: object) -> Draft:
    """The draft with its first proposition changed."""
    question = draft.questions[0]
    one = replace(question.propositions[0], **changes)  # type: ignore[arg-type]  # as the caller says
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


WORDS = st.sampled_from(
    ["The tram", "x", "no", "12", "2024-09-10", "yes: no", "# x", "- x", "a # b", "'q'", 'say "so"', "[x]", "{y}",
     "ü 🚋", "a, b", "null", "~", "*x", "&x", "!x", "%x", "@x", "`x", "? x", "= x", "<<", ": x", "x:", "...", "---",
     "--- x", "|", ">-", "\\x", "tab\tand more", "nul\x00", "nel\x85sep\u2028", "word " * 40, "1_000", "0x1F", "1e3",
     ".5", "true"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=4, unique_by=lambda text: " ".join(text.split())).map(tuple)


@st.composite
def arguments(draw: st.DrawFn, old: tuple[DraftArgument, ...]) -> tuple[DraftArgument, ...]:
    kept = [one for one in old if draw(st.booleans())]
    kept = [replace(one, text=draw(WORDS)) if draw(st.booleans()) else one for one in kept]
    new = [
        DraftArgument(f"new-{n}", draw(st.sampled_from(["pro", "con"])), draw(WORDS))
        for n in range(draw(st.integers(0, 2)))
    ]
    return tuple(draw(st.permutations([*kept, *new])))


@st.composite
def propositions(draw: st.DrawFn, old: tuple[DraftProposition, ...], new: int) -> list[DraftProposition]:
    found: list[DraftProposition] = []
    for one in (*old, *(DraftProposition(f"fresh-{n}", "Fresh") for n in range(new))):
        if draw(st.booleans()):
            found.append(one)
            continue
        found.append(
            replace(
                one,
                id=draw(st.sampled_from([one.id, f"{one.id}-x"])),
                text=draw(WORDS),
                definition=draw(st.one_of(st.just(""), WORDS)),
                boundaries_in=draw(TEXTS),
                boundaries_out=draw(TEXTS),
                synonyms=draw(TEXTS),
                examples_for=tuple(draw(st.permutations(one.examples_for))),
                examples_against=draw(TEXTS),
                arguments=draw(arguments(one.arguments)),
            )
        )
    return found


@st.composite
def drafts(draw: st.DrawFn, layout: str) -> Draft:
    """A draft of a file after some changes: parts moved, taken out, renamed, reworded, put in."""
    old = opened(LAYOUTS[layout])
    every = tuple(p for question in old.questions for p in question.propositions)
    kept = draw(propositions(tuple(p for p in every if draw(st.integers(0, 3))), draw(st.integers(0, 2))))
    shuffled = draw(st.permutations(kept)) or [DraftProposition("left", "Left")]
    questions = [replace(one, text=draw(st.one_of(st.just(one.text), WORDS))) for one in old.questions]
    questions += [DraftQuestion("extra", "Extra?")] * draw(st.integers(0, 1))
    homes = [draw(st.integers(0, len(questions) - 1)) for _ in shuffled]
    filled = (
        replace(one, propositions=tuple(p for p, home in zip(shuffled, homes, strict=True) if home == number))
        for number, one in enumerate(questions)
    )
    whole = [one for one in filled if one.propositions]
    actors = [*old.actors, *(DraftActor(draw(WORDS), draw(TEXTS)) for _ in range(draw(st.integers(0, 2))))]
    notes = draw(st.one_of(st.just(old.notes), st.just(""), WORDS))
    return Draft(tuple(draw(st.permutations(whole))), tuple(draw(st.permutations(actors))), notes)


def told(draft: Draft) -> Draft:
    """A draft as a codebook would give it back: white space squeezed, from no file."""

    def squeezed(value: object) -> object:
        if isinstance(value, str):
            return " ".join(value.split())
        if isinstance(value, tuple):
            return tuple(squeezed(one) for one in value)
        names = [name for name in value.__dataclass_fields__ if name != "was"]  # type: ignore[attr-defined]
        return replace(value, **{name: squeezed(getattr(value, name)) for name in names}, **_nowhere(value))  # type: ignore[type-var]

    return squeezed(draft)  # type: ignore[return-value]


def _nowhere(value: object) -> dict[str, str]:
    return {"was": ""} if hasattr(value, "was") else {}


@pytest.mark.parametrize("layout", LAYOUTS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_file_says_what_the_draft_says_and_keeps_every_comment_that_is_not_of_a_part_taken_out(
    layout: str, data: st.DataObject
) -> None:
    text = LAYOUTS[layout]
    draft = data.draw(drafts(layout))
    after = draft_text(draft, text)
    reading = read_codebook(after)
    assert reading.codebook is not None, reading.problems
    assert told(draft_of(reading.codebook)) == told(draft)
    assert reading.codebook.terms == parse_codebook(text).terms
    assert not Counter(comments(after)) - Counter(comments(text)), "no text became a comment"
    assert draft_text(draft_of(reading.codebook), after) == after


@pytest.mark.parametrize("layout", ["mixed", "windows", "indented", "starter"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_another_order_loses_no_line(layout: str, data: st.DataObject) -> None:
    text = LAYOUTS[layout]
    old = opened(text)
    questions = [
        replace(
            question,
            propositions=tuple(
                replace(
                    one,
                    synonyms=tuple(data.draw(st.permutations(one.synonyms))),
                    arguments=tuple(data.draw(st.permutations(one.arguments))),
                )
                for one in data.draw(st.permutations(question.propositions))
            ),
        )
        for question in data.draw(st.permutations(old.questions))
    ]
    after = draft_text(replace(old, questions=tuple(questions)), text)
    assert Counter(after.splitlines()) == Counter(text.splitlines())


@st.composite
def grown(draw: st.DrawFn, one: DraftProposition) -> DraftProposition:
    """A proposition reworded, put in another order and added to; nothing is taken out of it."""
    more = tuple(text for text in draw(TEXTS) if " ".join(text.split()) not in one.synonyms)
    reasons = [replace(a, text=draw(WORDS)) if draw(st.booleans()) else a for a in one.arguments]
    reasons += [DraftArgument("added", "con", draw(WORDS))] * draw(st.integers(0, 1))
    return replace(
        one,
        text=draw(st.one_of(st.just(one.text), WORDS)),
        definition=draw(WORDS) if one.definition or draw(st.booleans()) else "",
        boundaries_in=tuple(draw(st.permutations(one.boundaries_in))),
        boundaries_out=tuple(draw(st.permutations((*one.boundaries_out, "the edge")))),
        synonyms=tuple(draw(st.permutations((*one.synonyms, *more)))),
        examples_for=tuple(draw(st.permutations(one.examples_for))),
        examples_against=tuple(draw(st.permutations(one.examples_against))),
        arguments=tuple(draw(st.permutations(reasons))),
    )


@pytest.mark.parametrize("layout", ["mixed", "windows", "indented", "starter"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_where_nothing_is_taken_out_no_comment_goes(layout: str, data: st.DataObject) -> None:
    text = LAYOUTS[layout]
    old = opened(text)
    every = [data.draw(grown(one)) for question in old.questions for one in question.propositions]
    shuffled = data.draw(st.permutations(every))
    first_of_each, rest = shuffled[: len(old.questions)], shuffled[len(old.questions) :]
    homes = [data.draw(st.integers(0, len(old.questions) - 1)) for _ in rest]
    questions = tuple(
        replace(
            question,
            propositions=(first_of_each[n], *(p for p, home in zip(rest, homes, strict=True) if home == n)),
        )
        for n, question in enumerate(old.questions)
    )
    after = draft_text(replace(old, questions=questions), text)
    assert Counter(comments(after)) == Counter(comments(text))
