"""Reviewing, correcting and taking back by forms: each writes one entry, and forgeries are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from support.gold_store import build_gold_store
from support.pages import OURS, Pages, copied, pages_over
from whipcount.config import Settings
from whipcount.model import STANCES, Coding, Span, Stance
from whipcount.store.records import StatementFilter, StatementRow
from whipcount.web.amending import read_spans, spans_asked, written


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("review") / "debate.db")


@pytest.fixture
def pages(original: Path, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(copied(original, tmp_path / "debate.db"), Settings(coder="ines", right_of_reply=True)) as opened:
        yield opened


@pytest.fixture
def row(pages: Pages) -> StatementRow:
    where = StatementFilter(proposition=pages.proposition(), stance="support", kind="person")
    return pages.store.statements(where, limit=1).items[0]


def human(statement: str, stance: Stance, coder: str, proposition: str) -> Coding:
    scores: dict[Stance, float] = {one: float(one == stance) for one in STANCES}
    return Coding(statement, proposition, coder, "human", stance, 1.0, scores)


def test_a_decision_goes_on_to_the_next_and_can_be_undone(pages: Pages, row: StatementRow) -> None:
    form = {"decision": "reject", "next": "/review?proposition=x&at=y"}
    answer = pages.client.post(f"/review/{row.statement.id}", data=form, headers=OURS, follow_redirects=False)
    entry = pages.store.history().items[0].number
    assert answer.headers["location"] == f"/review?proposition=x&at=y&last={entry}"
    assert pages.store.statement(row.statement.id).rejected
    assert pages.post(f"/history/{entry}/undo") == 303
    assert not pages.store.statement(row.statement.id).rejected
    answer = pages.client.post(f"/history/{entry}/undo", headers=OURS | {"accept": "application/json"})
    assert answer.status_code == 409


def test_the_least_certain_come_first_and_a_filter_narrows(pages: Pages) -> None:
    data = pages.client.get("/review.json?kind=organisation").json()["candidates"]
    kinds = {pages.store.statement(one["statement"]).statement.speaker.kind for one in data}
    assert kinds == {"organisation"}
    assert pages.client.get("/review?colour=red").status_code == 400
    assert pages.client.get("/review?at=nothing").status_code == 404


def test_blind_review_shows_nobodys_judgement_and_lists_what_others_judged(pages: Pages, row: StatementRow) -> None:
    proposition = pages.proposition()
    pages.store.add_codings([human(row.statement.id, "oppose", "bob", proposition)])
    blind = pages.get(f"/review?proposition={proposition}&blind=yes&at={row.statement.id}")
    assert "bob" not in blind
    assert "checked data-held" not in blind
    assert 'value="accept"' not in blind
    seen = pages.get(f"/review?proposition={proposition}&at={row.statement.id}")
    assert "by bob" in seen
    unseen = pages.client.get(f"/review.json?proposition={proposition}&blind=yes").json()["candidates"]
    assert row.statement.id in {one["statement"] for one in unseen}


def test_words_are_found_in_the_text_and_others_refused(pages: Pages, row: StatementRow) -> None:
    words = row.quotation.split()
    fewer = " ".join(words[1:]) if " ".join(words[1:]) in row.quotation else row.quotation[2:]
    assert pages.post(f"/statements/{row.statement.id}/correction", content=fewer, speaker="Ada Moss") == 303
    entry = pages.store.history().items[0]
    assert {name for name, _, _ in entry.changes} >= {"content", "speaker"}
    assert "Corrected by ines" in pages.get(
        f"/statements/{pages.store.statements(StatementFilter(speaker='Ada Moss')).items[0].statement.id}"
    )
    answer = pages.client.post(
        f"/statements/{row.statement.id}/correction", data={"content": "No such words."}, headers=OURS
    )
    assert answer.status_code == 400, "those words stand nowhere"


@pytest.mark.parametrize("spans", ["0-99999999", "9-3", "x", "-1-4", "1-2-3", "5-5"])
def test_forged_offsets_are_refused(pages: Pages, row: StatementRow, spans: str) -> None:
    for address in (f"/statements/{row.statement.id}/correction", f"/documents/{row.document_id}/statements"):
        answer = pages.client.post(address, data={"content_spans": spans}, headers=OURS)
        assert answer.status_code == 400, address
    assert pages.store.history().total == 0


def test_only_our_own_pages_change_anything(pages: Pages, row: StatementRow) -> None:
    elsewhere = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    mine = f"/statements/{row.statement.id}"
    own = (f"/review/{row.statement.id}", f"{mine}/correction", f"/documents/{row.document_id}/correction")
    for address in (*own, "/history/1/undo", "/review/bulk"):
        assert pages.client.post(address, data={"decision": "reject"}, headers=elsewhere).status_code == 403
    assert pages.store.history().total == 0


def test_a_document_gets_another_date_and_headline(pages: Pages, row: StatementRow) -> None:
    before = pages.store.document(row.document_id)
    form = {"title": "Another headline", "published": "2031-01-02"}
    answer = pages.client.post(f"/documents/{row.document_id}/correction", data=form, headers=OURS)
    assert answer.status_code == 200
    now = pages.store.document(str(answer.url).split("/")[-1].split("?")[0])
    assert (now.document.title, str(now.document.published)) == ("Another headline", "2031-01-02")
    assert now.document.text == before.document.text
    assert now.statements == before.statements
    assert now.version_of == row.document_id
    assert "Another headline" in pages.get("/history")


def test_many_at_once_with_a_sample_to_check(pages: Pages) -> None:
    proposition = pages.proposition()
    address = f"/review/bulk?proposition={proposition}&min_probability=0.9"
    shown = pages.get(address)
    count = pages.store.statements(StatementFilter(proposition=proposition, min_probability=0.9), limit=0).total
    assert f"Accept all {count}" in shown
    assert pages.client.post(address, data={"verdict": "accept", "expected": "1"}, headers=OURS).status_code == 400
    assert pages.store.history().total == 0, "the filter holds others than those that were looked at"
    assert pages.post(address, verdict="accept", expected=str(count)) == 303
    (bulk,) = pages.store.bulks()
    assert (bulk.statements, len(bulk.audit.sample)) == (count, min(20, count))
    for place, id_ in enumerate(bulk.audit.sample[:4]):
        assert pages.post(f"/review/bulk/{bulk.number}", statement=id_, right="no" if place == 0 else "yes") == 303
    assert "1 wrong, 25\u202f%" in pages.get(f"/review/bulk/{bulk.number}")
    assert (
        pages.client.get(f"/review/bulk/{bulk.number}.json").json()["audit"]["checked"][bulk.audit.sample[0]]
        == "reject"
    )
    assert pages.post(f"/history/{bulk.number}/undo") == 303
    assert pages.store.status().reviewed == 3, "what was checked one by one stays"
    outside = pages.store.statements(StatementFilter(reviewed=False), limit=None).items
    other = next(r.statement.id for r in outside if r.statement.id not in bulk.audit.sample)
    assert pages.post(f"/review/bulk/{bulk.number}", statement=other, right="no") == 400


def test_disagreements_are_listed_and_decided(pages: Pages, row: StatementRow) -> None:
    proposition = pages.proposition()
    assert "Code blind" in pages.get("/review/disagreements"), "what to do before there is anything to compare"
    assert 'name="first"' not in pages.get("/review/disagreements")
    other = pages.store.statements(StatementFilter(proposition=proposition, kind="person"), limit=3).items[2]
    for coder, stances in (("ann", ("support", "support")), ("bob", ("oppose", "support"))):
        for id_, stance in zip((row.statement.id, other.statement.id), stances, strict=True):
            pages.store.add_codings([human(id_, stance, coder, proposition)])  # type: ignore[arg-type]
    html = pages.get("/review/disagreements")
    assert "ann and bob" in html
    chosen = [
        re.search(r'<option value="([^"]*)" selected', one.split("</select>")[0]) for one in html.split("<select")[1:3]
    ]
    assert all(chosen)
    assert len({one[1] for one in chosen if one}) == 2, "two who can be compared, not one with itself"
    address = "/review/disagreements?first=ann&second=bob"
    html = pages.get(address)
    assert "1 disagreement" in html
    card = html.split(f'id="s-{row.statement.id}"')[1].split("</form>")[0]
    assert row.statement.speaker.name in unescape(card), "who said it"
    assert f'href="/statements/{row.statement.id}"' in card
    form = {"proposition": proposition, "stance": "conditional", "note": "He adds an if.", "next": address}
    assert pages.post(f"/review/disagreements/{row.statement.id}", **form) == 303
    holds = next(c for c in pages.store.statement(row.statement.id).codings if c.proposition == proposition)
    assert (holds.coder, holds.stance, holds.note) == ("ines", "conditional", "adjudicated: He adds an if.")
    assert "Decided by ines" in pages.get(address)
    data = pages.client.get("/review/disagreements.json?first=ann&second=bob").json()
    assert data["units"] == 2


def test_the_history_says_who_changed_what(pages: Pages, row: StatementRow) -> None:
    proposition = pages.proposition()
    pages.post(f"/statements/{row.statement.id}/coding", proposition=proposition, stance="oppose", note="<b>no</b>")
    html = pages.get("/history")
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert '<span class="before">for</span> → <span class="after">against</span>' in html, "as every page says it"
    assert row.quotation[:20] in unescape(html), "what was judged, not only that something was"
    (entry,) = pages.client.get("/history.json").json()["changes"]
    assert (entry["coder"], entry["changes"]) == ("ines", [["stance", "support", "oppose"]])
    assert len(pages.get("/history.csv").splitlines()) == 2
    assert pages.get("/history?coder=nobody").count("<tr") == 0
    assert pages.client.get(f"/statements/{row.statement.id}.json").json()["changes"][0]["number"] == entry["number"]


def test_whoever_is_named_may_reply_where_that_is_switched_on(
    pages: Pages, row: StatementRow, original: Path, tmp_path: Path
) -> None:
    address = f"/statements/{row.statement.id}/reply"
    assert pages.post(address, name="Ada", text="I said <i>maybe</i>.") == 303
    assert "I said &lt;i&gt;maybe&lt;/i&gt;." in pages.get(f"/statements/{row.statement.id}")
    (entry,) = pages.store.history(subject=row.statement.id).items
    assert pages.post(f"/history/{entry.number}/undo") == 303
    assert "Nobody has replied" in pages.get(f"/statements/{row.statement.id}")
    with pages_over(copied(original, tmp_path / "off.db")) as off:
        assert off.post(address, name="Ada", text="No.") == 404


def test_spans_go_through_a_form_unchanged() -> None:
    text = "We will go. He said: not now. We will go."
    spans = (Span(0, 10), Span(21, 28))
    assert read_spans(written(spans)) == spans
    assert spans_asked("We will go […] not now", written(spans), text, spans) is None
    assert spans_asked("We will go", "", text, (Span(30, 33),)) == (Span(30, 40),), "the nearest place is meant"
    assert spans_asked("not now", written(spans), text, spans) == (Span(21, 28),), "words that were typed win"
