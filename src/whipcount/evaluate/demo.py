"""Score the bundled example debate from end to end: was it found, who said it, when, for or against what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import NamedTuple

from whipcount.model import Coding, Document, Extraction, Span, SpeakerKind, Stance, Statement

FOUND_SHARE = 0.5  # of a fragment's code points that a statement's content must cover to count as having found it
LONGEST_INTERVAL = 7  # days; a longer one ("in May") holds nearly every day and would be right by chance


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One hand-labelled statement.

    ``document`` is the id of the input record, or its file name without suffix. ``also`` are other names that are
    right, such as the second signatory of a joint letter. ``sure`` is False where the stance takes more than the
    statement itself to see. ``earlier`` marks what was said at some time before the debate and is only retold.
    """

    document: str
    fragment: str
    speaker: str
    kind: SpeakerKind
    stance: Mapping[str, Stance]
    also: tuple[str, ...] = ()
    said_on: date | None = None
    sure: bool = True
    earlier: bool = False


class Share(NamedTuple):
    """``right`` out of ``of``; shares add count by count.

    >>> Share(1, 2).plus(Share(3, 4))
    Share(right=4, of=6)
    """

    right: int = 0
    of: int = 0

    def plus(self, other: Share) -> Share:
        """Both counts, added."""
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float:
        """Share in [0, 1]; 0 where nothing was counted."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class DemoScore:
    """What was right.

    ``found`` counts over all gold statements, everything else over those found. ``said_on`` counts where the gold has
    a day; ``stance`` per proposition over the sure ones, ``taken`` likewise over those whose gold stance is not none.
    ``missed`` are the gold statements that no statement covers.
    """

    found: Share
    speaker: Share
    kind: Share
    said_on: Share
    stance: Mapping[str, Share]
    taken: Mapping[str, Share]
    missed: tuple[GoldStatement, ...]


def load_gold(path: Path) -> list[GoldStatement]:
    """Gold statements of a JSONL file, in its order."""
    gold: list[GoldStatement] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        record["also"] = tuple(record["also"])
        record["said_on"] = date.fromisoformat(record["said_on"]) if record["said_on"] else None
        gold.append(GoldStatement(**record))
    return gold


def name_words(name: str) -> list[str]:
    """Words of a name, folded, without articles, titles and the possessive."""
    folded = re.sub(r"['’]s\b", "", name.casefold()).replace("’", "'")
    words = re.findall(r"[\w'-]+", folded)
    titles = {"the", "a", "an", "his", "her", "mr", "mrs", "ms", "dr", "councillor", "captain"}
    return [word for word in words if word not in titles]


def same_name(found: str | None, gold: GoldStatement) -> bool:
    """Whether a found name is the gold one, titles and articles aside.

    A person must be named in full; for anybody else it is enough that one name holds the other's words ("residents"
    and "more than two hundred residents").

    >>> gold = GoldStatement("d", "…", "Ketil Amadi", "person", {})
    >>> same_name("Dr Ketil Amadi", gold), same_name("Amadi", gold)
    (True, False)
    """
    if found is None:
        return False
    have = name_words(found)
    for name in (gold.speaker, *gold.also):
        want = name_words(name)
        if have == want:
            return True
        if gold.kind not in ("person", "writer") and have and (set(have) <= set(want) or set(want) <= set(have)):
            return True
    return False


def locate(document: Document, fragment: str) -> Span | None:
    """Where a fragment stands in a document; white space may differ, as it does in text taken from a page."""
    pattern = r"\s+".join(re.escape(word) for word in fragment.split())
    match = re.search(pattern, document.text)
    return Span(*match.span()) if match else None


def _covering(span: Span, statements: Iterable[Statement]) -> Statement | None:
    best: tuple[float, int, Statement] | None = None
    for statement in statements:
        overlap = sum(max(0, min(end, span.end) - max(start, span.start)) for start, end in statement.content)
        length = sum(end - start for start, end in statement.content)
        share = overlap / (span.end - span.start)
        # Of several that cover it the shortest is the innermost, which is the one labelled.
        if share >= FOUND_SHARE and (best is None or (share, -length) > best[:2]):
            best = (share, -length, statement)
    return best[2] if best else None


def _day_right(statement: Statement, day: date) -> bool:
    said = statement.said_on
    return said is not None and said.start <= day <= said.end and (said.end - said.start).days < LONGEST_INTERVAL


def matches(
    extractions: Iterable[Extraction], gold: Sequence[GoldStatement]
) -> list[tuple[GoldStatement, Statement | None]]:
    """Each label with the statement that covers it, None where nothing does."""
    by_document: dict[str, Extraction] = {}
    for extraction in extractions:
        given = extraction.document.given_id
        by_document[given] = by_document[PurePath(given).stem] = extraction
    matched: list[tuple[GoldStatement, Statement | None]] = []
    for label in gold:
        extraction_of = by_document.get(label.document)
        span = locate(extraction_of.document, label.fragment) if extraction_of else None
        matched.append((label, _covering(span, extraction_of.statements) if extraction_of and span else None))
    return matched


def _stances(
    found: Sequence[tuple[GoldStatement, Statement]], codings: Iterable[Coding], *, taken_only: bool
) -> dict[str, Share]:
    # A statement that was not coded for a proposition, or not found relevant, has no stance on it.
    coded = {(coding.statement_id, coding.proposition): coding.stance for coding in codings}
    shares: dict[str, Share] = {}
    for label, statement in found:
        for proposition, wanted in label.stance.items():
            if not label.sure or (taken_only and wanted == "none"):
                continue
            right = coded.get((statement.id, proposition), "none") == wanted
            shares[proposition] = shares.get(proposition, Share()).plus(Share(int(right), 1))
    return shares


def score_demo(
    extractions: Iterable[Extraction], gold: Sequence[GoldStatement], codings: Iterable[Coding] = ()
) -> DemoScore:
    """Compare what was extracted and coded with the hand labels.

    Args:
        extractions: What ``extract`` made of the example articles, in any order.
        gold: The labels, see ``load_gold``.
        codings: Stances that the coder gave; statements without one count as ``none``.

    Returns:
        Counts for finding, speaker, kind, day and stance, with the labels that were missed.
    """
    matched = matches(extractions, gold)
    found = [(label, statement) for label, statement in matched if statement is not None]
    dated = [(label.said_on, statement) for label, statement in found if label.said_on is not None]
    codings = list(codings)
    return DemoScore(
        found=Share(len(found), len(matched)),
        speaker=Share(sum(same_name(s.speaker.name or s.speaker.as_written, label) for label, s in found), len(found)),
        kind=Share(sum(s.speaker.kind == label.kind for label, s in found), len(found)),
        said_on=Share(sum(_day_right(s, day) for day, s in dated), len(dated)),
        stance=_stances(found, codings, taken_only=False),
        taken=_stances(found, codings, taken_only=True),
        missed=tuple(label for label, statement in matched if statement is None),
    )
