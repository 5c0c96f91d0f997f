"""Hostile and broken pages: refused with a reason before they cost anything, or read as far as they go."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.ingest.formats import read_page
from whipcount.ingest.guard import check_page
from whipcount.ingest.origin import Origin
from whipcount.model import Document, Rejected

STORY = "<p>The committee met for a second day on Thursday, and the chairwoman said that nobody was surprised.</p>"


def made(html: str | bytes) -> Document | Rejected:
    data = html if isinstance(html, bytes) else html.encode()
    return read_page(data, Origin("page.html", None, Settings(), None))


def nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + STORY + f"</{tag}>" * depth


REFUSED = {
    "deep div": (nested("div", 1_100), "depth"),
    "deeper div": (nested("div", 100_000), "depth"),
    "deep bold": (nested("b", 50_000), "depth"),
    "deep links": (nested("a", 50_000), "depth"),
    "unclosed font": ("<font>" * 50_000 + STORY, "depth"),
    "unclosed tables": ("<table><tr><td>" * 3_000 + STORY, "depth"),
    "hidden from the counter": ("<div x='>'>" * 5_000 + STORY, "depth"),
    "unclosed paragraphs": ("<p>x " * 300_000, "size"),
    "links": ("<a href=x>y</a>" * 200_000, "size"),
    "attributes": ("<div " + " ".join(f'a{n}="1"' for n in range(300_000)) + ">" + STORY, "size"),
    "bare attributes": ("<div " + " ".join(f"a{n}" for n in range(300_000)) + ">" + STORY, "size"),
    "attributes after a quoted bracket": (
        '<div x=">" ' + " ".join(f"a{n}=1" for n in range(5_000)) + ">" + STORY,
        "size",
    ),
    "crowded paragraph": ("<p>" + "<b>No</b> " * 6_000 + "</p>" + STORY, "size"),
    "crowded table": ("<table>" + "<li>No</li>" * 6_000 + "</table>" + STORY, "size"),
    "comment openers": ("<!--" * 500_000, "no_text"),
    "script only": ("<html><script>" + "he said;" * 1_000 + "</script></html>", "no_text"),
    "nothing shown": (f"<html><body hidden><div hidden>{STORY * 5}</div></body></html>", "no_text"),
    "no body": ("<html><head><title>They met</title></head></html>", "no_text"),
    "feed": ('<?xml version="1.0"?><rss><channel></channel></rss>', "no_text"),
}


@pytest.mark.parametrize(("html", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_no_reader_would_finish_is_refused(html: str, reason: str) -> None:
    rejected = made(html)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == reason
    assert rejected.detail.startswith("page.html: ")
    assert len(rejected.detail) < 300


def test_a_page_that_the_extractor_fails_on_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trafilatura

    extract = trafilatura.bare_extraction

    def failing(tree: Any, **options: Any) -> Any:
        if "BREAK" in tree.text_content():
            raise AttributeError("'NoneType' object has no attribute 'tag'")
        return extract(tree, **options)

    monkeypatch.setattr(trafilatura, "bare_extraction", failing)
    (tmp_path / "a.html").write_text(f"<html><body>BREAK{STORY}</body></html>")
    (tmp_path / "b.html").write_text(f"<html><body>{STORY}</body></html>")
    broken, good = read([tmp_path], Settings())
    assert isinstance(broken, Rejected)
    assert broken.reason == "failed"
    assert isinstance(good, Document)


def test_one_endless_word_is_text_or_a_rejection() -> None:
    result = made(f"<html><body><p>{'a' * 1_000_000}</p></body></html>")
    assert isinstance(result, Rejected) or len(result.text) == 1_000_000


def test_many_closed_paragraphs_are_no_attack() -> None:
    paragraphs = "".join(STORY.replace("second day", f"day {number}") for number in range(3_000))
    result = made(f"<html><body><article>{paragraphs}</article></body></html>")
    assert isinstance(result, Document)
    assert result.text.count("chairwoman") == 3_000


def test_what_looks_like_tags_in_scripts_and_comments_is_not_counted() -> None:
    noise = "<div>" * 5_000
    head = f"<script>'{noise}'</script><style>{noise}</style><!-- {noise} -->"
    html = f"<html><head>{head}</head><body>{STORY * 2}</body></html>"
    assert isinstance(made(html), Document)


def test_stray_quotation_marks_in_tags_do_not_swallow_the_page() -> None:
    paragraphs = "".join(STORY.replace("second day", f"day {number}") for number in range(9))
    html = f'<html><body><a href="x"" title="y">z</a><img alt="5" screen">{paragraphs}</body></html>'
    result = made(html)
    assert isinstance(result, Document)
    assert result.text.count("chairwoman") == 9


def test_a_good_page_cut_anywhere_is_text_or_a_rejection() -> None:
    """Cut inside tags, entities and characters; what was whole before the cut is kept."""
    html = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Caf&eacute; “talks”</title></head><body><article>'
        + "".join(
            f"<p>Number {n}: “Größe,” said the <b>chairwoman</b> &mdash; and nobody was surprised &amp; left.</p>"
            for n in range(20)
        )
        + "</article></body></html>"
    ).encode()
    for end in range(0, len(html), 61):
        result = made(html[:end])
        if isinstance(result, Document):
            result.text.encode("utf-8")
            whole = html[:end].count(b"left.</p>")
            assert result.text.count("nobody was surprised & left.") >= whole
        else:
            assert result.reason in ("empty", "no_text")


@pytest.mark.parametrize("seed", range(30))
def test_a_page_with_broken_bytes_is_text_or_a_rejection(seed: int) -> None:
    chance = random.Random(seed)
    html = bytearray(f"<html><body><article>{STORY * 6}</article></body></html>".encode())
    for _ in range(40):
        html[chance.randrange(len(html))] = chance.randrange(256)
    result = made(bytes(html))
    if isinstance(result, Document):
        result.text.encode("utf-8")
        assert "\0" not in result.text


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<p>x",
        "<a ",
        "<a x=",
        '<a x="',
        "<a x='",
        "<!--",
        "<!-- -->",
        "</b>",
        "<script>",
        "<script></script>",
        "<",
        "<a x=>",
    ],
)
def test_the_guard_looks_at_a_page_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in characters that its pattern was started on or ran over, which must grow as the page does."""
    from whipcount.ingest import guard

    class Counting:
        def __init__(self, pattern: object) -> None:
            self.pattern, self.seen = pattern, 0

        def search(self, page: str, position: int) -> object:
            match = self.pattern.search(page, position)  # type: ignore[attr-defined]
            self.seen += (match.end() if match else len(page)) - position
            return match

    costs = []
    for count in (2_000, 4_000):
        counting = Counting(guard._TAG)
        with monkeypatch.context() as patched:
            patched.setattr(guard, "_TAG", counting)
            patched.setattr(guard, "MAX_DEPTH", 10**9)
            patched.setattr(guard, "MAX_ELEMENTS", 10**9)
            patched.setattr(guard, "MAX_ATTRIBUTES", 10**9)
            check_page(unit * count, Origin("x", None, Settings(), None))
        costs.append(counting.seen)
    assert costs[1] <= 2 * costs[0] + 10


def test_hostile_pages_among_good_ones_cost_only_themselves(tmp_path: Path) -> None:
    for number, (html, _) in enumerate(REFUSED.values()):
        (tmp_path / f"{number:02}_bad.html").write_text(html)
        (tmp_path / f"{number:02}_good.html").write_text(f"<html><body><article>{STORY * 3}</article></body></html>")
    results = list(read([tmp_path], Settings()))
    assert sum(isinstance(each, Document) for each in results) == len(REFUSED)
    assert sum(isinstance(each, Rejected) for each in results) == len(REFUSED)
