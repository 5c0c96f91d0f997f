"""Read and check the debates written by hand: every statement of a debate under every proposition of its question.

    python -m training.stance.debates

prints the counts, or what is wrong. The format is told in ``debates/README.md``; a statement gives one example
(``examples.py``) for each proposition, and is split by question in the same way.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training.stance import examples
from training.stance.examples import Example

FOLDER = Path(__file__).parent / "debates"
STANCES = {
    "s": "support", "o": "oppose", "c": "conditional", "h": "noncommittal", "n": "none", "i": "irrelevant",
}  # fmt: skip
KIND = re.compile(r"\{([a-z-]+)\}\s*$")
LABEL = re.compile(r"(P\d)\s*:?\s*([sochni])\b(?:\s*\[([^\]]*)\])?")


def read(folder: Path = FOLDER) -> list[Example]:
    """Every example of every debate, in the order of file names.

    Raises:
        ValueError: Some line is not understood; all of them are named.
    """
    found: list[tuple[str, Example]] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        debate = Debate()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            place = f"{path.name}:{number}"
            try:
                found += [(place, one) for one in debate.take(line)]
            except ValueError as error:
                wrong.append(f"{place}: {error}")
    wrong += examples.repeated(found)
    if wrong:
        raise ValueError("\n".join(wrong))
    return [one for _, one in found]


@dataclass
class Debate:
    """What the lines that follow belong to."""

    question: str = ""
    domain: str = ""
    propositions: dict[str, str] = field(default_factory=dict)

    def take(self, line: str) -> list[Example]:
        """The examples of a line: none of a heading, one for each proposition of a statement."""
        if line.startswith("## "):
            self.question, self.domain, _ = (part.strip() for part in line[3:].split("|"))
            self.propositions = {}
        elif re.match(r"P\d: ", line):
            self.propositions[line[:2]] = line[4:].strip()
        elif line.startswith("-- "):
            return list(self.statement(line[3:]))
        elif line.strip():
            raise ValueError(f"not understood: {line[:60]!r}")
        return []

    def statement(self, line: str) -> Iterator[Example]:
        """One example for each proposition, from ``speaker | cue | context | text | labels {kind}``."""
        speaker, cue, context, text, labels = (part.strip() for part in line.split("|"))
        kind = KIND.search(labels)
        marks = LABEL.findall(labels[: kind.start()] if kind else labels)
        given = {name: (letter, condition) for name, letter, condition in marks}
        if set(given) != set(self.propositions):
            raise ValueError(f"labels for {sorted(given)}, propositions {sorted(self.propositions)}")
        for name, (letter, condition) in given.items():
            one = Example(
                self.question, self.domain, self.propositions[name], speaker, cue, text, context, STANCES[letter],
                kind[1] if kind else "plain", condition or None,
            )  # fmt: skip
            problem = next(examples.problems(one), None)
            if problem:
                raise ValueError(problem)
            yield one


def main() -> None:
    try:
        print(examples.report(read()))
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
