"""An actor's page: every name, what it was on which day and who says so, and the changes to who is who."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from support.pages import Pages, pages_over
from support.store_values import PIPELINE, document, statement
from whipcount.model import Candidate, Extraction, Fact, Span, Speaker, actor_key
from whipcount.store import Change, open_store

TEXT = "{} said the tram is late.\n"


def said(name: str, **fields: object) -> Extraction:
    article = document(TEXT.format(name), given_id=f"{name}.txt", title=None)
    made = statement(article, ["the tram is late"], source=name, cue="said", name=name)
    speaker = Speaker(name, "person", name, evidence=made.speaker.evidence, **fields)  # type: ignore[arg-type]
    return Extraction(article, (replace(made, speaker=speaker),))


def key(name: str) -> str:
    return actor_key(Speaker(name, "person", name), "")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    path: Path = tmp_path_factory.mktemp("actors") / "w.db"
    facts = (
        Fact("role", "clerk <b>", "text", (Span(0, 3),)),
        Fact("party", "Greens", "register", entry="wikidata:Q1", since=date(2020, 1, 1)),
    )
    with open_store(path) as store:
        run = store.begin_run("test", {})
        for extraction in (
            said("Ann Lee", facts=facts, actor="wikidata:Q1", role="clerk <b>", party="Greens"),
            said("Anna Lee", on_behalf_of="Bo Ray"),
            said("Bo Ray", candidates=(Candidate("wikidata:Q2", "Robert Ray", 0.4),)),
        ):
            store.add(extraction, run=run, pipeline=PIPELINE)
        merge = Change("merge", ("wikidata:Q1", key("Anna Lee")), into="wikidata:Q1")
        store.change_actors(merge, coder="zoe", note="same")
        store.set_clusters({}, {tuple(sorted(("wikidata:Q1", key("Bo Ray")))): "same street"})  # type: ignore[dict-item]
    with pages_over(path) as opened:
        yield opened


def test_the_page_has_every_name_and_says_who_says_what(pages: Pages) -> None:
    page = pages.get("/actors/wikidata:Q1")
    assert "Ann Lee (1)" in page
    assert "Anna Lee (1)" in page
    assert "clerk &lt;b&gt;</a>" in page
    for words in (
        "from the article",
        "from the register",
        "<code>wikidata:Q1</code>",
        "zoe: merge Ann Lee + Anna Lee: same",
        "same str",
    ):
        assert words in page
    assert "zoe: merge Ann Lee + Anna Lee: same" in page


def test_the_address_of_an_actor_that_was_merged_leads_to_the_one_it_is_now(pages: Pages) -> None:
    assert "Ann Lee (1)" in pages.get(f"/actors/{key('Anna Lee')}")
    pages.get("/actors/nobody", 404)


def test_on_whose_behalf_is_a_link(pages: Pages) -> None:
    assert f'for <a href="/actors/{key("Bo Ray")}">Bo Ray</a>' in pages.get("/actors/wikidata:Q1")


def test_a_name_that_may_be_several_is_marked(pages: Pages) -> None:
    page = pages.get(f"/actors/{key('Bo Ray')}")
    assert "which one?" in page
    assert "Robert Ray (<code>wikidata:Q2</code>), 40 % sure" in page.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_twin_holds_the_same(pages: Pages) -> None:
    data = pages.client.get("/actors/wikidata:Q1.json").json()
    assert {alias["name"] for alias in data["aliases"]} == {"Ann Lee", "Anna Lee"}
    assert [(one["kind"], one["value"], one["origin"]) for one in data["known"]] == [
        ("role", "clerk <b>", "text"),
        ("party", "Greens", "register"),
    ]
    assert [event["change"]["action"] for event in data["changes"]] == ["merge"]
    assert len(data["statements"]) == 2
