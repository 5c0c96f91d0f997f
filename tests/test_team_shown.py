"""What the pages of a team show and where they lead: to the project's own addresses, and to what the role allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.pages import links
from support.team import OURS, Team, team_over
from whipcount.config import Settings

P = "/p/lanes"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    settings = Settings(team=True, requests_per_minute=100_000)
    with team_over(tmp_path_factory.mktemp("shown"), settings) as opened:
        yield opened


def test_the_pages_of_a_project_lead_nowhere_else(team: Team) -> None:
    team.store.note_progress(team.store.begin_run("build", {"sources": ["a/"]}), "reading", 1)
    team.store.save_view("Against", "/statements?stance=oppose", by="adam")
    pages = ("/statements", "/status", "/members", "/actors", "/documents", "/review", "/review/card", "/history")
    for at in (*pages, "/runs", "/runs/now", "/views", "/q/harbour"):
        asked = "?proposition=ban-ships" if at == "/review/card" else ""
        html = team.client.get(P + at + asked, headers=team.session("adam")).text
        found = set(links(html)) | set(re.findall(r'(?:action|src|data-[a-z]+)="(/[^"]*)"', html))
        ours = [a for a in found if not a.startswith((f"{P}/", "/static/", "/account", "/logout", "/projects"))]
        assert ours == []


def test_a_correction_returns_to_where_it_was_made(team: Team) -> None:
    row = team.store.statements(limit=1).items[0].statement.id
    form = {"verdict": "accept", "next": f"/statements?stance=support#s-{row}"}
    headers = OURS | team.session("carl")
    at = f"{P}/statements/{row}/review"
    answer = team.client.post(at, data=form, headers=headers, follow_redirects=False)
    assert answer.headers["location"] == f"{P}/statements?stance=support#s-{row}"
    form["next"] = "//evil.example"
    assert team.client.post(at, data=form, headers=headers, follow_redirects=False).headers["location"] == f"{P}/"


def test_a_correction_stands_under_the_account(team: Team) -> None:
    row = team.store.statements(limit=1).items[0].statement.id
    form = {"proposition": "ban-ships", "stance": "conditional"}
    at = f"{P}/statements/{row}/coding"
    assert (
        team.client.post(at, data=form, headers=OURS | team.session("carl"), follow_redirects=False).status_code == 303
    )
    assert [c.coder for c in team.store.codings(row) if c.stance == "conditional"] == ["carl"]


def test_a_reader_sees_no_forms_that_it_may_not_send(team: Team) -> None:
    assert "Review or correct" not in team.client.get(f"{P}/statements", headers=team.session("rita")).text
    assert "Review or correct" in team.client.get(f"{P}/statements", headers=team.session("carl")).text
    assert "Members" not in team.client.get(f"{P}/statements", headers=team.session("carl")).text


@pytest.mark.parametrize(
    ("name", "shown"),
    [("rita", set()), ("carl", {"decide", "correction"}), ("edna", {"decide", "correction", "document", "bulk"})],
)
def test_each_role_sees_the_forms_that_it_may_send(team: Team, name: str, shown: set[str]) -> None:
    row = team.store.statements(limit=1).items[0]
    pages = ("/review", f"/statements/{row.statement.id}", f"/documents/{row.document_id}", "/review/bulk", "/history")
    html = "".join(team.client.get(P + at, headers=team.session(name)).text for at in pages)
    forms = {
        "decide": "data-decide",
        "correction": f"/statements/{row.statement.id}/correction",
        "document": f"/documents/{row.document_id}/correction",
        "bulk": 'aria-label="Do it"',
    }
    assert {form for form, mark in forms.items() if mark in html} == shown
    if name == "rita":
        assert re.findall(r'method="post" action="([^"]*)"|action="([^"]*)" method="post"', html) == [
            ("/logout", "")
        ] * len(pages)


def test_a_coder_takes_back_their_own_and_an_editor_everybodys(team: Team) -> None:
    one, other = (row.statement.id for row in team.store.statements(limit=2).items)
    entries = {}
    for statement, who in ((one, "carl"), (other, "edna")):
        form = {"decision": "reject"}
        headers = OURS | team.session(who) | {"accept": "application/json"}
        entries[who] = team.client.post(f"{P}/review/{statement}", data=form, headers=headers).json()["entry"]
    history = team.client.get(f"{P}/history", headers=team.session("carl")).text
    assert f"{P}/history/{entries['carl']}/undo" in history
    assert f"{P}/history/{entries['edna']}/undo" not in history

    def undone(number: int, who: str) -> int:
        at = f"{P}/history/{number}/undo"
        return team.client.post(at, headers=OURS | team.session(who), follow_redirects=False).status_code

    assert undone(entries["edna"], "carl") == 403
    assert undone(entries["carl"], "carl") == 303
    assert undone(entries["edna"], "edna") == 303


def test_nothing_that_is_shown_is_kept_by_anybody_else(team: Team) -> None:
    headers = team.session("adam")
    for at in (f"{P}/statements", f"{P}/statements.csv", f"{P}/status.json", "/account", "/projects"):
        assert team.client.get(at, headers=headers).headers["cache-control"] == "no-store", at
    api = team.client.get(f"{P}/api/v1/me", headers=headers).headers["cache-control"]
    assert api == "private, no-cache", "a browser asks before it shows it again"
    assert team.client.get("/login").headers["strict-transport-security"] == "max-age=15552000"


def test_a_single_project_has_no_prefix(tmp_path: Path) -> None:
    with team_over(tmp_path, projects=("lanes",)) as team:
        headers = team.session("adam")
        assert team.client.get("/", headers=headers, follow_redirects=False).headers["location"] == "/q/harbour"
        assert 'href="/statements"' in team.client.get("/status", headers=headers).text
        assert team.client.get("/members", headers=headers).status_code == 200
        assert team.client.get("/p/lanes/", headers=headers, follow_redirects=False).status_code == 404
        chosen = team.client.get("/projects", headers=headers).text
        assert "lanes" in chosen
        assert "bridge" not in chosen


def test_where_the_store_lies_is_told_to_nobody(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = team.session("adam")
    for at in ("/status", "/status.json", "/healthz"):
        assert str(team.folder) not in team.client.get(P + at, headers=headers).text
    monkeypatch.setattr("whipcount.store.catalogue.run_rows", lambda connection: connection.exec_driver_sql("SELECT x"))
    for at in ("/status", "/status.json"):
        answer = team.client.get(P + at, headers=headers)
        assert answer.status_code == 503
        assert not re.search(rf"{team.folder}|SELECT|no such column", answer.text)
