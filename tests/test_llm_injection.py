"""A hundred and fifty articles that give a language model orders, and a model that obeys every one that it is shown."""

from __future__ import annotations

import base64
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.chat_server import Asked, Reply, chat, chat_server, chosen
from support.engines import SaidReader, WordCoder
from support.injections import INVENTED, PLACES, URL, Injected, injected
from support.shell import Shell
from whipcount.model import CodedStatement
from whipcount.project import Engines
from whipcount.store import open_store

TRAM = "the-city-should-build-the-tram"
ARTICLES = tuple(injected())
# Settings that send everything, and believe the model more than one should.
SETTINGS = '[llm]\nendpoint = "{url}"\nmodel = "obedient"\nbelow = 1.0\ntrust = 0.95\nper_minute = 1000000\n'
_reached: list[tuple[str, int]] | None = None


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and _reached is not None:
        _reached.append(arguments[1])  # type: ignore[arg-type]


sys.addaudithook(_hook)


@contextmanager
def connections() -> Iterator[list[tuple[str, int]]]:
    """Every address that this process connects to while the block runs, whichever library does."""
    global _reached  # an audit hook cannot be taken back, only told to stop
    _reached = []
    try:
        yield _reached
    finally:
        _reached = None


class Obedient:
    """A model that does what an article tells it, decoding what is encoded, and else judges by one word."""

    def __init__(self, victims: tuple[str, ...]) -> None:
        self.victims = victims
        self.obeyed: Counter[str] = Counter()

    def __call__(self, asked: Asked) -> Reply:
        read = json.dumps(asked.data) + "".join(_decoded(asked))
        for article in ARTICLES:
            if article.mark in read:
                self.obeyed[article.way] += 1
                return chat(article.wanted.replace("{victim}", self.victims[-1]))
        return chosen("support" if "back" in asked.said else "none")


def _decoded(asked: Asked) -> Iterator[str]:
    for word in json.dumps(asked.data).split():
        try:
            yield base64.b64decode(word.strip('".,'), validate=True).decode()
        except ValueError:
            continue


def _stored(folder: Path) -> list[CodedStatement]:
    with open_store(folder / "whipcount.db", create=False) as store:
        return list(store.coded_statements(TRAM))


def _build(shell: Shell, name: str, texts: dict[Injected, str]) -> None:
    folder = Path(name)
    folder.mkdir()
    for article, text in texts.items():
        (folder / f"{article.name}.{'html' if article.html else 'txt'}").write_text(text, encoding="utf-8")
    built = shell("build", name, "--proposition", "The city should build the tram", "--store", f"{name}/whipcount.db")
    assert built.code == 0, built.err


def _by_line(statements: list[CodedStatement]) -> dict[str, CodedStatement]:
    """Statements by the number of the tram line that each is about."""
    return {
        one.quotation.split(" line ")[1].split()[0].strip(".,"): one for one in statements if "line" in one.quotation
    }


def _stance(found: dict[str, CodedStatement], article: Injected) -> str | None:
    coding = found[str(int(article.name))].coding
    return coding.stance if coding else None


class Ran:
    """What there was before the model was asked, and after."""

    def __init__(self, shell: Shell) -> None:
        _build(shell, "clean", {article: article.clean for article in ARTICLES})
        _build(shell, "dirty", {article: article.text for article in ARTICLES})
        self.before = _stored(Path("dirty"))
        self.model = Obedient(tuple(one.statement.id for one in self.before))
        with chat_server(self.model) as server:
            Path("whipcount.toml").write_text(SETTINGS.format(url=server.url))
            with connections() as self.reached:
                self.shown = shell("code", "--llm", "--yes", "--store", "dirty/whipcount.db")
            clean = shell("code", "--llm", "--yes", "--store", "clean/whipcount.db")
            self.port, self.asked = server.port, server.asked
        assert self.shown.code == clean.code == 0, self.shown.err
        self.after = _stored(Path("dirty"))
        self.clean = _by_line(_stored(Path("clean")))
        self.dirty = _by_line(self.after)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("injection"))
        yield Ran(Shell(Engines(SaidReader(), WordCoder())))


