"""HTML pages: the article's text, its title, writers, outlet, address and day, and nothing that is not shown."""

from __future__ import annotations

import json
import socket
from datetime import date
from pathlib import Path

import pytest

from whipcount.config import Settings
from whipcount.ingest.formats import read_page
from whipcount.ingest.origin import Origin
from whipcount.model import Document

LEAD = "The committee met for a second day on Thursday and heard three witnesses from the coastal towns."
MORE = "Members of both parties put questions to them until late in the evening, the chairwoman said."
BODY = f"<article><h1>Committee hears towns</h1><p>{LEAD}</p><p>{MORE}</p></article>"


def page(head: str = "", body: str = BODY, *, published: date | None = None, path: str | None = None) -> Document:
    html = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    made = read_page(html.encode(), Origin("page.html", path, Settings(), published))
    assert isinstance(made, Document), made
    return made


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields)}</script>'


def test_paragraphs_are_kept_apart_by_blank_lines() -> None:
    document = page()
    assert document.text == f"Committee hears towns\n\n{LEAD}\n\n{MORE}"
    assert document.metadata == {"language": "en"}


def test_block_quotes_lists_and_tables_are_kept() -> None:
    """Extractors have been seen to drop quotations, which is what we came for."""
    body = BODY.replace(
        "</article>",
        "<blockquote><p>We were not asked, and we would have said no to this plan.</p><p>Nobody came.</p></blockquote>"
        "<ul><li>Flood walls would cost nine million.</li><li>Moving houses would cost more.</li></ul>"
        f"<table><tr><td>North</td><td>Against</td></tr></table><p>{MORE} Again.</p></article>",
    )
    paragraphs = page(body=body).text.split("\n\n")
    for wanted in (
        "We were not asked, and we would have said no to this plan.",
        "Nobody came.",
        "Moving houses would cost more.",
    ):
        assert wanted in paragraphs
    assert "North\tAgainst" in paragraphs


def test_repeated_paragraphs_are_all_kept() -> None:
    body = f"<article><p>{LEAD}</p>" + "<p>“No,” he said to every question that they asked.</p>" * 40 + "</article>"
    assert page(body=body).text.count("“No,” he said") == 40


def test_headings_inside_the_story_are_marked() -> None:
    body = f"<article><p>{LEAD}</p><h2>What comes next</h2><p>{MORE}</p></article>"
    document = page(body=body)
    assert [document.text[block.start : block.end] for block in document.blocks] == ["What comes next"]
    assert document.blocks[0].kind == "subheading"


HIDDEN = [
    '<script>document.write("SECRET he said")</script>',
    "<style>p::after { content: 'SECRET he said' }</style>",
    "<noscript><p>SECRET he said to those without scripts in their browser.</p></noscript>",
    "<template><p>SECRET he said in a template that nobody renders.</p></template>",
    "<p hidden>SECRET he said in a paragraph that is hidden.</p>",
    '<p aria-hidden="true">SECRET he said in a paragraph kept from readers.</p>',
    '<p style="color: red; display : none">SECRET he said without being displayed.</p>',
    '<p style="DISPLAY:NONE">SECRET he said without being displayed.</p>',
    '<div style="visibility: hidden"><p>SECRET he said invisibly to all of them.</p></div>',
    "<!-- <p>SECRET he said in a comment.</p> -->",
    "<svg><text>SECRET he said in a drawing.</text></svg>",
    '<figure><img src="a.jpg"><figcaption>SECRET caption, he said. (Jane Doe/AP)</figcaption></figure>',
    '<iframe srcdoc="<p>SECRET he said in a frame.</p>">SECRET he said</iframe>',
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_shown_never_becomes_text(hidden: str) -> None:
    text = page(body=BODY.replace("</p><p>", f"</p>{hidden}<p>", 1)).text
    assert "SECRET" not in text
    assert LEAD in text
    assert MORE in text


def test_a_body_hidden_while_it_loads_is_shown() -> None:
    html = f'<html><body style="visibility:hidden">{BODY}</body></html>'
    made = read_page(html.encode(), Origin("page.html", None, Settings(), None))
    assert isinstance(made, Document)
    assert LEAD in made.text


@pytest.mark.parametrize("depth", [100, 254, 255, 256, 900])
def test_text_is_kept_at_every_depth_that_is_let_through(depth: int) -> None:
    """The parser's default loses all text from depth 255 on, and says nothing."""
    document = page(body="<div>" * depth + BODY + "</div>" * depth)
    assert LEAD in document.text


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (json_ld(headline="From the record"), "From the record"),
        (json_ld(headline="Caf&eacute; &amp; <em>bar</em>"), "Café & bar"),
        ('<meta property="og:title" content="Committee hears towns | The Bugle">', "Committee hears towns"),
        ("<title>Committee hears towns - The Bugle</title>", "Committee hears towns"),
        ('<script type="application/ld+json">{broken</script>', "Committee hears towns"),
    ],
)
def test_the_title_is_the_one_the_page_declares_else_its_heading(head: str, title: str) -> None:
    assert page(head).title == title


