"""Sources that are pronouns: he, she, they, it, I, we."""

from __future__ import annotations

import re

from whipcount.model import Document, Span
from whipcount.resolve import lexicon, naming
from whipcount.resolve.entities import Entity, agrees
from whipcount.resolve.nouns import group_before
from whipcount.resolve.phrases import head_of
from whipcount.resolve.reading import Answer, Reading, Source, anchor, gender_of

_TURN = re.compile(r"\s*([A-Z][\w.’'-]*(?:[ \u00a0][A-Z][\w.’'-]*){0,4})\s*(?:\([^)\n]*\))?:\s")
_LETTER = 3  # paragraphs from what a letter says to its signature
_SIGNED = re.compile(r"[-–—*\s]*[A-Z][\w.’'-]+(?:[ \u00a0][A-Z][\w.’'-]+){1,3}[.,\s]*")
_TURN_LASTS = 4  # paragraphs of one turn in a transcript that may stand without the speaker's name
_QUESTION = 500  # characters of an interviewer’s question at most
_SAME = 40  # characters within which the group that spoke and the group described are one
_UNNAMED = 2  # sentences within which "he" may be the unnamed person who spoke last
_BROUGHT_IN = re.compile(r"(?:[Aa]n?|[Oo]ne|[Aa]nother)[ \u00a0](?!of\b)")
_ASKERS = lexicon.words("reporter moderator host interviewer caller anchor correspondent journalist")
_OPENS = 12  # characters before the first name of a sentence that begins with it
_CALLS = 70  # characters from "self-described" to the name it stands before
_CAMPAIGN = re.compile(r"\b([A-Z][\w’'-]+?)(?:['’]s?)?[ \u00a0](campaign|administration)\b")
_NEAR = 3  # sentences within which "it" and "they" reach back to an organisation


def he_or_she(reading: Reading, source: Source, span: Span) -> Answer:
    """The person most in mind who fits; never somebody named in the words that this very source is quoted with."""
    spoke = _unnamed_last(reading, source)
    if spoke is not None:
        return reading.same_speaker(source, spoke, "pronoun_unnamed", 0.55)
    exclude = source.attribution.content if source.attribution.form != "indirect" else ()
    quotation = reading.passages.quotation(span.start)
    quoted = _voice_of(reading, source.which, quotation) if quotation else None
    found = reading.person(span, speaking=True, exclude=exclude, other=quoted)
    if found is not None:
        return reading.named(source, found[0], "pronoun", found[1])
    voice = reading.scene.voice(source.start, plural=False)
    return (
        reading.repeat(source, voice, "pronoun_unnamed") if voice else reading.unresolved(source, "pronoun_unresolved")
    )


def _unnamed_last(reading: Reading, source: Source) -> int | None:
    """The last statement, where an unnamed person made it and nobody who may be meant was named since.

    "A farmer said no. He added …": names in what the farmer says count for nothing.
    """
    word = source.as_written.casefold()
    if not reading.order or word not in ("he", "she") or reading.passages.quoted(source.start):
        return None
    last = reading.order[-1]
    speaker, theirs = reading.speakers[last], reading.attributions[last]
    near = reading.passages.sentence(source.start) - reading.passages.sentence(anchor(theirs)) <= _UNNAMED
    if last in reading.entities or speaker.kind != "anonymous" or not theirs.source or not near:
        return None
    noun, gender = head_of(speaker.name or ""), gender_of(word)
    again = speaker.rule in ("description_repeated", "pronoun_unnamed")
    brought_in = (again or _BROUGHT_IN.match(speaker.as_written) is not None) and noun in lexicon.PERSON_NOUNS
    asked = noun in _ASKERS or any("ask" in reading.text[s.start : s.end].casefold() for s in theirs.cue)
    if not brought_in or asked or not agrees(gender, lexicon.PERSON_NOUNS[noun]):
        return None
    since = theirs.source[-1].end
    for event in reading.scene.events:
        said = any(s.start <= event.start < s.end for s in theirs.content)
        person = event.entity.kind in ("person", "open") and agrees(event.entity.gender, gender)
        if since <= event.start < source.start and person and not said:
            return None
    return last


def oneself(reading: Reading, source: Source) -> Answer | None:
    """Who calls himself so in "self-described": the name that follows at once, else the subject of the sentence."""
    end = source.spans[0].end
    sentence = reading.passages.sentence_span(source.start)
    for mention, entity in reading.cast.inside(Span(end, min(sentence.end, end + _CALLS))):
        left = (mention.role or mention.span).start
        if entity.kind == "person" and not set(reading.text[end:left]) & set(",.;:—("):
            return reading.named(source, entity, "self", 0.7)
    for event in reading.scene.events:
        if sentence.start <= event.start < source.start and event.entity.kind == "person" and event.role == "subject":
            return reading.named(source, event.entity, "self", 0.6)
    return None


