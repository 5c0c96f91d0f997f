"""Make the data files of the register from the public lists, and pin them.

    python -m training.register.build ../shared/data/actors src/whipcount/register/data

The same lists give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from training.register.equipment import equipment_lines


def files(actors: Path) -> dict[str, bytes]:
    """Name → content of every data file."""
    return {"equipment.jsonl": ("\n".join(equipment_lines(actors)) + "\n").encode()}


def main() -> None:
    """Write the files and their hashes."""
    actors, out = map(Path, sys.argv[1:])
    made = files(actors)
    for name, content in made.items():
        (out / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes, {content.count(10):,} lines")
    pins = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(made.items())}
    (out / "pins.json").write_text(json.dumps(pins, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
