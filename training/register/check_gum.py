"""Count false links outside the domain: persons named in GUM, most of whom are in no register.

    python -m training.register.check_gum ../shared/data/coref/gum_train.jsonl.gz

Prints every link made, with GUM's own Wikidata id for it, so that a person can see whether it is right.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

from whipcount.register import shipped_register
from whipcount.resolve.clues import clues
from whipcount.resolve.linking import possible, ranked, setting_of, threshold


def names(record: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """The longest plain name of each person, with the Wikidata id that the annotators gave."""
    text, chains = record["text"], {}
    for mention in record["mentions"]:
        if (mention["type"], mention["kind"]) == ("person", "name"):
            chains.setdefault(mention["chain"], []).append(mention)
    for chain in chains.values():
        written = [text[slice(*m[part])] for m in chain for part in ("head", "span")]
        plain = [n for n in written if "," not in n and len(n.split()) <= 5 and all(w[0].isupper() for w in n.split())]
        if plain:
            yield max(plain, key=len), next((m["qid"] for m in chain if m.get("qid")), None)


def main() -> None:
    """Link every name and print what was linked."""
    seen = with_candidates = linked = 0
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            text, day = record["text"], date.fromisoformat(record["dct"]) if len(record["dct"] or "") == 10 else None
            for name, qid in names(record):
                seen += 1
                said = clues(text, name, (), alone=True)
                alike = possible(name, "person", said, day, shipped_register())
                with_candidates += bool(alike)
                best = ranked(alike, said, setting_of(text, day))[0] if alike else None
                if best and best.probability >= threshold():
                    linked += 1
                    print(f"{name} -> {best.entry.id} ({best.probability:.2f}); annotated as {qid}")
    print(f"{seen} persons, {with_candidates} whose name is a form of an entry's, {linked} linked")


if __name__ == "__main__":
    main()
