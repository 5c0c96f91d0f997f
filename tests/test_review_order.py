"""What to review next is chosen by how far a judgement would move somebody over the board, not by doubt alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.shell import Shell
from support.store_values import PIPELINE, coding, extraction
from whipcount.coding import codebook_from_proposition
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import SIDES, STANCES, CodedStatement, Coding, Span, Speaker, Stance, Statement
from whipcount.positions import positions
from whipcount.project.review_order import by_effect
from whipcount.project.review_queue import next_to_review
from whipcount.store import open_store

SETTINGS = Settings()
START = date(2024, 9, 1)


def said(
    number: int, scores: dict[Stance, float], *, day: int = 0, name: str = "Ann Lee", event: str | None = None
) -> CodedStatement:
    """A statement on a day that a model gave these probabilities; what is left goes to "none"."""
    full: dict[Stance, float] = dict.fromkeys(STANCES, 0.0) | scores
    full["none"] = 1.0 - sum(scores.values())
    stance = max(STANCES, key=full.__getitem__)
    made = Coding(f"s{number}", "tram", "stance@1", "model", stance, 1.0 - full["none"], full)
    speaker = Speaker(name=name, kind="person" if name else "none", as_written=name or "he")
    statement = Statement(
        f"s{number}", f"d{number}", (Span(0, 5),), (Span(6, 10),), (Span(11, 20),), "direct", speaker, None, 0.9
    )
    return CodedStatement(statement, "words", START + timedelta(days=day), "Outlet", "Title", made, event=event)


def test_a_doubt_that_decides_comes_before_a_greater_doubt_that_does_not() -> None:
    """Lee's old remark is the most uncertain of all; her later clear one stands whatever it says."""
    idle = said(1, {"support": 0.5, "oppose": 0.5}, day=0)
    clear = said(2, {"support": 0.99, "oppose": 0.01}, day=9)
    decides = said(3, {"support": 0.7, "oppose": 0.3}, name="Bob Ray")
    found = by_effect([idle, clear, decides], SETTINGS)
    assert [one.statement for one in found] == ["s3", "s2"]
    assert found[0].effect == pytest.approx(0.3)
    assert found[0].reason == "If it is judged “against” (30 %), Bob Ray moves from for to against."


def test_only_what_would_move_the_actor_counts() -> None:
    """To hear that an unclear statement is right moves nobody; a condition that is a plain side moves by a quarter."""
    (unclear,) = by_effect([said(1, {"support": 0.6, "oppose": 0.4})], SETTINGS)
    assert unclear.effect == pytest.approx(0.4)
    assert "from for to against" in unclear.reason
    (condition,) = by_effect([said(1, {"conditional": 0.6, "support": 0.4})], SETTINGS)
    assert condition.effect == pytest.approx(0.4 * 0.25)
    assert "from leaning for to for" in condition.reason


def test_who_is_not_on_the_board_may_come_onto_it() -> None:
    (one,) = by_effect([said(1, {"oppose": 0.4})], SETTINGS)
    assert one.effect == pytest.approx(0.4 * 0.5)
    assert one.reason == "If it is judged “against” (40 %), Ann Lee comes onto the board as against."


def test_who_is_on_the_board_may_leave_it() -> None:
    (one,) = by_effect([said(1, {"support": 0.7})], SETTINGS)
    assert one.effect == pytest.approx(0.3 * 0.5)
    assert one.reason == "If it is judged “not about this” (30 %), Ann Lee leaves the board, where the column was for."


def test_a_judged_or_accepted_statement_is_not_asked_for_again() -> None:
    one = said(1, {"support": 0.6, "oppose": 0.4})
    assert one.coding is not None
    assert by_effect([replace(one, reviewed=True)], SETTINGS) == ()
    assert by_effect([replace(one, coding=replace(one.coding, coder_kind="human"))], SETTINGS) == ()
    assert by_effect([replace(one, coding=None)], SETTINGS) == ()


def test_a_shift_of_the_past_that_rests_on_one_statement_is_asked_for() -> None:
    """Lee is against since November, whatever the remark of October says; that she was for it then is shown."""
    first = said(1, {"oppose": 0.9, "support": 0.1}, day=0)
    doubted = said(2, {"support": 0.7, "oppose": 0.2}, day=30)
    last = [said(n, {"oppose": 0.97}, day=60 + n) for n in (3, 4)]
    found = {one.statement: one for one in by_effect([first, doubted, *last], SETTINGS)}
    assert found["s2"].effect == pytest.approx(0.3 * 1)
    assert found["s2"].reason == "Only this moved Ann Lee from against to for on 2024-10-01 (doubt: 30 %)."
    again = said(5, {"support": 0.8}, day=31)
    assert "s2" not in {one.statement for one in by_effect([first, doubted, again, *last], SETTINGS)}


def test_copies_of_one_remark_are_asked_for_once() -> None:
    copies = [said(n, {"support": 0.6, "oppose": 0.4 - n / 100}, event="e") for n in range(3)]
    (one,) = by_effect(copies, SETTINGS)
    assert one.statement == "s0"


