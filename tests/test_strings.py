"""Every string of the pages is in one catalogue, and a translation of it is what the pages then say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import strings
from support import ROOT
from support.engines import WordCoder
from support.gold_store import build_gold_store, build_wide_store
from support.pages import OURS, Pages, copied, links, pages_over
from support.pseudo import Data, compiled, outside, pseudo_catalogue, template
from support.team import ROLES as TEAM
from support.team import team_over
from whipcount.coding import dump_codebook
from whipcount.config import Settings
from whipcount.errors import REASONS, UsageError
from whipcount.language import _, ngettext, read_catalogue, spoken
from whipcount.project.codebook_file import open_codebook_file, propose, save_codebook
from whipcount.project.codebook_place import own_codebook
from whipcount.store import open_store
from whipcount.web.access import PROJECT_ACCESS
from whipcount.web.resuming import DID
from whipcount.web.site import templates


def translated(path: Path, language: str, **strings_: str | tuple[str, ...]) -> Path:
    """A compiled catalogue with a few strings, some of them with their plural forms."""
    made = Catalog(locale=language)
    for english, words in strings_.items():
        key = (f"%(number)s {english}", f"%(number)s {english}s") if isinstance(words, tuple) else english
        made.add(key, words)
    return compiled(made, path, language)


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("strings") / "debate.db")


def test_the_catalogue_is_up_to_date() -> None:
    """Run ``python bench/strings.py`` where this fails."""
    assert strings.gathered() == strings.CATALOGUE.read_text(encoding="utf-8")
    assert len(template()) > 300


def test_a_translation_that_the_settings_name_is_what_pages_say(debate: Path, tmp_path: Path) -> None:
    made = translated(
        tmp_path / "de.mo", "de", Actors="Akteure", document=("%(number)s Dokument", "%(number)s Dokumente")
    )
    with pages_over(debate, Settings(translation=str(made))) as pages:
        html = pages.get("/actors")
    assert '<html lang="de">' in html
    assert "<h1>Akteure</h1>" in html
    assert "32 Dokumente" in html
    assert "Statements" in html, "what is not translated stays English"


def test_without_a_translation_pages_are_english(debate: Path) -> None:
    with pages_over(debate) as pages:
        assert '<html lang="en">' in pages.get("/actors")


def test_each_language_has_its_own_plural_forms(tmp_path: Path) -> None:
    """Polish has three."""
    forms = ("%(number)s dokument", "%(number)s dokumenty", "%(number)s dokumentów")
    with spoken(read_catalogue(translated(tmp_path / "pl.mo", "pl", document=forms))):
        said = [ngettext("%(number)s document", "%(number)s documents", n, number=n) for n in (1, 2, 5, 22)]
    assert said == ["1 dokument", "2 dokumenty", "5 dokumentów", "22 dokumenty"]
    assert ngettext("%(number)s document", "%(number)s documents", 2, number=2) == "2 documents"


def test_a_team_signs_in_in_its_language(tmp_path: Path) -> None:
    made = translated(tmp_path / "fr.mo", "fr", **{"Sign in": "Se connecter"})
    with team_over(tmp_path, Settings(team=True, translation=str(made))) as team:
        html = team.client.get("/login").text
    assert '<html lang="fr">' in html
    assert "Se connecter" in html


def test_data_for_programs_stays_as_it_is(debate: Path, tmp_path: Path) -> None:
    made = translated(tmp_path / "de.mo", "de", **{"Nothing here": "Hier ist nichts", "for": "dafür"})
    with pages_over(debate) as pages:
        english = [pages.client.get(at).text for at in ("/network.json", "/statements.csv", "/q/harbour.json")]
    with pages_over(debate, Settings(translation=str(made))) as pages:
        assert "Hier ist nichts" in pages.get("/nothing", 404)
        assert [pages.client.get(at).text for at in ("/network.json", "/statements.csv", "/q/harbour.json")] == english


@pytest.mark.parametrize(
    ("english", "wrong"),
    [
        ("Members of %(project)s", "Mitglieder von %(projekt)s"),
        ("Members of %(project)s", "Mitglieder von %s"),
        ("Members of %(project)s", "100 % Mitglieder"),
        ("Actors", "<b>Akteure</b>"),
        ("Actors", "Akteure <img src=x onerror=alert(1)"),
        ("Run <code>whipcount doctor</code>.", "Starten: <a>whipcount doctor</a>."),
        ("Run <code>whipcount doctor</code>.", "Starten: whipcount doctor."),
    ],
)
def test_a_translation_with_other_names_or_tags_is_refused(tmp_path: Path, english: str, wrong: str) -> None:
    made = translated(tmp_path / "de.mo", "de", **{english: wrong})
    with pytest.raises(UsageError, match=re.escape(english)):
        read_catalogue(made)


@pytest.mark.parametrize("content", [b"", b"no catalogue", None])
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "de.mo"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match="no compiled catalogue"):
        read_catalogue(path)


def test_a_catalogue_says_its_language(tmp_path: Path) -> None:
    made = Catalog()
    made.add("Actors", "Akteure")
    with pytest.raises(UsageError, match="in which language"):
        read_catalogue(compiled(made, tmp_path / "x.mo", None))


def test_a_translation_cannot_leave_its_attribute_and_values_are_escaped(tmp_path: Path) -> None:
    made = translated(tmp_path / "de.mo", "de", **{"Search": '" onfocus="alert(1)', "By %(name)s": "Von „%(name)s\" '"})
    with spoken(read_catalogue(made)):
        page = templates().from_string('<i title="{{ _("Search") }}">{{ _("By %(name)s", name=who) }}</i>')
        assert page.render(who="<b>") == '<i title="&#34; onfocus=&#34;alert(1)">Von „&lt;b&gt;&#34; &#39;</i>'


def test_a_string_is_its_own_key() -> None:
    assert _("Members of %(project)s", project="Harbour") == "Members of Harbour"
    assert _("100 %%") == "100 %"


# Views that say something which their plain address does not.
QUERIES = (
    "/q/harbour?until=2025-05-20&group=party&by=party", "/q/harbour?since=2025-05-20&reviewed=no", "/q/harbour?until=x",
    "/q/harbour/brief?until=2025-05-20&kind=person&reviewed=yes", "/statements?text=zzzz",
    "/statements?kind=person&since=2025-05-01&until=2025-06-01", "/statements?proposition=ban-ships&position=for",
    "/statements?proposition=ban-ships&counted=yes&board_outlet=Saltmere%20Courier", "/statements?nothing=yes",
    "/documents?text=zzzz", "/documents?until=2025-05-20", "/actors?text=zzzz", "/status?problems=yes",
    "/network?type=conflict&normalise=no", "/network?type=subtract&normalise=cosine&nodes=party",
    "/network?type=ignore&normalise=jaccard&from=2025-05-01&to=2025-06-01", "/network?mode=two&type=combine",
    "/network?mode=two&normalise=activity", "/network?mode=two&type=ignore&normalise=prominence", "/network?mode=three",
    "/review?proposition=ban-ships&blind=yes", "/review/bulk?proposition=ban-ships&stance=support", "/nothing",
    "/review/disagreements?first=ann&second=bob", "/history?coder=ann", "/codebook/edit?version=9",
    "/runs?command=build",
)  # fmt: skip
# Addresses whose answer is no page.
NO_PAGES = re.compile(r"\.(json|csv|graphml|gexf)$|^/(api|static|healthz)|^/views/\{|^/$")


def used(path: Path) -> dict[str, str]:
    """Judge, correct and save in a store, so that its pages have something to say; the parts of addresses in it."""
    for coder, stances in (("bob", ("support", "oppose", "none")), ("ann", ("support", "support", "none"))):
        with pages_over(path, Settings(coder=coder)) as pages:
            rows = pages.store.statements(limit=12).items
            for n, row in enumerate(rows):
                at = f"/statements/{row.statement.id}"
                pages.post(f"{at}/coding", proposition="ban-ships", stance=stances[n % 3], note="", next="/")
                pages.post(f"{at}/review", verdict="reject" if n == 3 else "accept", next="/")
            pages.post(f"/statements/{rows[1].statement.id}/correction", speaker="Ada Lund", kind="person", next="/")
            pages.post(f"/statements/{rows[2].statement.id}/reply", text="It was said in jest.")
            saved = {"name": "Ours", "address": "/statements?kind=person"}
            assert pages.client.post("/views", data=saved, headers=OURS, follow_redirects=False).status_code == 303
    many = "/review/bulk?proposition=ban-ships&stance=oppose"
    with pages_over(path, Settings(coder="ann")) as pages:
        expected = re.search(r'name="expected" value="([0-9]+)"', pages.get(many))
        assert expected
        pages.post(many, verdict="accept", expected=expected[1])
        bulk = next(entry.number for entry in pages.store.history(limit=None).items if entry.kind == "bulk")
    return {
        "{question:path}": "harbour", "{statement}": rows[0].statement.id, "{document}": rows[0].document_id,
        "{key:path}": rows[0].actor_key, "{proposition:path}": "ban-ships", "{number}": str(bulk),
    }  # fmt: skip


def edges(html: str) -> list[str]:
    return [link for link in links(html) if link.startswith("/network/edge")][:1]


def outside_of(html: str, data: Data, at: str) -> list[str]:
    return [f"{at}: {shown.where}: {' '.join(shown.words.split())}" for shown in outside(html) if not data.holds(shown)]


def held(pages: Pages, path: Path) -> Data:
    """What pages may show as it is: the record, its coders and files, and what programs write."""
    people = [text for row in pages.store.actors().items for text in (row.name, row.role) if text]
    rows = pages.store.statements(limit=None).items
    speakers = [row.statement.speaker for row in rows]
    said = [row.quotation for row in rows if row.quotation]  # in several pieces it stands so in no text
    roles = [text for one in speakers for text in (one.role, one.as_written) if text]
    return Data(
        [path], *people, *roles, *said, *REASONS, *DID, "bob", "ann", "nobody", str(path), own_codebook(path).name
    )


def test_nothing_that_is_read_on_a_page_is_outside_of_the_catalogue(debate: Path, tmp_path: Path) -> None:
    """Every page in a language that marks each string of the catalogue: what is not marked is the store's own."""
    path = copied(debate, tmp_path / "debate.db")
    parts = used(path)
    made = pseudo_catalogue(tmp_path / "marked.mo")
    settings = Settings(coder="ann", public_log=True, right_of_reply=True, translation=str(made))
    with pages_over(path, replace(settings, embed_sites=("https://news.example",))) as pages:
        parts["{run}"] = pages.store.runs()[0].id
        data = held(pages, path)
        plain = [at for at, need in PROJECT_ACCESS.items() if "GET" in need and not NO_PAGES.search(at)]
        asked = [reduce(lambda at, part: at.replace(*part), parts.items(), at) for at in plain if at != "/members"]
        networks = [at for at in QUERIES if at.startswith("/network")]
        asked += [*QUERIES, *(edge for at in networks for edge in edges(pages.client.get(at).text))]
        found: list[str] = []
        for at in asked:
            answer = pages.client.get(at)
            assert answer.status_code < 500, at
            assert "text/html" in answer.headers["content-type"], at
            found += outside_of(answer.text, data, at)
    assert len(asked) > 50
    assert not found, "\n".join(sorted(set(found)))


