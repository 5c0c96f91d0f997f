"""``whipcount codebook impact`` tells what ``code`` would then do, to the last judgement, and writes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from support.engines import SaidReader, WordCoder
from support.shell import Shell
from support.store_values import dump
from whipcount.coders import rivals_of
from whipcount.coding import StanceInput, StanceOutput, parse_codebook
from whipcount.config import Settings
from whipcount.model import STANCES, Codebook, Coding, Proposition, Stance
from whipcount.project import Engines, build, code, codebook_impact, correct, trial
from whipcount.project.coding import coder_label
from whipcount.project.impact import Impact, PropositionImpact
from whipcount.project.language_model import llm_label
from whipcount.store import StatementFilter, Store, open_store

BOOK = """\
questions:
  - id: tram
    text: Should the city build the tram?
    propositions:
      - id: build
        text: The city should build the tram
        definition: Any tram.
        synonyms: [lay the rails]
        for: [She wants it.]
        against: [He does not.]
        arguments: [{id: quick, side: pro, text: It is quick}]
      - {id: free, text: Rides should cost nothing}
  - id: square
    text: Anything else?
    propositions: [{id: pave, text: The square should be paved}]
"""
ARTICLES = {
    "1": "Ann Lee said she would back the tram. Bob Ray said he would reject the tram.",
    "2": "Ann Lee said it was fine. Eve Fox said no comment on the tram. Eve Fox said she would back it.",
    "3": "Max Orr said he would reject it unless it was free.",
}
STATEMENTS = 6


class SuffersCoder(WordCoder):
    """Takes the other side where the proposition says that the city suffers; tells the stance by the wording."""

    def code(self, items: Sequence[StanceInput]) -> list[StanceOutput]:
        found = super().code(items)
        turned: dict[Stance, Stance] = {"support": "oppose", "oppose": "support"}
        return [
            self._with(output, turned.get(output.stance, output.stance))
            if "suffer" in item.proposition.text
            else output
            for item, output in zip(items, found, strict=True)
        ]

    def _with(self, output: StanceOutput, stance: Stance) -> StanceOutput:
        scores: dict[Stance, float] = dict.fromkeys(STANCES, 0.04) | {stance: 0.84}
        return replace(output, stance=stance, scores=scores)


ENGINES = Engines(SaidReader(), SuffersCoder())


def changed(*changes: tuple[str, str]) -> Codebook:
    text = BOOK
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_codebook(text)


@pytest.fixture
def articles(project: Path) -> Path:
    rows = [{"id": id_, "published": "2024-09-10", "text": text} for id_, text in ARTICLES.items()]
    (project / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    return project / "a.jsonl"


@pytest.fixture
def store(articles: Path, project: Path) -> Store:
    opened = open_store(project / "whipcount.db")
    build([articles], opened, parse_codebook(BOOK), Settings(), engines=ENGINES)
    assert opened.status().statements == STATEMENTS
    return opened


def of(impact: Impact, id_: str) -> PropositionImpact:
    return next(one for one in impact.propositions if one.proposition == id_)


def ids(store: Store) -> list[str]:
    return [row.statement.id for row in store.statements(StatementFilter(order="text"), limit=None).items]


def held(store: Store, proposition: str) -> dict[str, tuple[str, Stance]]:
    """Who judged each statement, and how, as it counts now."""
    found = ((item.statement.id, item.coding) for item in store.coded_statements(proposition))
    return {id_: (coding.coder, coding.stance) for id_, coding in found if coding is not None}


def wording(id_: str) -> tuple[Proposition, tuple[Proposition, ...]]:
    book = changed()
    one = next(one for one in book.propositions if one.id == id_)
    return one, rivals_of(book, one)


ALL_SAME = {"build": "same", "free": "same", "pave": "same"}
CHANGES: list[tuple[list[tuple[str, str]], dict[str, str]]] = [
    ([], ALL_SAME),
    ([("build the tram\n", "build a tram\n")], {"build": "reworded", "free": "rivals", "pave": "same"}),
    ([("Any tram.", "Any railway.")], {"build": "same", "free": "same", "pave": "same"}),
    ([("[lay the rails]", "[lay rails]")], {"build": "reworded", "free": "rivals", "pave": "same"}),
    ([("[She wants it.]", "[She does.]")], {"build": "same", "free": "same", "pave": "same"}),
    ([("text: It is quick", "text: It is cheap")], {"build": "reworded", "free": "same", "pave": "same"}),
    ([("Any tram.\n", "Any tram.\n        boundaries: {out: [Buses]}\n")], ALL_SAME),
    ([("questions:\n", "notes: A note.\nquestions:\n")], ALL_SAME),
    ([("id: free", "id: gratis")], {"build": "same", "gratis": "new", "pave": "same", "free": "gone"}),
    (
        [("      - {id: free, text: Rides should cost nothing}\n", "")],
        {"build": "rivals", "pave": "same", "free": "gone"},
    ),
    ([("should be paved}]", "should be paved}, {id: tree, text: Plant a tree}]")],
     {"build": "same", "free": "same", "pave": "rivals", "tree": "new"}),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "fates"), CHANGES, ids=[str(changes) for changes, _ in CHANGES])
def test_what_is_told_is_what_code_then_does(
    store: Store, changes: list[tuple[str, str]], fates: dict[str, str]
) -> None:
    first, second, *_ = ids(store)
    correct(store, first, "build", "oppose", coder="ann")
    store.review(second, "reject", coder="ann")
    new = changed(*changes)
    before = dump(store.path)
    impact = codebook_impact(store, new, ENGINES.coder)
    trial(store, new, ENGINES.coder)
    assert dump(store.path) == before, "nothing is written"
    assert {one.proposition: one.fate for one in impact.propositions} == fates
    told = {one.proposition: one.to_judge for one in impact.propositions}
    made = code(store, ENGINES, codebook=new)
    assert made == sum(told.values())
    assert code(store, ENGINES, codebook=new) == 0
    for one in new.propositions:
        judged = store.judged(one.id)
        assert sum(judged.coders.values()) + judged.by_people == judged.statements == STATEMENTS
    assert {id_ for id_, count in told.items() if count} == {
        id_ for id_, fate in fates.items() if fate in ("new", "reworded", "rivals")
    }


def test_what_waits_already_is_told_apart_from_what_the_change_does(store: Store, project: Path) -> None:
    (project / "b.jsonl").write_text(json.dumps({"id": "4", "text": "Ida Poe said she would back the tram."}))
    build([project / "b.jsonl"], store, None, Settings(), engines=ENGINES)
    newer = SuffersCoder()
    newer.name = "word-coder@2"
    impact = codebook_impact(store, changed(), newer)
    waiting = of(impact, "build")
    told = (waiting.fate, waiting.judged, waiting.stale, waiting.to_judge, waiting.waiting)
    assert told == ("same", 7, 0, 7, 7), "an older model's judgements of the same words count until they are made anew"
    reworded = of(codebook_impact(store, changed(("It is quick", "It is cheap")), ENGINES.coder), "build")
    assert (reworded.stale, reworded.to_judge, reworded.waiting) == (7, 7, 0)


def test_going_back_to_an_earlier_wording_brings_its_judgements_back_at_once(store: Store) -> None:
    """Nothing is judged again: the earlier judgements are in the ledger, and hold as soon as their wording does."""
    earlier = held(store, "build")
    reworded = changed(("The city should build the tram", "The city should suffer no tram"))
    code(store, ENGINES, codebook=reworded)
    later = held(store, "build")
    assert {stance for _, stance in earlier.values()} == {stance for _, stance in later.values()} >= {"support"}
    assert all(earlier[one] != later[one] for one in earlier)
    impact = codebook_impact(store, changed(), ENGINES.coder)
    assert (of(impact, "build").stale, of(impact, "build").to_judge) == (STATEMENTS, 0)
    store.put_codebook(changed(), run=store.begin_run("test", {}))
    assert held(store, "build") == earlier
    assert code(store, ENGINES, codebook=changed()) == 0
    assert held(store, "build") == earlier
    assert of(codebook_impact(store, changed(), ENGINES.coder), "build").stale == 0
    store.put_codebook(reworded, run=store.begin_run("test", {}))
    assert held(store, "build") == later


def test_a_judgement_of_another_wording_counts_for_nothing_until_the_new_one_is_judged(store: Store) -> None:
    first, *_ = ids(store)
    correct(store, first, "build", "oppose", coder="ann")
    store.put_codebook(changed(("It is quick", "It is cheap")), run=store.begin_run("test", {}))
    assert held(store, "build") == {first: ("ann", "oppose")}, "what people judged stays in force"
    assert len(held(store, "free")) == len(held(store, "pave")) == STATEMENTS, "the others are worded as before"
    assert store.verify() == []
    assert code(store, ENGINES) == STATEMENTS
    assert len(held(store, "build")) == STATEMENTS
    store.rebuild()
    assert len(held(store, "build")) == STATEMENTS
    assert store.verify() == []


def test_what_a_language_model_said_holds_while_the_words_that_it_was_sent_do(store: Store) -> None:
    first, *_ = ids(store)
    scores: dict[Stance, float] = {stance: float(stance == "oppose") for stance in STANCES}
    label = llm_label("llm:some@1", changed().propositions[0])
    store.add_codings([Coding(first, "build", label, "model", "oppose", relevant=1.0, scores=scores)])
    for change in (("[lay the rails]", "[lay rails]"), ("[She wants it.]", "[She does.]")):
        store.put_codebook(changed(change), run=store.begin_run("test", {}))
        assert held(store, "build")[first] == (label, "oppose")
    store.put_codebook(changed(("Any tram.", "Any railway.")), run=store.begin_run("test", {}))
    assert held(store, "build")[first][0] == coder_label(ENGINES.coder, *wording("build"))


def test_a_label_without_a_wording_belongs_to_every_wording(store: Store) -> None:
    first, *_ = ids(store)
    scores: dict[Stance, float] = {stance: float(stance == "none") for stance in STANCES}
    store.add_codings([Coding(first, "build", "imported", "model", "none", relevant=0.0, scores=scores)])
    cheap = changed(("It is quick", "It is cheap"))
    assert of(codebook_impact(store, cheap, ENGINES.coder), "build").stale == STATEMENTS - 1
    store.put_codebook(cheap, run=store.begin_run("test", {}))
    assert held(store, "build") == {first: ("imported", "none")}


def test_a_run_that_was_cut_off_leaves_the_rest_to_judge(store: Store) -> None:
    new = changed(("It is quick", "It is cheap"))
    label = coder_label(ENGINES.coder, new.propositions[0], new.propositions[1:2])
    scores: dict[Stance, float] = {stance: float(stance == "none") for stance in STANCES}
    store.add_codings([Coding(ids(store)[0], "build", label, "model", "none", relevant=0.0, scores=scores)])
    before = of(codebook_impact(store, new, ENGINES.coder), "build")
    assert (before.judged, before.stale, before.to_judge) == (STATEMENTS, STATEMENTS, STATEMENTS - 1)
    store.put_codebook(new, run=store.begin_run("test", {}))
    after = of(codebook_impact(store, new, ENGINES.coder), "build")
    assert (after.judged, after.stale, after.to_judge) == (1, 0, STATEMENTS - 1), "only what was judged anew counts"
    assert code(store, ENGINES, codebook=new) == STATEMENTS - 1


def test_what_people_judged_is_counted_and_kept(store: Store) -> None:
    first, second, *_ = ids(store)
    correct(store, first, "build", "oppose", coder="ann")
    correct(store, first, "build", "support", coder="ann")
    correct(store, second, "free", "support", coder="bob")
    line = "      - {id: free, text: Rides should cost nothing}\n"
    impact = codebook_impact(store, changed((line, ""), ("It is quick", "It is cheap")), ENGINES.coder)
    assert (of(impact, "build").by_people, of(impact, "build").human_codings) == (1, 2)
    assert of(impact, "build").stale == STATEMENTS - 1
    assert (of(impact, "free").fate, of(impact, "free").by_people, of(impact, "free").human_codings) == ("gone", 1, 1)
    code(store, ENGINES, codebook=changed((line, ""), ("It is quick", "It is cheap")))
    assert [c.stance for c in store.codings(first) if c.coder == "ann"] == ["oppose", "support"]
    assert store.judged("build").by_people == 1
    assert store.judged("free").by_people == 1


def test_a_first_codebook_has_everything_to_judge(articles: Path, project: Path) -> None:
    with open_store(project / "whipcount.db") as store:
        build([articles], store, None, Settings(), engines=ENGINES)
        impact = codebook_impact(store, changed(), ENGINES.coder)
        assert impact.old is None
        assert [(one.fate, one.to_judge) for one in impact.propositions] == [("new", STATEMENTS)] * 3
        assert trial(store, changed(), ENGINES.coder) == ()
        assert code(store, ENGINES, codebook=changed()) == 3 * STATEMENTS


def test_a_trial_lists_those_whose_stance_changes(store: Store) -> None:
    new = changed(("The city should build the tram", "The city should suffer no tram"))
    backs, rejects, *_ = ids(store)
    correct(store, backs, "build", "support", coder="ann")
    build_trial, free_trial = trial(store, new, ENGINES.coder)
    assert (build_trial.proposition, build_trial.judged) == ("build", STATEMENTS)
    assert {(one.before, one.after) for one in build_trial.changed} == {("support", "oppose"), ("oppose", "support")}
    told = {one.statement: one for one in build_trial.changed}
    assert (told[backs].human, told[backs].speaker) == ("support", "Ann Lee")
    assert told[rejects].human is None
    assert "back the tram" in told[backs].quotation
    assert (build_trial.reviewed, build_trial.agreed_before, build_trial.agreed_after) == (1, 1, 0)
    assert (free_trial.proposition, free_trial.changed) == ("free", ())
    # What the trial says of the model is what ``code`` then finds.
    code(store, ENGINES, codebook=new)
    for one in build_trial.changed:
        assert [c.stance for c in store.codings(one.statement) if c.proposition == "build"][-1] == one.after


def test_a_sample_is_the_same_every_time_and_no_larger_than_asked(store: Store) -> None:
    new = changed(("The city should build the tram", "The city should suffer no tram"))
    first, again = (trial(store, new, ENGINES.coder, at_most=2) for _ in range(2))
    assert first == again
    assert [one.judged for one in first] == [2, 2]
    (sampled, _), (whole, _) = trial(store, new, ENGINES.coder, at_most=100), trial(store, new, ENGINES.coder)
    assert set(sampled.changed) == set(whole.changed)
    assert {one.statement for one in first[0].changed} <= set(sorted(ids(store))[:2])


def test_new_terms_make_the_next_build_read_again(store: Store) -> None:
    assert not codebook_impact(store, changed(), ENGINES.coder).reads_again
    terms = parse_codebook(BOOK + "terms: [{name: Tram Act}]\n")
    assert codebook_impact(store, terms, ENGINES.coder).reads_again


def test_the_command_tells_counts_people_and_examples(shell: Shell, articles: Path) -> None:
    shell.engines = ENGINES
    Path("old.yaml").write_text(BOOK)
    assert shell("build", articles, "--codebook", "old.yaml").code == 0
    statement = shell("statements", "--json").json[0]["statement"]
    assert shell("code", statement, "--proposition", "free", "--stance", "support").code == 0
    new = BOOK.replace("The city should build the tram", "The city should suffer no tram").replace("free,", "gratis,")
    Path("new.yaml").write_text(new)
    shown = shell("codebook", "impact", "new.yaml", "--run")
    assert shown.code == 0, shown.err
    table = {line.split()[-1]: line.split() for line in shown.out.splitlines()[:5]}
    assert table["build"] == ["reworded", "6", "0", "6", "6", "0", "build"]
    assert table["gratis"] == ["new", "0", "0", "0", "6", "0", "gratis"]
    assert table["free"] == ["gone", "6", "1", "5", "0", "0", "free"]
    assert "1 coding by people of free. It is now called gratis, and they do not follow it" in shown.out
    assert "build: 4 of 6 statements would change stance." in shown.out
    assert "support -> oppose" in shown.out
    assert shown.err.endswith("`whipcount code` would make 12 judgements. Nothing was written.\n")
    told = shell("codebook", "impact", "new.yaml", "--sample", "1", "--json").json
    assert [one["to_judge"] for one in told["propositions"]] == [6, 6, 0, 0]
    assert [(one["proposition"], one["judged"]) for one in told["trials"]] == [("build", 1)]
    assert shell("codebook", "impact", "store:1", "--json").json["trials"] is None
    assert shell("codebook", "impact", "new.yaml", "--sample", "1", "--run").code == 2
    assert shell("codebook", "impact", "new.yaml", "--store", "missing.db").code == 1
