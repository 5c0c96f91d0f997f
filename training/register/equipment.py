"""The shipped list of equipment, from the open list of losses: names once each, without what is not a name."""

from __future__ import annotations

import json
from pathlib import Path

SOURCE = "equipment_oryx.jsonl"


def equipment_lines(actors: Path) -> list[str]:
    """JSON lines with ``name``, ``class`` and ``maker``, in the order of the names."""
    rows = [json.loads(line) for line in (actors / SOURCE).read_text(encoding="utf-8").splitlines()]
    named = {row["model"]: row for row in rows if "unknown" not in row["model"].casefold()}
    return [
        json.dumps({"name": name, "class": row["class"], "maker": row["maker"]}, ensure_ascii=False)
        for name, row in sorted(named.items())
    ]
