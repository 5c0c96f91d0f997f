"""Why a request gets nothing: what it asks for is not there, or not for whoever asks."""

from __future__ import annotations

from whipcount.errors import WhipcountError


class NotFoundError(WhipcountError, LookupError):
    """There is no such page, document, statement or actor."""


class ForbiddenError(WhipcountError, PermissionError):
    """The account has no role that allows this."""
