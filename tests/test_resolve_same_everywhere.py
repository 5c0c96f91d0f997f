"""The same article gives the same speakers in every process: no answer hangs on the order of a set."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
from whipcount.model import Attribution, Document, Span
from whipcount.resolve import resolve

text = ("Ida Brandt, the patriarch of the conservative Democratic machine in Ohio, met two labour liberals. "
        "Tom Vey, a Green and independent Republican lawmaker, said no. He said it again, the lawmaker added.")

def said(source, start):
    at = text.index(source, start)
    cue = text.index(" ", at + len(source)) + 1
    return Attribution((Span(at, at + len(source)),), (Span(cue, cue + 4),), (Span(cue + 5, cue + 7),), "indirect", 1.0)

found = [said("Ida Brandt", 0), said("Tom Vey", 0), said("He", 90), said("the lawmaker", 150)]
print(resolve(Document("d", "d", text, ""), found))
"""


def test_no_answer_hangs_on_the_order_of_a_set():
    answers = set()
    for seed in ("0", "1", "2", "3", "4", "5"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(done.stdout)
    assert len(answers) == 1
    assert "Ida Brandt" in answers.pop()
