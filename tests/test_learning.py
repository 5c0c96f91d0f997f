"""A project's corrections teach a head: shown first, switched on, taken back without a trace in what counts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from support.engines import SaidReader, WordCoder
from support.shell import Shell
from support.store_values import behind_the_back, dump
from whipcount.api import Record
from whipcount.coding import Example, Head, LearnedCoder, StanceInput, StanceOutput, codebook_from_proposition, fit
from whipcount.coding.head import adjusted
from whipcount.config import Settings
from whipcount.errors import ConflictError, ModelError, UsageError
from whipcount.model import STANCES, Stance
from whipcount.project import Engines, build, check, code, correct, learn, preview, unlearn
from whipcount.project.learning import Reviewed, cross_validated, mended, trained
from whipcount.store import Store, open_store

CODEBOOK = codebook_from_proposition("The city should build the tram")
PROPOSITION = CODEBOOK.propositions[0].id
# What people of this town mean by words that the coder takes for nothing: three colours.
MEANT: dict[str, Stance] = {"red": "oppose", "green": "support", "grey": "none"}


class ColourCoder(WordCoder):
    """Sees no stance in a colour, and has a vector in which the colours lie apart."""

    name = "colour-coder@1"

    def vectors(self, items: Sequence[StanceInput]) -> list[tuple[float, ...]]:
        return [(*(float(colour in item.text) for colour in MEANT), float(len(item.text) % 3)) for item in items]


def engines() -> Engines:
    return Engines(SaidReader(), ColourCoder())


@pytest.fixture
def store(tmp_path: Path):
    """Thirty articles with three statements each; people judged the first ten of them."""
    colours = list(MEANT)
    records = [
        "{"
        f'"id": "{n}", "published": "2024-09-{1 + n % 28:02}", "text": "'
        + " ".join(f"Ann Lee said it was {colours[(n + k) % 3]} number {n} {k}." for k in range(3))
        + '"}'
        for n in range(30)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(records))
    with open_store(tmp_path / "a.db") as opened:
        build([tmp_path / "a.jsonl"], opened, CODEBOOK, Settings(), engines=engines())
        yield opened


def judge(store: Store, number: int, *, stance: Stance | None = None) -> None:
    """People judge this many statements, of the first articles, by their colours or all alike."""
    for item in list(store.coded_statements(PROPOSITION))[:number]:
        colour = next(colour for colour in MEANT if colour in item.quotation)
        correct(store, item.statement.id, PROPOSITION, stance or MEANT[colour], coder="ines")


def stances(store: Store) -> dict[str, tuple[str, str]]:
    coded = store.coded_statements(PROPOSITION)
    return {c.statement.id: (c.coding.stance, c.coding.coder) for c in coded if c.coding}


def test_learning_helps_where_the_model_misses_what_a_project_means(store: Store) -> None:
    judge(store, 30)
    gain = check(store, ColourCoder())
    assert (gain.reviews, gain.documents) == (30, 10)
    assert gain.before < 0.3
    assert gain.after > 0.9
    assert gain.low > 0
    assert (gain.there, gain.sure) == (True, True)
    assert (gain.turned, gain.mended, gain.spoilt) == (20, 20, 0)


def test_a_head_codes_the_statements_that_nobody_judged(store: Store) -> None:
    judge(store, 30)
    before = stances(store)
    assert preview(store, ColourCoder()) == 40
    assert stances(store) == before
    made = learn(store, ColourCoder(), by="ines")
    assert (made.judged, made.changed) == (90, 40)
    for item in store.coded_statements(PROPOSITION):
        colour = next(colour for colour in MEANT if colour in item.quotation)
        assert item.coding is not None
        assert item.coding.stance == MEANT[colour]
        assert item.coding.coder.startswith("ines" if item.coding.coder_kind == "human" else made.coder)
    assert made.coder.startswith("colour-coder@1+learned@")
    # The shipped model's judgements stand beside it, and code makes no more of either.
    row = next(iter(store.coded_statements(PROPOSITION))).statement.id
    assert [c.coder.partition(",")[0] for c in store.codings(row)] == ["colour-coder@1", "ines", made.coder]
    assert code(store, engines()) == 0
    assert store.verify() == []


def test_undo_brings_back_what_counted_before_to_the_letter(store: Store, tmp_path: Path) -> None:
    judge(store, 30)
    before = stances(store)
    learn(store, ColourCoder(), by="ines")
    assert stances(store) != before
    assert unlearn(store, ColourCoder(), by="omar")[1] == 40
    assert stances(store) == before
    assert store.verify() == []
    store.rebuild()
    assert stances(store) == before
    history = [(event.action, event.by, event.on) for event in store.head_events()]
    assert history == [("apply", "ines", False), ("undo", "omar", False)]
    with pytest.raises(ConflictError, match="nothing to undo"):
        unlearn(store, ColourCoder(), by="omar")
    kept = dump(tmp_path / "a.db")
    assert any("+learned@" in row for row in kept)  # nothing was taken out of the ledger


def test_undo_returns_to_the_head_before(store: Store) -> None:
    judge(store, 30)
    first = learn(store, ColourCoder(), by="ines")
    with_first = stances(store)
    judge(store, 45)
    second = learn(store, ColourCoder(), by="ines")
    assert first.coder != second.coder
    unlearn(store, ColourCoder(), by="ines")
    head = store.head_in_force()
    assert head is not None
    assert head.coder == first.coder
    human = {key for key, (_, coder) in stances(store).items() if coder == "ines"}
    assert {k: v for k, v in stances(store).items() if k not in human} == {
        k: v for k, v in with_first.items() if k not in human
    }
    with pytest.raises(ConflictError, match="on already"):
        store.apply_head(head, report={}, coder="ines")


def test_new_statements_are_judged_by_the_head_and_after_undo_by_the_model(store: Store, tmp_path: Path) -> None:
    judge(store, 30)
    learn(store, ColourCoder(), by="ines")
    (tmp_path / "b.txt").write_text("Bob Ray said it was red again.")
    build([tmp_path / "b.txt"], store, None, Settings(), engines=engines())
    new = next(c for c in store.coded_statements(PROPOSITION) if "again" in c.quotation).statement.id
    assert stances(store)[new][0] == "oppose"
    unlearn(store, ColourCoder(), by="ines")
    assert stances(store)[new][0] == "none"
    assert stances(store)[new][1].startswith("colour-coder@1,")


def test_a_head_of_another_model_is_left_out(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    class Newer(ColourCoder):
        name = "colour-coder@2"

    judge(store, 30)
    learn(store, ColourCoder(), by="ines")
    assert code(store, Engines(SaidReader(), Newer())) == 90
    assert "Learn again" in caplog.text
    assert {coder.partition(",")[0] for _, coder in stances(store).values()} == {"ines", "colour-coder@2"}


@pytest.mark.parametrize(
    ("number", "stance", "message"),
    [
        (0, None, "0 judgements by people are too few"),
        (19, None, "19 judgements by people are too few to learn from: 20 are needed"),
        (30, "none", "All 30 judgements are 'none'"),
    ],
)
def test_what_teaches_nothing_is_refused(store: Store, number: int, stance: Stance | None, message: str) -> None:
    judge(store, number, stance=stance)
    with pytest.raises(UsageError, match=message):
        check(store, ColourCoder())
    with pytest.raises(UsageError, match=message):
        learn(store, ColourCoder(), by="ines", anyway=True)
    assert store.head_events() == []


def test_judgements_of_few_documents_are_refused(tmp_path: Path) -> None:
    text = " ".join(f"Ann Lee said it was {colour} number {n}." for n in range(8) for colour in MEANT)
    (tmp_path / "a.txt").write_text(text)
    with open_store(tmp_path / "a.db") as opened:
        build([tmp_path / "a.txt"], opened, CODEBOOK, Settings(), engines=engines())
        judge(opened, 24)
        with pytest.raises(UsageError, match="stand in 1 documents; 5 are needed"):
            check(opened, ColourCoder())


def test_without_a_gain_nothing_is_switched_on(store: Store) -> None:
    """People who agree with the model leave nothing to learn; who insists may switch it on."""
    for n, item in enumerate(list(store.coded_statements(PROPOSITION))[:30]):
        lot: Stance = "oppose" if n in (3, 17) else "none"
        correct(store, item.statement.id, PROPOSITION, lot, coder="ines")
    gain = check(store, ColourCoder())
    assert not gain.there
    with pytest.raises(ConflictError, match="brings no gain"):
        learn(store, ColourCoder(), by="ines")
    assert store.head_in_force() is None
    learn(store, ColourCoder(), by="ines", anyway=True)
    assert store.head_in_force() is not None


def test_the_doctor_finds_weights_that_were_changed(store: Store, tmp_path: Path) -> None:
    judge(store, 30)
    made = learn(store, ColourCoder(), by="ines")
    with behind_the_back(tmp_path / "a.db") as raw:
        raw.execute("UPDATE heads SET body = replace(body, '\"ridge\"', '\"edge\"')")
    assert store.verify() == [f"The learned head {made.coder} is not what was stored."]


def test_people_are_not_used_twice(store: Store) -> None:
    """What a head was taught by says nothing about how good it is: the estimate stays that of the shipped model."""
    judge(store, 30)
    before = store.checked()
    learn(store, ColourCoder(), by="ines")
    assert store.checked() == before


def examples(number: int, *, seed: int = 0) -> list[Example]:
    draw = random.Random(seed)
    made: list[Example] = []
    for n in range(number):
        vector = tuple(round(draw.gauss(0, 1), 4) for _ in range(8))
        stance: Stance = "support" if vector[0] > 0.5 else "oppose" if vector[1] > 0.5 else "none"
        made.append(Example(f"p{n % 2}", (0.2, 0.2, 0.1, 0.1, 0.4), vector, stance))
    return made


def test_the_same_corrections_give_the_same_bytes() -> None:
    head = fit(examples(60), 0.1)
    assert fit(examples(60), 0.1).dump() == head.dump()
    assert Head.load(head.dump()) == head
    assert trained(examples(60)).dump() == trained(examples(60)).dump()


def test_a_judgement_does_not_depend_on_what_else_is_judged() -> None:
    head = fit(examples(60), 0.1)
    asked = examples(9, seed=1)

    def probabilities(some: Sequence[Example]) -> list[tuple[float, ...]]:
        return adjusted(head, [e.proposition for e in some], [e.scores for e in some], [e.vector for e in some])

    assert [row for one in asked for row in probabilities([one])] == probabilities(asked)
    assert probabilities([]) == []
    with pytest.raises(ModelError, match="wants vectors of 8 numbers, and the model gives 2"):
        adjusted(head, ["p0"], [asked[0].scores], [(0.0, 1.0)])


def test_a_strong_ridge_leaves_the_model_as_it_is() -> None:
    scores = (0.2, 0.2, 0.1, 0.1, 0.4)
    (row,) = adjusted(fit(examples(60), 1e6), ["p0"], [scores], [(0.5,) * 8])
    assert row == pytest.approx(scores, abs=1e-3)


def test_a_coder_without_vectors_learns_a_bias(store: Store) -> None:
    judge(store, 30)
    assert check(store, WordCoder()).reviews == 30


def test_learned_codings_are_sound(store: Store) -> None:
    """Probabilities sum to one, the stance is the highest, and relevance never contradicts it."""
    judge(store, 30)
    coder = LearnedCoder(ColourCoder(), fit(examples_of(store), 0.03))
    items = [StanceInput(f"it was {colour}", CODEBOOK.propositions[0]) for colour in ("red", "green", "grey")]
    found: list[StanceOutput] = coder.code(items)
    assert [one.stance for one in found] == ["oppose", "support", "none"]
    for one in found:
        assert sum(one.scores.values()) == pytest.approx(1)
        assert one.stance == max(STANCES, key=lambda stance: one.scores[stance])
        assert 1 - one.scores["none"] - 1e-9 <= one.relevant <= 1


def examples_of(store: Store) -> list[Example]:
    from whipcount.project.learning import gather

    return [one.example for one in gather(store, ColourCoder())]


def test_folds_are_whole_documents() -> None:
    """All examples of a document say the same by chance of their document: out of it, nothing is learned."""
    made: list[Reviewed] = []
    for n in range(40):
        document = n // 5
        vector = tuple(float(document == other) for other in range(8))
        stance: Stance = "support" if document % 2 else "none"
        made.append(Reviewed(f"d{document}", Example("p", (0.1, 0.1, 0.1, 0.1, 0.6), vector, stance)))
    assert cross_validated(made).after < 0.75


def test_the_python_interface_mirrors_the_command(store: Store) -> None:
    judge(store, 30)
    record = Record(store, Settings(coder="ines"), engines())
    assert record.learning_gain().sure
    waiting = {one.statement for one in record.next_to_review(limit=5)}
    made = record.learn()
    assert record.unlearn() == made.coder
    assert {one.statement for one in record.next_to_review(limit=5)} == waiting


def test_mended_and_spoilt_are_counted_as_the_figures_are() -> None:
    """Who said nothing clear and is now taken to be against is spoilt, though "none" was not the word for it before."""
    assert mended("noncommittal", "oppose", "none")
    assert not mended("noncommittal", "none", "oppose")
    assert not mended("support", "support", "support")


def test_the_command_shows_applies_and_undoes(store: Store, tmp_path: Path) -> None:
    shell = Shell(engines())
    judge(store, 30)
    where = ("--store", tmp_path / "a.db", "--coder", "ines")
    shown = shell("learn", "--check", *where, "--format", "json").json
    assert shown["reviews"] == 30
    assert shown["sure"] is True
    assert shell("learn", *where, "--json").json["changed"] == 40
    assert "Switched on, it would change 40 judgements" in shell("learn", *where).out
    assert shell("learn", "--history", *where, "--json").json == []
    applied = shell("learn", "--apply", "-q", *where, "--json").json
    assert applied["changed"] == 40
    assert "  on  " in shell("learn", "--history", *where).out
    assert shell("learn", "--apply", "-q", *where).code == 1
    undone = shell("learn", "--undo", "-q", *where, "--json").json
    assert undone == {"coder": applied["coder"], "changed": 40}
    assert [e["action"] for e in shell("learn", "--history", *where, "--json").json] == ["apply", "undo"]
    assert shell("learn", "--check", "--apply", *where).code == 2
    assert shell("learn", "--anyway", *where).code == 2
