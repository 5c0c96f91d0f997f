"""The whole job on the bundled debate with the shipped models: found, named, dated, coded, counted, and only once."""

from __future__ import annotations

from pathlib import Path

from whipcount.coding import load_codebook
from whipcount.config import Settings
from whipcount.demo import demo_codebook, demo_gold, demo_sources
from whipcount.evaluate.boards import load_positions
from whipcount.evaluate.demo import load_gold, score_demo
from whipcount.model import Extraction
from whipcount.positions import positions, tally
from whipcount.project import BuildReport, build
from whipcount.store import open_store

POSITIONS = Path(__file__).parent / "data" / "debates" / "saltmere" / "positions.jsonl"


def test_the_debate_becomes_a_record_that_is_mostly_right(demo_build: tuple[Path, BuildReport]) -> None:
    settings, codebook = Settings(), load_codebook(demo_codebook())
    path, first = demo_build
    assert (first.stored, first.failed) == (32, 0)
    with open_store(path) as store:
        again = build(demo_sources(), store, codebook, settings)
        assert (again.stored, again.statements, again.codings, again.unchanged) == (0, 0, 0, 32)
        assert store.verify() == []

        rows = store.statements(limit=None).items
        documents = {d.document.id: d.document for d in store.documents(limit=None).items}
        read = [
            Extraction(document, tuple(row.statement for row in rows if row.document_id == id_))
            for id_, document in documents.items()
        ]
        score = score_demo(read, load_gold(demo_gold()), [coding for row in rows for coding in row.codings])
        # A little under what the released models reach; the debate was looked at while they were made.
        assert score.found.value >= 0.92
        assert score.speaker.value >= 0.82
        assert score.kind.value >= 0.84
        assert min(share.value for share in score.stance.values()) >= 0.68

        gold = load_positions(POSITIONS)
        for proposition in codebook.propositions:
            found = positions(store.coded_statements(proposition.id), settings)
            counts = tally(found)
            held = {line.position for line in gold if line.proposition == proposition.id and line.position}
            assert len(held) >= 4
            assert all(counts[side] for side in held), counts
            assert any(position.shifts for position in found)
            assert any(position.sightings > len(position.statements) for position in found)
