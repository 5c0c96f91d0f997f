"""A change of the codebook is taken back with its file, after a look, unless a later one stands on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from support.editing import Editor
from support.pages import OURS, Pages
from support.store_values import dump
from support.team import team_over
from support.trams import ENGINES, beside, edited, judged
from whipcount.coding import dump_codebook, parse_codebook
from whipcount.config import Settings
from whipcount.errors import ConflictError, UsageError
from whipcount.model import Codebook
from whipcount.project import code
from whipcount.project.codebook_file import open_codebook_file, propose, save_codebook
from whipcount.project.codebook_undo import propose_undoing, undo_codebook
from whipcount.store import Store, open_store

BOOK = """\
# agreed on 3 May
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build   # keep this id
        text: The city should build the tram
        for: [She wants it.]
        against: [He does not.]
      - {id: free, text: Rides should cost nothing, for: [Free it.], against: [Charge.]}
terms:
  - {name: Tram Act, kind: law}  # of 2019
"""
TWO_TRAMS = BOOK.replace("build the tram\n        for", "build two trams\n        for")
NO_RIDES = TWO_TRAMS.replace(
    "      - {id: free, text: Rides should cost nothing, for: [Free it.], against: [Charge.]}\n", ""
)
OTHER_TERM = BOOK.replace("Tram Act", "Rails Act")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return judged(tmp_path_factory.mktemp("undo"), BOOK)


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    return beside(original, tmp_path, BOOK)


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path.with_name("whipcount.db")) as opened:
        yield opened


@pytest.fixture
def pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    with edited(path, monkeypatch) as opened:
        yield opened


def saved(store: Store, path: Path, text: str, coder: str = "edna") -> int:
    file = open_codebook_file(path)
    return save_codebook(store, file, propose(store, file, text, ENGINES.coder), coder=coder)


def undone(store: Store, path: Path, number: int, coder: str = "adam") -> int:
    return undo_codebook(store, propose_undoing(store, path, number, ENGINES.coder), coder=coder, note="no")


def in_force(store: Store) -> Codebook:
    found = store.codebook()
    assert found is not None
    return found


def test_looking_writes_nothing_and_tells_what_is_judged_by_then(store: Store, path: Path) -> None:
    number = saved(store, path, TWO_TRAMS)
    code(store, ENGINES)
    before = dump(store.path)
    undoing = propose_undoing(store, path, number, ENGINES.coder)
    assert undoing.proposal.text == BOOK
    assert [(one.part, one.before, one.after) for one in undoing.proposal.changes] == [
        ("proposition", "The city should build two trams", "The city should build the tram")
    ]
    assert undoing.proposal.to_judge == 0, "the judgements from before count again"
    assert (dump(store.path), path.read_text()) == (before, TWO_TRAMS)


def test_undoing_brings_back_codebook_judgements_and_file_and_is_one_more_entry(store: Store, path: Path) -> None:
    before = in_force(store)
    number = saved(store, path, TWO_TRAMS)
    by = undone(store, path, number)
    assert (in_force(store), path.read_text()) == (before, BOOK)
    undoing, change = store.history(subject="codebook").items
    assert (undoing.number, undoing.action, undoing.undoes, undoing.coder, undoing.note) == (
        by,
        "undo",
        number,
        "adam",
        "no",
    )
    assert undoing.changes == (
        ("proposition reworded [build]", "The city should build two trams", "The city should build the tram"),
    )
    assert (change.undone_by, change.undoable, undoing.undoable) == (by, False, False)
    assert [one.number for one in store.codebooks()] == [1, 2, 3], "nothing is taken out of the record"
    assert code(store, ENGINES) == 0
    assert store.verify() == []


def test_an_earlier_change_can_be_undone_once_the_later_one_is(store: Store, path: Path) -> None:
    before = in_force(store)
    first, second = saved(store, path, TWO_TRAMS), saved(store, path, NO_RIDES)
    assert [entry.undoable for entry in store.history(subject="codebook").items] == [True, False]
    with pytest.raises(ConflictError, match="a later codebook stands on it"):
        propose_undoing(store, path, first, ENGINES.coder)
    undone(store, path, second)
    assert parse_codebook(path.read_text()) == in_force(store) == parse_codebook(TWO_TRAMS)
    assert "# keep this id" in path.read_text()
    assert [e.undoable for e in store.history(subject="codebook").items if e.number == first] == [True]
    undone(store, path, first)
    assert parse_codebook(path.read_text()) == in_force(store) == before


def test_what_a_command_put_in_force_since_stands_on_it_too(store: Store, path: Path) -> None:
    number = saved(store, path, TWO_TRAMS)
    store.put_codebook(parse_codebook(NO_RIDES), run=store.begin_run("code", {}))
    with pytest.raises(ConflictError, match="a later codebook stands on it"):
        propose_undoing(store, path, number, ENGINES.coder)
    assert not store.entry(number).undoable


def test_terms_that_no_form_shows_come_back_too(store: Store, path: Path) -> None:
    before = in_force(store)
    number = saved(store, path, OTHER_TERM)
    assert in_force(store).terms[0].name == "Rails Act"
    undoing = propose_undoing(store, path, number, ENGINES.coder)
    assert undoing.proposal.comments == ("# agreed on 3 May", "# keep this id", "# of 2019"), "told before they go"
    undo_codebook(store, undoing, coder="adam")
    assert (in_force(store), path.read_text()) == (before, dump_codebook(before))


@pytest.mark.parametrize(
    ("after", "reason"),
    [("twice", "it was undone by"), ("itself", "undoes the change"), ("layout", "only comments and layout"),
     ("nothing", "no change 1 of the codebook")],
)  # fmt: skip
def test_what_cannot_be_undone_says_why(store: Store, path: Path, after: str, reason: str) -> None:
    number = saved(store, path, BOOK.replace("3 May", "4 May") if after == "layout" else TWO_TRAMS)
    by = undone(store, path, number) if after in ("twice", "itself") else 0
    asked = {"itself": by, "nothing": 1}.get(after, number)
    before = dump(store.path)
    with pytest.raises(ConflictError, match=reason):
        propose_undoing(store, path, asked, ENGINES.coder)
    assert dump(store.path) == before


def test_the_first_codebook_of_a_record_has_nothing_before_it(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    with open_store(tmp_path / "new.db") as store:
        number = saved(store, path, BOOK)
        assert not store.entry(number).undoable
        with pytest.raises(ConflictError, match="there was no codebook before it"):
            propose_undoing(store, path, number, ENGINES.coder)


def test_a_file_that_says_otherwise_is_not_written_over(store: Store, path: Path) -> None:
    number = saved(store, path, TWO_TRAMS)
    undoing = propose_undoing(store, path, number, ENGINES.coder)
    path.write_text(NO_RIDES)
    before = dump(store.path)
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        undo_codebook(store, undoing, coder="adam")
    with pytest.raises(ConflictError, match="says otherwise than the codebook in force"):
        propose_undoing(store, path, number, ENGINES.coder)
    path.write_text("questions: 7")
    with pytest.raises(ConflictError, match="has errors"):
        propose_undoing(store, path, number, ENGINES.coder)
    assert dump(store.path) == before


def test_no_file_is_made_where_there_is_none(store: Store, path: Path) -> None:
    before = in_force(store)
    number = saved(store, path, TWO_TRAMS)
    path.unlink()
    undone(store, path, number)
    assert in_force(store) == before
    assert not path.exists()


def test_a_race_is_lost_whole(store: Store, path: Path) -> None:
    number = saved(store, path, TWO_TRAMS)
    undoing = propose_undoing(store, path, number, ENGINES.coder)
    undone(store, path, number)
    path.write_text(TWO_TRAMS)  # as it was when the second one looked
    before = dump(store.path)
    with pytest.raises(ConflictError, match="it was undone by"):
        undo_codebook(store, undoing, coder="edna")
    assert (dump(store.path), path.read_text()) == (before, TWO_TRAMS)


def test_an_undoing_leads_to_what_was_before_and_nowhere_else(store: Store, path: Path) -> None:
    number = saved(store, path, TWO_TRAMS)
    undoing = propose_undoing(store, path, number, ENGINES.coder)
    elsewhere = propose(store, undoing.file, NO_RIDES, ENGINES.coder)
    with pytest.raises(ConflictError, match="not the codebook from before"):
        undo_codebook(store, replace(undoing, proposal=elsewhere), coder="adam")
    with pytest.raises(UsageError, match="with its file"):
        store.undo(number, coder="adam")
    assert path.read_text() == TWO_TRAMS


def test_the_history_leads_to_a_look_and_from_there_back(pages: Pages, path: Path) -> None:
    number = saved(pages.store, path, TWO_TRAMS)
    assert f'action="/history/{number}/undo"' in pages.get("/history")
    answer = pages.client.post(f"/history/{number}/undo", data={}, headers=OURS, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/history/{number}/undo")
    assert path.read_text() == TWO_TRAMS
    editor = Editor(pages, path, f"/history/{number}/undo").open()
    assert "What undoing would do" in editor.told
    assert "before: The city should build two trams after: The city should build the tram" in editor.told
    assert "Nothing is judged anew." in editor.told
    editor.press("save", note="too many")
    assert "Saved as change" in editor.told
    assert path.read_text() == BOOK
    entry = pages.store.history(subject="codebook").items[0]
    assert (entry.undoes, entry.coder, entry.note) == (number, "edna", "too many")
    history = pages.get("/history")
    assert f"Codebook undone (change {number})" in history
    assert f'action="/history/{number}/undo"' not in history
    assert "was undone by" in pages.get(f"/history/{number}/undo", 409)


def test_what_was_not_looked_at_is_not_undone(pages: Pages, path: Path) -> None:
    number = saved(pages.store, path, TWO_TRAMS)
    editor = Editor(pages, path, f"/history/{number}/undo").open()
    moved = TWO_TRAMS.replace("# agreed", "# since")
    path.write_text(moved)
    editor.press("save")
    assert (editor.status, path.read_text()) == (409, moved)
    assert "Not undone" in editor.told
    assert "has changed since you looked" in editor.told
    editor.press("save")
    assert path.read_text() == moved.replace("two trams", "the tram")


def test_a_later_change_is_a_conflict_for_pages_and_programs(pages: Pages, path: Path) -> None:
    number = saved(pages.store, path, TWO_TRAMS)
    later = saved(pages.store, path, NO_RIDES)
    page = pages.get(f"/history/{number}/undo", 409)
    assert "a later codebook stands on it" in page
    assert 'name="checked"' not in page
    json_too = OURS | {"accept": "application/json"}
    assert pages.client.post(f"/history/{number}/undo", headers=json_too).status_code == 409
    assert pages.client.post(f"/history/{later}/undo", headers=json_too).json() == {"undone": later}
    assert parse_codebook(path.read_text()) == parse_codebook(TWO_TRAMS)
    assert "no change 999 by a person" in pages.get("/history/999/undo", 404)


def test_in_a_team_it_takes_an_editor(tmp_path: Path) -> None:
    with team_over(tmp_path, Settings(team=True)) as team:
        book = in_force(team.store)
        reworded = replace(book.propositions[0], text="Another wording of it")
        text = dump_codebook(replace(book, propositions=(reworded, *book.propositions[1:])))
        number = saved(team.store, tmp_path / "lanes.codebook.yaml", text, "carl")
        at = f"/p/lanes/history/{number}/undo"
        for name, status in (("carl", 403), ("edna", 200)):
            assert team.client.get(at, headers=OURS | team.session(name)).status_code == status
        as_json = OURS | {"accept": "application/json"}
        assert team.client.post(at, headers=as_json | team.session("carl")).status_code == 403, "even one's own"
        assert team.client.post(at, headers=as_json | team.session("edna")).json() == {"undone": number}
        assert in_force(team.store) == book
