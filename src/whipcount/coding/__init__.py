"""Coding: statements against a codebook."""

from whipcount.coding.codebook import (
    codebook_from_proposition,
    dump_codebook,
    load_codebook,
    parse_codebook,
    starter_codebook,
)
from whipcount.coding.parts import condition_span
from whipcount.coding.recording import stance_input, to_coding
from whipcount.coding.stance import Coder, StanceInput, StanceOutput

__all__ = [
    "Coder",
    "StanceInput",
    "StanceOutput",
    "codebook_from_proposition",
    "condition_span",
    "dump_codebook",
    "load_codebook",
    "parse_codebook",
    "stance_input",
    "starter_codebook",
    "to_coding",
]
