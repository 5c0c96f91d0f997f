"""Errors, by what the caller can do about them; each is also the nearest builtin.

::

    WhipcountError
    ├── InputError (ValueError)          an input cannot be used: mend or leave out that input
    ├── UsageError (ValueError)          a flag, setting or argument is wrong: mend the call
    ├── CodebookError (ValueError)       the codebook is wrong: mend the line it names
    ├── ActorListError (ValueError)      the list of actors is wrong: mend the line it names
    ├── OffsetError (IndexError)         a span does not lie inside its text: a bug, or a forged record
    ├── ModelError (RuntimeError)        a model file is missing or altered: reinstall
    ├── StoreError (OSError)             the store cannot be opened, read or written
    │   ├── IntegrityError               what is stored does not match its own evidence
    │   └── ConflictError                somebody else changed the record first: read it again
    ├── EndpointError (OSError)          the language model's server cannot be used: mend its settings, or try later
    └── ServeError (OSError)             the web server cannot start: another port or address

A message says what was wrong, the value, and what to do.
"""

from __future__ import annotations

# Why an input gave no document. Every Rejected.reason is one of these.
REASONS: dict[str, str] = {
    "empty": "the input holds no text",
    "no_text": "no article text was found in the page",
    "binary": "the input is not text",
    "type": "the file type is not one that whipcount reads",
    "charset": "the text could not be decoded",
    "size": "the input is larger than the limit",
    "depth": "the page or record is nested too deeply",
    "json": "the line is not a JSON object",
    "field": "a field of the record has the wrong type or is missing",
    "unreadable": "the file could not be opened",
    "time": "the input took too long",
    "failed": "a stage failed on this input; the log has the cause",
}

# What somebody can do about an input that was rejected, by its reason.
ADVICE: dict[str, str] = {
    "empty": "Look whether the file was saved whole; leave it out if there is nothing in it.",
    "no_text": "Open the page in a browser, save the text of the article as a text file, and read that one.",
    "binary": "Turn it into text first: a PDF, a picture or an archive holds none that can be read here.",
    "type": "Turn it into text, HTML or JSON Lines, or leave it out.",
    "charset": "Save the file as UTF-8.",
    "size": "If it really is one article, raise max_bytes or max_characters in the settings; else cut it up.",
    "depth": "Save the text of the article as a text file, and read that one.",
    "json": "Mend the line that the message names: each line must be one JSON object.",
    "field": "Mend the field that the message names. text is required, and a date is written 2024-09-12.",
    "unreadable": "Check that the file is there and that you may read it.",
    "time": "Save the text of the article as a text file, and read that one.",
    "failed": "This is a fault in whipcount. Please report it, with the input if you may share it.",
}


class WhipcountError(Exception):
    """Root of all errors that whipcount raises on purpose."""


class InputError(WhipcountError, ValueError):
    """An input cannot be used. ``given_id`` names it, ``reason`` is one of REASONS."""

    def __init__(self, message: str, *, given_id: str, reason: str) -> None:
        super().__init__(message)
        self.given_id = given_id
        self.reason = reason


class UsageError(WhipcountError, ValueError):
    """A flag, setting or argument is wrong."""


class CodebookError(WhipcountError, ValueError):
    """The codebook is wrong; ``line`` is 1-based, None where no line applies."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class ActorListError(WhipcountError, ValueError):
    """The user's list of actors is wrong; ``line`` is 1-based, None where no line applies."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class OffsetError(WhipcountError, IndexError):
    """A span does not lie inside its text."""


class ModelError(WhipcountError, RuntimeError):
    """A model file is missing or altered."""


class StoreError(WhipcountError, OSError):
    """The store cannot be opened, read or written."""


class IntegrityError(StoreError):
    """What is stored does not match its own evidence."""


class ConflictError(StoreError):
    """Somebody else changed the record first."""


class EndpointError(WhipcountError, OSError):
    """The language model's server cannot be reached, refuses, or answers what is no answer."""


class ServeError(WhipcountError, OSError):
    """The web server cannot start."""
