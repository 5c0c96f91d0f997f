"""Whatever a form does to a codebook's file: the file says it, and no comment goes but those of a part taken out."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.codebook_layouts import LAYOUTS, opened
from whipcount.coding import parse_codebook, read_codebook
from whipcount.coding.codebook_draft import (
    Draft,
    DraftActor,
    DraftArgument,
    DraftProposition,
    DraftQuestion,
    draft_of,
    draft_text,
)  # fmt: skip
from whipcount.coding.yaml_places import comments

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


def told(value: Any) -> Any:
    """A draft or a part of it as a codebook would give it back: white space squeezed, from no file."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, tuple):
        return tuple(told(one) for one in value)
    parts = {field.name: told(getattr(value, field.name)) for field in fields(value)}
    return replace(value, **{name: "" if name == "was" else part for name, part in parts.items()})


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
