"""Every string of the pages is in one catalogue, and a translation of it is what the pages then say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import strings
from support.gold_store import build_gold_store
from support.pages import pages_over
from support.pseudo import compiled, template
from support.team import team_over
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.language import _, ngettext, read_catalogue, spoken
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