def test_a_speaker_without_a_name_counts_for_nobody() -> None:
    assert by_effect([said(1, {"support": 0.6, "oppose": 0.4}, name="")], SETTINGS) == ()


chances = st.fixed_dictionaries({s: st.floats(0.0, 0.25).map(lambda p: round(p, 3)) for s in STANCES if s != "none"})
statements = st.lists(st.tuples(chances, st.integers(0, 120), st.sampled_from("AB"), st.integers(0, 3)), max_size=7)


def _by_hand(items: list[CodedStatement], chosen: str) -> float:
    """The effect from its definition: that of a move, or of a shift which rests on this one."""
    return max(_move_by_hand(items, chosen), _shift_by_hand(items, chosen))


def _shift_by_hand(items: list[CodedStatement], chosen: str) -> float:
    resting = [
        shift for p in positions(items, SETTINGS) for shift in p.shifts
        if shift.tentative and shift.statements == (chosen,)
    ]  # fmt: skip
    made = next(item.coding for item in items if item.statement.id == chosen)
    assert made is not None
    widths = (abs(SIDES.index(shift.from_side) - SIDES.index(shift.to_side)) / 4 for shift in resting)
    return sum((1 - made.scores[made.stance]) * width for width in widths)


def _move_by_hand(items: list[CodedStatement], chosen: str) -> float:
    """The effect of the one sighting's event from its definition: judge it every way, and count the board again."""
    at = next(i for i, item in enumerate(items) if item.statement.id == chosen)
    before = {p.actor_key: p.lean for p in positions(items, SETTINGS)}
    total = 0.0
    for stance in STANCES:
        old = items[at].coding
        assert old is not None
        scores = {s: float(s == stance) for s in STANCES}
        new = replace(old, coder_kind="human", stance=stance, relevant=float(stance != "none"), scores=scores)
        tried = [*items[:at], replace(items[at], coding=new), *items[at + 1 :]]
        after = {p.actor_key: p.lean for p in positions(tried, SETTINGS)}
        key = items[at].actor_key
        if before.get(key) != after.get(key):
            a, b = (SIDES.index(side.get(key, "undecided")) for side in (before, after))
            total += old.scores[stance] * max(1, abs(a - b)) / 4
    return total


@settings(deadline=None)  # the first example waits for whatever else the machine does
@given(statements, st.integers(1, 9))
def test_the_effect_is_that_of_judging_it_every_way(found, limit) -> None:
    """And to leave most of them untried changes neither the choice nor the order."""
    items = [said(n, scores, day=day, name=name) for n, (scores, day, name, _) in enumerate(found)]
    wanted = {i.statement.id: _by_hand(items, i.statement.id) for i in items}
    every = by_effect(items, SETTINGS, limit=99)
    assert {one.statement for one in every} >= {name for name, effect in wanted.items() if effect > 1e-4}
    for one in every:
        assert one.effect == pytest.approx(wanted[one.statement], abs=1e-4)
    assert by_effect(items[::-1], SETTINGS, limit=limit) == every[:limit]


def test_the_store_is_asked_proposition_by_proposition(tmp_path: Path) -> None:
    codebook = codebook_from_proposition("The allies should allow the strikes")
    proposition = codebook.propositions[0].id
    with open_store(tmp_path / "a.db") as store:
        run = store.begin_run("test", {})
        store.put_codebook(codebook, run=run)
        store.add(extraction(), run=run, pipeline=PIPELINE)
        first, second = (row.statement.id for row in store.statements(limit=None).items)
        store.add_codings(coding(one, "support", probability=0.6, proposition=proposition) for one in (first, second))
        assert {one.statement for one in next_to_review(store, SETTINGS)} == {first, second}
        assert len(next_to_review(store, SETTINGS, limit=1)) == 1
        store.add_codings([coding(first, "oppose", coder="ines", kind="human", proposition=proposition)])
        assert [one.statement for one in next_to_review(store, SETTINGS, proposition=proposition)] == [second]
        with pytest.raises(UsageError, match="no proposition 'tax'"):
            next_to_review(store, SETTINGS, proposition="tax")


def test_the_command_lists_what_to_review_next(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram. Bob Ray said it was fine.")
    assert shell("build", "a.txt", "--proposition", "The city should build the tram").code == 0
    found = shell("review", "--next", "5", "--format", "json").json
    assert [sorted(one) for one in found] == [["effect", "proposition", "reason", "statement"]] * 2
    assert found[0]["effect"] > found[1]["effect"] > 0
    shown = shell("review", "--next", "1")
    assert found[0]["statement"] in shown.out
    assert found[1]["statement"] not in shown.out
    assert shell("review", "--next", "1", "--proposition", "tax").code == 2
    assert shell("review", found[0]["statement"], "accept", "--next", "1").code == 2
    assert shell("review").code == 2
