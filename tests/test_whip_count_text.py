"""The terminal whip count: complete, within its columns, and nothing in it can drive the terminal."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.interchange.terminal import columns, printable, shorten, wrap
from whipcount.interchange.whip_count import whip_count_text
from whipcount.model import SIDES, CodedStatement, Position, Shift, Side, Span, Speaker, Statement

DAY = date(2024, 9, 12)


def position(actor: str = "Keir Starmer", lean: Side = "for", **changes) -> Position:
    values = {
        "actor": actor,
        "actor_key": actor,
        "kind": "person",
        "affiliation": None,
        "proposition": "arms",
        "stance": "support",
        "lean": lean,
        "since": DAY,
        "latest": DAY,
        "confidence": 0.9,
        "reviewed_share": 0.5,
        "statements": ("s1", "s2"),
        "sightings": 5,
        "shifts": (),
    }
    return Position(**(values | changes))


def statement(
    words: str = "we will lift the limits", form: str = "direct", outlet: str | None = "The Daily"
) -> CodedStatement:
    speaker = Speaker("Keir Starmer", "person", "he")
    spans = (Span(0, len(words)),)
    made = Statement("s1", "d1", (), (), spans, form, speaker, None, 0.9)  # type: ignore[arg-type]
    return CodedStatement(made, words, DAY, outlet, "Title", None)


def text(*found: Position, said: CodedStatement | None = None, **options) -> str:
    evidence = {"s1": said or statement()}
    return whip_count_text(found, propositions={"arms": "Arms may be used"}, evidence=evidence, **options)


def test_every_side_is_counted_and_listed():
    shown = text(*(position(f"Actor {side}", side) for side in SIDES))
    assert "for 1 | leaning for 1 | undecided 1 | leaning against 1 | against 1" in shown
    assert "5 actors, 10 statements, 5 reviewed by a person" in shown
    headings = ["[+] FOR (1)", "(+) LEANING FOR (1)", "(?) UNDECIDED (1)", "(-) LEANING AGAINST (1)", "[-] AGAINST (1)"]
    places = [shown.index(heading) for heading in headings]
    assert places == sorted(places)


def test_those_less_than_half_sure_are_counted():
    shown = text(position(), position("Ann Lee", confidence=0.49), position("Bob Ray", confidence=0.3))
    assert "2 of the actors less than half sure" in shown
    assert "less than half" not in text(position(confidence=0.5))


def test_actor_has_date_number_and_quotation():
    shown = text(position(affiliation="Labour"))
    assert "Keir Starmer (Labour) · Thu 12 Sep 2024 · 2 statements, seen 5 times · 90 % sure" in shown
    assert "“we will lift the limits” — The Daily" in shown


def test_quotation_marks_of_the_article_are_kept_and_reported_speech_is_called_so():
    assert "      “No,” — The Daily" in text(position(), said=statement("“No,”"))
    assert "reported: “that talks go on” — The Daily" in text(
        position(), said=statement("that talks go on", "indirect")
    )


def test_words_that_could_not_be_verified_are_not_shown_as_said():
    assert "could not be verified" in text(position(), said=statement(""))


def test_shift_and_mixed_are_marked():
    shift = Shift(DAY, "against", "for", ("s1",), tentative=True)
    assert "SHIFT on Thu 12 Sep 2024: against → for, reversal (tentative: one statement, not reviewed)" in " ".join(
        text(position(shifts=(shift,))).split()
    )
    mixed = Shift(DAY, "against", "undecided", ("s1", "s2", "s3"), tentative=True, kind="softening")
    told = " ".join(text(position(shifts=(mixed,))).split())
    assert "(tentative: no review confirms it yet)" in told
    assert "MIXED: both for and against on the same day" in text(position(stance="mixed", lean="undecided"))


def test_proposition_without_positions_says_so():
    assert "Nobody was found to take a side." in text()
    assert "2 more statements by nobody named" in text(without_actor={"arms": 2})


def test_undated_and_unknown_are_said_in_words():
    shown = whip_count_text([position(latest=None, since=None)], propositions={}, evidence={})
    assert shown.startswith("arms\n")
    assert "Keir Starmer · no date" in shown


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2JErased", "\\x1b[2JErased"),
        ("Ann\r\nBen", "Ann Ben"),
        ("user\u202eneB", "user\\u202eneB"),
        ("bell\x07", "bell\\x07"),
        ("c1\x9b31m", "c1\\x9b31m"),
        ("a\u2028b", "a b"),
        ("half \ud800", "half \\ud800"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_control_characters_are_written_out(hostile, shown):
    assert printable(hostile) == shown
    page = text(position(hostile, affiliation=hostile), said=statement(hostile, outlet=hostile))
    assert page.replace("\n", "").isprintable()
    assert shown in page


@given(st.text(max_size=300), st.text(max_size=300), st.integers(40, 120))
def test_lines_fit_and_hold_nothing_active(name, words, width):
    page = text(position(name, affiliation=name), said=statement(words, outlet=name), width=width)
    assert all(columns(line) <= width for line in page.split("\n"))
    page.encode("utf-8")
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in page.replace("\n", ""))


@given(st.text(alphabet="ab é泽", max_size=200), st.integers(8, 40))
def test_wrapping_loses_nothing(words, width):
    lines = wrap(printable(words), width, indent="  ", hanging="   ")
    assert "".join(lines).replace(" ", "") == printable(words).replace(" ", "")
    assert all(columns(line) <= width for line in lines)


@given(st.text(alphabet="ab é泽", max_size=200), st.integers(4, 40))
def test_shortened_text_is_a_prefix(words, limit):
    short = shorten(words, limit)
    assert columns(short) <= limit
    assert short == words or words.startswith(short.removesuffix(" …"))
