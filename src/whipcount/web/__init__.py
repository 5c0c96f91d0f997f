"""The pages: a board, the statements, the article with its sentences marked, and forms to correct what is wrong.

Everything is readable without JavaScript, each view is a URL, and each list has a ``.json`` and a ``.csv`` twin.
"""

from whipcount.web.app import create_app
from whipcount.web.server import serve

__all__ = ["create_app", "serve"]
