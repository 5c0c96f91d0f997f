"""The published JSON Schema and the loader agree on what they take and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from support.json_schema import offences
from support.shell import Shell
from whipcount.coding import codebook_schema, parse_codebook, read_codebook, starter_codebook
from whipcount.demo import demo_codebook

EVERY_KEY = """\
version: 1
notes: Agreed in May.
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build
        text: The city should build the tram
        definition: Any tram.
        boundaries: {in: [A trial], out: [Buses]}
        synonyms: [lay the rails]
        for: [She wants it.]
        against: [He does not.]
        arguments:
          - {id: quick, side: pro, text: It is quick}
          - {id: dear, side: con, text: It is dear}
actors:
  - {name: Ann Lee, aliases: [the mayor]}
terms:
  - {name: Tram Act, kind: law, aliases: [TA]}
"""

STRUCTURE = [  # changes that both must refuse: (old, new)
    ("version: 1", "version: 2"),
    ("version: 1", "version: true"),
    ("version: 1", "version: '1'"),
    ("notes: Agreed in May.", "notes: [a]"),
    ("notes: Agreed in May.", "notes: ' '"),
    ("notes: Agreed in May.", "note: a"),
    ("questions:", "question:"),
    ("id: tram", "id: Tram"),
    ("id: tram", "id: -tram"),
    ("id: tram", "id: 7"),
    ("id: tram", "name: tram"),
    ("text: Should the city build the tram?", "text:"),
    ("text: The city should build the tram", "txt: a"),
    ("definition: Any tram.", "definition: ''"),
    ("boundaries: {in: [A trial], out: [Buses]}", "boundaries: [A trial]"),
    ("in: [A trial]", "inside: [A trial]"),
    ("out: [Buses]", "out: Buses"),
    ("synonyms: [lay the rails]", "synonyms: lay the rails"),
    ("for: [She wants it.]", "for: [7]"),
    ("against: [He does not.]", "against: ['']"),
    ("side: pro", "side: for"),
    ("side: pro, ", ""),
    ("id: quick", "id: quick one"),
    ("text: It is dear", "text: It is dear, weight: 2"),
    ("{name: Ann Lee, aliases: [the mayor]}", "Ann Lee"),
    ("aliases: [the mayor]", "aliases: the mayor"),
    ("name: Ann Lee, ", ""),
    ("kind: law", "kind: weapon"),
    ("name: Tram Act", "nmae: Tram Act"),
]
UNIQUENESS = [("id: dear", "id: quick"), ("aliases: [TA]", "aliases: [Tram Act]")]  # for the loader alone


def refused(text: str) -> list[str]:
    schema = json.loads(codebook_schema())
    return list(offences(YAML(typ="safe", pure=True).load(text), schema, schema))


def everywhere(node: Any) -> set[str]:
    """Keys of all mappings in a codebook."""
    if isinstance(node, dict):
        return {*node, *(key for value in node.values() for key in everywhere(value))}
    return {key for item in node for key in everywhere(item)} if isinstance(node, list) else set()


@pytest.mark.parametrize("text", [EVERY_KEY, starter_codebook(), Path(demo_codebook()).read_text(encoding="utf-8")])
def test_what_the_loader_takes_the_schema_takes(text: str) -> None:
    parse_codebook(text)
    assert refused(text) == []


@pytest.mark.parametrize(("old", "new"), STRUCTURE, ids=[new for _, new in STRUCTURE])
def test_what_is_built_wrongly_both_refuse(old: str, new: str) -> None:
    assert EVERY_KEY.count(old) == 1
    text = EVERY_KEY.replace(old, new)
    assert read_codebook(text).problems
    assert refused(text)


@pytest.mark.parametrize("text", ["questions: []", "questions:\n  - {id: a, text: b, propositions: []}", "[a]", "a"])
def test_a_codebook_of_nothing_both_refuse(text: str) -> None:
    assert read_codebook(text).problems
    assert refused(text)


@pytest.mark.parametrize(("old", "new"), UNIQUENESS)
def test_what_is_there_twice_only_the_loader_refuses(old: str, new: str) -> None:
    text = EVERY_KEY.replace(old, new)
    assert read_codebook(text).problems
    assert refused(text) == []


def test_the_schema_names_no_key_that_the_loader_does_not_know() -> None:
    """The example above holds every key of the schema, and the loader takes it."""
    schema = json.loads(codebook_schema())
    named = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", {})}
    assert named | {"in", "out"} == everywhere(YAML(typ="safe", pure=True).load(EVERY_KEY))


def test_the_command_prints_the_schema(shell: Shell) -> None:
    shown = shell("codebook", "schema")
    assert shown.code == 0
    assert shown.json == json.loads(codebook_schema())
    assert shown.json["$schema"] == "https://json-schema.org/draft/2020-12/schema"
