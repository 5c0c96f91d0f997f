"""Pronouns with gold antecedents, as the features that ``whipcount.resolve.salience`` sees for each candidate.

A gold chain is tied to the named actors of the document by the names that both hold. Where no candidate is in the
pronoun's chain, nobody is right. GAP says only of two names whether they are meant: where neither is, anything else is
right.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from whipcount.attribute.assemble import form_of
from whipcount.model import Attribution, Document, Span
from whipcount.regards import Regards
from whipcount.resolve.reading import Reading
from whipcount.resolve.rules import sweep
from whipcount.resolve.salience import View, features, looks, nobody
from whipcount.segment import segment

REACH = 4  # sentences that silver looks back for anybody who may be meant
PRONOUNS = frozenset(("he", "him", "his", "himself", "she", "her", "hers", "herself"))

Look: TypeAlias = Callable[[Document], "Regards | None"]
"""What the reader looked at from the pronouns of a document, or nothing where words and positions decide alone."""


@dataclass(frozen=True)
class Case:
    """One pronoun: the features of each candidate, nobody last, and which of them are right.

    ``looks`` are what the reader looked at between the pronoun and each candidate, where that is known.
    """

    rows: list[list[str]]
    right: list[bool]
    group: str  # the document, for cross-validation
    corpus: str
    names: tuple[int | None, ...] = ()  # positions of GAP's two names among the candidates
    looks: tuple[tuple[float, ...], ...] = ()


def jsonl(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def case(
    reading: Reading, span: Span, right: dict[int, bool], group: str, corpus: str, *, which: int | None = None,
    given: tuple[int | None, ...] = (),
) -> Case:  # fmt: skip
    """The candidates for one pronoun at the point where the sweep has stopped."""
    query = reading.query(span, speaking=which is not None)
    attribution = reading.attributions[which] if which is not None else None
    exclude = attribution.content if attribution is not None and attribution.form != "indirect" else ()
    view: View = reading.scene.view(query, exclude=exclude, ahead=reading.ahead(span))
    rows = [list(features(query, c, view)) for c in view.candidates] + [list(nobody(query, view))]
    answers = [right.get(c.entity.key, right.get(-2, False)) for c in view.candidates]
    keys = [c.entity.key for c in view.candidates]
    names = tuple(keys.index(key) if key in keys else None for key in given)
    looked = (*(looks(c, view) for c in view.candidates), ())
    return Case(rows, [*answers, right.get(-2, False) or not any(answers)], group, corpus, names, looked)


def chains_of(reading: Reading, mentions: list[dict[str, Any]]) -> dict[int, int | None]:
    """Entity → gold chain, by the shortest gold mentions that hold each of its names."""
    votes: dict[int, Counter[int | None]] = {}
    for at, entity in reading.cast.entity_of.items():
        name = reading.cast.mentions[at].span
        over = [
            m for m in mentions
            if m["span"][0] <= name.start and name.end <= m["span"][1] + 2 and m["kind"] != "pronoun"
            and m.get("chain") is not None
        ]  # fmt: skip
        best = min(over, key=lambda m: m["span"][1] - m["span"][0], default=None)
        fits = best is not None and best["span"][1] - best["span"][0] <= 3 * (name.end - name.start) + 30
        votes.setdefault(entity.key, Counter())[best["chain"] if best is not None and fits else None] += 1
    return {key: count.most_common(1)[0][0] for key, count in votes.items()}


def chained(record: dict[str, Any], corpus: str, found: list[Attribution], look: Look) -> Iterator[Case]:
    """Cases of a document whose mentions are in chains."""
    document = Document(record["doc"], record["doc"], record["text"], "", title=record.get("title"))
    document = segment(document) if corpus != "litbank" else document
    kinds = {"PRON": "pronoun", "pronoun": "pronoun"}
    mentions = [{**m, "kind": kinds.get(m["kind"], "other")} for m in record["mentions"]]
    gold = {m["span"][0]: m["chain"] for m in mentions if m["kind"] == "pronoun" and m.get("chain") is not None}
    reading = Reading.begin(document, found, regards=look(document))
    chains = chains_of(reading, mentions)
    for span, which in sweep(reading):
        chain = gold.get(span.start)
        if chain is None or record["text"][slice(*span)].casefold() not in PRONOUNS:
            continue
        right = {key: True for key, c in chains.items() if c == chain}
        yield case(reading, span, right, record["doc"], corpus, which=which)


def gum(path: Path, look: Look) -> Iterator[Case]:
    for record in jsonl(path):
        found = [
            Attribution((Span(*a["source_mention"]),), tuple(Span(*c) for c in a["cue"]),
                        tuple(Span(*c) for c in a["content"]),
                        form_of(record["text"], tuple(Span(*c) for c in a["content"])), 1.0)
            for a in record["attributions"] if a.get("source_mention") and a["content"]
        ]  # fmt: skip
        yield from chained(record, "gum", found, look)


def litbank(path: Path, look: Look) -> Iterator[Case]:
    for record in jsonl(path):
        yield from chained(record, "litbank", [], look)


def gap(path: Path, look: Look) -> Iterator[Case]:
    for record in jsonl(path):
        names = [Span(*record["a"]), Span(*record["b"])]
        document = Document(record["id"], record["id"], record["text"], "")
        reading = Reading.begin(document, (), names, look(document))
        entities = [next((e for m, e in reading.cast.inside(name)), None) for name in names]
        pronoun = Span(*record["pronoun"])
        for span, _ in sweep(reading):
            if span.start >= pronoun.start:
                break
        right: dict[int, bool] = {}
        for entity, yes in zip(entities, (record["a_coref"], record["b_coref"]), strict=True):
            if entity is not None:
                right[entity.key] = right.get(entity.key, False) or yes
        if not any(right.values()):
            right[-2] = True
        given = tuple(e.key if e is not None else None for e in entities)
        yield case(reading, pronoun, right, record["id"], "gap", given=given)


def labelled(articles: Path, labels: Path, look: Look) -> Iterator[Case]:
    """Pronoun sources among our own labels of training articles, without the articles kept for checking."""
    wanted: dict[str, dict[int, dict[str, Any]]] = {}
    for row in jsonl(labels):
        if row.get("half") == "checking":
            continue
        wanted.setdefault(row["doc"], {})[row["i"]] = row
    for record in jsonl(articles):
        if record["doc"] not in wanted:
            continue
        document = segment(Document(record["doc"], record["doc"], record["text"], "", title=record["title"]))
        found = [
            Attribution(*(tuple(Span(*p) for p in a[r]) for r in ("source", "cue", "content")),
                        form_of(record["text"], tuple(Span(*p) for p in a["content"])), 1.0)
            for a in record["attributions"]
        ]  # fmt: skip
        reading = Reading.begin(document, found, regards=look(document))
        for span, which in sweep(reading):
            label = wanted[record["doc"]].get(-1 if which is None else which)
            if label is None or label["kind"] not in ("person", "anonymous"):
                continue
            words = {w.casefold() for s, e in label["speaker"] or () for w in record["text"][s:e].split()}
            keys = {e.key for e in reading.cast.entities if words >= {w.casefold() for w in e.words}}
            yield case(reading, span, dict.fromkeys(keys, True), record["doc"], "polnear", which=which)


def silver(path: Path, corpus: str, texts: int) -> Iterator[Case]:
    """Pronouns that only one person in mind can mean by gender, asked about as if no gender were known.

    The others, of the other gender, are then wrong. Left out is what is no test (one person alone) or no truth
    (somebody near of unknown gender may be meant).
    """
    for at, record in enumerate(jsonl(path)):
        if at >= texts:
            return
        name = record.get("doc") or record["id"]
        found = [
            Attribution(*(tuple(Span(*p) for p in a[r]) for r in ("source", "cue", "content")),
                        form_of(record["text"], tuple(Span(*p) for p in a["content"])), 1.0)
            for a in record.get("attributions", ()) if a["content"]
        ]  # fmt: skip
        reading = Reading.begin(segment(Document(name, name, record["text"], "", title=record.get("title"))), found)
        for span, which in sweep(reading):
            asked = reading.query(span, speaking=which is not None)
            attribution = reading.attributions[which] if which is not None else None
            exclude = attribution.content if attribution is not None and attribution.form != "indirect" else ()
            query = replace(asked, gender="u")
            view = reading.scene.view(query, exclude=exclude, ahead=reading.ahead(span))
            near = [c for c in view.candidates if not c.events or query.sentence - c.events[0].sentence <= REACH]
            fits = [c for c in near if c.entity.gender == asked.gender]
            if len(fits) != 1 or len(near) < 2 or any(c.entity.gender == "u" for c in near):
                continue
            view = View(view.passages, view.last_speaker, tuple(c for c in view.candidates if c.entity.gender != "u"))
            rows = [list(features(query, c, view)) for c in view.candidates]
            yield Case(rows, [c is fits[0] for c in view.candidates], name, corpus)
