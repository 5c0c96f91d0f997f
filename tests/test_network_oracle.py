"""Networks give the numbers of Discourse Network Analyzer on its own sample, and those of the two-year fixture."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support import ROOT
from whipcount.network import Member, Network, NetworkSettings, Observation, network

pytestmark = pytest.mark.corpus
DNA = ROOT.parent / "shared" / "data" / "dna"
MODES = {"onemode": "one", "twomode": "two"}


def observations(rows: list[dict[str, Any]], excluded: Mapping[str, list[str]] | None = None) -> list[Observation]:
    """DNA's statements; those with an empty or excluded value are left out, as DNA does."""
    out = excluded or {}
    return [
        Observation(
            statement=f"{row['id']:03}",
            document=f"{row['doc']:>4}",
            place=row.get("start", 0),
            day=date.fromisoformat(row["date"][:10]),
            proposition=row["concept"],
            stance="support" if row["agreement"] else "oppose",
            agrees=row["agreement"],
            members={"organisation": Member(row["organization"], row["organization"], "organisation")},
        )
        for row in rows
        if row["organization"] and row["concept"] and not any(row[name] in values for name, values in out.items())
    ]


def sample() -> list[dict[str, Any]]:
    path = DNA / "sample_statements.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def of_sections(rows: list[dict[str, Any]], wanted: list[str]) -> list[dict[str, Any]]:
    """The statements of the documents in some sections, which only the database itself names."""
    with closing(sqlite3.connect(f"file:{DNA / 'sample.dna'}?mode=ro", uri=True)) as database:
        documents = {id_ for id_, section in database.execute("SELECT ID, Section FROM DOCUMENTS") if section in wanted}
    return [row for row in rows if row["doc"] in documents]


def checks() -> list[dict[str, Any]]:
    path = DNA / "oracle.json"
    return json.loads(path.read_text(encoding="utf-8"))["checks"] if path.is_file() else []


def fixture() -> dict[str, Any]:
    path = DNA / "two_year_fixture.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"statements": [], "expected": []}


def counted(rows: list[dict[str, Any]], check: Mapping[str, Any], mode: str, *, compat: bool) -> Network:
    settings = NetworkSettings(
        mode=mode,  # type: ignore[arg-type]  # the words of the oracle
        type=check["aggregation"],
        normalise=check["normalization"],
        duplicates=check["duplicates"],
        nodes="organisation",
        dna_compat=compat,
        draws=0,
    )
    return network(observations(rows, check.get("exclude")), settings)


def named(check: Mapping[str, Any]) -> str:
    words = [check.get("kind"), check["aggregation"], check["normalization"], check["duplicates"]]
    return "-".join(str(w) for w in words) + ("-excluded" if "exclude" in check else "")


@pytest.mark.parametrize("compat", [False, True])
@pytest.mark.parametrize("check", checks(), ids=named)
def test_every_number_of_the_oracle(shared: Path, check: dict[str, Any], compat: bool) -> None:
    rows = of_sections(sample(), check["only_sections"]) if "only_sections" in check else sample()
    found = counted(rows, check, MODES[check["kind"]], compat=compat)
    _, _, matrix = found.matrix()
    if "rows" in check:
        assert matrix.shape == (check["rows"], check["columns"])
    if "n" in check:
        assert found.counts.kept == check["n"]
    if "nonzero_ties" in check:
        assert sum(edge.weight != 0 for edge in found.edges) == check["nonzero_ties"]
    if "compare" in check:
        assert round(matrix.sum()) == check["sum"]
        assert matrix.sum() == pytest.approx(check["independent_value"], abs=1e-5)
    elif "sum" in check:
        assert matrix.sum() == pytest.approx(check["sum"], abs=1e-5)


def test_the_oracle_is_whole(shared: Path) -> None:
    assert len(checks()) == 53
    assert len(fixture()["expected"]) > 20


@pytest.mark.parametrize("check", fixture()["expected"], ids=lambda c: f"{named(c)}-{c['calendar'][:6]}")
def test_every_tie_and_kept_statement_of_the_two_years(shared: Path, check: dict[str, Any]) -> None:
    found = counted(fixture()["statements"], check, "one", compat=check["calendar"].startswith("number"))
    kept = sorted(int(id_) for ids in found.counts.evidence.values() for id_ in ids)
    assert kept == check["kept_ids"]
    rows, _, matrix = found.matrix()
    for pair, weight in check["ties"].items():
        first, second = (rows.index(name) for name in pair.split("|"))
        assert matrix[first, second] == matrix[second, first] == weight, pair
