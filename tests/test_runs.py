"""Runs say how far they are and why they ended early; the store adds up what became of their inputs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from support.engines import SaidReader, counting_engines
from support.pages import made_document, made_statement
from whipcount.coding import codebook_from_proposition
from whipcount.config import Settings
from whipcount.errors import StoreError
from whipcount.model import Extraction, Rejected
from whipcount.project import Tick, build, code
from whipcount.project.running import BEAT, running
from whipcount.store import Store, open_store
from whipcount.store.oversight import RunTally

TRAM = "The city should build the tram"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "whipcount.db") as opened:
        yield opened


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_run_writes_down_how_far_it_is_and_not_at_every_step(store: Store) -> None:
    clock = Clock()
    heard: list[Tick] = []
    with running(store, "build", {}, heard.append, clock=clock) as (run, told):
        for done in (1, 2):
            told(Tick("reading", done, statements=3 * done, name=f"{done}.txt"))
        first = store.progress_of([run])[run]
        clock.now += BEAT
        told(Tick("reading", 3, statements=9, name="3.txt"))
        second = store.progress_of([run])[run]
        clock.now += BEAT
        told(Tick("coding", 64))
        third = store.progress_of([run])[run]
    assert [tick.done for tick in heard] == [1, 2, 3, 64], "the terminal hears every step"
    assert (first.doing, first.done, first.statements, first.name) == ("reading", 1, 3, "1.txt")
    assert (second.done, second.name, second.stopped) == (3, "3.txt", None)
    assert (third.doing, third.done, third.statements) == ("coding", 64, 9)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(KeyboardInterrupt(), "interrupted"), (StoreError("The disk is full."), "The disk is full."),
     (ValueError("odd"), "ValueError: odd")],
)  # fmt: skip
def test_a_run_that_ends_early_says_why_and_is_not_ended(store: Store, error: BaseException, reason: str) -> None:
    def cut_short() -> None:
        with running(store, "build", {}, lambda _: None, clock=Clock()) as (_, told):
            for done in (1, 2):
                told(Tick("reading", done, statements=3 * done))
            raise error

    with pytest.raises(type(error)):
        cut_short()
    run = store.runs()[0]
    assert run.ended is None
    last = store.progress_of([run.id])[run.id]
    assert (last.stopped, last.done, last.statements) == (reason, 2, 6)


def test_a_store_that_is_busy_does_not_end_the_work(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    with open_store(tmp_path / "a.db", busy_seconds=0.05) as mine, open_store(tmp_path / "a.db") as other:
        with running(mine, "build", {}, lambda _: None) as (run, told), other._writing():
            told(Tick("reading", 1))
        assert mine.progress_of([run]) == {}


def test_a_build_keeps_what_is_needed_to_call_it_again(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ann Lee said she would back the tram.")
    sources = [tmp_path / "a.txt"]
    engines, _, _ = counting_engines()
    book = codebook_from_proposition(TRAM)
    build(iter(sources), store, book, Settings(coder="Ann"), published=date(2024, 9, 12), engines=engines)
    settings = store.runs()[0].settings
    assert settings["sources"] == [str(sources[0])]
    assert (settings["published"], settings["proposition"], settings["coder"]) == ("2024-09-12", TRAM, "Ann")
    code(store, engines, by="Bea")
    assert (store.runs()[0].command, store.runs()[0].settings["by"]) == ("code", "Bea")


def test_an_interrupted_build_is_told_and_the_next_one_goes_on(store: Store, tmp_path: Path) -> None:
    class Impatient(SaidReader):
        def read(self, documents):  # type: ignore[no-untyped-def]
            raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text("Ann Lee said she would back the tram.")
    patient, _, _ = counting_engines()
    impatient = type(patient)(Impatient(), patient.coder)
    with suppress(KeyboardInterrupt):
        build([tmp_path / "a.txt"], store, codebook_from_proposition(TRAM), Settings(), engines=impatient)
    cut = store.runs()[0]
    assert store.progress_of([cut.id])[cut.id].stopped == "interrupted"
    build([tmp_path / "a.txt"], store, codebook_from_proposition(TRAM), Settings(), engines=patient)
    whole = store.runs()[0]
    assert whole.ended is not None
    assert store.tallies([whole.id])[whole.id].stored == 1
    build([tmp_path / "a.txt"], store, None, Settings(), engines=patient)
    third = store.tallies([store.runs()[0].id])[store.runs()[0].id]
    assert (third.unchanged, third.duplicates, third.stored) == (1, 0, 0)
    assert [run.id for run in store.unfinished_runs()] == [cut.id]
    assert store.run(cut.id) == cut
    assert store.run("nothing") is None


def filled(store: Store) -> str:
    """Two outlets with one wire story and one article of its own, one rejected input, one document without a day."""
    run = store.begin_run("build", {})
    words = "“The bridge is safe,” said Ann Lee."
    events: dict[str, str] = {}
    for name, outlet, text in (
        ("a.txt", "Courier", words), ("b.txt", "Herald", words + " More."), ("c.txt", "Herald", "“No,” said Bo Ek."),
    ):  # fmt: skip
        day = None if name == "c.txt" else date(2024, 9, 12)
        document = made_document(text, given_id=name, outlet=outlet, published=day)
        content = "“The bridge is safe,”" if "bridge" in text else "“No,”"
        statement = made_statement(document, (content,))
        store.add(Extraction(document, (statement,)), run=run, pipeline="test")
        events[statement.id] = "wire" if "bridge" in text else "own"
    store.set_events(events)
    store.reject(Rejected("d.pdf", "read", "type", "A PDF.", "d" * 64, 9), run=run, pipeline="test")
    return run


def test_the_inputs_of_a_run_add_up(store: Store) -> None:
    run = filled(store)
    tally = store.tallies([run])[run]
    assert (tally.stored, tally.failed, tally.inputs, tally.syndicated) == (3, 1, 4, 2)
    assert tally.rejected == {"type": 1}
    assert tally.latest == store.log()[0].at
    assert store.tallies([run], copies=False)[run].syndicated == 0
    assert store.tallies(["nothing"]) == {}
    assert RunTally().inputs == 0


def test_outlets_are_counted(store: Store) -> None:
    filled(store)
    herald, courier = store.outlets()
    assert (herald.outlet, herald.documents, herald.statements, herald.syndicated, herald.undated) == (
        "Herald",
        2,
        2,
        1,
        1,
    )
    assert (herald.first, herald.last) == (date(2024, 9, 12), date(2024, 9, 12))
    assert (courier.outlet, courier.documents, courier.syndicated) == ("Courier", 1, 1)
    assert herald.read is not None
    assert courier.read is not None
    assert herald.read >= courier.read


def test_what_is_left_is_counted_until_it_is_done(store: Store) -> None:
    run = filled(store)
    assert store.rejected_inputs() == {"type": 1}
    assert store.unjudged(["tram"]) == {"tram": 3}
    mended = made_document("“Yes,” said Bo Ek.", given_id="d.pdf")
    store.add(Extraction(mended, (made_statement(mended, ("“Yes,”",)),)), run=run, pipeline="test")
    assert store.rejected_inputs() == {}


def test_documents_are_counted_for_an_outlet_and_up_to_a_day(store: Store) -> None:
    run = filled(store)
    assert store.reach() == (3, 1, 0)
    assert store.reach(outlet="Herald") == (2, 1, 0)
    assert store.reach(outlet="Herald", until=date(2024, 9, 12)) == (1, 1, 0)
    assert store.reach(until=date(2024, 9, 11)) == (0, 1, 0)
    copy = made_document("“The bridge is safe,” said Ann Lee.", given_id="copy.txt", outlet="Courier")
    store.add(Extraction(copy, ()), run=run, pipeline="test")
    assert store.reach(outlet="Courier")[2] == 1
    assert store.tallies([run])[run].duplicates == 1
    for outlet, until in (("Herald", None), ("Herald", date(2024, 9, 12)), (None, date(2024, 9, 11))):
        assert store.documents(outlet=outlet, until=until).total == store.reach(outlet=outlet, until=until)[0]
    assert store.reach(outlet="Herald")[2] == 0


def test_runs_are_listed_by_stretches_and_by_command(store: Store) -> None:
    for command in ("build", "code", "build"):
        store.end_run(store.begin_run(command, {}), counts={})
    assert store.run_commands() == [("build", 2), ("code", 1)]
    page = store.run_page(command="build", limit=1, offset=1)
    assert (page.total, [run.command for run in page.items]) == (2, ["build"])
    assert [run.id for run in store.run_page().items] == [run.id for run in store.runs()]
