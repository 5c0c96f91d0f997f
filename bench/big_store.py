"""Make a large store of invented articles, to measure pages on: every statement takes a side on one proposition.

    python bench/big_store.py STORE [--documents N] [--propositions N]

By default 10,000 articles of ten statements each, on one question with four propositions, over four years and forty
outlets. One article in twelve is a copy of another. Two thousand actors speak, few of them often: persons with roles,
parties and bodies they speak for, organisations, and unnamed sources. The machine codes each statement against all
propositions, "none" for all but one of them; people have judged three hundred. Nothing is read by a model, and the same
numbers give the same articles.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from whipcount.coding import parse_codebook
from whipcount.model import (
    STANCES,
    Attribution,
    Block,
    Coding,
    Document,
    Extraction,
    Fact,
    Span,
    Speaker,
    Stance,
    Statement,
    content_id,
    document_id,
    statement_id,
)  # fmt: skip
from whipcount.store import Store, open_store

CODER = "invented@1"
STATEMENTS = 10
REVIEWED = 300
FIRST_DAY = date(2020, 1, 1)
DAYS = 1_460
PARTIES = ("Blue", "Green", "Red", "White", "Yellow")
COUNTRIES = ("Aland", "Borland", "Corland")
FIRST = (
    "Ann", "Ben", "Cora", "Dov", "Eve", "Finn", "Gita", "Hugo", "Ines", "Jan", "Kim", "Lars", "Mona", "Nils", "Olga",
    "Per", "Rosa", "Sven", "Tara", "Ulla",
)  # fmt: skip
LAST = (
    "Abel", "Bauer", "Cruz", "Dahl", "Eklund", "Ford", "Gruen", "Holm", "Ito", "Jensen", "Kane", "Lund", "Marsh",
    "Nagy", "Olsen", "Park", "Quist", "Reed", "Stone", "Tran", "Unger", "Vale", "Ward", "Yates", "Zorn",
)  # fmt: skip
FILLER = (
    "The talks went on late into the evening and nobody left early. Officials had spent the week on the details of the "
    "draft. A vote is expected after the recess, though the date may still move. "
)
PROPOSITIONS = 4


def book(propositions: int) -> str:
    """The codebook: one question with so many propositions."""
    head = "questions:\n  - id: q\n    text: What should the city do?\n    propositions:\n"
    return head + "".join(f"      - {{id: p{n}, text: The city should do number {n}}}\n" for n in range(propositions))


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks, with the side that it is on before and after the day on which it changes its mind."""

    speaker: Speaker
    sides: tuple[Stance, Stance]
    turn: int


def voices(rnd: random.Random) -> list[Voice]:
    """Those who speak, the busiest first."""
    kinds = ("Union", "League", "Board", "Fund")
    bodies = [f"The {a} {b}" for a in ("National", "Free", "Joint", "Open") for b in kinds]
    names = [f"{a} {b} {c}" for a in FIRST for b in LAST for c in LAST[:4]]
    rnd.shuffle(names)
    found: list[Voice] = []
    for number, name in enumerate(names[:2_000]):
        party, country = rnd.choice((*PARTIES, None)), rnd.choice((*COUNTRIES, None))
        facts = (Fact("country", country, "text"),) if country else ()
        behalf, role = rnd.choice((None, None, *bodies)), rnd.choice((None, "Member", "Mayor"))
        speaker = Speaker(name, "person", name, behalf, role, party, rule="invented", confidence=0.9, facts=facts)
        if number % 20 == 3:
            body = bodies[number % len(bodies)]
            speaker = Speaker(body, "organisation", body, rule="invented")
        elif number % 20 == 7:
            speaker = Speaker(None, "anonymous", "a senior official", rule="invented", confidence=0.9)
        first = rnd.choice(("support", "oppose"))
        found.append(Voice(speaker, (first, rnd.choice((first, first, "oppose"))), rnd.randrange(DAYS)))
    return found


def article(number: int, cast: list[Voice], rnd: random.Random) -> tuple[Document, list[tuple[Statement, Voice]]]:
    """One article, with its statements and who speaks."""
    who = [cast[min(int(rnd.expovariate(1 / 300)), len(cast) - 1)] for _ in range(STATEMENTS)]
    quotes = [f"the city should go on with plan {number} in part {n} and not wait" for n in range(STATEMENTS)]
    parts = [f"{v.speaker.as_written} said that {q}. " + FILLER for v, q in zip(who, quotes, strict=True)]
    text = f"Plan {number} divides the council\n\n" + "\n\n".join(parts)
    day = FIRST_DAY + timedelta(days=rnd.randrange(DAYS))
    document = written(text, number, day)
    at, found = 0, list[tuple[Statement, Voice]]()
    for voice, quote in zip(who, quotes, strict=True):
        start = text.index(quote, at)
        at = text.rindex(voice.speaker.as_written, 0, start)
        source = Span(at, at + len(voice.speaker.as_written))
        cue, content = Span(source.end + 1, source.end + 5), Span(start, start + len(quote))
        found.append((stated(document, (source,), (cue,), (content,), voice.speaker), voice))
        at = content.end
    return document, found


