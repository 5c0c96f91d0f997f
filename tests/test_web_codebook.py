"""The codebook's page, and its editor: seen first, saved with the record, never over somebody else's change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.editing import Editor
from support.pages import Pages
from support.store_values import dump
from support.trams import BOOK, ENGINES, STATEMENTS, beside, edited, judged
from whipcount.coding import check_codebook, parse_codebook, read_codebook
from whipcount.project import code, correct


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return judged(tmp_path_factory.mktemp("codebook"))


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    return beside(original, tmp_path)


@pytest.fixture
def pages(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    with edited(path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def editor(pages: Pages, path: Path) -> Editor:
    return Editor(pages, path).open()


TEXT = ("p.text", "The city should build the tram", "The city should build two trams")


def test_the_page_shows_what_is_asked_and_how_far_it_is_judged(pages: Pages) -> None:
    statement = pages.store.statements().items[0].statement.id
    correct(pages.store, statement, "build", "oppose", coder="ann")
    html = pages.get("/codebook")
    assert "Any tram &amp; &lt;b&gt;any&lt;/b&gt; line." in html
    for words in (
        "Should the city build the tram?",
        "lay the rails",
        "She wants it.",
        "He does not.",
        "It is dear",
        "Ann Lee",
    ):
        assert words in html
    assert "2 statements judged, 1 of them by people" in html
    assert "<strong>Version 1</strong>" in html
    assert 'href="/codebook/edit"' in html
    data = pages.client.get("/codebook.json").json()
    assert [one["id"] for one in data["codebook"]["propositions"]] == ["build", "free", "pave"]
    assert data["propositions"][0] == {"id": "build", "judged": 2, "by_people": 1, "waiting": 0}
    assert (data["in_force"]["number"], data["waiting"], data["retired"]) == (1, 0, [])
    assert data["file"] == {
        "name": "codebook.yaml",
        "exists": True,
        "problems": [],
        "changes": [],
        "folder": str(pages.path.parent.resolve()),
        "same": True,
    }


def test_the_form_holds_the_whole_file_and_checking_it_changes_nothing(editor: Editor) -> None:
    before = dump(editor.pages.path)
    editor.press("check")
    assert "Nothing would change" in editor.told
    assert "save" not in editor.form.buttons
    assert dump(editor.pages.path) == before
    assert editor.path.read_text() == BOOK


def test_what_saving_would_do_is_shown_before_it_is_done(editor: Editor) -> None:
    editor.press("check", TEXT)
    assert (
        "4 judgements would be made anew by whipcount code. Until then, 4 judgements by machine count no longer"
        in editor.told
    )
    assert "before: The city should build the tram after: The city should build two trams" in editor.told
    assert "+ text: The city should build two trams" in editor.told
    assert editor.path.read_text() == BOOK
    editor.press("save", note="as agreed")
    assert (editor.status, editor.path.read_text()) == (
        200,
        BOOK.replace("build the tram\n", "build two trams\n", 1).replace(
            "build the tram\n        definition", "build two trams\n        definition"
        ),
    )
    assert "Saved as change" in editor.told
    assert "4 judgements wait: run whipcount code" in editor.told
    entry = editor.pages.store.history(subject="codebook").items[0]
    assert (entry.coder, entry.note, entry.changes[0][2]) == ("edna", "as agreed", "The city should build two trams")
    waits = "2 statements are not judged against these words yet, and count for nobody."
    assert editor.pages.get("/q/tram").count(waits) == 2, "both propositions of the question are judged anew"
    assert waits not in editor.pages.get("/q/square")
    history = editor.pages.get("/history?subject=codebook")
    assert 'Codebook changed: <a href="/codebook">the codebook as it is now</a>' in history
    assert "<button>Undo" in history
    assert code(editor.pages.store, ENGINES) == 2 * STATEMENTS
    assert waits not in editor.pages.get("/q/tram")


def test_what_was_not_looked_at_is_not_saved(editor: Editor) -> None:
    editor.press("save", TEXT)
    assert "What saving would do" in editor.told
    editor.press("save", ("p.text", TEXT[2], "The city should build three trams"))
    assert "What saving would do" in editor.told, "it was changed after it was looked at"
    assert editor.path.read_text() == BOOK
    editor.press("save")
    assert "three trams" in editor.path.read_text()


def test_errors_are_those_of_the_command_with_the_lines_of_the_file_as_it_would_be(editor: Editor) -> None:
    editor.press("check", ("p.id", "free", "build"), ("p.text", "The square should be paved", ""))
    would_be = BOOK.replace("{id: free,", "{id: build,").replace("text: The square should be paved", "text: ''")
    expected = check_codebook(read_codebook(would_be))
    assert len(expected) == 2
    for finding in expected:
        assert f"Line {finding.line}, error: {finding.message}" in editor.told
    assert "save" not in editor.form.buttons
    assert "2 errors to mend" in editor.told
    assert re.findall(r'href="#(\S+)">Go to it', editor.html) == ["p-0.1", "p-1.0"]
    assert all(f'id="{field}"' in editor.html for field in ("p-0.1", "p-1.0"))
    assert ("p.id", "build") in editor.form.fields[20:], "what was written stands in the form still"


def test_warnings_do_not_keep_from_saving(editor: Editor) -> None:
    editor.press("check", ("p.text", "The square should be paved", "The square should not be paved"))
    assert "'pave' is worded with 'not'" in editor.told
    editor.press("save")
    assert "should not be paved" in editor.path.read_text()


def test_a_file_that_somebody_changed_meanwhile_is_shown_and_not_written_over(editor: Editor) -> None:
    editor.press("check", TEXT)
    theirs = BOOK.replace("# rides", "# rides, since 2020")
    editor.path.write_text(theirs)
    editor.press("save")
    assert editor.status == 409
    assert "The file was changed meanwhile" in editor.told
    assert "- # rides + # rides, since 2020" in editor.told
    assert editor.path.read_text() == theirs
    assert TEXT[2] in [value for name, value in editor.form.fields if name == "p.text"], "one's own work stands still"
    editor.press("check").press("save")
    assert editor.path.read_text() == theirs.replace("text: The city should build the tram", f"text: {TEXT[2]}")


def test_a_change_by_another_editor_is_a_conflict_too_and_says_by_whom(editor: Editor) -> None:
    other = Editor(editor.pages, editor.path).open()
    other.press("check", ("p.definition", "Any tram & <b>any</b> line.", "Another")).press("save")
    editor.press("check", TEXT)
    assert editor.status == 409
    assert "the last change made here was by edna" in editor.told
    assert "- definition: Any tram & <b>any</b> line. + definition: Another" in editor.told
    editor.press("check")
    assert "before: Another after: Any tram" in editor.told, "what would take theirs back is listed"


def test_after_a_restart_a_conflict_is_still_one(editor: Editor) -> None:
    fields = dict(editor.form.fields)
    editor.path.write_text(BOOK + "# more\n")
    editor.html = editor.html.replace(fields["base"], "0" * 64)
    editor.press("check", TEXT)
    assert editor.status == 409
    assert "What it was when you began is not known any more" in editor.told


MOVES = [
    ("down p 0.1", ["build", "free", "pave"], "down-p-1.0"),
    ("down p 0.0", ["free", "build", "pave"], "down-p-0.1"),
    ("up p 1.0", ["build", "free", "pave"], "up-p-0.2"),
    ("up q 1", ["pave", "build", "free"], "down-q-0"),
    ("remove p 0.1", ["build", "pave"], "add-p-0"),
]


@pytest.mark.parametrize(("button", "ids", "focus"), MOVES)
def test_the_buttons_move_and_retire_and_the_focus_goes_along(
    editor: Editor, button: str, ids: list[str], focus: str
) -> None:
    assert button in editor.form.buttons
    editor.press(button)
    assert [value for name, value in editor.form.fields if name == "p.id"] == ids
    assert editor.form.focus == focus
    assert editor.path.read_text() == BOOK
    editor.press("check").press("save")
    after = editor.path.read_text()
    assert [one.id for one in parse_codebook(after).propositions] == ids
    assert ("# rides" in after) is ("free" in ids)
    assert "# keep this id" in after
    assert "# from the minutes" in after


def test_parts_are_added_and_get_ids_from_their_words(editor: Editor) -> None:
    editor.press("add p 1")
    assert editor.form.focus == "p-1.1"
    editor.press("add a 1.1", ("p.text", "", "Trams should run all night"))
    assert editor.form.focus == "a-1.1.0"
    editor.press("add q", ("a.text", "", "People sleep: badly"), ("p.synonyms", "", "night trams\r\ntrams at night"))
    editor.press("add p 2", ("q.text", "", "And buses?"))
    editor.press("check", ("p.text", "", "Buses should go"))
    assert "Nothing would change" not in editor.told
    editor.press("save")
    book = parse_codebook(editor.path.read_text())
    night = next(one for one in book.propositions if one.id == "trams-should-run-all-night")
    assert night.synonyms == ("night trams", "trams at night")
    assert [(a.id, a.side, a.text) for a in night.arguments] == [("people-sleep-badly", "pro", "People sleep: badly")]
    assert [(q.id, q.text) for q in book.questions][-1] == ("and-buses", "And buses?")
    assert set(re.findall("#.*", BOOK)) <= set(re.findall("#.*", editor.path.read_text()))


def test_lists_are_ordered_and_taken_from_by_their_lines_and_arguments_by_buttons(editor: Editor) -> None:
    editor.press("up a 0.0.1", ("p.synonyms", "lay the rails\nstart the works", "start the works\r\nlay the rails"))
    editor.press("add k").press("check", ("k.name", "", "Bob Ray"), ("k.aliases", "", "B. Ray"))
    editor.press("save")
    book = parse_codebook(editor.path.read_text())
    assert book.propositions[0].synonyms == ("start the works", "lay the rails")
    assert [one.id for one in book.propositions[0].arguments] == ["dear", "quick"]
    assert [(one.name, one.aliases) for one in book.actors] == [("Ann Lee", ("the mayor",)), ("Bob Ray", ("B. Ray",))]
    assert "- lay the rails   # from the minutes" in editor.path.read_text()


def test_comments_that_would_go_are_named(editor: Editor) -> None:
    editor.press("remove p 0.1").press("check")
    assert "1 comment would go with what is taken out: # rides" in editor.told
    assert "retired" in editor.told


def test_people_s_judgements_of_what_is_retired_are_kept_and_come_back(editor: Editor) -> None:
    statement = editor.pages.store.statements().items[0].statement.id
    correct(editor.pages.store, statement, "free", "oppose", coder="ann")
    editor.press("remove p 0.1").press("check")
    assert "Kept: 1 coding by people of free. It is gone, so they are not shown until its id comes back." in editor.told
    editor.press("save")
    assert "Retired Propositions of earlier versions." in editor.told
    assert 'href="/codebook/edit?back=free"' in editor.html
    editor.open("?back=free").press("check").press("save")
    assert [one.id for one in parse_codebook(editor.path.read_text()).propositions] == ["build", "free", "pave"]
    assert editor.pages.store.judged("free").by_people == 1
    assert editor.pages.client.get("/codebook/edit?back=nothing").status_code == 404


def test_one_can_go_back_to_an_earlier_version_and_its_judgements_count_again(editor: Editor) -> None:
    store = editor.pages.store
    held = {one.statement.id: one.coding for one in store.coded_statements("build")}
    editor.press("check", TEXT).press("save")
    code(store, ENGINES)
    assert {one.statement.id: one.coding for one in store.coded_statements("build")} != held
    assert 'href="/codebook/edit?version=1"' in editor.html
    editor.open("?version=1").press("check")
    assert "Nothing is judged anew." in editor.told
    editor.press("save")
    assert editor.path.read_text() == BOOK
    assert {one.statement.id: one.coding for one in store.coded_statements("build")} == held
    assert [one.number for one in store.codebooks()] == [1, 2, 3]
    assert editor.pages.client.get("/codebook/edit?version=9").status_code == 404
