"""What the language model answered, kept beside the store so that no question is paid for twice.

One JSON line for each answer or refusal: a hash of the question, ids, and the chosen values. No word of an article and
none of the model's own is in it. A line that is none, such as one cut off by a crash, is passed over.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, get_args

from whipcount.errors import StoreError
from whipcount.llm.answers import Answer, Refusal, RefusedFor, parse_answer
from whipcount.llm.inquiry import NO_ARGUMENT, Inquiry

SUFFIX: Final = ".llm.jsonl"
_REASONS: Final = frozenset(get_args(RefusedFor))


@dataclass(slots=True)
class AnswerCache:
    """The answers kept in one file."""

    path: Path
    _lines: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]], init=False, repr=False)
    _torn: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.path.is_file():
            data = self.path.read_bytes()
            self._torn = bool(data) and not data.endswith(b"\n")
            for line in data.splitlines():
                self._take(line)

    @staticmethod
    def beside(store: Path) -> AnswerCache:
        """The cache of a store."""
        return AnswerCache(store.with_name(store.name + SUFFIX))

    def get(self, key: str, asked: Inquiry) -> Answer | Refusal | None:
        """What was answered before, checked again as if it had come from the model; None where nothing was."""
        line = self._lines.get(key)
        if line is None:
            return None
        reason = line.get("refused")
        if reason in _REASONS:
            return Refusal(reason)  # type: ignore[arg-type]  # it is one of them
        answer = parse_answer(json.dumps(line.get("answer")), asked)
        return answer if isinstance(answer, Answer) else None

    def put(self, key: str, answer: Answer | Refusal, *, statement: str, proposition: str, coder: str) -> None:
        """Keep an answer, on the disk before this returns.

        Raises:
            StoreError: The file cannot be written.
        """
        values: dict[str, object] = (
            {"refused": answer.reason}
            if isinstance(answer, Refusal)
            else {"answer": asdict(answer) | {"argument": answer.argument or NO_ARGUMENT}}
        )
        line = {"key": key, "statement": statement, "proposition": proposition, "coder": coder, **values}
        line["at"] = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            with self.path.open("ab") as file:
                mended = b"\n" if self._torn else b""
                file.write(mended + (json.dumps(line) + "\n").encode("ascii"))
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(f"{self.path} cannot be written: {reason}. Make room, or allow writing there.") from error
        self._torn = False
        self._lines[key] = line

    def _take(self, line: bytes) -> None:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return
        if isinstance(value, dict) and isinstance(value.get("key"), str):
            self._lines[value["key"]] = value