def written(text: str, number: int, day: date) -> Document:
    """The article as a document."""
    title, outlet, given = text.partition("\n")[0], f"The Daily {number % 40}", f"{number}.txt"
    ends = [n + 2 for n in range(len(text)) if text.startswith(". ", n)]
    sentences = tuple(Span(a, b - 1) for a, b in zip([text.index("\n\n") + 2, *ends], ends, strict=False))
    return Document(
        id=document_id(text, title=title, published=day, outlet=outlet, given_id=given), given_id=given, text=text,
        raw_sha256=content_id("raw", text, given) * 2, title=title, outlet=outlet, published=day,
        blocks=(Block("headline", 0, len(title)), Block("body", len(title), len(text))), sentences=sentences,
    )  # fmt: skip


def stated(
    document: Document, source: tuple[Span, ...], cue: tuple[Span, ...], content: tuple[Span, ...], speaker: Speaker
) -> Statement:
    """One statement of an article."""
    made = Attribution(source, cue, content, "indirect", 0.9)
    return Statement(statement_id(document.id, made), document.id, source, cue, content, "indirect", speaker, None, 0.9)


def copy_of(
    document: Document, said: list[tuple[Statement, Voice]], number: int, rnd: random.Random
) -> tuple[Document, list[tuple[Statement, Voice]]]:
    """The same words in another outlet, a day or two later."""
    copied = written(document.text, number, (document.published or FIRST_DAY) + timedelta(days=rnd.randrange(3)))
    return copied, [(stated(copied, s.source, s.cue, s.content, s.speaker), voice) for s, voice in said]


def codings(said: list[tuple[Statement, Voice]], day: int, rnd: random.Random, propositions: int) -> Iterator[Coding]:
    """What a machine would make of them: the voice's side four times in five."""
    for statement, voice in said:
        own = rnd.randrange(propositions)
        side = voice.sides[day >= voice.turn]
        stance = side if rnd.random() < 0.8 else rnd.choice(("support", "oppose", "conditional", "noncommittal"))
        top = rnd.uniform(0.45, 0.97)
        for n in range(propositions):
            held: Stance = stance if n == own else "none"
            high = top if n == own else 0.96
            scores = {s: high if s == held else (1 - high) / 4 for s in STANCES}
            relevant = rnd.uniform(0.6, 0.99) if n == own else 0.02
            yield Coding(statement.id, f"p{n}", CODER, "model", held, relevant, scores)


def fill(store: Store, documents: int, propositions: int = PROPOSITIONS) -> None:
    """Write everything."""
    rnd = random.Random(1)
    cast = voices(rnd)
    run = store.begin_run("build", {})
    store.put_codebook(parse_codebook(book(propositions)), run=run)
    kept: list[tuple[Document, list[tuple[Statement, Voice]]]] = []
    events: dict[str, str] = {}
    for number in range(documents):
        older = rnd.choice(kept[-50:]) if kept and rnd.random() < 1 / 12 else None
        document, said = copy_of(*older, number, rnd) if older else article(number, cast, rnd)
        if older:
            for (one, _), (two, _) in zip(older[1], said, strict=True):
                events[one.id] = events[two.id] = events.get(one.id) or content_id("event", one.id)
        kept.append((document, said))
        store.add(Extraction(document, tuple(s for s, _ in said)), run=run, pipeline="invented")
        day = ((document.published or FIRST_DAY) - FIRST_DAY).days
        store.add_codings(codings(said, day, rnd, propositions), run=run)
        if number % 1_000 == 999:
            print(number + 1, "articles", flush=True)
    store.set_events(events)
    every = [s.id for _, said in kept for s, _ in said]
    for n, id_ in enumerate(rnd.sample(every, min(REVIEWED, len(every)))):
        if n % 3:
            store.review(id_, "reject" if n % 12 == 1 else "accept", coder="someone")
            continue
        scores = {s: float(s == "support") for s in STANCES}
        store.add_codings([Coding(id_, f"p{n % propositions}", "someone", "human", "support", 1.0, scores)], run=run)
    store.end_run(run, counts={"documents": documents})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--propositions", type=int, default=PROPOSITIONS)
    options = parser.parse_args()
    with open_store(options.store) as store:
        fill(store, options.documents, options.propositions)


if __name__ == "__main__":
    main()
