"""Judge loose texts, JSON lines in and out: the stance model without documents or a store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Final

from whipcount.coding import StanceInput, StanceOutput, codebook_from_proposition, tones
from whipcount.errors import InputError
from whipcount.model import JSON, Proposition, Rejected
from whipcount.project.engines import Coder

BATCH: Final = 64  # lines judged in one call
MAX_LINE_BYTES: Final = 1_000_000  # a statement with its context is a few hundred; more than this is another file
_OPTIONAL: Final = ("speaker", "cue", "context")


def judge_lines(
    lines: Iterable[bytes], coder: Coder, *, proposition: str | None = None
) -> Iterator[dict[str, JSON] | Rejected]:
    """Judge each line against its proposition, or the one given.

    Args:
        lines: JSON objects with ``id`` and ``text``, and perhaps ``proposition``, ``speaker``, ``cue``, ``context``.
        coder: The stance model.
        proposition: For lines that have none of their own.
    Returns:
        For each line, in order, ``id``, ``relevant``, ``stance`` and ``scores``, or what was wrong with it.
    """
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    parsed = (_parsed(number, line, proposition) for number, line in numbered)
    while batch := list(islice(parsed, BATCH)):
        asked = [item for item in batch if not isinstance(item, Rejected)]
        answers = iter(coder.code([question for _, question in asked]) if asked else ())
        for item in batch:
            yield item if isinstance(item, Rejected) else _answer(*item, next(answers))


def _answer(id_: str, asked: StanceInput, output: StanceOutput) -> dict[str, JSON]:
    scores: dict[str, JSON] = {str(stance): probability for stance, probability in output.scores.items()}
    found = tones(asked.text, asked.cue) if output.stance != "none" else ()
    tone: dict[str, JSON] = {"tone": list(found)} if found else {}
    return {"id": id_, "relevant": output.relevant, "stance": output.stance, "scores": scores, **tone}


def _parsed(number: int, line: bytes, proposition: str | None) -> tuple[str, StanceInput] | Rejected:
    try:
        return _read(number, line, proposition)
    except InputError as error:
        return Rejected(error.given_id, "read", error.reason, str(error), size=len(line))


def _read(number: int, line: bytes, proposition: str | None) -> tuple[str, StanceInput]:
    where = f"line {number}"
    if len(line) > MAX_LINE_BYTES:
        raise InputError(f"{where} is longer than {MAX_LINE_BYTES:,} bytes.", given_id=where, reason="size")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{where} is not JSON: {error}. Mend or leave out the line.", given_id=where, reason="json"
        ) from error
    if not isinstance(record, dict):
        raise InputError(f"{where} is not a JSON object.", given_id=where, reason="json")
    for name in ("text", "proposition", *_OPTIONAL):
        if not isinstance(record.get(name, ""), str | None):
            raise InputError(f"{where}: {name!r} must be text, not {record[name]!r}.", given_id=where, reason="field")
    text, asked = record.get("text"), record.get("proposition") or proposition
    if not text or not text.strip():
        raise InputError(f'{where} has no "text".', given_id=where, reason="field")
    if not asked:
        message = f'{where} has no "proposition". Put one there, or give --proposition TEXT.'
        raise InputError(message, given_id=where, reason="field")
    speaker, cue, context = (record.get(name) or "" for name in _OPTIONAL)
    return str(record.get("id", number)), StanceInput(text, _proposition(asked), speaker, cue, context)


@cache
def _proposition(text: str) -> Proposition:
    return codebook_from_proposition(text).propositions[0]
