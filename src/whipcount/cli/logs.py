"""Log lines: what a stranger wrote never begins a line, and never colours one."""

from __future__ import annotations

import logging
import re

from whipcount.interchange.terminal import visible

# All that some program takes for the end of a line.
_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class OneEntry(logging.Formatter):
    r"""An entry on one line; what follows in it, such as a traceback, is indented, so that nothing passes for an entry.

    >>> record = logging.LogRecord("x", logging.INFO, "", 0, "a\nERROR forged \x1b[31m", (), None)
    >>> OneEntry("%(message)s").format(record)
    'a\n    ERROR forged \\x1b[31m'
    """

    def format(self, record: logging.LogRecord) -> str:
        """The entry as text."""
        return "\n    ".join(visible(line) for line in _BREAKS.split(super().format(record)))
