"""The article that the project began with: its weapon systems are found and joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from whipcount.config import Settings
from whipcount.model import Document, quote, terms_of
from whipcount.pipeline import extract
from whipcount.project import Engines
from whipcount.segment import segment
from whipcount.terms import find_terms

pytestmark = pytest.mark.corpus
SEED = "seed/long-range-strikes.txt"


def test_the_seed_article_has_its_three_weapon_systems(shared: Path) -> None:
    text = (shared / SEED).read_text(encoding="utf-8")
    found = [term for term in find_terms(segment(Document("seed", "seed", text, ""))) if term.confidence >= 0.5]
    assert [(term.name, term.acronym, term.kind) for term in found] == [
        ("Army Tactical Missile System", "ATACMS", "equipment"),
        ("Storm Shadow", None, "equipment"),
        ("Leopard 2A6", None, "equipment"),
    ]
    assert [text[a:b] for a, b in found[0].mentions] == ["Army Tactical Missile System", *["ATACMS"] * 3]
    assert text[slice(*found[0].evidence[0])] == "Army Tactical Missile System, or ATACMS"


def test_its_statements_are_linked_with_the_weapons_that_they_mention(shared: Path) -> None:
    text = (shared / SEED).read_text(encoding="utf-8")
    made = extract(Document("seed", "seed", text, ""), Engines.shipped(Settings()).reader)
    linked = {
        (term.name, quote(text, statement.content))
        for statement in made.statements
        for term in terms_of(statement, made.terms)
        if term.confidence >= 0.5
    }
    by_words = {
        (name, said)
        for said in (quote(text, statement.content) for statement in made.statements)
        for name, words in (("Army Tactical Missile System", "ATACMS"), ("Storm Shadow", "Storm Shadow"))
        if words in said
    }
    assert linked == by_words
    assert {name for name, _ in linked} == {"Army Tactical Missile System", "Storm Shadow"}
