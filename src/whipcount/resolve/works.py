"""Polls by their full names, and who wrote the letter, report or book that is quoted."""

from __future__ import annotations

import re
from bisect import bisect_left

from whipcount.model import Span
from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity
from whipcount.resolve.mentions import Mention
from whipcount.resolve.reading import Reading, anchor

POLLS = lexicon.words("poll survey polling average tracker")
_POLL = re.compile(
    r"(?:[/–][\w.&]+)?(?:['’]s)?[ \u00a0](?:(?!poll|survey)[\w-]+[ \u00a0]){0,3}?(?:polling[ \u00a0]average|"
    r"average[ \u00a0]of[ \u00a0](?:[\w-]+[ \u00a0]){0,3}polls|tracking[ \u00a0]poll|poll|survey|polling|average)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:poll|survey)\b(?:[ \u00a0](?:\w+ed|taken))?[ \u00a0](?:by|from)[ \u00a0](?:the[ \u00a0])?$", re.IGNORECASE
)
_BESIDE = re.compile(r"(?:[\w.&’'-]+[ \u00a0])*[\w.&’'-]*[/–-]$")  # "New York Times/" before "CBS News"
_ARTICLE = re.compile(r"^(?:the|a|an)[ \u00a0]", re.IGNORECASE)
_OWN = re.compile(r"['’]s (?:own )?(?:(?:latest|new|newest|most recent) )?")
_SOON = 400  # characters after "a new poll" in which its full name follows
_WORK_REACH = 15  # sentences looked back for who wrote "the letter"
_OWNER_REACH = 30  # characters between an owner and what is his
_AUTHORED = re.compile(
    r"\b(?:wrote|writes|written|released|released|published|issued|sent|filed|posted|submitted|signed|delivered|"
    r"produced|penned|tweeted|gave|unveiled|announced|said|told|launched|aired)\b"
)
_GAVE_OUT = re.compile(
    r"[ \u00a0](?:(?:has|had|also|later|then)[ \u00a0])?(?:provided|released|issued|sent|gave|put out|shared|wrote|"
    r"published|posted|offered|submitted|filed|emailed)[ \u00a0](?:an?|the|his|her|its)[ \u00a0]"
    r"(?:[\w-]+[ \u00a0]){0,2}$"
)
_BY_WHOM = re.compile(r"[ \u00a0](?:[a-z]+[ \u00a0]){0,2}?(?:by|from|of)[ \u00a0](?:the[ \u00a0])?")


def polls(reading: Reading) -> list[tuple[int, str, Span]]:
    """Every poll that the document names, in text order: where, the name, its span. Read once."""
    known: list[tuple[int, str, Span]] | None = reading.memo.get("polls")
    if known is None:
        known = []
        for mention in reading.cast.mentions:
            if mention.kind == "person" and not mention.possessive:
                continue
            found = _poll_after(reading, mention)
            if found:
                name = next((n for _, n, _ in known if n.endswith((f" {found[0]}", f"/{found[0]}"))), found[0])
                known.append((mention.start, name, found[1]))
        reading.memo["polls"] = known
    return known


def _poll_after(reading: Reading, mention: Mention) -> tuple[str, Span] | None:
    text = reading.text
    match = _POLL.match(text, mention.span.end, mention.span.end + 60)
    capital = len(mention.words) > 1 and mention.words[-1] in ("Poll", "POLL")  # "the Fen Valley Poll"
    end = match.end() if match else mention.span.end if capital else None
    if end is None:
        if _BY.search(text, max(0, mention.start - 40), mention.start) is None:
            return None
        return " ".join(mention.words) + " poll", mention.span
    start = mention.start
    line = text[max(0, start - 60) : start]
    beside = re.search(r"((?:[A-Z][\w.&’']*[ \u00a0])*[A-Z][\w.&’']*)[/–-]$", line)
    if beside:
        start -= len(line) - beside.start(1)
    name = _ARTICLE.sub("", " ".join(text[start:end].split()))
    return _OWN.sub(" ", name), Span(start, end)


def poll_here(reading: Reading, span: Span) -> tuple[str, Span] | None:
    """The poll that a source phrase names."""
    found = polls(reading)
    for at in range(bisect_left(found, (span.start - 60, "", Span(0, 0))), len(found)):
        _, name, where = found[at]
        if where.start >= span.end:
            break
        if where.end > span.start and where.start >= span.start - 1:
            return name, where
    return None


def named_poll(reading: Reading, at: int) -> tuple[str, Span] | None:
    """The poll named last before an offset; else the first one named after it."""
    found = polls(reading)
    place = bisect_left(found, (at, "", Span(0, 0)))
    if not found:
        return None
    _, name, where = found[place - 1] if place else found[0]
    return name, where


def poll_introduced(reading: Reading, at: int) -> tuple[str, Span] | None:
    """The poll that "a new poll" is: the only one of the document, else the one named soon after."""
    found = polls(reading)
    soon = [(name, where) for _, name, where in found if at <= where.start < at + _SOON]
    only = {name for _, name, _ in found}
    if len(only) == 1:
        return found[0][1], found[0][2]
    return soon[0] if soon else None


def author(reading: Reading, at: int, noun: str) -> Entity | int | None:
    """Who wrote or published "the letter": a named actor, or the attribution whose speaker did."""
    sentences = reading.passages.sentences
    if not sentences:
        return None
    first = max(0, reading.passages.sentence(at) - _WORK_REACH)
    word = re.compile(rf"\b{re.escape(noun)}s?\b", re.IGNORECASE)
    for match in reversed([*word.finditer(reading.text, sentences[first].start, at)]):
        found = _owner(reading, match.start(), match.end())
        if found is not None:
            return found
    return None


def _owner(reading: Reading, start: int, end: int) -> Entity | int | None:
    text, sentence = reading.text, reading.passages.sentence_span(start)
    for mention, entity in reading.cast.before(start, 2):
        gap = text[mention.span.end : start]
        if len(gap) < _OWNER_REACH and not set(gap) & set(".,;:\n") and (
            mention.possessive or (entity.kind == "organisation" and len(gap.split()) < 2)
        ):  # fmt: skip
            return entity
        if _GAVE_OUT.match(gap):
            return entity
    by = _BY_WHOM.match(text, end, sentence.end)
    if by:
        named = reading.cast.inside(Span(by.end(), min(sentence.end, by.end() + 40)))
        if named and (named[0][0].role or named[0][0].span).start - by.end() <= 1:
            return named[0][1]
    for event in reversed(reading.scene.events):
        if event.how == "pronoun" and event.role == "possessive" and 0 < start - event.end < _OWNER_REACH:
            return event.entity
    return _who_released(reading, start, sentence)


def _who_released(reading: Reading, start: int, sentence: Span) -> Entity | int | None:
    for which in reversed(reading.order[-8:]):
        place = anchor(reading.attributions[which])
        if sentence.start <= place < sentence.end and reading.attributions[which].source:
            return reading.entities.get(which, which)
    if _AUTHORED.search(reading.text, sentence.start, start):
        for event in reading.scene.events:
            if sentence.start <= event.start < start and event.role == "subject":
                return event.entity
    return None
