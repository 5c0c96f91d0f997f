"""Any write that a store can be given, chosen by chance, for tests of what is kept between writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from support.store_values import PIPELINE, coding, document, statement
from whipcount.coders import LEARNED, head_id
from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import STANCES, Extraction, Fact, Span, Speaker, Statement, actor_key
from whipcount.project.corrections import StatementChange, correct_document, correct_statement
from whipcount.project.reanchoring import DocumentChange
from whipcount.store import StatementFilter, Store
from whipcount.store.records import Change, LearnedHead, StatementRow

PROPOSITIONS = ("strikes", "talks")
NAMES = ("Ann Lee", "Bo Ray", "Cy Fox", "The Union")
FIRST = date(2024, 5, 1)
HEAD = LearnedHead(f"model-1{LEARNED}{head_id('{}')}", "model-1", "{}")


def write(store: Store, rnd: Random) -> str:
    """Do one write; its name. One that the store has reason to refuse changes nothing."""
    kind = rnd.choice(WRITES)
    try:
        kind(store, rnd)
    except (ConflictError, StoreError, UsageError):
        return f"{kind.__name__}, refused"
    return kind.__name__


def add_article(store: Store, rnd: Random) -> None:
    """Three statements; a few words make every article one of few, so that some repeat, and some are new versions."""
    number = rnd.randrange(6)
    names = [rnd.choice(NAMES) for _ in range(3)]
    text = "\n".join(f"{name} said that part {n} of plan {number} is good." for n, name in enumerate(names))
    article = document(text, given_id=f"{number}.txt", outlet=rnd.choice(("Post", "Star")),
                       published=FIRST + timedelta(days=rnd.randrange(60)))  # fmt: skip
    made = [
        _spoken(statement(article, [f"part {n} of plan {number} is good"], source=name, cue="said"), name, rnd)
        for n, name in enumerate(names)
    ]
    run = store.begin_run("test", {})
    store.add(Extraction(article, tuple(made)), run=run, pipeline=rnd.choice((PIPELINE, "newer")))


def _spoken(made: Statement, name: str, rnd: Random) -> Statement:
    kind = rnd.choice(("person", "person", "anonymous")) if name != "The Union" else "organisation"
    facts = (Fact("country", rnd.choice(("Aland", "Borland")), "text"),)
    speaker = Speaker(
        None if kind == "anonymous" else name, kind, name, rnd.choice((None, "The Union")),
        rnd.choice((None, "Mayor", "Member")), rnd.choice((None, "Blue", "Red")), rule="test", facts=facts,
    )  # fmt: skip
    return replace(made, speaker=speaker)


def code_some(store: Store, rnd: Random) -> None:
    """The machine, a learned head or a person judges some statements."""
    kind = rnd.choice(("model", "model", "human"))
    coder = rnd.choice(("ann", "bo")) if kind == "human" else rnd.choice(("model-1", "model-2", HEAD.coder))
    store.add_codings(
        replace(
            coding(row.statement.id, rnd.choice(STANCES), coder=coder, kind=kind, proposition=rnd.choice(PROPOSITIONS),
                   probability=1.0 if kind == "human" else rnd.uniform(0.4, 1.0)),  # type: ignore[arg-type]
            relevant=rnd.choice((0.3, 0.9)), condition=row.statement.content[0] if rnd.random() < 0.3 else None,
        )
        for row in _some(store, rnd)
    )  # fmt: skip


def review_some(store: Store, rnd: Random) -> None:
    for row in _some(store, rnd):
        store.review(row.statement.id, rnd.choice(("accept", "reject", "undo")), coder="ann")


def review_many(store: Store, rnd: Random) -> None:
    store.review_many([row.statement.id for row in _some(store, rnd)], "reject", coder="ann", asked={})


def change_actors(store: Store, rnd: Random) -> None:
    """Merge two actors, rename one, or split statements off one."""
    found = store.actors().items
    one, other = rnd.choice(found), rnd.choice(found)
    theirs = [r.statement.id for r in store.statements(StatementFilter(actor=one.key), limit=None).items]
    split = rnd.sample(theirs, max(1, len(theirs) // 2))
    changes = (
        Change("merge", (one.key, other.key), into=other.key),
        Change("rename", (one.key,), name=rnd.choice(("Somebody", "Somebody Else"))),
        Change("split", (one.key,), into="s" * 32, name="Split Off", statements=tuple(split)),
    )
    store.change_actors(rnd.choice(changes), coder="ann")


def cluster(store: Store, rnd: Random) -> None:
    """Comparing documents found that some mentions are one actor."""
    rows = _some(store, rnd)
    keys = [(actor_key(row.statement.speaker, row.document_id), row.document_id) for row in rows]
    store.set_clusters(dict.fromkeys(keys, (rows[0].actor_key, "test")), {})


def group(store: Store, rnd: Random) -> None:
    """Utterances of different documents are found to be one."""
    rows = list(store.statements(StatementFilter(superseded=True), limit=None).items)
    rnd.shuffle(rows)
    store.set_events({row.statement.id: f"{n // 3:032}" for n, row in enumerate(rows[: len(rows) // 2])})


def correct(store: Store, rnd: Random) -> None:
    """Another speaker, another day, or other spans."""
    row = rnd.choice(_some(store, rnd))
    start, end = row.statement.content[0]
    day = FIRST + timedelta(days=rnd.randrange(60))
    changes = (
        StatementChange(speaker=rnd.choice(NAMES), kind="person"),
        StatementChange(day=(day, day)),
        StatementChange(content=(Span(start, end - 5),)),  # without the last word
    )
    correct_statement(store, row.statement.id, rnd.choice(changes), coder="bo")


def fix_article(store: Store, rnd: Random) -> None:
    """Another outlet or day of publication, so another version of the article."""
    row = rnd.choice(_some(store, rnd))
    change = DocumentChange(outlet=rnd.choice(("Post", "Sun")), published=FIRST + timedelta(days=rnd.randrange(60)))
    correct_document(store, row.document_id, change, coder="bo")


def switch_head(store: Store, rnd: Random) -> None:
    """Switch the learned head on, or off again."""
    if rnd.random() < 0.5:
        store.apply_head(HEAD, report={}, coder="ann")
    else:
        store.undo_head(coder="ann")


def undo_one(store: Store, rnd: Random) -> None:
    """Take back any change by a person."""
    found = store.history(limit=None).items
    if found:
        store.undo(rnd.choice(found).number, coder="bo")


def rebuild(store: Store, _: Random) -> None:
    store.rebuild()


def _some(store: Store, rnd: Random) -> list[StatementRow]:
    rows = list(store.statements(limit=None).items)
    return rnd.sample(rows, rnd.randint(1, min(4, len(rows)))) if rows else []


WRITES: tuple[Callable[[Store, Random], None], ...] = (
    add_article, add_article, code_some, code_some, code_some, review_some, review_many, change_actors, change_actors,
    cluster, group, correct, correct, fix_article, switch_head, undo_one, undo_one, rebuild,
)  # fmt: skip
