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
from whipcount.coding.conditions import condition_span
from whipcount.coding.head import Example, Head, fit
from whipcount.coding.learned import LearnedCoder, output_of, score_row, vectors_of
from whipcount.coding.marks import Marks, marks
from whipcount.coding.recording import stance_input, to_coding
from whipcount.coding.stance import Coder, StanceInput, StanceOutput
from whipcount.coding.tone import tones

__all__ = [
    "Change",
    "CodebookReading",
    "Coder",
    "Example",
    "Finding",
    "Head",
    "LearnedCoder",
    "Marks",
    "StanceInput",
    "StanceOutput",
    "check_codebook",
    "codebook_from_proposition",
    "codebook_schema",
    "codebook_text",
    "condition_span",
    "diff_codebooks",
    "dump_codebook",
    "fit",
    "load_codebook",
    "marks",
    "output_of",
    "parse_codebook",
    "read_codebook",
    "score_row",
    "stance_input",
    "starter_codebook",
    "to_coding",
    "tones",
    "vectors_of",
]
