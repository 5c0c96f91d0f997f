"""Small pages for other sites: they show only, are framed only where the settings say so, and are shared on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from support.gold_store import build_gold_store
from support.pages import Pages, copied, links, made_store, pages_over
from support.team import OURS, team_over
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import Codebook, Question
from whipcount.positions import positions, tally
from whipcount.web.query import address
from whipcount.web.security import framed_policy

SITES = ("https://news.example", "https://*.paper.example:8443")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("share") / "debate.db")


@pytest.fixture(scope="module")
def pages(store: Path) -> Iterator[Pages]:
    with pages_over(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def framed(store: Path) -> Iterator[Pages]:
    with pages_over(store, Settings(embed_sites=SITES)) as opened:
        yield opened


def small(pages: Pages) -> list[str]:
    """A small page of each kind, and one that is not there."""
    id_ = pages.store.statements(limit=1).items[0].statement.id
    return [f"/embed/q/{pages.question()}", f"/embed/statements/{id_}", "/embed/q/nothing", "/embed/statements/nothing"]


def test_no_site_frames_anything_unless_the_settings_say_so(pages: Pages, framed: Pages) -> None:
    for at in small(pages):
        closed, opened = pages.client.get(at), framed.client.get(at)
        assert "frame-ancestors 'none'" in closed.headers["content-security-policy"]
        assert closed.headers["x-frame-options"] == "DENY"
        assert opened.headers["content-security-policy"].endswith(f"frame-ancestors {' '.join(SITES)}")
        assert "x-frame-options" not in opened.headers
    for at in ("/", f"/q/{pages.question()}", "/statements", "/embed", "/nothing"):
        assert "frame-ancestors 'none'" in framed.client.get(at).headers["content-security-policy"]


def test_a_small_page_runs_no_script_and_sends_no_form(framed: Pages) -> None:
    for at in small(framed):
        answer = framed.client.get(at)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert not re.search(r"<script|<form|<button|<input| on[a-z]+=", answer.text)


@pytest.mark.parametrize(
    "site", ["news.example", "https://a b", "https://a;script-src *", "*", "'self'", "https://a/x", "ftp://a", ""]
)
def test_what_is_no_site_is_refused_before_anything_is_served(store: Path, site: str) -> None:
    with pytest.raises(UsageError, match="embed_sites"):
        framed_policy((site,))
    with pytest.raises(UsageError, match="embed_sites"), pages_over(store, Settings(embed_sites=(site,))):
        pass


def test_a_small_board_counts_what_the_board_counts_and_leads_to_it(pages: Pages) -> None:
    html = pages.get(f"/embed/q/{pages.question()}")
    found = tally(positions(pages.store.coded_statements(pages.proposition()), Settings()))
    shown = [int(n) for n in re.findall(r'class="count">(\d+)<', html.split("</ul>")[0])]
    assert shown == [found[s] for s in ("against", "leaning_against", "undecided", "leaning_for", "for")]
    assert "found and coded by machine" in html
    assert {200} == {pages.client.get(at).status_code for at in links(html) if not at.startswith("/static")}
    assert f"/q/{pages.question()}" in links(html)
    earlier = pages.get(f"/embed/q/{pages.question()}?until=2025-05-20&kind=person")
    assert "until <time" in earlier
    assert "kind=person" in "".join(links(earlier))


def test_a_small_statement_shows_its_words_until_they_are_rejected(store: Path, tmp_path: Path) -> None:
    with pages_over(copied(store, tmp_path / "own.db")) as own:
        row = own.store.statements(limit=1).items[0]
        at = f"/embed/statements/{row.statement.id}"
        first = " ".join(row.quotation.split()[:3])
        assert first in unescape(re.sub(r"<[^>]+>", "", own.get(at)))
        assert "not reviewed" in own.get(at)
        own.store.review(row.statement.id, "reject", coder="analyst")
        assert "A person rejected this" in own.get(at)
        assert first not in unescape(re.sub(r"<[^>]+>", "", own.get(at)))


def test_the_control_gives_a_link_and_where_sites_may_frame_the_code(pages: Pages, framed: Pages) -> None:
    id_ = pages.store.statements(limit=1).items[0].statement.id
    for at in (address(f"/q/{pages.question()}", kind="person"), f"/statements/{id_}"):
        assert f'value="http://127.0.0.1:8001{at}"' in pages.get(at)
        assert '<textarea id="share-code"' not in pages.get(at)
        code = re.search(r'<textarea id="share-code"[^>]*>(.*?)</textarea>', framed.get(at), re.DOTALL)
        assert code
        source = re.search(r'src="([^"]+)"', unescape(code[1]))
        assert source
        assert source[1] == f"http://127.0.0.1:8001/embed{at}"
        assert framed.client.get(source[1].removeprefix("http://127.0.0.1:8001")).status_code == 200


def test_in_a_team_a_small_page_needs_an_account_unless_it_is_shared_on_purpose(tmp_path: Path) -> None:
    for public in (False, True):
        folder = tmp_path / str(public)
        folder.mkdir()
        with team_over(folder, Settings(team=True, embed_sites=SITES, embed_public=public)) as team:
            id_ = team.store.statements(limit=1).items[0].statement.id
            for at in ("/embed/q/harbour", f"/embed/statements/{id_}"):
                answer = team.client.get(f"/p/lanes{at}", follow_redirects=False)
                assert answer.status_code == (200 if public else 303), at
                assert team.client.get(f"/p/lanes{at}", headers=team.session("rita")).status_code == 200
                other = team.client.get(f"/p/lanes{at}", headers=team.session("olga"))
                assert other.status_code == (200 if public else 404)
            for at in ("/", "/q/harbour", f"/statements/{id_}", "/statements.json", "/embed", "/embed/actors"):
                answer = team.client.get(f"/p/lanes{at}", headers=OURS, follow_redirects=False)
                assert answer.status_code in (303, 401), at
            missing = team.client.get("/p/lanes/embed/q/nothing", follow_redirects=False)
            assert ("There is no question" in missing.text) is public
            assert "document" not in missing.text
            if public:
                shown = team.client.get("/p/lanes/embed/q/harbour").text
                assert 'href="/p/lanes/q/harbour"' in shown
                assert "rita" not in team.client.get("/p/lanes/embed/q/harbour", headers=team.session("rita")).text


def test_a_question_without_propositions_is_told_as_one(tmp_path: Path) -> None:
    book = Codebook("", (Question("bare", "What is to be done?"),), ())
    with pages_over(made_store(tmp_path / "bare.db", codebook=book)) as own:
        assert "no proposition under this question" in own.get("/embed/q/bare")
        assert "no proposition under this question" in own.get("/q/bare/brief")


def test_what_is_shared_with_everybody_is_asked_for_so_often_and_may_be_kept_a_minute(tmp_path: Path) -> None:
    settings = Settings(team=True, embed_sites=SITES, embed_public=True, requests_per_minute=3)
    with team_over(tmp_path, settings) as team:
        at = "/p/lanes/embed/q/harbour"
        answers = [team.client.get(at) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[0].headers["cache-control"] == "public, max-age=60"
        assert answers[3].headers["retry-after"] == "60"
        assert team.client.get("/p/lanes/", headers=team.session("rita")).headers["cache-control"] == "no-store"
        team.clock.now += 61
        assert team.client.get(at).status_code == 200
    with pages_over(tmp_path / "lanes.db", Settings(embed_public=True)) as alone:
        assert alone.client.get("/embed/q/harbour").headers["cache-control"] == "no-cache"
