"""Make the data files of the register from the public lists, and pin them.

    python -m training.register.build ../shared/data/actors src/whipcount/register/data

The same lists give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from pathlib import Path

from training.register.equipment import equipment_lines
from training.register.governments import country_words, governments
from training.register.people import Row, committees, people, told_apart
from whipcount.register.names import lookup_words


def files(actors: Path) -> dict[str, bytes]:
    """Name → content of every data file."""
    words = json.dumps(country_words(actors), ensure_ascii=False, indent=0)
    return {
        "actors.txt.gz": _packed(entries(actors)),
        "countries.json": _lines([words]),
        "equipment.jsonl": _lines(equipment_lines(actors)),
    }


def entries(actors: Path) -> list[Row]:
    """Every entry of the register, in the order of the ids."""
    found = told_apart(list(people(actors)))
    known: dict[str, list[Row]] = {}
    for entry in found:
        for name in {entry["name"], *entry["forms"]}:
            known.setdefault(name.casefold(), []).append(entry)
    found += [*committees(actors), *governments(actors, known)]
    return sorted(found, key=lambda entry: entry["id"])


def _packed(found: list[Row]) -> bytes:
    """One line for each entry: the words that it is looked up by, a tab, the entry as JSON."""
    lines = [f"{' '.join(_found_by(row))}\t{_json(row)}" for row in found]
    return gzip.compress(_lines(lines), compresslevel=9, mtime=0)


def _found_by(row: Row) -> tuple[str, ...]:
    return lookup_words(row["name"], row["forms"], row["kind"], row.get("family"))


def _json(row: Row) -> str:
    """An entry without what is empty: fields, and the ends of its terms."""
    terms = [term[: max((n + 1 for n, part in enumerate(term) if part), default=0)] for term in row["terms"]]
    kept = {key: value for key, value in (row | {"terms": [t for t in terms if t]}).items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def main() -> None:
    """Write the files and their hashes."""
    actors, out = map(Path, sys.argv[1:])
    made = files(actors)
    for name, content in made.items():
        (out / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes, {content.count(10):,} lines")
    pin(out)


def pin(folder: Path) -> None:
    """Write down the hash of every data file of the folder."""
    made = sorted(
        path for path in folder.iterdir() if path.suffix in (".gz", ".json", ".jsonl") and path.name != "pins.json"
    )
    pins = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
    (folder / "pins.json").write_text(json.dumps(pins, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
