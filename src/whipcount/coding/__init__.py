"""Coding: statements against a codebook."""

from whipcount.coding.codebook import (
    CodebookReading,
    codebook_from_proposition,
    codebook_schema,
    codebook_text,
    dump_codebook,
    load_codebook,
    parse_codebook,
    read_codebook,
    starter_codebook,
)
from whipcount.coding.codebook_check import Finding, check_codebook
from whipcount.coding.codebook_diff import Change, diff_codebooks
from whipcount.coding.parts import condition_span
from whipcount.coding.recording import stance_input, to_coding
from whipcount.coding.stance import Coder, StanceInput, StanceOutput

__all__ = [
    "Change",
    "CodebookReading",
    "Coder",
    "Finding",
    "StanceInput",
    "StanceOutput",
    "check_codebook",
    "codebook_from_proposition",
    "codebook_schema",
    "codebook_text",
    "condition_span",
    "diff_codebooks",
    "dump_codebook",
    "load_codebook",
    "parse_codebook",
    "read_codebook",
    "stance_input",
    "starter_codebook",
    "to_coding",
]
