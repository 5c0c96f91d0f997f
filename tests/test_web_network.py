"""The network page: its address is the state, its numbers the command's, and every edge opens its evidence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from support.gold_store import build_gold_store
from support.hostile import PAYLOADS, hostile_document
from support.pages import Pages, links, made_document, made_statement, made_store, pages_over
from support.shell import Shell
from whipcount.coding import codebook_from_proposition
from whipcount.model import STANCES, Coding
from whipcount.store import open_store

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_gold_store(tmp_path_factory.mktemp("network-pages") / "debate.db")


@pytest.fixture(scope="module")
def pages(path: Path) -> Iterator[Pages]:
    with pages_over(path) as opened:
        yield opened


def rows(html: str) -> list[list[str]]:
    """Cells of the table of edges, as a reader sees them."""
    table = html[html.index('<table class="edges stack">') : html.index("</table>")]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in table.split("<tr>")[2:]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def edges(html: str) -> list[str]:
    return list(dict.fromkeys(link for link in links(html) if link.startswith("/network/edge")))


@pytest.mark.parametrize("query", ["", "?mode=two", "?type=subtract&normalise=no", "?type=conflict&nodes=organisation"])
def test_the_table_has_the_numbers_of_the_command(pages: Pages, shell: Shell, query: str) -> None:
    html = pages.get(f"/network{query}")
    options = [part for pair in query.removeprefix("?").split("&") if pair for part in ("--" + pair).split("=")]
    told = shell("network", "--store", pages.path, "--json", *options).json
    labels = {node["id"]: node["label"] for node in told["nodes"]}
    by_ends = {(labels[e["source"]], labels[e["target"]]): e for e in told["edges"]}
    shown = rows(html)
    assert len(shown) == min(100, len(told["edges"]))
    for one, other, _, weight, interval, agree, differ, _, _ in shown:
        edge = by_ends[one, other]
        assert float(weight.replace("−", "-")) == pytest.approx(edge["weight"], rel=1e-3)
        low, high = (float(end) for end in interval.replace("−", "-").split(" to "))
        assert (low, high) == (pytest.approx(edge["low"], rel=1e-3), pytest.approx(edge["high"], rel=1e-3))
        assert (int(agree), int(differ)) == (edge["agree"], edge["differ"])


def test_the_drawing_holds_every_node_and_the_heaviest_edges_without_javascript(pages: Pages) -> None:
    html = pages.get("/network?type=subtract")
    drawing = html[html.index('<svg class="network"') : html.index("</svg>", html.index('<svg class="network"')) + 6]
    root = ET.fromstring(drawing)
    nodes = [element for element in root.iter("g") if element.get("data-dot")]
    told = pages.client.get("/network.json?type=subtract").json()
    assert len(nodes) == len(told["nodes"])
    assert all(link.get("href", "").startswith("/network/edge?") for link in root.iter("a") if link.get("data-a"))
    assert len([link for link in root.iter("a") if link.get("data-a")]) <= 2 * len(nodes)
    assert {text.text for text in root.iter("text")} >= {"+", "−"}, "signs besides colours"
    assert "style=" not in drawing, "the policy forbids inline styles"


def test_the_drawing_is_the_same_every_time(pages: Pages, path: Path) -> None:
    first = pages.get("/network?mode=two")
    with pages_over(path) as again:
        assert again.get("/network?mode=two") == first


def test_every_edge_opens_its_arithmetic_and_its_statements(pages: Pages) -> None:
    for address in edges(pages.get("/network?type=subtract"))[:10]:
        html = pages.get(address)
        assert "The arithmetic" in html
        formula = re.search(r'<p class="formula"><span class="quiet">Together</span> (.*?)</p>', html)
        assert formula is not None
        by, weight = (float(n.replace("−", "-")) for n in re.findall(r"[÷=] (−?[\d.]+)", formula[1]))
        total = float(formula[1].split(" ")[0].replace("−", "-"))
        assert total / by == pytest.approx(weight, abs=1e-3)
        quotes = [link for link in links(html) if link.startswith("/documents/")]
        assert len(quotes) >= 2
        assert pages.client.get(quotes[0]).status_code == 200


def test_an_edge_of_two_modes_lists_the_statements_of_one_actor(pages: Pages) -> None:
    html = pages.get("/network?mode=two")
    shown = pages.get(edges(html)[0])
    assert len([link for link in links(shown) if link.startswith("/documents/")]) >= 1
    assert "pairs with each" not in shown


def test_back_leads_to_the_same_settings(pages: Pages) -> None:
    html = pages.get(edges(pages.get("/network?type=conflict&from=2025-05-05"))[0])
    assert '<a href="/network?type=conflict&amp;from=2025-05-05">' in html


def test_the_twins_hold_the_same_network(pages: Pages) -> None:
    told = pages.client.get("/network.json?type=subtract").json()
    table = list(csv.reader(io.StringIO(pages.client.get("/network.csv?type=subtract").text)))
    assert len(table) == 1 + len(told["edges"])
    matrix = list(csv.reader(io.StringIO(pages.client.get("/network/matrix.csv?type=subtract").text)))
    assert len(matrix) == 1 + len(told["nodes"])
    for ending, tag in (
        (".graphml", "{http://graphml.graphdrawing.org/xmlns}edge"),
        (".gexf", "{http://gexf.net/1.3}edge"),
    ):
        answer = pages.client.get(f"/network{ending}?type=subtract")
        assert "attachment" in answer.headers["content-disposition"]
        assert len(list(ET.fromstring(answer.content).iter(tag))) == len(told["edges"])
    html = pages.get("/network?type=subtract")
    assert {"/network.csv?type=subtract", "/network.json?type=subtract", "/network.graphml?type=subtract"} <= set(
        links(html)
    )


def test_fewer_actors_are_shown_with_a_note_and_the_same_weights(pages: Pages) -> None:
    whole = {tuple(row[:2]): row for row in rows(pages.get("/network"))}
    html = pages.get("/network?actors=4")
    assert "Shown are the 4 actors with the most statements" in html
    part = rows(html)
    assert part
    assert all(whole[row[0], row[1]] == row for row in part if (row[0], row[1]) in whole)


def test_a_window_narrows_what_counts_and_says_what_is_left_out(pages: Pages) -> None:
    html = pages.get("/network?from=2025-05-10&to=2025-05-20")
    assert "from Sat 10 May 2025" in html
    assert "are outside the window" in html
    empty = pages.get("/network?from=2001-01-01&to=2001-01-02")
    assert "Nothing ties anybody here" in empty


def test_modes_offer_only_what_has_a_meaning_in_them(pages: Pages) -> None:
    one, two = pages.get("/network"), pages.get("/network?mode=two")
    assert 'value="combine"' not in one
    assert 'value="jaccard"' in one
    assert 'value="combine"' in two
    assert 'value="jaccard"' not in two
    assert '<input type="hidden" name="mode" value="two">' in two
    assert 'href="/network?mode=one' in two


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/network?mode=three", 400),
        ("/network?mode=two&type=congruence", 400),
        ("/network?nonsense=1", 400),
        ("/network?actors=0", 400),
        ("/network?actors=301", 400),
        ("/network?actors=²", 400),
        ("/network?question=none", 400),
        ("/network?proposition=none", 400),
        ("/network?from=2025-06-01&to=2025-05-01", 400),
        ("/network/edge", 400),
        ("/network/edge?a=x&b=y", 404),
        ("/network.json?mode=three", 400),
    ],
)
def test_what_cannot_be_is_answered_with_a_page(pages: Pages, address: str, status: int) -> None:
    assert pages.client.get(address).status_code == status


def test_the_beginning_of_a_key_that_several_have_is_refused(pages: Pages) -> None:
    keys = [node["id"] for node in pages.client.get("/network.json").json()["nodes"]]
    shared = next(key[0] for key in keys if sum(other.startswith(key[0]) for other in keys) > 1)
    answer = pages.client.get(f"/network/edge?a={shared}&b={keys[0]}")
    assert answer.status_code == 400
    assert "give more of the key" in answer.text


def test_two_that_nothing_ties_are_told_so(tmp_path: Path) -> None:
    made = [made_document(f"{who} said: build it {n}.", given_id=str(n)) for n, who in enumerate(("Ann Lee", "Bo Ray"))]
    told = [(d, (made_statement(d, ("build it",), source=d.text.split(" said")[0]),)) for d in made]
    path = made_store(tmp_path / "two.db", *told)
    with open_store(path) as store:
        codebook = store.codebook()
        assert codebook is not None
        scores = {stance: float(stance == "oppose") for stance in STANCES}
        statement = told[1][1][0].id
        store.add_codings([Coding(statement, codebook.propositions[0].id, "me", "human", "oppose", 1.0, scores)])
    with pages_over(path) as pages:
        assert "Nothing ties anybody" in pages.get("/network")
        a, b = (node["id"] for node in pages.client.get("/network.json").json()["nodes"])
        answer = pages.client.get(f"/network/edge?a={a}&b={b}")
        assert answer.status_code == 404
        assert "Nothing ties these two" in answer.text
        html = pages.get(f"/network/edge?a={a}&b={b}&type=conflict")
        assert "opposite sides" in html
        assert "✓ reviewed" in html
        assert "50\u202f%" in html


def test_a_store_without_propositions_has_an_empty_network(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    open_store(path).close()
    with pages_over(path) as pages:
        assert "No document has been read yet" in pages.get("/network")
        assert pages.client.get("/network.json").json()["edges"] == []


def test_hostile_names_are_text_everywhere(tmp_path: Path) -> None:
    documents = [hostile_document(payload) for payload in PAYLOADS]
    path = made_store(
        tmp_path / "hostile.db", *documents, codebook=codebook_from_proposition("Close " + " ".join(PAYLOADS))
    )
    with pages_over(path) as pages:
        for query in ("", "?mode=two", "?unnamed=yes&type=ignore"):
            html = pages.get(f"/network{query}")
            assert not any(payload in html for payload in PAYLOADS if "<" in payload)
            for address in edges(html)[:3]:
                assert not any(payload in pages.get(address) for payload in PAYLOADS if "<" in payload)
            ET.fromstring(pages.client.get(f"/network.graphml{query}").content)
            ET.fromstring(pages.client.get(f"/network.gexf{query}").content)


def test_a_page_of_the_demo_is_light(pages: Pages) -> None:
    for query in ("", "?mode=two", "?type=ignore&duplicates=include"):
        assert len(pages.client.get(f"/network{query}").content) < 200_000