def they(reading: Reading, source: Source) -> Answer:
    """The last group that spoke, else the last one described, else the last organisation."""
    both = _two(reading, source)
    if both:
        return both
    voice = reading.scene.voice(source.start, plural=True, within=6)
    group = group_before(reading, source.start)
    if voice and (group is None or group.head.start <= voice.start + _SAME):
        return reading.repeat(source, voice, "they_spoke")
    if group:
        kind = naming.kind_of(group)
        name = naming.description(reading.text, group)
        return source.answer(name, kind if kind != "none" else "group", "they_group", 0.4, evidence=[group.head])
    organisation = reading.scene.organisation(source.start, _NEAR)
    if organisation:
        return reading.named(source, organisation, "they_organisation", 0.4)
    return source.answer(source.as_written.casefold(), "group", "they_unresolved", 0.2)


def _two(reading: Reading, source: Source) -> Answer | None:
    """The two people whom this sentence, or the one before it, begins with: "Mr. Doe and Ms. Roe met. They …"."""
    here = reading.passages.sentence(source.start)
    for place in (here, here - 1):
        if place < 0 or not reading.passages.sentences:
            continue
        sentence = reading.passages.sentences[place]
        named = reading.cast.inside(Span(sentence.start, min(sentence.end, source.start)))[:2]
        people = [e for _, e in named if e.kind == "person"]
        if len(people) < 2 or people[0] is people[1]:
            continue
        (one, _), (two, _) = named
        between = reading.text[one.span.end : (two.role or two.span).start]
        opens = (one.role or one.span).start - sentence.start < _OPENS
        if opens and re.fullmatch(
            r"(?:[ \u00a0]?\([^()]*\))?,?[ \u00a0]and[ \u00a0](?:(?:Mr|Ms|Mrs|Dr)\.[ \u00a0])?", between
        ):
            name = naming.listed([naming.entity_name(e) for e in people])
            return source.answer(name, "group", "they_two", 0.6, evidence=[e.span for e in people])
    return None


def it(reading: Reading, source: Source) -> Answer:
    """The organisation that spoke last, else the one that acted last."""
    at = source.start
    voice = reading.scene.voice(at, within=_NEAR)
    if voice and voice.kind == "organisation":
        return reading.repeat(source, voice, "it_spoke")
    last = reading.scene.last_speaker
    if last and last[0].kind in ("organisation", "place") and reading.passages.sentence(at) - last[1] <= _NEAR:
        return reading.named(source, last[0], "it_spoke", 0.6)
    return _what_it_is(reading, source) or reading.unresolved(source, "it_unresolved")


def _what_it_is(reading: Reading, source: Source) -> Answer | None:
    """A document that was quoted just before, the campaign or organisation of this sentence, or who acted last."""
    last = reading.order[-1] if reading.order else None
    here = reading.passages.sentence(source.start)
    if last is not None and here - reading.passages.sentence(anchor(reading.attributions[last])) <= 2:
        noun = lexicon.singular(head_of(reading.speakers[last].as_written))
        if noun in lexicon.DOCUMENT_NOUNS and noun not in lexicon.PERSON_NOUNS:
            return reading.same_speaker(source, last, "it_document", 0.45)
    sentence = reading.passages.sentence_span(source.start)
    for match in reversed([*_CAMPAIGN.finditer(reading.text, sentence.start, source.start)]):
        name = f"{match.group(1)} {match.group(2)}"
        return source.answer(name, "organisation", "it_organisation", 0.5, evidence=[Span(*match.span(1))])
    organisation = reading.scene.organisation(source.start, _NEAR, subject=True)
    organisation = organisation or reading.scene.organisation(source.start, 0)
    return reading.named(source, organisation, "it_organisation", 0.45) if organisation else None


