"""The bundled debate holds together: its articles can be read, and every gold label points at one place in them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from ruamel.yaml import YAML

from whipcount.demo import demo_codebook, demo_gold, demo_sources
from whipcount.model import STANCES


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _texts() -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in demo_sources():
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            texts.update({record["id"]: record["text"] for record in map(json.loads, content.splitlines())})
        elif path.suffix == ".html":
            parser = _Text()
            parser.feed(content)
            texts[path.stem] = "".join(parser.pieces)
        else:
            texts[path.stem] = content
    return texts


def _records() -> list[dict[str, Any]]:
    lines = [path.read_text(encoding="utf-8") for path in demo_sources() if path.suffix == ".jsonl"]
    return [json.loads(line) for text in lines for line in text.splitlines()]


TEXTS = _texts()
GOLD = [json.loads(line) for line in demo_gold().read_text(encoding="utf-8").splitlines()]
PROPOSITIONS = {"ban-ships", "shore-power"}


@pytest.mark.parametrize("label", GOLD, ids=lambda label: f"{label['document']}:{label['fragment'][:24]}")
def test_each_fragment_occurs_exactly_once_in_its_article(label: dict[str, Any]) -> None:
    assert TEXTS[label["document"]].count(label["fragment"]) == 1


@pytest.mark.parametrize("label", GOLD, ids=lambda label: f"{label['document']}:{label['fragment'][:24]}")
def test_each_label_uses_the_vocabulary_of_the_model(label: dict[str, Any]) -> None:
    assert set(label) - {"earlier"} == {"document", "fragment", "speaker", "also", "kind", "said_on", "stance", "sure"}
    assert label.get("earlier", True) is True
    assert label["speaker"]
    assert label["kind"] in {"person", "organisation", "group", "anonymous", "writer"}
    assert set(label["stance"]) == PROPOSITIONS
    assert set(label["stance"].values()) <= set(STANCES)
    if label["said_on"]:
        assert date(2025, 5, 5) <= date.fromisoformat(label["said_on"]) <= date(2025, 6, 12)


def test_nobody_speaks_after_the_article_was_published() -> None:
    for label in GOLD:
        if label["said_on"]:
            assert label["said_on"] <= label["document"][-10:]


def test_the_gold_shows_every_stance_on_the_ban_and_enough_statements_to_score() -> None:
    assert len(GOLD) >= 120
    assert {label["stance"]["ban-ships"] for label in GOLD} == set(STANCES)


def test_records_carry_the_fields_of_the_input_contract() -> None:
    for record in _records():
        assert {"id", "title", "published", "outlet", "url", "text"} <= set(record)
        date.fromisoformat(record["published"])
    ids = Counter(record["id"] for record in _records())
    assert max(ids.values()) == 1


def test_the_debate_has_enough_articles_outlets_and_weeks() -> None:
    assert len(TEXTS) >= 24
    assert len({record["outlet"] for record in _records()}) >= 6
    days = sorted(date.fromisoformat(record["published"]) for record in _records())
    assert (days[-1] - days[0]).days >= 35


def test_a_wire_story_is_carried_by_three_outlets() -> None:
    sentence = "I cannot support a city closing one by a show of hands"
    carriers = {record["outlet"] for record in _records() if sentence in record["text"]}
    assert len(carriers - {"Aldermark Wire"}) == 3


def test_the_codebook_names_the_propositions_that_the_gold_is_labelled_for() -> None:
    codebook = YAML(typ="safe").load(demo_codebook().read_text(encoding="utf-8"))
    (question,) = codebook["questions"]
    assert {proposition["id"] for proposition in question["propositions"]} == PROPOSITIONS
