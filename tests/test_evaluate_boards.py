"""A board is scored by who stands where at the end and by the changes of side that it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from whipcount.config import Settings
from whipcount.evaluate.boards import BoardScore, GoldPosition, GoldShift, board_figures, is_actor, score_board
from whipcount.evaluate.demo import GoldStatement
from whipcount.evaluate.losses import (
    Repairs,
    Trace,
    by_hand,
    cause_of_false,
    cause_of_position,
    causes_of_missed,
    given,
    labelled,
    repaired,
)  # fmt: skip
from whipcount.model import (
    CodedStatement,
    Coding,
    Document,
    Extraction,
    Position,
    Shift,
    Side,
    Span,
    Speaker,
    SpeakerKind,
    Statement,
)  # fmt: skip
from whipcount.positions import positions

MAY, JUNE = date(2025, 5, 5), date(2025, 6, 6)
BREL = GoldPosition("Ada Brel", "person", "ban", "for", (GoldShift(JUNE, "against", "for"),))


def _shift(day: date, from_side: Side, to_side: Side, *, tentative: bool = True) -> Shift:
    return Shift(day, from_side, to_side, ("s",), tentative)


def _position(actor: str, lean: Side, *shifts: Shift, statements: int = 1) -> Position:
    ids = tuple(f"{actor}{n}" for n in range(statements))
    return Position(actor, actor, "person", None, "ban", "support", lean, MAY, JUNE, 0.9, 0.0, ids, 1, shifts)


def _score(*found: Position, gold: GoldPosition = BREL) -> BoardScore:
    return score_board(found, [gold])


def test_the_right_column_and_the_right_shift() -> None:
    score = _score(_position("Ada Brel", "for", _shift(JUNE, "against", "for", tentative=False)))
    figures = board_figures([score])
    assert [figures[name].value for name in ("position", "side", "named", "strangers", "shifts", "columns")] == [
        1.0, 1.0, 1.0, 0.0, 1.0, 1.0,
    ]  # fmt: skip
    assert (figures["false"].value, figures["firm"].value) == (0.0, 0.0)


def test_leaning_is_the_right_side_and_the_wrong_column() -> None:
    (row,) = _score(_position("Ada Brel", "leaning_for")).rows
    assert (row.column, row.side) == (False, True)
    (row,) = _score(_position("Ada Brel", "undecided")).rows
    assert (row.column, row.side) == (False, False)


def test_an_actor_who_is_not_on_the_board_is_wrong_and_all_shifts_are_missed() -> None:
    (row,) = _score().rows
    assert (row.column, row.side, row.missed) == (False, False, BREL.shifts)
    assert board_figures([_score()])["strangers"].value is None


@pytest.mark.parametrize(
    ("shift", "hits", "false"),
    [
        (_shift(date(2025, 6, 5), "leaning_against", "undecided"), 1, 0),
        (_shift(date(2025, 6, 7), "against", "for"), 1, 0),
        (_shift(date(2025, 6, 8), "against", "for"), 0, 1),
        (_shift(JUNE, "for", "against"), 0, 1),
    ],
)
def test_a_shift_is_found_within_a_day_and_in_the_right_direction(shift: Shift, hits: int, false: int) -> None:
    (row,) = _score(_position("Ada Brel", "for", shift)).rows
    assert (len(row.hits), len(row.false), len(row.missed)) == (hits, false, 1 - hits)


def test_one_true_shift_is_found_once_and_the_one_with_the_right_columns_is_taken() -> None:
    first, then = _shift(JUNE, "against", "undecided"), _shift(JUNE, "undecided", "for")
    (row,) = _score(_position("Ada Brel", "for", first, then)).rows
    assert row.hits == ((BREL.shifts[0], then),)
    assert row.false == (first,)
    assert board_figures([_score(_position("Ada Brel", "for", first, then))])["columns"].value == 0.0


def test_shifts_of_strangers_are_false() -> None:
    score = _score(_position("the ban", "for", _shift(MAY, "against", "for")), _position("Ada Brel", "for"))
    assert [position.actor for position in score.extra] == ["the ban"]
    figures = board_figures([score])
    assert (figures["false"].right, figures["strangers"][:3]) == (1, (0.5, 1, 2))


def test_of_two_with_one_name_the_one_with_more_statements_is_taken() -> None:
    few, many = _position("Ada Brel", "against"), _position("ADA Brel", "for", statements=3)
    score = _score(few, many)
    assert score.rows[0].found == many
    assert score.extra == (few,)


def test_a_line_without_a_position_is_neither_right_nor_wrong() -> None:
    score = _score(_position("Ada Brel", "for", _shift(MAY, "against", "for")), gold=replace(BREL, position=None))
    assert score == BoardScore((), ())


@pytest.mark.parametrize(
    ("found", "actor", "kind", "same"),
    [
        ("Ada Brel", "Ada Brel", "person", True),
        ("Captain Ada Brel", "Ada Brel", "person", True),
        ("Brel", "Ada Brel", "person", False),
        ("Aldermark Chamber of Shipping", "Chamber of Shipping", "organisation", True),
        ("Association", "Tugmen's Association", "organisation", False),
        ("woman", "A woman who runs a souvenir stall", "anonymous", True),
        ("the", "Aid for Tarsia", "organisation", False),
    ],
)
def test_persons_are_named_in_full_and_others_in_part(found: str, actor: str, kind: SpeakerKind, same: bool) -> None:
    assert is_actor(found, GoldPosition(actor, kind, "ban", "for")) is same


def test_intervals_are_drawn_over_actors() -> None:
    gold = [GoldPosition(f"Ada Brel{n}", "person", "ban", "for") for n in range(20)]
    found = [_position(f"Ada Brel{n}", "for" if n < 10 else "against") for n in range(20)]
    figure = board_figures([score_board(found, gold)])["position"]
    assert figure[:3] == (0.5, 10, 20)
    assert figure.interval is not None
    assert 0.2 < figure.interval.low < 0.4 < 0.6 < figure.interval.high < 0.8


TEXT = "Ada Brel said it must go. Later the mayor said it must stay."
DOCUMENT = Document(id="d", given_id="articles/x.html", text=TEXT, raw_sha256="0", published=JUNE)
GO = GoldStatement("x", "it must go", "Ada Brel", "person", {"ban": "support"}, said_on=MAY)
STAY = GoldStatement("x", "it must stay", "Ivo Lund", "person", {"ban": "oppose"})


def _found(words: str, name: str) -> Statement:
    start = TEXT.index(words)
    return Statement(words, "d", (), (), (Span(start, start + len(words)),), "indirect",
                     Speaker(name, "person", name), None, 0.9)  # fmt: skip


MACHINE = [_found("it must go", "Ada Brel"), _found("it must stay", "mayor")]
LABELS = labelled([Extraction(DOCUMENT, tuple(MACHINE))], [GO, STAY])


def _coded(statement: Statement, stance: str) -> CodedStatement:
    coding = Coding(statement.id, "ban", "model", "model", stance, 0.9, {stance: 0.9})  # type: ignore[arg-type]
    return CodedStatement(statement, "", JUNE, None, None, coding)


def test_the_gold_alone_gives_the_gold_positions() -> None:
    board = {p.actor: (p.lean, p.since) for p in positions(given(LABELS, "ban"), Settings())}
    assert board == {"Ada Brel": ("for", MAY), "Ivo Lund": ("against", JUNE)}


def test_what_is_only_retold_has_no_day() -> None:
    (label,) = labelled([Extraction(DOCUMENT, ())], [replace(STAY, earlier=True)])
    (item,) = given([label], "ban")
    assert item.day is None


@pytest.mark.parametrize(
    ("repairs", "board"),
    [
        (Repairs(), {"Ada Brel": ("against", JUNE), "mayor": ("against", JUNE)}),
        (Repairs(stance=True), {"Ada Brel": ("for", JUNE), "mayor": ("against", JUNE)}),
        (Repairs(stance=True, speaker=True), {"Ada Brel": ("for", JUNE), "Ivo Lund": ("against", JUNE)}),
        (Repairs(stance=True, speaker=True, day=True), {"Ada Brel": ("for", MAY), "Ivo Lund": ("against", JUNE)}),
    ],
)
def test_one_step_after_another_is_put_right(repairs: Repairs, board: dict[str, tuple[Side, date]]) -> None:
    coded = [_coded(statement, "oppose") for statement in MACHINE]
    found = positions(repaired(coded, LABELS, "ban", repairs), Settings())
    assert {p.actor: (p.lean, p.since) for p in found} == board


def test_words_that_stand_nowhere_are_an_error_of_the_gold() -> None:
    with pytest.raises(ValueError, match="correct the gold"):
        labelled([Extraction(DOCUMENT, ())], [replace(GO, fragment="it must swim")])


@pytest.mark.parametrize(
    ("actor", "stance", "cause"),
    [("Ada Brel", "oppose", "side"), ("Ada Brel", "none", "relevance"), ("Ivo Lund", "oppose", "speaker")],
)
def test_a_wrong_column_has_the_first_step_that_failed_as_its_cause(actor: str, stance: str, cause: str) -> None:
    wanted: Side = "for" if actor == "Ada Brel" else "against"
    by_rule = {p.actor: p for p in positions(given(LABELS, "ban"), Settings())}
    coded = [_coded(statement, stance) for statement in MACHINE]
    codings = {item.statement.id: item.coding for item in coded if item.coding}
    (row,) = score_board(positions(coded, Settings()), [GoldPosition(actor, "person", "ban", wanted)]).rows
    assert cause_of_position(row, Trace("ban", LABELS, codings, by_rule, Settings())) == cause


TRACE = Trace(
    "ban", LABELS, {"it must go": by_hand("it must go", "ban", "support")},
    {p.actor: p for p in positions(given(LABELS, "ban"), Settings())}, Settings(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "stance", "actor", "cause"),
    [
        ("it must go", "support", "Ada Brel", "day"),
        ("it must go", "oppose", "Ada Brel", "side"),
        ("it must go", "support", "Ivo Lund", "speaker"),
        ("it must stay", "oppose", "Ivo Lund", "another statement"),
        ("something else", "oppose", "Ivo Lund", "relevance"),
    ],
)
def test_a_false_shift_has_the_step_at_which_its_first_statement_went_wrong(statement, stance, actor, cause) -> None:
    trace = replace(TRACE, codings={statement: by_hand(statement, "ban", stance)})
    shift = replace(_shift(JUNE, "against", "for"), statements=(statement,))
    assert cause_of_false(shift, GoldPosition(actor, "person", "ban", "for"), trace) == cause


def test_a_missed_shift_that_the_rule_does_not_make_of_the_gold_is_the_rules() -> None:
    (row,) = score_board([], [BREL]).rows
    assert causes_of_missed(row, TRACE) == ["rule"]


def test_a_missed_shift_is_lost_where_its_statement_was() -> None:
    shift = GoldShift(MAY, "against", "for")
    board = {"Ada Brel": _position("Ada Brel", "for", _shift(MAY, "against", "for"))}
    (row,) = score_board([], [replace(BREL, shifts=(shift,))]).rows
    assert causes_of_missed(row, replace(TRACE, by_rule=board)) == ["day"]


def test_a_hand_coding_says_what_the_gold_says() -> None:
    assert by_hand("s", "ban", "none").relevant == 0.0
    assert by_hand("s", "ban", "support").coder_kind == "human"