def shown_of(path: Path, asked: Iterable[str], folder: Path) -> dict[str, str]:
    """Pages in the language that marks each string; nothing on them is outside of the marks."""
    with pages_over(path, Settings(coder="ann", translation=str(pseudo_catalogue(folder / "marked.mo")))) as pages:
        texts = {at: pages.client.get(at).text for at in asked}
        data = held(pages, path)
    found = {line for at, text in texts.items() for line in outside_of(text, data, at)}
    assert not found, "\n".join(sorted(found))
    return texts


def test_what_is_read_of_many_propositions_is_in_the_catalogue(tmp_path: Path) -> None:
    path = build_wide_store(tmp_path / "debate.db", 7)
    briefs = [f"/q/harbour/brief{query}" for query in ("", "?only=ban-ships&only=ban-ships-3", "?only=x")]
    texts = shown_of(path, ["/q/harbour", *briefs, "/statements", "/history", "/history?coder=nobody"], tmp_path)
    assert "Judge it against another proposition" in texts["/statements"]
    assert "Propositions on this brief: 2 of 7" in texts[briefs[1]]
    assert "Over time, who came to each side" in texts["/q/harbour"]


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_read_before_an_undo_of_the_codebook_is_in_the_catalogue(
    debate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    """With the file of the codebook, and without it, where pages say that one is made."""
    monkeypatch.setattr("whipcount.web.undoing.shipped_coder", lambda _: WordCoder())
    path = copied(debate, tmp_path / "debate.db")
    with open_store(path) as store:
        book, file = store.codebook(), open_codebook_file(own_codebook(path))
        assert book
        fewer = replace(book, propositions=book.propositions[:1], notes="Agreed in May")
        made = propose(store, file, dump_codebook(fewer), WordCoder())
        number = save_codebook(store, file, made, coder="ann", note="One is enough")
    if not kept:
        own_codebook(path).unlink()
    undo, saved = f"/history/{number}/undo", f"/codebook?saved={number}"
    texts = shown_of(path, [undo, saved, "/codebook/edit", "/codebook/text", "/history/9/undo"], tmp_path)
    assert "What undoing would do" in texts[undo]
    assert ("in force again, here and in" in texts[undo]) == kept
    assert ("saving makes" in texts["/codebook/text"]) != kept


def test_nothing_that_is_read_in_the_hall_is_outside_of_the_catalogue(tmp_path: Path) -> None:
    made = pseudo_catalogue(tmp_path / "marked.mo")
    with team_over(tmp_path, Settings(team=True, translation=str(made))) as team:
        data = Data([tmp_path / "lanes.db"], *TEAM, *REASONS, *DID, "lanes", "bridge")
        shown = ["/login", "/login?done=out", "/login?done=password", "/nothing", "/projects", "/account"]
        shown += ["/p/lanes/members", "/p/lanes/status", "/p/lanes/nothing", "/p/lanes/views", "/p/lanes/codebook"]
        found = [
            line
            for at in shown
            for line in outside_of(team.client.get(at, headers=team.session("adam")).text, data, at)
        ]
        refused = team.client.get("/p/lanes/codebook/edit", headers=team.session("rita"))
        assert refused.status_code == 403
        found += outside_of(refused.text, data, "refused")
    assert not found, "\n".join(sorted(set(found)))


def test_what_is_outside_of_the_marks_is_found(debate: Path) -> None:
    """The check above can fail: in English, nothing is marked."""
    with pages_over(debate) as pages:
        found = outside_of(pages.get("/actors"), Data([debate]), "/actors")
    assert any("placeholder" in line for line in found)
    assert any("Skip to the content" in line for line in found)


def test_scripts_show_no_text_that_is_not_in_the_catalogue() -> None:
    """A text in quotation marks with a space or a capital is one that somebody may read, unless it is a selector."""
    comments = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*|^import [^\n]*", re.DOTALL | re.MULTILINE)
    quoted = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`')
    for path in sorted((ROOT / "frontend" / "src").glob("*.ts")):
        source = comments.sub("", path.read_text(encoding="utf-8"))
        rest = re.sub(r'(?<![\w.])_\(\s*"(?:[^"\\]|\\.)*"', "_(", source)
        found = [one or other for one, other in quoted.findall(rest)]
        read = [text for text in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+[ .]", text)]
        assert not [text for text in read if not re.search(r"[\[\]#>@{]|, |^translate", text)], path.name
    assert len([message for message in template() if message.context == "script"]) > 10


def test_a_page_carries_the_words_of_its_scripts(debate: Path, tmp_path: Path) -> None:
    made = Catalog(locale="de")
    made.add("Copied.", "Kopiert.", context="script")
    with pages_over(debate, Settings(translation=str(compiled(made, tmp_path / "de.mo")))) as pages:
        assert '<script type="application/json" id="words">{"Copied.": "Kopiert."}</script>' in pages.get("/actors")
    with pages_over(debate) as pages:
        assert 'id="words"' not in pages.get("/actors")