def test_the_name_of_the_outlet_is_not_part_of_the_title() -> None:
    head = (
        '<meta property="og:site_name" content="The Bugle"><meta property="og:title" content="Towns heard | The Bugle">'
    )
    document = page(head, body=f"<p>{LEAD}</p><p>{MORE}</p>")
    assert (document.title, document.outlet) == ("Towns heard", "The Bugle")


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        (json_ld(author={"@type": "Person", "name": "Jane Doe"}), "Jane Doe"),
        (
            json_ld(author=[{"name": "Jane Doe"}, {"name": ["John Roe"]}, "Ann Poe", {"url": "x"}, 5]),
            "Jane Doe, John Roe, Ann Poe",
        ),
        ('<meta name="author" content="By Jane Doe">', "Jane Doe"),
        ('<meta property="article:author" content="https://example.org/jane">', None),
        ("", None),
    ],
)
def test_the_writers_are_named(head: str, byline: str | None) -> None:
    assert page(head).byline == byline


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('<link rel="canonical" href="https://example.org/towns">', "https://example.org/towns"),
        ('<meta property="og:url" content="http://example.org/towns">', "http://example.org/towns"),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="/towns">', None),
        ('<link rel="canonical" href="https://[broken">', None),
    ],
)
def test_only_a_whole_web_address_is_kept(link: str, url: str | None) -> None:
    assert page(link).url == url


@pytest.mark.parametrize(
    ("head", "body", "day", "place"),
    [
        (json_ld(datePublished="2024-09-12T23:10:00-05:00"), "", date(2024, 9, 12), "json-ld"),
        ('<meta property="article:published_time" content="2024-09-12T23:10:00-05:00">', "", date(2024, 9, 12), "meta"),
        ('<meta name="date" content="Thu, 12 Sep 2024 23:10:00 -0400">', "", date(2024, 9, 12), "meta"),
        ("", '<time datetime="2024-09-12T08:00" pubdate>today</time>', date(2024, 9, 12), "time"),
        (json_ld(datePublished="soon"), '<time datetime="2024-09-12" pubdate>x</time>', date(2024, 9, 12), "time"),
        (json_ld(datePublished="0001-01-01"), "", None, None),
    ],
)
def test_the_day_comes_from_the_surest_place(head: str, body: str, day: date | None, place: str | None) -> None:
    document = page(head, body + BODY)
    assert (document.published, document.published_from) == (day, place)


