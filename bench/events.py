"""Group the gold attributions of the training articles into speech events, and show what was joined and what was not.

usage: python bench/events.py ../shared/data/attribution/polnear_train.jsonl.gz

The words of each source stand for the speaker's name, since the corpus resolves none; a pronoun names nobody.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from whipcount.events import WINDOW, Sighting, fold, group_events
from whipcount.model import Span, Speaker, quote

PRONOUNS = frozenset({"he", "she", "they", "we", "i", "it", "you", "who", "which"})
WORDS = 8  # identical texts of at least so many words should be one event


def sightings(path: str) -> Iterator[Sighting]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            text, day = record["text"], date.fromisoformat(record["published"])
            for i, attribution in enumerate(record["attributions"]):
                source = quote(text, [Span(*p) for p in attribution["source"]])
                content = quote(text, [Span(*p) for p in attribution["content"]])
                name = source if source[:1].isupper() and source.casefold() not in PRONOUNS else None
                marked = content[:1] in "“\"'" and content[-1:] in "”\"'"
                speaker = Speaker(name, "person", source)
                form = "direct" if marked else "indirect"
                yield Sighting(f"{record['doc']}#{i}", record["doc"], content, form, speaker, day)


def main(path: str) -> None:
    found = list(sightings(path))
    started = time.process_time()
    event = group_events(found)
    spent = time.process_time() - started
    joined: dict[str, list[Sighting]] = defaultdict(list)
    same: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in found:
        joined[event[sighting.statement_id]].append(sighting)
        same[fold(sighting.text)].append(sighting)
    several = [members for members in joined.values() if len(members) > 1]
    print(f"{len(found)} statements in {spent:.2f} s; {len(several)} events with several sightings")
    outcome: Counter[str] = Counter()
    for words, members in same.items():
        for a, b in combinations(members, 2) if len(words) >= WORDS else ():
            if a.document_id != b.document_id:
                far = abs((a.day - b.day).days) > WINDOW  # type: ignore[operator]  # all are dated
                one = event[a.statement_id] == event[b.statement_id]
                outcome["joined" if one else "days apart" if far else "speakers differ"] += 1
    print(f"pairs of identical texts of {WORDS} words and more: {dict(outcome)}")
    for members in several:
        if len({m.text for m in members}) > 1:
            print("---", *(f"{m.day} {m.speaker.as_written[:40]!r}: {m.text[:300]!r}" for m in members), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
