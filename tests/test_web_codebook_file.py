"""The codebook's file under its editor: as text, broken, missing, too large, and in a project among others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from support.editing import Editor, Fields
from support.pages import OURS, Pages, pages_over
from support.store_values import dump
from support.team import team_over
from support.trams import BOOK, beside, edited, judged
from whipcount.coding import codebook_text, parse_codebook
from whipcount.config import Settings
from whipcount.store import open_store
from whipcount.web.security import ROOMY_BODY_BYTES, ROOMY_FORM_PARTS

TEXT = ("p.text", "The city should build the tram", "The city should build two trams")


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