@pytest.mark.parametrize(
    ("moment", "path", "day", "place"),
    [
        ("2024-09-13T02:11:00Z", "2024/09/12/towns", date(2024, 9, 12), "url"),
        ("2024-09-13T02:11:00+00:00", "news/20240912-towns", date(2024, 9, 12), "url"),
        ("2024-09-13T02:11:00-05:00", "2024/09/12/towns", date(2024, 9, 13), "json-ld"),
        ("2024-09-13T02:11:00Z", "2024/09/02/towns", date(2024, 9, 13), "json-ld"),
        ("2024-09-13T02:11:00Z", "2024/99/12/towns", date(2024, 9, 13), "json-ld"),
    ],
)
def test_the_address_gives_the_local_day_of_a_moment_in_universal_time(
    moment: str, path: str, day: date, place: str
) -> None:
    document = page(json_ld(datePublished=moment) + f'<link rel="canonical" href="https://example.org/{path}/">')
    assert (document.published, document.published_from) == (day, place)


def test_a_day_of_its_own_is_stronger_than_the_flag_and_the_flag_than_a_guess() -> None:
    flag = date(2024, 9, 20)
    own = page(json_ld(datePublished="2024-09-12"), published=flag)
    guessed = page(body=f"<p>12 September 2024</p>{BODY}")
    flagged = page(body=f"<p>12 September 2024</p>{BODY}", published=flag)
    assert (own.published, own.published_from) == (date(2024, 9, 12), "json-ld")
    assert (guessed.published, guessed.published_from) == (date(2024, 9, 12), "htmldate")
    assert (flagged.published, flagged.published_from) == (flag, "flag")


def test_a_file_name_gives_the_day_where_nothing_else_does() -> None:
    document = page(path="2024-09-12_towns.html")
    assert (document.published, document.published_from) == (date(2024, 9, 12), "filename")


def test_the_moment_is_kept_beside_the_day() -> None:
    document = page(json_ld(datePublished="2024-09-12T23:10:00-05:00"))
    assert document.metadata["published_at"] == "2024-09-12T23:10:00-05:00"


WORDS = "Ministerin Müller sagte am Donnerstag: »Größere Übungen stärken das Bündnis.« Élysée, naïve, façade."


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-16"),
        ("utf-8", "windows-1251"),
        ("utf-8-sig", "iso-8859-1"),
        ("utf-16", "utf-8"),
        ("cp1252", "windows-1252"),
        ("cp1252", "utf-8"),
        ("cp1252", "no-such-charset"),
    ],
)
def test_the_encoding_is_found_whatever_the_page_declares(encoding: str, declared: str) -> None:
    html = f'<html><head><meta charset="{declared}"></head><body><p>{WORDS}</p><p>{LEAD}</p></body></html>'
    made = read_page(html.encode(encoding), Origin("page.html", None, Settings(), None))
    assert isinstance(made, Document)
    assert WORDS in made.text


def test_a_declared_legacy_encoding_is_believed_where_utf_8_fails() -> None:
    words = "Министр сказал, что учения продолжатся до пятницы, и добавил, что союзники согласны."
    html = f'<html><head><meta charset="windows-1251"></head><body><p>{words}</p><p>{words}</p></body></html>'
    made = read_page(html.encode("cp1251"), Origin("page.html", None, Settings(), None))
    assert isinstance(made, Document)
    assert words in made.text


def test_entities_for_surrogates_and_controls_do_not_cut_the_text() -> None:
    document = page(body=BODY.replace("second", "&#xD800;&#0;&#x1F600;&#8; second"))
    assert "😀" in document.text
    assert MORE in document.text
    document.text.encode("utf-8")
    assert "\0" not in document.text


def test_an_xml_declaration_does_not_stop_the_parser() -> None:
    html = f'<?xml version="1.0" encoding="iso-8859-1"?><html><body>{BODY}</body></html>'
    made = read_page(html.encode(), Origin("page.xhtml", None, Settings(), None))
    assert isinstance(made, Document)
    assert LEAD in made.text


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    head = '<link rel="stylesheet" href="https://example.org/a.css"><base href="https://example.org/">'
    body = BODY + '<img src="https://example.org/a.png"><iframe src="https://example.org/"></iframe>'
    assert LEAD in page(head, body).text
