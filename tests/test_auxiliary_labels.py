"""Entities and coreference as training labels: where they stand in pieces and in windows, and on which texts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from training.attribution import silver
from training.attribution.data import Article, is_tuning, jsonl, piece_range, to_article, windows
from training.attribution.silver import in_window, labels

TEXT = "Ann Marsh of the Harbour Board spoke in Ely. She said the Board was late."


def spans(*words: str) -> list[tuple[int, int]]:
    return [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


def article(text: str = TEXT) -> Article:
    return to_article({"doc": "one", "text": text, "attributions": []})


def read(one: Article, start: int, end: int) -> str:
    return one.text[one.pieces.start[start] : one.pieces.end[end - 1]]


def test_entities_begin_once_and_the_longest_of_those_that_overlap_counts():
    one = article()
    (ann, board, harbour, ely) = spans("Ann Marsh", "Harbour Board", "Harbour", "Ely")
    found = labels(one, [(*ann, 0), (*harbour, 2), (*board, 1), (*ely, 2)], [])
    for span, kind in ((ann, 0), (board, 1), (ely, 2)):
        start, end = piece_range(one.pieces, *span)
        assert found.entities[start:end].tolist() == [1 + 2 * kind] + [2 + 2 * kind] * (end - start - 1)
    assert np.flatnonzero(found.entities % 2).size == 3  # each begins once
    covered = sum(len(read(one, i, i + 1)) for i in np.flatnonzero(found.entities).tolist())
    assert covered == len("AnnMarshHarbourBoardEly")


def test_mentions_stand_in_text_order_with_their_chain():
    one = article()
    (ann, she, full, board) = spans("Ann Marsh", "She", "the Harbour Board", "the Board")
    found = labels(one, [], [[full, board], [she, ann], [ann]])
    texts = [(read(one, s, e), chain) for s, e, chain in found.mentions]
    assert texts == [("Ann Marsh", 1), ("the Harbour Board", 0), ("She", 1), ("the Board", 0)]


def test_a_window_has_the_labels_of_its_own_pieces_and_no_mention_that_it_cuts():
    text = " ".join([TEXT] * 12)
    one, step = article(text), len(TEXT) + 1
    names = [(at * step + s, at * step + e) for at in range(12) for s, e in spans("Ann Marsh", "Harbour Board")]
    found = labels(one, [(*span, 0) for span in names], [names])
    looked = list(windows([one], random.Random(3), size=50))
    assert len(looked) > 3
    for window in looked:
        inside = in_window(found, window)
        assert len(inside.entities) == len(window.ids)
        assert inside.entities[0] == inside.entities[-1] == 0
        origin = window.start - 1
        assert (window.ids[1:-1] == one.pieces.ids[window.start : window.start + len(window.ids) - 2]).all()
        for start, end, chain in inside.mentions:
            assert 1 <= start < end <= len(window.ids) - 1
            assert read(one, origin + start, origin + end) in {"Ann Marsh", "Harbour Board"}
            assert chain == 0
    whole = {(s, e) for s, e, _ in found.mentions}
    kept = {(w.start - 1 + s, w.start - 1 + e) for w in looked for s, e, _ in in_window(found, w).mentions}
    assert kept <= whole
    assert len(kept) > len(whole) / 2


def test_only_training_articles_that_are_not_held_back_carry_silver_labels(shared):
    data = shared / "data"
    held = {r["doc"] for r in jsonl(data / "attribution/polnear_dev.jsonl")}
    texts = list(silver.silver(data))
    names = {one.name for one, _ in texts}
    assert len(names) == len(texts) > 700
    assert not names & held
    assert not [name for name in names if is_tuning(name)]
    first = [(one, row, np.flatnonzero(row == 1)) for one, row in ((one, found.entities) for one, found in texts[:200])]
    people = [read(one, *_run(row, int(at[0]))) for one, row, at in first if len(at)]
    assert sum(text[:1].isupper() for text in people) > 0.95 * len(people)


def _run(row: np.ndarray, start: int) -> tuple[int, int]:
    end = start + 1
    while end < len(row) and row[end] == row[start] + 1:
        end += 1
    return start, end


def test_gum_links_mentions_by_chain_and_marks_no_pronoun_as_a_name(shared):
    texts = list(silver.gum(shared / "data"))
    assert len(texts) == 84
    for one, found in texts[:20]:
        begins = np.flatnonzero(found.entities % 2).tolist()
        names = {read(one, *_run(found.entities, i)).lower() for i in begins}
        assert not names & {"he", "she", "they", "it"}
        assert len({chain for _, _, chain in found.mentions}) < len(found.mentions)


def test_the_heads_learn_on_a_few_steps_and_leave_nothing_behind(shared):
    torch = pytest.importorskip("torch", reason="install the training group to try the auxiliary heads")
    from training.attribution.auxiliary import Auxiliary
    from training.attribution.batches import collate
    from training.attribution.network import Reader

    torch.manual_seed(0)
    network = Reader(0.0)
    plain = set(network.state_dict())
    network.auxiliary = Auxiliary.over(shared / "data", 0.2)
    texts = [one for one, _ in silver.gum(shared / "data")][:2]
    batch = list(windows(texts, random.Random(0)))[:2]
    t = collate(batch, "cpu")
    optimiser = torch.optim.AdamW(network.auxiliary.parameters(), lr=1e-2)
    with torch.no_grad():
        states = network.encoder(t["ids"], t["features"], t["mask"])
    before = network.auxiliary.losses(batch, states).item()
    for _ in range(8):
        optimiser.zero_grad()
        network.auxiliary.losses(batch, states).backward()
        optimiser.step()
    assert network.auxiliary.losses(batch, states).item() < 0.7 * before
    network.auxiliary = None
    assert set(network.state_dict()) == plain
