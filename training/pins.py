"""Pin a shipped model file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def pin(path: Path) -> None:
    """Write the file's SHA-256 into the pins beside it."""
    pins = path.parent / "pins.json"
    known = json.loads(pins.read_text()) if pins.exists() else {}
    known[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    pins.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
