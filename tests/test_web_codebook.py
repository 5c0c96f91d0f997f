"""The codebook's page, and its editor: seen first, saved with the record, never over somebody else's change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from support.editing import Editor, Fields
from support.engines import SaidReader, WordCoder
from support.pages import OURS, Pages, pages_over
from support.store_values import dump
from support.team import team_over
from whipcount.coding import check_codebook, codebook_text, parse_codebook, read_codebook
from whipcount.config import Settings
from whipcount.project import Engines, build, code, correct
from whipcount.store import open_store
from whipcount.web.security import ROOMY_BODY_BYTES, ROOMY_FORM_PARTS

BOOK = """\
# agreed on 3 May
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build   # keep this id
        text: The city should build the tram
        definition: Any tram & <b>any</b> line.
        synonyms:
          - lay the rails   # from the minutes
          - start the works
        for: [She wants it.]
        against: [He does not.]
        arguments:
          - {id: quick, side: pro, text: It is quick}
          - {id: dear, side: con, text: It is dear}
      # rides
      - {id: free, text: Rides should cost nothing, for: [Free it.], against: [Charge.]}
  - id: square
    text: Anything else?
    propositions: [{id: pave, text: The square should be paved, for: [Pave it.], against: [Leave it.]}]
actors:
  - name: Ann Lee  # the mayor
    aliases: [the mayor]
