"""Saved views: filters under a name, one's own or shared by an editor, each change recorded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.gold_store import build_gold_store
from support.pages import OURS, Pages, copied, pages_over
from support.team import OURS as TEAM_OURS
from support.team import Team, team_over
from whipcount.config import Settings
from whipcount.errors import IntegrityError, StoreError, UsageError
from whipcount.store import Store, open_store

KEPT = "/statements?stance=oppose&outlet=Saltmere+Courier"
P = "/p/lanes"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("views") / "debate.db")


@pytest.fixture
def pages(built: Path, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(copied(built, tmp_path / "debate.db")) as opened:
        yield opened


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with team_over(tmp_path, Settings(team=True)) as opened:
        yield opened


def names(store: Store) -> list[str]:
    return [view.name for view in store.saved_views()]


def test_a_view_follows_from_what_was_done_with_it(store: Store) -> None:
    id_ = store.save_view("  Ministers   against ", KEPT, by="Ann")
    store.change_view(id_, "share", by="Edna")
    store.change_view(id_, "rename", by="Edna", name="Ministers")
    assert store.save_view("ministers", "/statements?stance=support", by="Ann") == id_
    (view,) = store.saved_views()
    assert (view.id, view.name, view.address, view.owner) == (id_, "ministers", "/statements?stance=support", "Ann")
    assert view.shared
    store.change_view(id_, "delete", by="Ann")
    assert store.saved_views() == []
    assert [(e.action, e.name, e.by) for e in store.view_events()] == [
        ("save", "Ministers against", "Ann"), ("share", "Ministers against", "Edna"), ("rename", "Ministers", "Edna"),
        ("save", "ministers", "Ann"), ("delete", "ministers", "Ann"),
    ]  # fmt: skip
    assert store.save_view("ministers", KEPT, by="Ann") != id_, "a deleted view does not come back"
    assert not store.saved_views()[0].shared


def test_doing_nothing_new_writes_nothing(store: Store) -> None:
    id_ = store.save_view("a", KEPT, by="Ann")
    store.save_view("a", KEPT, by="Ann")
    store.change_view(id_, "unshare", by="Ann")
    store.change_view(id_, "rename", by="Ann", name="a")
    assert len(store.view_events()) == 1


def test_a_name_is_used_once_by_one_person(store: Store) -> None:
    store.save_view("One", KEPT, by="Ann")
    two = store.save_view("Two", KEPT, by="Ann")
    store.save_view("One", KEPT, by="Bea")
    with pytest.raises(UsageError, match="another view with the name “one”"):
        store.change_view(two, "rename", by="Ann", name="one")
    store.change_view(two, "rename", by="Ann", name="TWO")
    assert names(store) == ["One", "One", "TWO"]


@pytest.mark.parametrize("name", ["", "  \n ", "a\x00b", "\u202eevil"])
def test_a_view_needs_a_name_that_can_be_shown(store: Store, name: str) -> None:
    with pytest.raises(UsageError):
        store.save_view(name, KEPT, by="Ann")
    assert store.view_events() == []


def test_what_was_done_is_never_changed(store: Store) -> None:
    store.save_view("a", KEPT, by="Ann")
    with pytest.raises(StoreError, match="no saved view"):
        store.change_view("nothing", "delete", by="Ann")
    for statement in ("DELETE FROM view_events", "UPDATE view_events SET name = 'b'"):
        with pytest.raises(IntegrityError), store._writing() as connection:
            connection.exec_driver_sql(statement)
    assert store.verify() == []


def saved(pages: Pages, name: str, address: str) -> Any:
    return pages.client.post("/views", data={"name": name, "address": address}, headers=OURS, follow_redirects=False)


def test_a_list_is_saved_opened_renamed_and_deleted(pages: Pages) -> None:
    answer = saved(pages, "Courier against", "/statements?outlet=Saltmere+Courier&stance=oppose&page=3")
    assert (answer.status_code, answer.headers["location"]) == (303, KEPT), "the page is no part of a view"
    html = pages.get(KEPT)
    assert "Saved view: <strong>Courier against</strong>" in html
    assert "Saved view:" not in pages.get("/statements?stance=support")
    (view,) = pages.store.saved_views()
    opened = pages.client.get(f"/views/{view.id}", follow_redirects=False)
    assert (opened.status_code, opened.headers["location"]) == (303, KEPT)
    assert pages.post(f"/views/{view.id}/name", name="<b>Courier</b>") == 303
    assert "&lt;b&gt;Courier&lt;/b&gt;" in pages.get("/views")
    assert "Statements, against, Saltmere Courier" in pages.get("/views")
    assert pages.post(f"/views/{view.id}/delete") == 303
    assert "No view yet" in pages.get("/views")
    pages.get(f"/views/{view.id}", 404)
    told = pages.client.get("/views.json").json()
    assert (told["total"], [event["action"] for event in told["events"]]) == (0, ["delete", "rename", "save"])


def test_a_board_is_saved_and_stands_on_its_board_only(pages: Pages) -> None:
    board = f"/q/{pages.question()}"
    assert saved(pages, "Before June", f"{board}?until=2025-05-31&by=kind").headers["location"] == (
        f"{board}?until=2025-05-31&by=kind"
    )
    assert "Saved view: <strong>Before June</strong>" in pages.get(f"{board}?by=kind&until=2025-05-31")
    assert "Before June" in pages.get(board)
    assert "Before June" not in pages.get("/statements")
    rows = list(csv.DictReader(io.StringIO(pages.client.get("/views.csv").text)))
    assert [(row["name"], row["owner"], row["shared"]) for row in rows] == [("Before June", "analyst", "no")]


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/statements", "//elsewhere.example/", "/actors", "javascript:alert(1)", "/q/nothing",
     "/statements?odd=1", "//[", "", "/statements/../members"],
)  # fmt: skip
def test_nothing_else_is_saved(pages: Pages, address: str) -> None:
    assert saved(pages, "x", address).status_code == 400
    assert pages.store.view_events() == []


def test_the_form_keeps_exactly_what_is_shown(pages: Pages) -> None:
    html = pages.get("/statements?text=%22ban+ships%22+%26+more&order=day&page=1")
    kept = re.findall(r'name="address" value="([^"]+)"', html)
    assert kept == ["/statements?text=%22ban+ships%22+%26+more&amp;order=day"]


def test_a_wrong_name_is_told_on_the_page_of_views(pages: Pages) -> None:
    saved(pages, "One", "/statements")
    saved(pages, "Two", "/statements?stance=none")
    view = next(view for view in pages.store.saved_views() if view.name == "Two")
    answer = pages.client.post(f"/views/{view.id}/name", data={"name": "ONE"}, headers=OURS)
    assert answer.status_code == 400
    assert "another view with the name “ONE”" in answer.text
    assert pages.client.post(f"/views/{view.id}/name", data={"name": "x" * 121}, headers=OURS).status_code == 400


def test_a_view_is_not_saved_from_another_site(pages: Pages) -> None:
    form = {"name": "x", "address": "/statements"}
    assert pages.client.post("/views", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert pages.store.view_events() == []


def ask(team: Team, who: str, at: str, **form: str) -> Any:
    headers = TEAM_OURS | team.session(who)
    if form:
        return team.client.post(P + at, data=form, headers=headers, follow_redirects=False)
    return team.client.get(P + at, headers=headers, follow_redirects=False)


def test_a_view_is_ones_own_until_an_editor_shares_it(team: Team) -> None:
    answer = ask(team, "rita", "/views", name="Ritas", address="/statements?stance=oppose")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{P}/statements?stance=oppose")
    ask(team, "edna", "/views", name="Ednas", address="/statements?stance=support")
    ritas, ednas = sorted(team.store.saved_views(), key=lambda view: view.owner, reverse=True)
    assert (ritas.owner, ednas.owner) == ("rita", "edna")
    for who, sees in (("rita", {"Ritas"}), ("edna", {"Ednas"}), ("adam", set()), ("carl", set())):
        told = ask(team, who, "/views.json").json()
        assert {view["name"] for view in told["views"]} == sees, who
        assert {event["name"] for event in told["events"]} == sees, who
    assert ask(team, "adam", f"/views/{ritas.id}").status_code == 404
    assert ask(team, "edna", f"/views/{ritas.id}/delete", x="").status_code == 404
    assert ask(team, "rita", f"/views/{ritas.id}/sharing", shared="yes").status_code == 403
    assert ask(team, "edna", f"/views/{ednas.id}/sharing", shared="yes").status_code == 303
    for who in ("rita", "carl", "adam"):
        assert ask(team, who, f"/views/{ednas.id}").headers["location"] == f"{P}/statements?stance=support"
        assert "Ednas" in ask(team, who, "/statements").text


def test_what_is_shared_is_changed_by_its_owner_and_by_editors(team: Team) -> None:
    ask(team, "edna", "/views", name="Ednas", address="/statements")
    (view,) = team.store.saved_views()
    ask(team, "edna", f"/views/{view.id}/sharing", shared="yes")
    refused = ask(team, "carl", f"/views/{view.id}/name", name="Mine")
    assert refused.status_code == 403
    assert "The view “Ednas” is edna&#39;s" in refused.text
    assert ask(team, "carl", f"/views/{view.id}/delete", x="").status_code == 403
    assert "Rename Ednas" not in ask(team, "carl", "/views").text
    assert ask(team, "adam", f"/views/{view.id}/name", name="Ours").status_code == 303
    assert ask(team, "adam", f"/views/{view.id}/sharing", shared="no").status_code == 303
    (after,) = team.store.saved_views()
    assert (after.name, after.owner, after.shared) == ("Ours", "edna", False)
    assert [(e.action, e.by) for e in team.store.view_events()] == [
        ("save", "edna"), ("share", "edna"), ("rename", "adam"), ("unshare", "adam"),
    ]  # fmt: skip


def test_two_people_may_use_one_name(team: Team) -> None:
    for who in ("rita", "carl"):
        ask(team, who, "/views", name="Against", address="/statements?stance=oppose")
    assert [(view.name, view.owner) for view in team.store.saved_views()] == [("Against", "carl"), ("Against", "rita")]
