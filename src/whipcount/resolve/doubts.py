"""What of a case tells right answers from wrong ones, beside the rule: rivals, distance, other ways to resolve it.

Two easy resolutions are asked as well, whoever acted last and whoever spoke last. Where they agree with an answer it is
surer. Their names are the features of ``confidence``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from whipcount.model import Speaker
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity, agrees
from whipcount.resolve.phrases import head_of
from whipcount.resolve.reading import Reading, Source

_STEPS = (0, 1, 2, 4, 8)  # sentences; steps in which distance is counted
_NEAR = 3  # sentences within which somebody else is a rival
_LEAD = 4  # paragraphs of the opening
_PLAIN = ("name", "short_name")
_CROWD = 4  # people; steps in which those of a document are counted
_PRONOUNS = (
    lexicon.HE | lexicon.SHE | lexicon.THEY | lexicon.IT | lexicon.FIRST_SINGULAR | lexicon.FIRST_PLURAL
    | lexicon.RELATIVES
)  # fmt: skip


def _step(distance: int) -> int:
    return next((step for step in _STEPS if distance <= step), 9)


def _plain(speaker: Speaker) -> str:
    """The rule, or "name" for the rules of names that can mean one person only."""
    return "name" if speaker.rule in _PLAIN else speaker.rule


def _tenth(share: float) -> str:
    return f"{min(share, 0.99):.1f}"


def doubts(reading: Reading, source: Source, speaker: Speaker, entity: Entity | None) -> Iterator[str]:
    """Names of what holds for an answer where it is given, before it enters the memory of the scene."""
    at, form = source.start, source.attribution.form
    place = reading.passages.paragraph(at)
    where = "headline" if not place else "lead" if place < _LEAD else "body"
    plain = _plain(speaker)
    yield f"where={where} named={entity is not None} plain={plain == 'name'}"
    yield f"form={form} {plain}"
    yield f"people={min(len(reading.cast.people) // _CROWD, 4)} {plain}"
    yield from _of_source(reading, source, speaker, plain)
    if entity is None:
        yield from _of_words(speaker)
        return
    yield from _of_rivals(reading, source, plain, entity)
    namesakes = [e for e in reading.cast.by_family.get(entity.family, []) if e.kind in ("person", "open")]
    share = entity.mentions / max(1, sum(e.mentions for e in namesakes))
    yield f"namesakes={min(len(namesakes), 3)} {plain} share={_tenth(share)}"


def _of_source(reading: Reading, source: Source, speaker: Speaker, plain: str) -> Iterator[str]:
    """Which pronoun the source is, and with what a statement without one begins."""
    cue = source.attribution.cue
    if not source.spans:
        yield f"nobody stands there, cue={bool(cue)} {plain}"
        if cue:
            yield f"nobody stands there, cue={(reading.text[cue[0].start : cue[0].end].casefold().split() or [''])[0]}"
        return
    words = speaker.as_written.casefold().split()
    if len(words) == 1:
        word = words[0] if words[0] in _PRONOUNS else "none"
        yield f"pronoun={word} quoted={word != 'none' and reading.passages.quoted(source.start)}"


def _of_words(speaker: Speaker) -> Iterator[str]:
    """What the words of a speaker kept as he is described say."""
    words = speaker.as_written.split()
    if not words:
        return
    noun = head_of(speaker.as_written)
    single = lexicon.singular(noun)
    lists = (
        ("party", lexicon.PARTY_WORDS), ("person", lexicon.PERSON_NOUNS), ("document", lexicon.DOCUMENT_NOUNS),
        ("body", lexicon.ORGANISATION_NOUNS),
    )  # fmt: skip
    which = next((name for name, words_of in lists if single in words_of), "other")
    first = words[0].casefold()
    opens = "the" if first in ("the", "this", "that") else "a" if first in ("a", "an", "one") else "none"
    named = any(w[:1].isupper() for w in words[1:])
    yield f"noun={which} plural={lexicon.is_plural(noun)} opens={opens} {speaker.kind}"
    yield f"noun={which} plural={lexicon.is_plural(noun)} capitals={named}"
    yield f"long={min(len(words) // 3, 3)} noun={which}"


def _of_rivals(reading: Reading, source: Source, plain: str, entity: Entity) -> Iterator[str]:
    scene, here = reading.scene, reading.passages.sentence(source.start)
    said = [s for s in source.attribution.content if source.attribution.form != "indirect" and s.end > s.start]
    behind = [
        e for e in scene.events
        if e.start < source.start and not any(s.start <= e.start < s.end for s in said)
    ]  # fmt: skip
    own = [e for e in behind if e.entity is entity]
    distance = _step(here - own[-1].sentence) if own else 10
    others = {
        e.entity.key: e for e in behind
        if e.entity is not entity and e.entity.kind in ("person", "open") and agrees(e.entity.gender, entity.gender)
        and here - e.sentence <= _NEAR
    }  # fmt: skip
    nearer = sum(1 for e in others.values() if not own or e.start > own[-1].start)
    yield f"nearer={min(nearer, 3)} {plain}"
    yield f"nearer={min(nearer, 2)} distance={min(distance, 4)} {plain}"
    acted = next((e for e in reversed(behind) if e.role == "subject" and agrees(e.entity.gender, entity.gender)
                  and e.entity.kind in ("person", "open")), None)  # fmt: skip
    spoke = scene.last_speaker
    same_acted = acted is not None and acted.entity is entity
    same_spoke = spoke is not None and spoke[0] is entity
    yield f"acted={same_acted} spoke={same_spoke} {plain}"
    if plain not in ("name", "ambiguous", "misspelt"):
        odds = [p for _, p in scene.ranked[:2]] + [0.0, 0.0]
        yield f"margin={_tenth(odds[0] - odds[1])} {plain}"
        yield f"margin={_tenth(odds[0] - odds[1])} acted={same_acted} spoke={same_spoke}"


def afterthoughts(reading: Reading) -> dict[int, tuple[str, ...]]:
    """Names of what holds for each answer once the whole document is read: who else speaks."""
    order, entities, speakers = reading.order, reading.entities, reading.speakers
    by_name = {entity.key for which, entity in entities.items() if speakers[which].rule in _PLAIN}
    said_so: dict[str, Counter[str | None]] = {}
    for speaker in (speakers[which] for which in order):
        said_so.setdefault(speaker.as_written.casefold(), Counter())[speaker.name] += 1
    keys = [-1, *(entities[which].key if which in entities else -1 for which in order), -1]
    found: dict[int, tuple[str, ...]] = {}
    for place, which in enumerate(order, 1):
        key, plain = keys[place], _plain(speakers[which])
        beside = (keys[place - 1] == key) + (keys[place + 1] == key)
        own = (f"by name={key in by_name} {plain}", f"beside={beside} {plain}") if key >= 0 else ()
        same = f"same words={_same_words(said_so, speakers[which])} {plain}"
        found[which] = (*own, *_neighbours(reading, place - 1, plain), same)
    return found


def _same_words(said_so: dict[str, Counter[str | None]], speaker: Speaker) -> str:
    """Whether the words of a source mean the same speaker wherever they stand in the article."""
    names = said_so[speaker.as_written.casefold()]
    if names.total() == 1:
        return "none"
    return "same" if len(names) == 1 else "other"


def _neighbours(reading: Reading, place: int, plain: str) -> Iterator[str]:
    """How the statements before and after were resolved, and whether to the same name."""
    name = reading.speakers[reading.order[place]].name
    for which, at in (("before", place - 1), ("after", place + 1)):
        other = reading.speakers[reading.order[at]] if 0 <= at < len(reading.order) else None
        theirs = _plain(other) if other else "none"
        yield f"{which}={theirs} {plain}"
        if other:
            yield f"{which} same={other.name == name} by name={theirs == 'name'} {plain}"
