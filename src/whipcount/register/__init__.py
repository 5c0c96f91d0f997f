"""The register: known persons, organisations and equipment with their names and dated terms, shipped as data.

A user's own list stands in front of it. Entries are found by name words and parsed when they are asked for.
"""

from whipcount.register.entry import Entry, Form, Term
from whipcount.register.lookup import Register, register_for, shipped_register

__all__ = ["Entry", "Form", "Register", "Term", "register_for", "shipped_register"]
