"""A correction by hand is kept beside the machine's coding, wins at once, and can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.gold_store import build_gold_store
from support.pages import OURS, Pages, copied, pages_over
from whipcount.config import Settings
from whipcount.store.records import StatementFilter, StatementRow
from whipcount.web.corrections import return_address


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("corrections") / "debate.db")


@pytest.fixture
def pages(original: Path, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(copied(original, tmp_path / "debate.db"), Settings(coder="ines")) as opened:
        yield opened


@pytest.fixture
def row(pages: Pages) -> StatementRow:
    """A statement of the only actor that has just one on the first proposition."""
    proposition = pages.proposition()
    where = StatementFilter(proposition=proposition, stance="support", kind="person")
    return pages.store.statements(where, limit=1).items[0]


def position_of(pages: Pages, key: str) -> dict[str, object] | None:
    data = pages.client.get(f"/q/{pages.question()}.json").json()["positions"]
    return next((p for p in data if p["actor_key"] == key and p["proposition"] == pages.proposition()), None)


def test_another_stance_wins_at_once_and_the_machines_stays_in_the_history(pages: Pages, row: StatementRow) -> None:
    form = {"proposition": pages.proposition(), "stance": "oppose", "note": "She meant the opposite."}
    assert pages.post(f"/statements/{row.statement.id}/coding", **form) == 303
    now = next(c for c in pages.store.statement(row.statement.id).codings if c.proposition == pages.proposition())
    assert (now.stance, now.coder, now.coder_kind, now.note) == ("oppose", "ines", "human", "She meant the opposite.")
    history = [c.coder_kind for c in pages.store.codings(row.statement.id) if c.proposition == pages.proposition()]
    assert history == ["model", "human"]
    html = pages.get(f"/documents/{row.document_id}?statement={row.statement.id}")
    assert "coded by ines" in html
    assert "She meant the opposite." in html


def test_a_correction_moves_the_actor_on_the_board(pages: Pages) -> None:
    found = pages.client.get(f"/q/{pages.question()}.json").json()["positions"]
    one = next(p for p in found if p["lean"] == "for" and len(p["statements"]) == 1)
    proposition = one["proposition"]
    assert pages.post(f"/statements/{one['statements'][0]}/coding", proposition=proposition, stance="oppose") == 303
    again = pages.client.get(f"/q/{pages.question()}.json").json()["positions"]
    now = next(p for p in again if (p["actor_key"], p["proposition"]) == (one["actor_key"], proposition))
    assert (now["lean"], now["confidence"], now["reviewed_share"]) == ("against", 1.0, 1.0)


def test_a_rejected_statement_leaves_the_board_and_stays_listed_until_undone(pages: Pages, row: StatementRow) -> None:
    id_, key = row.statement.id, row.actor_key
    before = position_of(pages, key)
    assert before
    assert pages.post(f"/statements/{id_}/review", verdict="reject") == 303
    after = position_of(pages, key)
    assert after is None or id_ not in after["statements"]  # type: ignore[operator]
    assert f'data-statement="{id_}"' in pages.get("/statements?rejected=yes")
    assert pages.post(f"/statements/{id_}/review", verdict="undo") == 303
    assert position_of(pages, key) == before


def test_accepting_marks_a_statement_as_reviewed(pages: Pages, row: StatementRow) -> None:
    assert pages.post(f"/statements/{row.statement.id}/review", verdict="accept") == 303
    assert pages.store.status().reviewed == 1
    data = pages.client.get("/statements.json?reviewed=yes").json()
    assert [s["id"] for s in data["statements"]] == [row.statement.id]


def test_undoing_what_was_never_decided_changes_nothing(pages: Pages, row: StatementRow) -> None:
    assert pages.post(f"/statements/{row.statement.id}/review", verdict="undo") == 303
    assert pages.store.status().reviewed == 0


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"proposition": "nothing", "stance": "oppose"}, 400),
        ({"stance": "oppose"}, 400),
        ({"proposition": "ban-ships", "stance": "maybe"}, 400),
        ({"proposition": "ban-ships", "stance": "oppose", "note": "x" * 501}, 400),
    ],
)
def test_a_form_that_cannot_be_is_refused_with_a_page(
    pages: Pages, row: StatementRow, form: dict[str, str], status: int
) -> None:
    before = len(pages.store.codings(row.statement.id))
    answer = pages.client.post(f"/statements/{row.statement.id}/coding", data=form, headers=OURS)
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert len(pages.store.codings(row.statement.id)) == before


def test_a_statement_that_is_not_there_cannot_be_corrected(pages: Pages) -> None:
    assert pages.post("/statements/nothing/review", verdict="accept") == 404
    assert pages.post("/statements/nothing/coding", proposition=pages.proposition(), stance="oppose") == 404


def test_after_a_correction_one_is_back_at_the_statement(pages: Pages, row: StatementRow) -> None:
    form = {"verdict": "accept", "next": f"/statements?stance=support#s-{row.statement.id}"}
    answer = pages.client.post(
        f"/statements/{row.statement.id}/review", data=form, headers=OURS, follow_redirects=False
    )
    assert answer.headers["location"] == form["next"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "",
     "/a\r\nset-cookie: x=1", "/a\x00", "evil"],
)  # fmt: skip
def test_a_form_cannot_send_one_elsewhere(elsewhere: str) -> None:
    assert return_address(elsewhere) == "/"


def test_the_form_begins_at_the_stance_that_holds(pages: Pages) -> None:
    """Saving without a change must not turn a statement about something else into one that is for it."""
    where = StatementFilter(proposition=pages.proposition(), stance="none")
    row = pages.store.statements(where, limit=1).items[0]
    listed = pages.get(f"/statements?proposition={pages.proposition()}&stance=none&document={row.document_id}")
    assert re.findall(r'<option value="(\w+)" selected>[·+−(?]', listed)
    chosen = re.findall(r'<select id="c-[^>]*>.*?<option value="(\w+)" selected>', listed, re.DOTALL)
    assert set(chosen) == {"none"}
