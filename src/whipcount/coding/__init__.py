"""Coding: statements against a codebook."""

from whipcount.coding.codebook import (
    codebook_from_proposition,
    dump_codebook,
    load_codebook,
    parse_codebook,
    starter_codebook,
)

__all__ = ["codebook_from_proposition", "dump_codebook", "load_codebook", "parse_codebook", "starter_codebook"]