def first_person(reading: Reading, source: Source) -> Answer:
    """Inside a quotation, whoever is quoted; in a transcript, whose turn it is; else the writer."""
    quotation = reading.passages.quotation(source.start)
    if quotation:
        other = _quoted_by(reading, source.which, quotation)
        if other is not None:
            return reading.same_speaker(source, other, "first_person_quoted", 0.6)
        named = _named_after(reading, source.which, quotation)
        if named is not None:
            return reading.named(source, named, "first_person_quoted", 0.6)
        if reading.scene.last_speaker and reading.scene.last_speaker[0].kind == "person":
            return reading.named(source, reading.scene.last_speaker[0], "first_person_quoted", 0.4)
    speaker_here = _turn(reading, source.start)
    if speaker_here:
        return reading.named(source, speaker_here, "first_person_transcript", 0.8)
    if reading.interviewee and not asks(reading, source.start):
        return reading.named(source, reading.interviewee, "first_person_interview", 0.6)
    signed = _signature(reading, source.start)
    if signed:
        return source.answer(signed[0], "writer", "signature", 0.6, evidence=[signed[1]])
    name = writer_name(reading.document)
    return source.answer(name, "writer", "writer", 0.7 if name else 0.5)


def question_or_answer(reading: Reading, source: Source) -> Answer:
    """Who asks and who answers where an interview marks its turns "Q:" and "A:"."""
    if source.as_written == "Q":
        return source.answer(writer_name(reading.document), "writer", "question", 0.7)
    if reading.interviewee:
        return reading.named(source, reading.interviewee, "answer", 0.8)
    return reading.unresolved(source, "answer_unresolved")


def _voice_of(reading: Reading, which: int, quotation: Span) -> Entity | None:
    """Who is quoted around an offset: he does not call himself "he"."""
    known = _quoted_by(reading, which, quotation)
    return reading.entities.get(known) if known is not None else _named_after(reading, which, quotation)


def _signature(reading: Reading, at: int) -> tuple[str, Span] | None:
    """The name under a letter: a line of its own, soon after, in a text that has several or calls itself letters."""
    place = reading.passages.paragraph(at)
    for start, end in reading.passages.paragraphs[place + 1 : place + 1 + _LETTER]:
        match = _SIGNED.fullmatch(reading.text, start, end)
        named = reading.cast.inside(Span(start, end)) if match else []
        if match and len(named) == 1 and named[0][1].kind == "person" and len(named[0][0].words) > 1:
            if not reading.letters:
                return None
            return naming.entity_name(named[0][1]), named[0][0].span
    return None


def _named_after(reading: Reading, which: int, quotation: Span) -> Entity | None:
    """The person named as the source of a quotation that stands before its source."""
    for other in range(max(0, which - 6), min(len(reading.attributions), which + 7)):
        attribution = reading.attributions[other]
        if other == which or not attribution.source or attribution.source[0].start < quotation.end:
            continue
        if any(s.start < quotation.end and quotation.start < s.end for s in attribution.content):
            named = reading.cast.inside(attribution.source[0])
            return named[-1][1] if named and named[-1][1].kind == "person" else None
    return None


def asks(reading: Reading, at: int) -> bool:
    """True in a paragraph that ends in a question and is no long answer: the interviewer speaks."""
    start, end = reading.passages.paragraph_span(at)
    return end - start < _QUESTION and reading.text[start:end].rstrip().endswith("?")


def _quoted_by(reading: Reading, which: int, quotation: Span) -> int | None:
    """The attribution resolved last whose content lies in or around a quotation."""
    for other in reversed(reading.order[-12:]):
        contents = reading.attributions[other].content
        if other != which and any(s.start < quotation.end and quotation.start < s.end for s in contents):
            return other
    return None


def _turn(reading: Reading, at: int) -> Entity | None:
    """Whose turn it is in a transcript ("DOE: …"), looking back a few paragraphs."""
    first = reading.passages.paragraph(at)
    for start, end in reversed(reading.passages.paragraphs[max(0, first - _TURN_LASTS + 1) : first + 1]):
        match = _TURN.match(reading.text, start, min(end, start + 80))
        if match:
            found = reading.cast.inside(Span(start, match.end(1)))
            return found[-1][1] if found else None
    return None


def writer_name(document: Document) -> str | None:
    """Who wrote the article, by its byline, else the outlet.

    >>> writer_name(Document("d", "d", "", "", byline="By Ann Lee and Bo Ek"))
    'Ann Lee and Bo Ek'
    """
    byline = document.byline
    if not byline:
        lines = (document.text[b.start : b.end] for b in document.blocks if b.kind == "byline")
        byline = next((line for line in lines if re.match(r"\s*by\s", line, re.IGNORECASE)), "")
    byline = re.sub(r"^by\s+", "", " ".join(byline.split()), flags=re.IGNORECASE)
    names = [n.strip() for n in re.split(r",|;|\band\b|&", byline) if n.strip()]
    return naming.listed(names) if names else document.outlet
