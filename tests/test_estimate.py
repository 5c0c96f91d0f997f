"""How often the machine is right in a store is counted over what a person coded too, and shown with those counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.pages import Pages, pages_over
from support.shell import Shell
from support.store_values import PIPELINE, coding, extraction
from whipcount.coding import codebook_from_proposition
from whipcount.evaluate.estimate import ENOUGH, Counted, Estimate, estimate, estimates, estimates_json
from whipcount.model import Stance
from whipcount.store import Store, open_store
from whipcount.store.records import Checked

CODEBOOK = codebook_from_proposition("The allies should allow the strikes")
PROPOSITION = CODEBOOK.propositions[0].id
# A person's stance, the machine's, and how many statements. 12 of 15 are right as support, and 12 of 13 found.
CROSSED: tuple[tuple[Stance, Stance, int], ...] = (
    ("support", "support", 12), ("none", "support", 3), ("support", "oppose", 1),
    ("oppose", "oppose", 4), ("none", "none", 4),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.db") as opened:
        run = opened.begin_run("test", {})
        opened.put_codebook(CODEBOOK, run=run)
        for n in range(12):
            opened.add(extraction(given_id=f"{n}.txt", title=f"Title {n}"), run=run, pipeline=PIPELINE)
        yield opened


@pytest.fixture
def ids(store: Store) -> list[str]:
    return [row.statement.id for row in store.statements(limit=None).items]


def machine(statement, stance, coder="model-1", proposition=PROPOSITION):
    return coding(statement, stance, coder=coder, proposition=proposition)


def by_hand(statement, stance, coder="ines"):
    return coding(statement, stance, coder=coder, kind="human", proposition=PROPOSITION)


def review_all(store: Store, ids: list[str]) -> None:
    """Code every statement by machine and by hand, as ``CROSSED`` says."""
    pairs = [pair[:2] for pair in CROSSED for _ in range(pair[2])]
    assert len(pairs) == len(ids) == 24
    for identity, (human, model) in zip(ids, pairs, strict=True):
        store.add_codings([machine(identity, model), by_hand(identity, human)])


def counts(one: Estimate) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    return {
        it.stance: ((it.precision.right, it.precision.number), (it.recall.right, it.recall.number))
        for it in one.stances
    }


def test_precision_and_recall_are_counted_where_both_coded(store: Store, ids: list[str]) -> None:
    review_all(store, ids)
    found = estimates(store)
    assert found.over_all.reviews == 24
    assert counts(found.over_all) == {"support": ((12, 15), (12, 13)), "oppose": ((4, 5), (4, 4))}
    assert counts(found.of(PROPOSITION)) == counts(found.over_all)
    assert found.of("other").reviews == 0


def test_what_only_one_of_them_coded_does_not_count(store: Store, ids: list[str]) -> None:
    store.add_codings(
        [machine(ids[0], "support"), by_hand(ids[1], "support"), machine(ids[2], "support", proposition="x")]
    )
    store.add_codings([by_hand(ids[2], "support")])
    assert estimates(store).over_all.reviews == 0


def test_the_newest_judgement_by_a_person_is_held_against_the_newest_model(store: Store, ids: list[str]) -> None:
    """Running an old model again on new statements does not bring it back."""
    store.add_codings([machine(ids[0], "oppose", "old"), by_hand(ids[0], "oppose"), machine(ids[0], "support", "new")])
    store.add_codings([by_hand(ids[0], "support", "omar"), machine(ids[0], "none", "old")])
    assert store.checked() == [Checked(PROPOSITION, "support", "support", 1)]


def test_rejected_statements_count_as_rejected_only(store: Store, ids: list[str]) -> None:
    store.add_codings([machine(ids[0], "support"), by_hand(ids[0], "oppose")])
    store.review(ids[0], "reject", coder="ines")
    for identity in ids[1:4]:
        store.review(identity, "accept", coder="ines")
    found = estimates(store)
    assert found.over_all.reviews == 0
    assert found.rejected == Counted(1, 4)
    store.review(ids[0], "undo", coder="ines")
    assert estimates(store).rejected == Counted(0, 3)


@pytest.mark.parametrize(
    ("reviews", "sentence"),
    [
        (0, "How often the machine is right here is not estimated yet: 0 reviews."),
        (1, "How often the machine is right here is not estimated yet: 1 review."),
        (ENOUGH - 1, "How often the machine is right here is not estimated yet: 19 reviews."),
        (
            ENOUGH,
            "In 20 reviews the machine's support is right in 0 of 0 and finds 0 of 20 (0 %); "
            "its opposition is right in 0 of 0 and finds 0 of 0.",
        ),
    ],
)
def test_a_figure_needs_reviews(reviews: int, sentence: str) -> None:
    one = estimate([Checked("p", "support", "none", reviews)], None)
    assert one.sentence == sentence
    assert one.enough is (reviews == ENOUGH)


def test_json_has_shares_and_intervals_only_where_there_are_reviews_enough(store: Store, ids: list[str]) -> None:
    store.add_codings([machine(ids[0], "support"), by_hand(ids[0], "support")])
    few = estimates_json(estimates(store))["over_all"]
    assert few == {
        "proposition": None,
        "reviews": 1,
        "estimated": False,
        "support": {
            name: {"right": 1, "number": 1, "share": None, "low": None, "high": None}
            for name in ("precision", "recall")
        },
        "oppose": {
            name: {"right": 0, "number": 0, "share": None, "low": None, "high": None}
            for name in ("precision", "recall")
        },
    }
    assert estimates_json(estimates(store))["propositions"] == [{**few, "proposition": PROPOSITION}]


def test_a_share_has_wilsons_interval() -> None:
    """8 of 10: 0.49 to 0.94; see ``test_scores``."""
    assert Counted(8, 10).share == 0.8
    assert Counted(8, 10).interval == pytest.approx((0.490, 0.943), abs=0.001)
    assert (Counted(0, 0).share, Counted(0, 0).interval) == (None, None)


def test_status_prints_it_with_intervals(shell: Shell, store: Store, ids: list[str], tmp_path: Path) -> None:
    few = shell("status", "--store", tmp_path / "a.db")
    assert "not estimated yet: 0 reviews." in few.out
    assert "precision" not in few.out
    store.review(ids[0], "reject", coder="ines")
    assert "Rejected as found:  1 of 1\n" in shell("status", "--store", tmp_path / "a.db").out
    store.review(ids[0], "undo", coder="ines")
    review_all(store, ids)
    for identity in ids[1:]:
        store.review(identity, "accept", coder="ines")
    shown = shell("status", "--store", tmp_path / "a.db")
    rows = [line.split(maxsplit=4) for line in shown.out.splitlines() if line.startswith("all ")]
    assert rows[0] == ["all", "24", "support", "precision", "12 of 15  0.80   0.55 to 0.93"]
    assert rows[1] == ["all", "24", "support", "recall", "12 of 13  0.92   0.67 to 0.99"]
    assert len(rows) == 4
    assert "Rejected as found:  0 of 23  0.00  0.00 to 0.14\n" in shown.out
    assert shell("status", "--store", tmp_path / "a.db", "--json").json["estimate"] == estimates_json(estimates(store))


@pytest.fixture
def pages(store: Store, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(tmp_path / "a.db") as opened:
        yield opened


PATHS = ("/statements", "/documents", "/actors", "/status", f"/q/{CODEBOOK.questions[0].id}")


def test_every_page_says_how_often_the_machine_is_right(pages: Pages, store: Store, ids: list[str]) -> None:
    before = [pages.get(path) for path in PATHS]
    assert all("is not estimated yet: 0 reviews." in html for html in before)
    review_all(store, ids)  # the pages notice what another program writes
    for path in PATHS:
        html = pages.get(path)
        assert (
            "In 24 reviews the machine&#39;s support is right in 12 of 15 (80 %) and finds 12 of 13 (92 %)" in html
        ), path
        assert "its opposition is right in 4 of 5 (80 %) and finds 4 of 4 (100 %)." in html, path


def test_the_board_says_it_for_each_proposition(pages: Pages, store: Store, ids: list[str]) -> None:
    store.add_codings([machine(ids[0], "support"), by_hand(ids[0], "support")])
    limits = pages.get(PATHS[-1]).split('class="limits"')[1].split("</dl>")[0]
    assert '<dt class="num">1</dt>' in limits
    assert "review by a person</a>, too few to say how often the machine is right" in limits


def test_the_page_of_sources_has_the_intervals(pages: Pages, store: Store, ids: list[str]) -> None:
    review_all(store, ids)
    html = pages.get("/status").split('id="accuracy"')[1].split("</section>")[0]
    assert '12 of 15, 80 % <span class="quiet nowrap">(55 % to 93 %)</span>' in html.replace("\u202f", " ")
    assert "a sample chosen by what looked wrong is not a fair one" in html
    assert pages.client.get("/status.json").json()["estimate"] == estimates_json(estimates(store))
