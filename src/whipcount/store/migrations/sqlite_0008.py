"""Guards of revision 0008 in SQLite's own words: what was done with saved views is only added to."""

from __future__ import annotations

from whipcount.store.migrations.sqlite_0001 import append_only

TRIGGERS = append_only({"view_events": "number = NEW.number"})
