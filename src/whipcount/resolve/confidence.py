"""How likely a speaker is right: a logistic model over the rule that fired and what can be seen of its case.

Each rule comes with a confidence of its own: a salience probability, or a value set by hand. What share of such answers
is right was counted on labelled training articles (``training/speakers/calibrate.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from whipcount.model import Speaker
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity
from whipcount.resolve.salience import model

_LEAST, _MOST = 0.02, 0.99  # no answer is certain
# Where one annotator of PolNeAR marks no source, another does for 187 of 513 statements (16 train articles with several
# annotators); a reader that found none is no surer.
_NO_SOURCE = 0.64
_RESTED = ("name", "short_name", "ambiguous", "joint", "apposed")  # rules whose own value tells nothing more


def signals(speaker: Speaker, entity: Entity | None) -> Iterator[str]:
    """Names of what holds for one answer."""
    rule, words = speaker.rule, speaker.as_written.split()
    first = words[0].casefold() if words else ""
    yield "any"
    yield f"rule={rule}"
    yield f"kind={speaker.kind}"
    yield f"rule={rule} kind={speaker.kind}"
    if rule not in _RESTED:
        yield f"own={round(speaker.confidence, 1)}"
        yield f"own={round(speaker.confidence, 1)} pronoun={rule == 'pronoun'}"
    opens = "the" if first == "the" else "a" if first in ("a", "an", "one") else "his" if first in _OWNERS else "other"
    yield f"opens={opens} kind={speaker.kind} named={entity is not None}"
    yield f"words={min(len(words), 4)} named={entity is not None}"
    yield f"sure of kind={_sure_kind(speaker)} kind={speaker.kind} named={entity is not None}"
    if entity is not None:
        yield f"full={len(entity.words) > 1} rule={rule in _RESTED}"
        yield f"mentions={min(entity.mentions, 3)}"
        listed = entity.words[0] in lexicon.first_names()
        yield f"listed={listed} kind={speaker.kind} words={min(len(entity.words), 3)}"
        yield f"named in full={min(entity.full_mentions, 2)} rule={rule in _RESTED} kind={speaker.kind}"
        yield f"role known={bool(entity.roles)} rule={rule in _RESTED} kind={speaker.kind}"
        yield f"gender known={entity.gender != 'u'} kind={speaker.kind}"


_OWNERS = lexicon.words("his her their its our my your")


def _sure_kind(speaker: Speaker) -> bool:
    """Whether the words of the source are such that everybody would say what they are: a plural, a person."""
    words = speaker.as_written.casefold().split()
    return any(w in lexicon.PERSON_NOUNS or lexicon.singular(w) in lexicon.PERSON_NOUNS for w in words)


def prior(speaker: Speaker) -> float:
    """The log-odds of the rule’s own confidence, which the learned ones are added to."""
    own = min(_MOST, max(_LEAST, speaker.confidence))
    return math.log(own / (1.0 - own))


def calibrated(speaker: Speaker, entity: Entity | None, seen: Sequence[str] = ()) -> Speaker:
    """The speaker with the probability, in [0, 1], that it is right.

    Args:
        speaker: The answer, with the rule’s own confidence.
        entity: The named actor that it is, if it is one.
        seen: What else was seen of the case (``doubts``).
    """
    table = model()["confidence"]
    if not table:
        return speaker
    held = (*signals(speaker, entity), *seen)
    odds = prior(speaker) + math.fsum(table.get(signal, 0.0) for signal in held)
    probability = 1.0 / (1.0 + math.exp(-odds))
    if not speaker.as_written:
        probability *= _NO_SOURCE
    return replace(speaker, confidence=round(min(_MOST, max(_LEAST, probability)), 2))
