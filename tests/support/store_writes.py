"""Any write that a store can be given, chosen by chance, for tests of what is kept between writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

from support.store_values import PIPELINE, coding, document, statement
from support.terms_stored import term
from whipcount.coders import LEARNED, head_id, model_label, wordings_of
from whipcount.errors import ConflictError, StoreError, UsageError
from whipcount.model import (
    STANCES,
    Argument,
    Codebook,
    Extraction,
    Fact,
    Proposition,
    Question,
    Span,
    Speaker,
    Statement,
    actor_key,
    content_id,
)
from whipcount.project.corrections import StatementChange, correct_document, correct_statement
from whipcount.project.reanchoring import DocumentChange
from whipcount.store import StatementFilter, Store
from whipcount.store.records import Change, LearnedHead, StatementRow
from whipcount.store.revisions import CodebookChange

PROPOSITIONS = ("strikes", "talks")
NAMES = ("Ann Lee", "Bo Ray", "Cy Fox", "The Union")
FIRST = date(2024, 5, 1)
HEAD = LearnedHead(f"model-1{LEARNED}{head_id('{}')}", "model-1", "{}")
ARGUMENTS = ("cost", "safety")


def _book(strikes: str, definition: str, arguments: int, both: bool) -> Codebook:
    """A codebook of one question, so that each proposition is read beside the words of the other."""
    reasons = tuple(Argument(name, f"Of {name}", "con") for name in ARGUMENTS[:arguments])
    one = Proposition("strikes", strikes, "q", definition, arguments=reasons)
    other = Proposition("talks", "Talks should begin.", "q")
    found = (one, other) if both else (one,)
    return Codebook(content_id("codebook", repr(found)), (Question("q", "What should be done?"),), found)


BOOKS = tuple(
    _book(*parts)
    for parts in product(("Allow strikes.", "Allow deep strikes."), ("", "By allies."), (1, 2), (True, False))
)
# Each is of one wording or another of a proposition, so most of them count under some codebooks and not under others.
LABELS = {
    name: ("model-1", "model-2", HEAD.coder, *sorted({
        model_label(model, wording)
        for book in BOOKS for id_, wording in wordings_of(book) if id_ == name
        for model in ("model-1", HEAD.coder)
    }))
    for name in PROPOSITIONS
}  # fmt: skip


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
    # What one article calls by a short form of a plan's name is a term of its own to another, until they are joined.
    plan = term(text, f"plan {number}", acronym="part 1" if number % 3 == 0 else None)
    terms = (plan,) if plan.acronym else (plan, term(text, "part 1", confidence=0.3))
    run = store.begin_run("test", {})
    store.add(Extraction(article, tuple(made), terms), run=run, pipeline=rnd.choice((PIPELINE, "newer")))


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
    kind, proposition = rnd.choice(("model", "model", "human")), rnd.choice(PROPOSITIONS)
    coder = rnd.choice(("ann", "bo")) if kind == "human" else rnd.choice(LABELS[proposition])
    rows = _some(store, rnd)
    made = [
        replace(
            coding(row.statement.id, rnd.choice(STANCES), coder=coder, kind=kind, proposition=proposition,
                   probability=1.0 if kind == "human" else rnd.uniform(0.4, 1.0)),
            relevant=rnd.choice((0.3, 0.9)), condition=row.statement.content[0] if rnd.random() < 0.3 else None,
            argument=rnd.choice((None, *ARGUMENTS)),
        )
        for row in rows
    ]  # fmt: skip
    store.add_codings(made)


def adjudicate(store: Store, rnd: Random) -> None:
    """A person decides, looking at one statement as it is, or as it was before somebody else judged it."""
    row = _some(store, rnd)[0]
    after = rnd.choice((0, store.judged_up_to(row.statement.id)))
    judged = coding(row.statement.id, rnd.choice(STANCES), coder="cy", kind="human", proposition="talks")
    store.add_codings([judged], after=after)


def review_some(store: Store, rnd: Random) -> None:
    for row in _some(store, rnd):
        store.review(row.statement.id, rnd.choice(("accept", "reject", "undo")), coder="ann")


def review_many(store: Store, rnd: Random) -> None:
    kind = rnd.choice(("accept", "reject"))
    store.review_many([row.statement.id for row in _some(store, rnd)], kind, coder="ann", asked={})


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
    change = rnd.choice(changes)
    if rnd.random() < 0.3:
        store.preview_change(change)
    else:
        store.change_actors(change, coder="ann")


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


def reword(store: Store, rnd: Random) -> None:
    """Put a codebook in force, often one that was before; another one, where its file cannot be written, stays out."""
    book = rnd.choice(BOOKS)

    def publish() -> None:
        if rnd.random() < 0.3:
            raise StoreError("The file cannot be written.")

    if rnd.random() < 0.5:
        store.change_codebook(book, CodebookChange("ann"), publish=publish)
    else:
        store.put_codebook(book, run=store.begin_run("build", {}))


def join(store: Store, _: Random) -> None:
    """Find again which names of terms are one."""
    store.join_terms()


def bystand(store: Store, rnd: Random) -> None:
    """What moves nobody: a saved view, how far a run is, a reply, an input that gave nothing."""
    run = store.begin_run("build", {})
    row = rnd.choice(_some(store, rnd))
    writes: tuple[Callable[[], object], ...] = (
        lambda: store.save_view("mine", "/statements", by="ann"),
        lambda: store.note_progress(run, "code", rnd.randrange(9)),
        lambda: store.stop_run(run, "cut off"),
        lambda: store.reply(row.statement.id, "Never said so.", name="Ann Lee"),
        lambda: store.skip("a.txt", "0" * 64, run=run, pipeline=PIPELINE),
    )
    rnd.choice(writes)()


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
    add_article, add_article, code_some, code_some, code_some, adjudicate, review_some, review_many, change_actors,
    change_actors, cluster, group, correct, correct, fix_article, switch_head, reword, reword, undo_one, undo_one,
    rebuild, join, bystand,
)  # fmt: skip
