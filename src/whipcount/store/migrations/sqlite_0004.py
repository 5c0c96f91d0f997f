"""Guards of revision 0004 in SQLite's own words: learned heads and their switching are only added to."""

from __future__ import annotations

from whipcount.store.migrations.sqlite_0001 import append_only

TRIGGERS = append_only({"heads": "coder = NEW.coder", "head_events": "number = NEW.number"})