"""
ENGINES = Engines(SaidReader(), WordCoder())
STATEMENTS = 2


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codebook")
    row = {"id": "1", "text": "Ann Lee said she would back the tram. Bob Ray said he would reject the tram."}
    (folder / "a.jsonl").write_text(json.dumps(row))
    with open_store(folder / "whipcount.db") as store:
        build([folder / "a.jsonl"], store, parse_codebook(BOOK), Settings(), engines=ENGINES)
    return folder / "whipcount.db"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "codebook.yaml").write_text(BOOK)
    return tmp_path / "codebook.yaml"


@pytest.fixture
def pages(original: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    import shutil

    for module in ("codebook", "codebook_edit"):
        monkeypatch.setattr(f"whipcount.web.{module}.shipped_coder", lambda _: ENGINES.coder)
    store = path.with_name("whipcount.db")
    shutil.copy(original, store)
    with pages_over(store, Settings(codebook=str(path), coder="edna")) as opened:
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


def test_the_text_is_edited_with_the_same_care(pages: Pages, path: Path) -> None:
    editor = Editor(pages, path, "/codebook/text").open()
    assert ("text", BOOK) in editor.form.fields
    editor.press("check", ("text", BOOK, BOOK.replace("id: free", "id: build").replace("\n", "\r\n")))
    assert "Line 18, error: the id 'build' is already taken in line 6" in editor.told
    new = BOOK.replace("3 May", "4 May")
    editor.open().press("check", ("text", BOOK, new))
    assert "Nothing is judged anew." in editor.told
    editor.press("save")
    assert path.read_text() == new
    assert pages.store.history(subject="codebook").items[0].changes == (("comments and layout", None, "changed"),)
    assert len(pages.store.codebooks()) == 1
    editor.open()
    path.write_text(BOOK)
    editor.press("check", ("text", new, BOOK + "# more\n"))
    assert editor.status == 409
    assert path.read_text() == BOOK


def test_a_broken_file_is_told_and_mended_as_text(pages: Pages, path: Path) -> None:
    path.write_text("questions: [\n")
    assert "has errors, so it is not what is in force" in pages.get("/codebook")
    form = pages.get("/codebook/edit")
    assert 'href="/codebook/text">Mend the file as text' in form
    assert 'name="p.text"' not in form
    editor = Editor(pages, path, "/codebook/text").open().press("check", ("text", "questions: [\n", BOOK)).press("save")
    assert editor.status == 200
    assert path.read_text() == BOOK


def test_a_file_that_cannot_be_read_is_told_and_left_alone(pages: Pages, path: Path) -> None:
    fields = Fields(pages.get("/codebook/edit")).fields
    path.write_bytes(b"questions: \xff\n")
    told = "codebook.yaml, line 1: byte 11 is not UTF-8"
    for address in ("/codebook", "/codebook/edit", "/codebook/text"):
        html = pages.get(address)
        assert told in html, address
        assert str(path.parent) not in html
        assert "<textarea" not in html
    fields = [("p.text", TEXT[2]) if field == TEXT[:2] else field for field in fields]
    body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in [*fields, ("do", "save")])
    headers = OURS | {"content-type": "application/x-www-form-urlencoded"}
    answer = pages.client.post("/codebook/edit", content=body, headers=headers)
    assert told in answer.text
    assert TEXT[2] in answer.text, "what was written stays in the form"
    path.write_text("questions: [\n")
    answer = pages.client.post("/codebook/edit", content=body, headers=headers)
    assert "codebook.yaml has errors by now" in answer.text
    assert TEXT[2] in answer.text
    assert path.read_text() == "questions: [\n"


def test_a_file_that_says_otherwise_is_told_and_is_what_is_edited(pages: Pages, path: Path) -> None:
    path.write_text(BOOK.replace("Rides should cost nothing", "Rides should be free"))
    assert "The file codebook.yaml says otherwise: 1 change not in force" in pages.get("/codebook")
    editor = Editor(pages, path).open()
    assert ("p.text", "Rides should be free") in editor.form.fields
    editor.press("check")
    assert "before: Rides should cost nothing after: Rides should be free" in editor.told


def test_without_a_file_one_is_made_and_without_a_codebook_the_first_is_written(
    pages: Pages, path: Path, tmp_path: Path
) -> None:
    path.unlink()
    editor = Editor(pages, path).open()
    assert f"There is no file yet; saving makes codebook.yaml in {tmp_path.resolve()}." in editor.told
    editor.press("check", TEXT).press("save")
    assert parse_codebook(path.read_text()).propositions[0].text == TEXT[2]
    empty = tmp_path / "empty.db"
    open_store(empty).close()
    with pages_over(empty, Settings(codebook=str(tmp_path / "first.yaml"))) as bare:
        assert "This record has no codebook yet." in bare.get("/codebook")
        editor = Editor(bare, tmp_path / "first.yaml").open()
        editor.press("add p 0", ("q.text", "", "Should we?")).press("check", ("p.text", "", "We should")).press("save")
        assert editor.status == 200, editor.told
        assert [one.id for one in parse_codebook((tmp_path / "first.yaml").read_text()).propositions] == ["we-should"]


def test_what_the_form_cannot_change_is_told_with_the_way_out(pages: Pages, path: Path) -> None:
    odd = BOOK.replace("text: The city should build the tram", "text: &t The city should build the tram").replace(
        "definition: Any tram & <b>any</b> line.", "definition: *t"
    )
    path.write_text(odd)
    editor = Editor(pages, path).open().press("check", TEXT)
    assert "the form cannot change a file with anchors, aliases or tags" in editor.told
    assert 'target="_blank">Edit the file as text' in editor.html
    assert path.read_text() == odd


@pytest.mark.parametrize(
    "body",
    ["do=check&p.was=x", "do=check&a.was=x", "do=check&q.was=&q.nothing=1", "do=up+p+0.9", "do=add+x", "do=up+q+x",
     "do=check&q.was=&p.was=&p.home=7", "do=remove+a+1", "do=up", "do=check&q.was=&q.propositions=1"],
)  # fmt: skip
def test_a_form_that_is_none_is_refused(pages: Pages, path: Path, body: str) -> None:
    headers = OURS | {"content-type": "application/x-www-form-urlencoded"}
    before = dump(pages.path)
    answer = pages.client.post("/codebook/edit", content=body, headers=headers)
    assert answer.status_code == 400, answer.text[:300]
    assert dump(pages.path) == before
    assert path.read_text() == BOOK


def test_a_large_codebook_fits_the_form_and_nothing_larger_is_read(pages: Pages, path: Path) -> None:
    extra = "".join(
        f"      - {{id: p-{n}, text: Proposition number {n}, for: [a], against: [b]}}\n" for n in range(150)
    )
    path.write_text(BOOK.replace("  - id: square\n", f"{extra}  - id: square\n"))
    editor = Editor(pages, path).open()
    assert len(editor.form.fields) > 1_500
    editor.press("check", ("p.text", "Proposition number 149", "Another"))
    assert editor.status == 200
    assert "151 changes of what is in force" not in editor.told
    headers = OURS | {"content-type": "application/x-www-form-urlencoded"}
    for body in ("x" * (ROOMY_BODY_BYTES + 1), "&".join(["a=b"] * (ROOMY_FORM_PARTS + 1))):
        assert pages.client.post("/codebook/text", content=body, headers=headers).status_code == 413
    assert (
        pages.client.post("/statements/x/review", content="&".join(["a=b"] * 200), headers=headers).status_code == 413
    )


def test_readers_see_the_codebook_and_only_editors_change_it(tmp_path: Path) -> None:
    """In a project among others, the file lies beside the project's store."""
    with team_over(tmp_path, Settings(team=True)) as team:
        reader, editor = team.session("rita"), team.session("edna")
        seen = team.client.get("/p/lanes/codebook", headers=reader).text
        assert "/codebook/edit" not in seen
        assert 'href="/p/lanes/codebook/edit"' in team.client.get("/p/lanes/codebook", headers=editor).text
        form = Fields(_without_prefix(team.client.get("/p/lanes/codebook/edit", headers=editor).text)).fields
        assert ("p.id", "ban-ships") in form
        at = next(n for n, (name, _) in enumerate(form) if name == "p.text")
        form[at] = ("p.text", "Ships should go")
        from support.team import OURS as TEAM

        def sent(fields: list[tuple[str, str]], who: Mapping[str, str]) -> Any:
            body = "&".join(f"{quote_plus(n)}={quote_plus(v)}" for n, v in fields)
            headers = TEAM | who | {"content-type": "application/x-www-form-urlencoded"}
            return team.client.post("/p/lanes/codebook/edit", content=body, headers=headers, follow_redirects=False)

        assert sent([*form, ("do", "check")], reader).status_code == 403
        checked = Fields(_without_prefix(sent([*form, ("do", "check")], editor).text)).fields
        saved = sent([*checked, ("do", "save")], editor)
        assert saved.status_code == 303
        assert saved.headers["location"].startswith("/p/lanes/codebook?saved=")
        assert "Ships should go" in (tmp_path / "lanes.codebook.yaml").read_text()
        assert team.store.history(subject="codebook").items[0].coder == "edna"
        told = team.client.get("/p/lanes/codebook", headers=editor).text
        assert str(tmp_path) not in told


def _without_prefix(html: str) -> str:
    return html.replace('"/p/lanes/', '"/')


def test_a_file_beside_the_store_with_its_name_comes_first(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db") as store:
        store.put_codebook(parse_codebook(BOOK), run=store.begin_run("test", {}))
    (tmp_path / "a.codebook.yaml").write_text(BOOK)
    with pages_over(tmp_path / "a.db", Settings(codebook=str(tmp_path / "codebook.yaml"))) as pages:
        assert pages.client.get("/codebook.json").json()["file"]["name"] == "a.codebook.yaml"
    assert codebook_text(tmp_path / "a.codebook.yaml") == BOOK