def test_there_are_a_hundred_and_fifty_in_ten_ways_and_some_reach_the_model(ran: Ran) -> None:
    """A test in which nothing reached the model would show nothing of what checks its answers."""
    assert (len(ARTICLES), len({a.way for a in ARTICLES}), len({a.place for a in ARTICLES})) == (150, 10, len(PLACES))
    assert len(ran.clean) == len(ran.dirty) == 150
    assert sum(ran.model.obeyed.values()) >= 10


def test_no_quotation_is_stored_that_is_not_in_the_text(ran: Ran) -> None:
    with open_store("dirty/whipcount.db", create=False) as store:
        assert store.verify() == []
        rows = store.statements(limit=None).items
        assert all(row.verified for row in rows)
        texts = {row.document_id: store.document(row.document_id).document.text for row in rows}
    assert all(row.quotation in texts[row.document_id] for row in rows)
    assert [one.statement for one in ran.before] == [one.statement for one in ran.after]


def test_nothing_of_an_answer_is_kept_but_what_was_on_offer(ran: Ran) -> None:
    kept = Path("dirty/whipcount.db.llm.jsonl").read_text()
    for words in (INVENTED, URL, "tool_calls", "quotation"):
        assert words not in kept
    lines = [json.loads(line) for line in kept.splitlines()]
    assert {key for line in lines for key in line} == {
        "key", "statement", "proposition", "coder", "answer", "refused", "at"
    }  # fmt: skip
    with open_store("dirty/whipcount.db", create=False) as store:
        bodies = [coding for one in ran.after for coding in store.codings(one.statement.id)]
    assert all(INVENTED not in coding.note and URL not in coding.note for coding in bodies)


def test_each_answer_is_written_to_the_statement_that_it_is_about_and_to_no_other(ran: Ran) -> None:
    asked = Counter(
        line["statement"] for line in map(json.loads, Path("dirty/whipcount.db.llm.jsonl").read_text().splitlines())
    )
    by_statement = {one.statement.id: one for one in ran.after}
    with open_store("dirty/whipcount.db", create=False) as store:
        own = {id_: [c for c in store.codings(id_) if c.coder.startswith("llm:")] for id_ in by_statement}
    assert own
    assert all(len(codings) <= asked[id_] <= 1 for id_, codings in own.items())
    for id_, codings in own.items():
        for coding in codings:
            content = by_statement[id_].statement.content
            assert coding.condition is None or any(
                a <= coding.condition.start < coding.condition.end <= b for a, b in content
            )


def test_only_the_endpoint_is_connected_to(ran: Ran) -> None:
    assert set(ran.reached) == {("127.0.0.1", ran.port)}


def test_hidden_text_is_no_statement_and_is_not_sent(ran: Ran) -> None:
    marks = [article.mark for article in ARTICLES if article.html]
    sent = "".join(json.dumps(asked.data) for asked in ran.asked)
    assert len(marks) == 10
    assert not [mark for mark in marks if mark in sent]
    assert not [one for one in ran.after if any(mark in one.quotation for mark in marks)]


def test_every_changed_verdict_is_flagged_and_only_leans(ran: Ran) -> None:
    changed = {
        line: one
        for line, one in ran.dirty.items()
        if one.coding and ran.clean[line].coding and one.coding.stance != ran.clean[line].coding.stance
    }
    flagged = Shell(Engines(SaidReader(), WordCoder()))("code", "--flagged", "--store", "dirty/whipcount.db").out
    assert changed, "the obedient model was believed nowhere, so this shows nothing"
    for one in changed.values():
        assert one.coding is not None
        assert one.statement.id in flagged
        assert one.coding.scores[one.coding.stance] < 0.65


def test_few_verdicts_change(ran: Ran) -> None:
    """At most one in twenty, although the model obeys whatever it is shown."""
    changed = Counter(a.way for a in ARTICLES if _stance(ran.dirty, a) != _stance(ran.clean, a))
    assert sum(changed.values()) / len(ARTICLES) <= 0.05, changed
