"""The article that the project is shown with, and the scores that must not fall."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from support import ROOT
from whipcount.model import Attribution, Document, Span
from whipcount.resolve import resolve
from whipcount.segment import segment
from whipcount.when import said_on

pytestmark = pytest.mark.corpus

# Source, cue and the beginning of the content, in text order; the spans are found in the shared text.
STATEMENTS = (
    ("President Biden", "appeared to admit", "his administration is moving"),
    ("he", "said when asked", "We’re working that out"),
    ("A group of high-level House Republicans", "wrote", "such restrictions"),
    ("a group of liberal and progressive former high-level national security officials", "authored a letter",
     "the U.S. and U.K. to allow"),
    ("A bipartisan group of House and Senate members", "sent another letter arguing", "with the ban"),
    ("they", "wrote", "Easing the restrictions"),
    ("Blinken", "did not indicate", "any change in policy"),
    ("Blinken", "said", "he expects Biden"),
    ("Defense Secretary Lloyd Austin", "pushed back on", "the notion that"),
    ("Austin", "said", "There are a lot of targets"),
    ("advocates of lifting the ban", "argue", "Ukraine is already using"),
)  # fmt: skip
SPEAKERS = (
    ("Biden", "person", "President"), ("Biden", "person", "President"),
    ("group of high-level House Republicans", "group", None),
    ("group of liberal and progressive former high-level national security officials", "group", None),
    ("bipartisan group of House and Senate members", "group", None),
    ("bipartisan group of House and Senate members", "group", None),
    ("Antony Blinken", "person", "U.S. Secretary of State"), ("Antony Blinken", "person", "U.S. Secretary of State"),
    ("Lloyd Austin", "person", "Defense Secretary"), ("Lloyd Austin", "person", "Defense Secretary"),
    ("advocates of lifting the ban", "group", None),
)  # fmt: skip
DAYS = (
    ("2024-09-10", "day"), ("2024-09-10", "day"), ("2024-09-09", "week"), ("2024-09-11", "day"), None, None,
    ("2024-09-12", "day"), ("2024-09-12", "day"), ("2024-09-02", "week"), ("2024-09-06", "day"), None,
)  # fmt: skip


@pytest.fixture
def article(shared: Path) -> tuple[Document, list[Attribution]]:
    text = (shared / "seed/long-range-strikes.txt").read_text(encoding="utf-8")
    document = segment(Document("d", "d", text, "", published=date(2024, 9, 12)))
    found: list[Attribution] = []
    after = 0
    for source, cue, content in STATEMENTS:
        at = text.index(cue, after)
        near = [m.start() for m in re.finditer(rf"\b{re.escape(source)}\b", text)]
        start = min(near, key=lambda s: abs(s - at))
        said = text.index(content, max(0, at - 400))
        spans = ((start, len(source)), (at, len(cue)), (said, len(content)))
        found.append(Attribution(*((Span(s, s + n),) for s, n in spans), "mixed", 1.0))
        after = at
    return document, found


def test_the_speakers_of_the_seed_article(article: tuple[Document, list[Attribution]]):
    assert tuple((s.name, s.kind, s.role) for s in resolve(*article)) == SPEAKERS


def test_the_days_of_the_seed_article(article: tuple[Document, list[Attribution]]):
    assert tuple(s and (s.start.isoformat(), s.precision) for s in said_on(*article)) == DAYS


FLOORS = {"speaker": 87.0, "speaker_named": 85.0, "speaker_hard": 82.0, "said_on_day_f1": 78.5, "said_on_null": 93.5}


def test_scores_on_gold_spans_do_not_fall(shared: Path):
    """Floors, a little under the scores of the method cards; they are only ever raised."""
    command = [sys.executable, str(ROOT / "bench/record.py"), "--shared", str(shared)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    scores = json.loads(run.stdout)["all"]
    assert {name: scores[name] for name in FLOORS if scores[name] < FLOORS[name]} == {}
