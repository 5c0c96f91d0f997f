"""Coded statements made by hand, for what is counted from them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from whipcount.config import Settings
from whipcount.model import CodedStatement, Coding, SaidOn, Span, Speaker, SpeakerKind, Stance, Statement
from whipcount.positions import positions

SETTINGS = Settings()
START = date(2024, 9, 1)
STANCES: tuple[Stance, ...] = ("support", "oppose", "conditional", "noncommittal", "none")


def said(
    number: int,
    stance: Stance,
    probability: float = 0.9,
    *,
    day: int | None = 0,
    name: str | None = "Joe Biden",
    kind: SpeakerKind = "person",
    document: str | None = None,
    event: str | None = None,
    human: bool = False,
    relevant: float = 0.95,
    reviewed: bool = False,
    lean: Stance = "support",
    created: datetime | None = None,
    said_on: SaidOn | None = None,
) -> CodedStatement:
    """A statement by Biden on a day, coded with one stance; the rest of the probability goes to ``lean``."""
    rest = 1.0 - probability
    other: Stance = lean if lean != stance else "none"
    scores = {s: probability if s == stance else rest if s == other else 0.0 for s in STANCES}
    coder = ("ann", "human") if human else ("stance@1", "model")
    coding = Coding(f"s{number}", "arms", coder[0], coder[1], stance, relevant, scores, created=created)  # type: ignore[arg-type]
    statement = Statement(
        id=f"s{number}",
        document_id=document or f"d{number}",
        source=(Span(0, 5),),
        cue=(Span(6, 10),),
        content=(Span(11, 20),),
        form="direct",
        speaker=Speaker(name=name, kind=kind, as_written=name or "he", party=None),
        said_on=said_on,
        confidence=0.9,
    )
    published = None if day is None else START + timedelta(days=day)
    return CodedStatement(statement, "words", published, "Outlet", "Title", coding, reviewed, event)


def only(*statements: CodedStatement, at: date | None = None):
    found = positions(statements, SETTINGS, at=at)
    assert len(found) == 1
    return found[0]


@st.composite
def records(draw: st.DrawFn) -> list[CodedStatement]:
    """Some statements of two actors, of all stances and strengths, some of them copies of one another."""
    size = draw(st.integers(1, 8))
    made = []
    for number in range(size):
        stance = draw(st.sampled_from(STANCES))
        made.append(
            said(
                number,
                stance,
                draw(st.sampled_from([0.5, 0.64, 0.66, 0.9, 1.0])),
                day=draw(st.sampled_from([0, 1, 2, 60, 150, None])),
                name=draw(st.sampled_from(["Ann", "Ben", None])),
                event=draw(st.sampled_from([None, None, "e"])),
                human=draw(st.booleans()) and draw(st.booleans()),
                relevant=draw(st.sampled_from([0.2, 0.5, 1.0])),
                lean=draw(st.sampled_from(STANCES[:3])),
                reviewed=draw(st.booleans()),
            )
        )
    return made
