"""The REST API: what the pages show and do, for programs. Its description is at ``openapi.json``."""

from whipcount.web.rest.api import api_app

__all__ = ["api_app"]
