"""New arguments, proposed from what takes a side and gives none of the codebook's.

Only statements that say more than the proposition are asked: "the ban is wrong" gives no reason. Candidates are their
short clear sentences that tell more than a vote or a demand, and that the proposition does not give by itself; a model
says which statements give which candidate; the candidate that covers most of what is not covered yet is taken, until
none covers two speech events (Bar-Haim et al. 2020, sections 3 and 4).
The words stay those of the statement: a person names the argument.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from whipcount.coding.polarity import own_words
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import GAP, JSON, Proposition
from whipcount.project.arguments import SIDES, ArgumentSide, sided
from whipcount.project.count import propositions_of
from whipcount.project.engines import Coder
from whipcount.readings import Reading, display_name, has_actor
from whipcount.store import Store

MATCHES: Final = 0.5  # probability from which a statement gives a candidate
FEWEST_EVENTS: Final = 2  # what one voice says once is no argument of the debate yet
MOST_PROPOSED: Final = 8  # on each side of a proposition
MOST_STATEMENTS: Final = 200  # speech events compared on each side, the most certain ones
MOST_CANDIDATES: Final = 30  # their product bounds the work: 6,000 pairs take some minutes on one core
EXAMPLES: Final = 3
FEWEST_OWN: Final = 2  # words that are not the proposition's: what only says it again, or "that is wrong", is no reason
_WORDS: Final = range(4, 25)  # of a candidate: fewer say nothing, more say two things
_SENTENCE: Final = re.compile(r"[^.!?]+[.!?]?")
# Words that point to what is not in the sentence, and openings of what is no claim.
_LEANS: Final = re.compile(
    r"^(?:he|she|it|they|this|that|these|those|his|her|its|their|and|but|so|or|because|which|who|there|here|yes|no)\b"
    r"|^to\s|\?$|\b(?:him|them|such|the former|the latter)[.!]?$",
    re.IGNORECASE,
)
# Words that tell how somebody votes or stands, or what they ask for, not why.
_TELLS: Final = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)|abstain\w*|in\s+favou?r\s+of|opposed\s+to|(?:am|is|are|was|were|be|now)\s+(?:against|for\s+the)"
    r"|should|ought|support(?:s|ed)?|back(?:s|ed)?\s+(?:the|it)|urge[ds]?|ask(?:s|ed)?|insist(?:s|ed)?\s+on)\b",
    re.IGNORECASE,
)


@runtime_checkable
class Matcher(Protocol):
    """A model that says whether a statement gives an argument."""

    def gives(self, pairs: Sequence[tuple[str, str]], /) -> Sequence[float]:
        """Probability in [0, 1] that a statement gives an argument, for each pair of a statement and an argument."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """An argument that nobody has named yet: the words of ``source``, and the speech events that give it."""

    proposition: str
    side: ArgumentSide
    text: str
    source: str
    events: int
    actors: int
    examples: tuple[tuple[str, str, str], ...]
    """Id, actor and quotation, the best match first."""


def matcher(coder: Coder) -> Matcher:
    """The coder as a matcher.

    Raises:
        UsageError: This model cannot match statements and arguments.
    """
    if not isinstance(coder, Matcher):
        raise UsageError(f"The model {coder.name} cannot tell which arguments are alike, so it can propose none.")
    return coder


def propose(
    store: Store, settings: Settings, model: Matcher, *, proposition: str | None = None
) -> tuple[Proposal, ...]:
    """Arguments to add to the codebook; the same record and model give the same ones.

    Raises:
        UsageError: The codebook has no such proposition.
    """
    found: list[Proposal] = []
    for one in propositions_of(store, proposition):
        given = list(sided(store, settings, one))
        for side in SIDES:
            fits_none = [reading for reading, s, named in given if s == side and named is None]
            found += _on_side(one, side, fits_none, model)
    return tuple(found)


def proposals_json(found: Sequence[Proposal]) -> list[JSON]:
    """The proposals as JSON."""
    return [
        {
            "proposition": one.proposition,
            "side": one.side,
            "text": one.text,
            "source": one.source,
            "events": one.events,
            "actors": one.actors,
            "examples": [{"statement": id_, "actor": actor, "quotation": words} for id_, actor, words in one.examples],
        }
        for one in found
    ]


def proposals_yaml(found: Sequence[Proposal]) -> str:
    """The proposals as lists to paste below a proposition of the codebook, with the examples as comments."""
    parts: list[str] = []
    for proposition in dict.fromkeys(one.proposition for one in found):
        parts.append(f"# Below the proposition {proposition}; give each an id and a wording of your own.\narguments:")
        own = [one for one in found if one.proposition == proposition]
        parts += [_entry(n, one) for n, one in enumerate(own, start=1)]
    return "\n".join(parts) + "\n" if parts else ""


def _on_side(
    proposition: Proposition, side: ArgumentSide, fits_none: Sequence[Reading], model: Matcher
) -> list[Proposal]:
    wordings = (proposition.text, *proposition.synonyms)
    reasoned = [one for one in fits_none if own_words(_words(one), besides=wordings) >= FEWEST_OWN]
    events = sorted(reasoned, key=lambda r: (not r.confirmed, -r.probability, r.id))[:MOST_STATEMENTS]
    possible = _more_than(proposition.text, candidates(events, wordings), model)
    if len(events) < FEWEST_EVENTS or not possible:
        return []
    pairs = [(_words(event), text) for text in possible for event in events]
    scores = [float(score) for score in model.gives(pairs)]
    size = len(events)
    covers: dict[str, dict[int, float]] = {}
    for n, (text, source) in enumerate(possible.items()):
        row = scores[n * size : (n + 1) * size]
        covers[text] = {i: s for i, s in enumerate(row) if s >= MATCHES or events[i].id == source}
    return [_proposal(proposition, side, (text, possible[text]), [(events[i], s) for i, s in chosen])
            for text, chosen in _greedy(covers)]  # fmt: skip


def _more_than(said: str, possible: Mapping[str, str], model: Matcher) -> dict[str, str]:
    """The candidates that the proposition does not give by itself: such a one would gather all who speak of it."""
    scores = model.gives([(said, text) for text in possible])
    return {text: possible[text] for text, score in zip(possible, scores, strict=True) if score < MATCHES}


def _greedy(covers: Mapping[str, Mapping[int, float]]) -> list[tuple[str, list[tuple[int, float]]]]:
    """Candidates in the order in which they cover most that is not covered, each with what it covers anew."""
    left, done, found = dict(covers), set[int](), list[tuple[str, list[tuple[int, float]]]]()
    while left and len(found) < MOST_PROPOSED:
        fresh = {text: {i: s for i, s in row.items() if i not in done} for text, row in left.items()}
        best = min(fresh, key=lambda text: (-len(fresh[text]), -round(sum(fresh[text].values()), 6), len(text), text))
        if len(fresh[best]) < FEWEST_EVENTS:
            break
        found.append((best, sorted(fresh[best].items(), key=lambda one: (-one[1], one[0]))))
        done |= set(fresh[best])
        del left[best]
    return found


def candidates(events: Sequence[Reading], wordings: Sequence[str]) -> dict[str, str]:
    """Short clear sentences that say more than the wordings, each with the id of its own; the surest come first."""
    found: dict[str, str] = {}
    folded: set[str] = set()
    for event in events:
        for sentence in (one for piece in _words(event).split(GAP.strip()) for one in _SENTENCE.findall(piece)):
            text = sentence.strip(" \"'“”‘’,;:—–-")
            plain = text.casefold().rstrip(".!")
            if event.clear and plain not in folded and _claims(text, wordings):
                folded.add(plain)
                found[text] = event.id
        if len(found) >= MOST_CANDIDATES:
            break
    return dict(list(found.items())[:MOST_CANDIDATES])


def _claims(text: str, wordings: Sequence[str]) -> bool:
    """Whether a sentence can stand alone and says more than a side."""
    if len(text.split()) not in _WORDS or _LEANS.search(text) or _TELLS.search(text):
        return False
    return own_words(text, besides=wordings) >= FEWEST_OWN


def _words(reading: Reading) -> str:
    return " ".join(reading.sightings[0].quotation.split())


def _proposal(
    proposition: Proposition, side: ArgumentSide, chosen: tuple[str, str], given: Sequence[tuple[Reading, float]]
) -> Proposal:
    text, source = chosen
    readings = [reading for reading, _ in given]
    return Proposal(
        proposition=proposition.id,
        side=side,
        text=text,
        source=source,
        events=len(readings),
        actors=len({one.actor_key for one in readings if has_actor(one.speaker)}),
        examples=tuple((r.id, r.actor_name or display_name(r.speaker), _words(r)) for r in readings[:EXAMPLES]),
    )


def _entry(number: int, one: Proposal) -> str:
    from ruamel.yaml import YAML

    yaml, stream = YAML(typ="rt", pure=True), io.StringIO()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 10_000  # a comment follows; a folded text would be torn apart
    yaml.dump([{"id": f"new-{one.side}-{number}", "side": one.side, "text": one.text}], stream)
    said = [f"  # {_comment(f'{actor}: {words}')} ({id_})" for id_, actor, words in one.examples]
    actors = f"{one.actors} actor{'' if one.actors == 1 else 's'}"
    head = f"  # {one.events} speech events, {actors}. For example:"
    return "\n".join([head, *said, stream.getvalue().rstrip()])


def _comment(text: str) -> str:
    """Text that stays on its line whatever it holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
