"""Find names in running text: capitalised runs, split into title and name, with what the words themselves show.

No tagger is used. A run is read as a person where a title, an honorific or a listed first name says so; as an
organisation or place by its words; and is left open otherwise, for ``cast`` to judge by its use in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from whipcount.model import Span
from whipcount.passages import Passages
from whipcount.resolve import lexicon
from whipcount.resolve.grammar import verblike
from whipcount.resolve.lexicon import Gender
from whipcount.resolve.ordinary import compound, kind_of_people, plain_noun, whole_family, without_openers
from whipcount.resolve.runs import GAP, JOINERS, Token, runs, strip_start, tokens

NameKind = Literal["person", "organisation", "place", "open"]

_DOMAIN = re.compile(r"\.(?:com|org|net|gov|edu|tv|uk)$", re.IGNORECASE)
_INNER_CAPITAL = re.compile(r"(?!Mac|Van|Fitz|Del)[A-Z][a-z]{2,}[A-Z]")  # "WikiLeaks", but not "MacArthur"
_TITLE_PARTS = lexicon.words(
    "prime vice deputy first foreign home defence defense state general executive press lord king queen"
)
_CLAUSE_START = re.compile(r"(?:^|[\n.!?:;—–|•]|[\"“‘(\[]|''|``|--)[\s\"“‘'(\[]*$")
_ALONE = lexicon.words("congress parliament pentagon kremlin treasury senate facebook twitter google house")
_COLOURS = lexicon.words("Black White Green Independent Western Eastern Northern Southern Liberal")
_BODIES = lexicon.words("department ministry agency committee commission council office court bureau")
_OFFICES = lexicon.words("majority minority white house press communications budget finance interior treasury campaign")
_SURNAMES_TOO = lexicon.words("hall lake church park day street post bell banks law bridge bond field star price king")
_SOMEWHERE = re.compile(r"\b(?:in|at|near|outside|inside|the|of|from|to|on|by)[ \u00a0]$", re.IGNORECASE)
_TURN = re.compile(r"\s?:\s")
_ACRONYM = 4  # letters up to which capitals alone are rather an acronym than a surname
_LONGEST_NAME = 5  # words; a longer run is a headline or a list, not a name


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. ``span`` holds the name alone; ``role`` are the title words before it, if any."""

    span: Span
    words: tuple[str, ...]
    kind: NameKind
    gender: Gender
    role: Span | None
    honorific: str | None
    possessive: bool

    @property
    def start(self) -> int:
        """Where the name begins."""
        return self.span.start


def read_run(words: list[Token]) -> tuple[list[Token], list[Token], NameKind, Gender, str | None]:
    """Split a run into title words and name words and say what it names."""
    names = lexicon.first_names()
    if all(_is_title(w) or w.folded in _TITLE_PARTS or w.folded in JOINERS for w in words):
        return words, [], "open", "u", None  # "the Prime Minister": a description, no name
    first = words[0].folded
    joined = "_".join(w.text for w in words[:2])
    if first in lexicon.HONORIFICS and len(words) > 1 and joined not in lexicon.COMPOUND_PLACES:
        # "King" and "Prince" are also ordinary surnames, but then no other name follows them.
        rest = words[1:]
        if rest[0].folded in lexicon.TITLES and len(rest) > 1:
            rest = rest[1:]
        if not _organisation(rest):
            return words[:1], rest, "person", lexicon.HONORIFICS[first], first
    late = _late_honorific(words)
    if late:
        return words[: late + 1], words[late + 1 :], "person", lexicon.HONORIFICS[words[late].folded], None
    if _office(words):
        return words, [], "open", "u", None  # "House Speaker", "Senate Majority Leader": a description, no name
    title = max((i for i, w in enumerate(words[:-1]) if _is_title(w)), default=-1)
    if title >= 0:
        rest = words[title + 1 :]
        if rest[0].folded in JOINERS:
            at = _name_after_of(rest)
            if not at:
                return ([], words, "organisation", "u", None) if title == 0 else ([], [], "open", "u", None)
            title, rest = title + at, rest[at:]
        if _organisation(rest) or _place(rest) or (len(rest) == 1 and rest[0].folded in _BODIES):
            return [], words, "organisation", "u", None
        if rest[0].folded in lexicon.HONORIFICS and len(rest) > 1:
            rest = rest[1:]
        if len(rest) <= _LONGEST_NAME and not (title > 0 and words[0].text in names and len(rest) == 1):
            return words[: title + 1], rest, "person", _gender(rest, words[title].folded), None
    for at, word in enumerate(words[:-1]):
        if word.text in names and len(words) - at <= _LONGEST_NAME and not _organisation(words[at:]):
            if at == 0 or all(_modifier(w) for w in words[:at]) or _role_ends(words[:at]):
                return words[:at], words[at:], "person", names[word.text], None
            break
    if _place(words):
        return [], words, "place", "u", None
    plural = words[-1].folded
    if lexicon.is_plural(plural) and (
        plural in lexicon.PARTY_WORDS or lexicon.singular(words[-1].text.rpartition("-")[2]) in lexicon.DEMONYMS
    ):
        return words, [], "open", "u", None  # "House Republicans", "Ukrainians": a group, described
    if words[-1].text in lexicon.DEMONYMS and all(_modifier(w) for w in words):
        return words, [], "open", "u", None  # "the South Carolina Republican"
    skip = (
        2 if "_".join(w.text for w in words[:2]) in lexicon.COMPOUND_PLACES
        else int(words[0].text in lexicon.DEMONYMS and words[0].text not in _COLOURS)
    )  # fmt: skip
    if skip and 2 <= len(words) - skip <= 3 and not _organisation(words[skip:]):
        return words[:skip], words[skip:], "open", "u", None
    if _organisation(words):
        return [], words, "organisation", "u", None
    gender = names.get(words[0].text, "u") if len(words) == 1 else "u"
    return [], words, "open", gender, None


def _late_honorific(words: list[Token]) -> int:
    """Where a word of address stands after what only tells whose it is: "Lakeland Prince | Ali"; 0 where none does."""
    for at, word in enumerate(words[1:-1], 1):
        if word.folded in lexicon.HONORIFICS and not _organisation(words[at + 1 :]):
            return at if all(_modifier(w) for w in words[:at]) and not _place(words[: at + 1]) else 0
    return 0


def _role_ends(words: list[Token]) -> bool:
    """True where what stands before a listed first name ends in a word for a person: "County Recorder", "Democrat"."""
    last = words[-1].folded.rpartition("-")[2]
    return _is_title(words[-1]) or last in lexicon.PERSON_NOUNS or words[-1].folded in lexicon.PARTY_WORDS


def _office(words: list[Token]) -> bool:
    """True for an office without its holder: a title at the end of words that may only stand before a name."""
    return (
        len(words) > 1 and _is_title(words[-1]) and words[-1].folded not in ("attorney", "justice")
        and all(_modifier(w) or _is_title(w) or w.folded in _TITLE_PARTS or w.folded in _OFFICES for w in words[:-1])
    )  # fmt: skip


def _name_after_of(rest: list[Token]) -> int:
    """Where the name begins in "of State Jane Doe"; 0 where no name follows."""
    listed = next((i for i, w in enumerate(rest[:-1]) if i > 1 and w.text in lexicon.first_names()), 0)
    return listed or (len(rest) - 2 if len(rest) >= 4 and rest[-2].folded not in JOINERS else 0)


def _is_title(word: Token) -> bool:
    return (
        word.folded in lexicon.TITLES
        or word.folded.endswith("-in-chief")
        or word.folded.removeprefix("co-").removeprefix("ex-").removeprefix("vice-") in lexicon.TITLES
    )


def _gender(rest: list[Token], title: str) -> Gender:
    by_name = lexicon.first_names().get(rest[0].text, "u") if len(rest) > 1 else "u"
    return by_name if by_name != "u" else lexicon.PERSON_NOUNS.get(title, "u")


def _modifier(word: Token) -> bool:
    """True for a word that may stand before a name without being part of it: "CNN", "Republican", "Vermont"."""
    acronym = word.text.isupper() and len(word.text) > 1 and "." not in word.text.rstrip(".")
    return (
        acronym
        or word.text in lexicon.DEMONYMS
        or word.text in lexicon.PLACES
        or word.folded in lexicon.ORGANISATION_WORDS
        or word.folded in lexicon.PARTY_WORDS
        or word.folded in lexicon.FUNCTION_WORDS
        or word.folded in lexicon.PERSON_NOUNS
        or word.folded in JOINERS
    )


def _organisation(words: list[Token]) -> bool:
    if len(words) == 1:
        word = words[0].text
        stripped = word.replace(".", "")
        acronym = stripped.isupper() and 2 <= len(stripped) <= 6 and word not in lexicon.DEMONYMS
        own = _DOMAIN.search(word) or _INNER_CAPITAL.match(word)
        return acronym or own is not None or words[0].folded in _ALONE
    if any(w.folded in ("of", "for", "&") for w in words):
        return True
    listed = lexicon.first_names()
    if words[0].text not in listed and any(w.folded in lexicon.ORGANISATION_WORDS for w in words[:-1]):
        return not any(w.text in listed for w in words[:-1])
    return words[-1].folded in lexicon.ORGANISATION_WORDS or any(
        w.text.isupper() and len(w.text) > 2 and not w.text.endswith(".") and w.folded not in lexicon.SUFFIXES
        for w in words[:1]
    )


def _place(words: list[Token]) -> bool:
    if len(words) == 1:
        return words[0].text in lexicon.PLACES
    return "_".join(w.text for w in words[:2]) in lexicon.COMPOUND_PLACES and len(words) == 2


def _surname_too(text: str, name: list[Token]) -> bool:
    """True for "Grace Hall" unless it is somewhere: a first name and a word that is a surname as well."""
    first = name[0].text in lexicon.first_names() and name[0].text not in lexicon.PLACES
    middle = all(len(w.text.rstrip(".")) == 1 for w in name[1:-1])
    if len(name) < 2 or not first or not middle or name[-1].folded not in _SURNAMES_TOO:
        return False
    return _SOMEWHERE.search(text, max(0, name[0].start - 12), name[0].start) is None


def own_name(mention: Mention) -> bool:
    """True for one word that is an organisation's whole name."""
    return len(mention.words) == 1 and mention.words[0].casefold() in _ALONE


def headline_like(text: str, share: float = 0.85) -> bool:
    """True where most words are capitalised, so that capitals say nothing.

    >>> headline_like("Top Lawmakers Rip Plan To Raise Taxes"), headline_like("Jane Doe told the BBC on Friday.")
    (True, False)
    """
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) >= 4 and sum(w[0].isupper() for w in words) >= share * len(words)


def _mention(text: str, words: list[Token]) -> Mention | None:
    # "Jr." stands after a comma as often as not, and belongs to the name.
    role, name, kind, gender, honorific = read_run(words)
    if not name:
        return None
    if kind == "organisation" and not role and _surname_too(text, name):
        kind, gender = "person", lexicon.first_names()[name[0].text]
    end = name[-1].end
    suffix = re.compile(r",? (?:Jr|Sr)\.").match(text, end)
    if suffix and kind == "person":
        end = suffix.end()
    span = Span(name[0].start, end)
    title = Span(role[0].start, role[-1].end) if role and honorific is None else None
    return Mention(span, tuple(w.text for w in name), kind, gender, title, honorific, name[-1].possessive)


# Photographers and agencies are named there, and nobody in the story is who is not named in it too.
_ASIDES = frozenset({"caption", "credit", "promo"})


def find_mentions(passages: Passages) -> list[Mention]:
    """Every name in the document, in text order; names in headlines only as far as the body knows their words."""
    text = passages.text
    lower = frozenset(re.findall(r"(?<![\w’'-])[a-z][a-z’'-]*", text))
    found: list[Mention] = []
    headlines: list[Span] = []
    opening: set[int] = set()
    peoples: list[Token] = []
    for start, end in passages.paragraphs:
        if passages.kind(start) in _ASIDES:
            continue
        if headline_like(text[start:end], 0.6 if passages.kind(start) == "headline" else 0.85):
            headlines.append(Span(start, end))
            continue
        for run in runs(passages, start, end):
            opens = _CLAUSE_START.search(text, max(start, run[0].start - 6), run[0].start)
            initial = run[0].start == start or opens is not None
            words = strip_start(run, initial, lower)
            mention = _mention(text, words) if words else None
            if mention and run[0].folded in ("the", "a", "an") and _described(mention):
                mention = None
            if mention is None and len(words) == 1 and words[0].text in lexicon.DEMONYMS | lexicon.PEOPLE:
                peoples.append(words[0])
            if mention and mention.start == start and _TURN.match(text, mention.span.end) and _shouted_name(mention):
                mention = replace(mention, kind="person")
            if mention and not kind_of_people(mention) and not compound(mention):
                if initial and mention.kind == "open" and len(mention.words) == 1:
                    opening.add(mention.start)
                found.append(mention)
    found = [*without_openers(found, opening), *_surnames(text, found, peoples)]
    found = [m for m in found if not whole_family(text, m, found) and not plain_noun(m, opening, found)]
    known = {word for m in found if m.kind == "person" or len(m.words) == 1 for word in m.words}
    for start, end in headlines:
        found += _headline_mentions(passages, Span(start, end), known)
    return sorted(found, key=lambda m: m.start)


def _described(mention: Mention) -> bool:
    """True for what follows "the" in "the Swede" and "the Cornish Conservative": nobody's name."""
    last = mention.words[-1]
    if len(mention.words) == 1:
        return last in lexicon.PEOPLE
    party = last.casefold() in lexicon.PARTY_WORDS and last.casefold() in lexicon.PERSON_NOUNS
    return party and mention.words[-2].casefold() not in lexicon.ORGANISATION_WORDS


def surnames_apart(passages: Passages, found: list[Mention]) -> list[Mention]:
    """At the start of a sentence, "Embattled Doe" is an adjective before the name of somebody named elsewhere."""
    names = lexicon.first_names()
    families = {m.words[-1] for m in found if m.kind == "person" and len(m.words) > 1 and m.words[0] in names}
    out: list[Mention] = []
    for mention in found:
        first = mention.words[0]
        if (
            mention.kind == "open" and len(mention.words) == 2 and mention.words[1] in families and first not in names
            and passages.sentence_span(mention.start).start == mention.start
            and first.casefold().endswith(("ed", "al", "ing", "ful", "ous", "ive", "ic", "ish", "less", "young"))
        ):  # fmt: skip
            start = mention.span.end - len(mention.words[1])
            mention = replace(mention, span=Span(start, mention.span.end), words=mention.words[1:])
        out.append(mention)
    return out


def with_names(text: str, found: list[Mention], names: Sequence[Span]) -> list[Mention]:
    """The mentions found, with spans that somebody else knows to be names of people.

    A mention that overlaps such a span keeps its title and becomes a person; others give way to it.
    """
    for span in names:
        over = [m for m in found if m.span.start < span.end and span.start < m.span.end]
        same = next((m for m in over if span.start <= m.span.start and m.span.end <= span.end + 2), None)
        words = tuple(t.text for t in tokens(text, *span)) or (text[span.start : span.end],)
        gender = lexicon.first_names().get(words[0], "u")
        known = same or Mention(span, words, "person", gender, None, None, _owns(text, span.end))
        found = [m for m in found if m not in over] + [replace(known, kind="person")]
    return sorted(found, key=lambda m: m.start)


def _owns(text: str, end: int) -> bool:
    return text[end : end + 2] in ("'s", "’s") or text[end : end + 2] in ("' ", "’ ")


def _surnames(text: str, found: list[Mention], peoples: list[Token]) -> Iterator[Mention]:
    """Words for a people that are somebody’s surname here, unless a noun follows: "Mark Cuban … Cuban said"."""
    families = {m.words[-1] for m in found if m.kind == "person" and len(m.words) > 1}
    for word in peoples:
        follows = re.match(r"[ \u00a0]([a-z]+)", text[word.end : word.end + 24])
        adjective = follows is not None and not verblike(follows.group(1)) and not word.possessive
        if word.text in families and not (adjective and follows and follows.group(1) not in lexicon.FUNCTION_WORDS):
            yield Mention(Span(word.start, word.end), (word.text,), "person", "u", None, None, word.possessive)


def _shouted_name(mention: Mention) -> bool:
    """True for "MOYLAN" at the head of a turn; "CNN" and "BBC" may ask, too."""
    word = mention.words[0]
    return mention.kind == "organisation" and len(mention.words) == 1 and word.isupper() and len(word) > _ACRONYM


def _headline_mentions(passages: Passages, headline: Span, known: set[str]) -> Iterator[Mention]:
    folded = {word.casefold() for word in known if len(word) > 2 and word.casefold() not in lexicon.FUNCTION_WORDS}
    run: list[Token] = []
    words = [*tokens(passages.text, *headline)]
    for word, following in zip([*words, None], [*words[1:], None, None], strict=True):
        first = word is not None and word.text in lexicon.first_names() and following is not None
        first = first and following is not None and following.text in known and not (word and word.possessive)
        if word is not None and (first or word.text in known or (word.text.isupper() and word.folded in folded)):
            if run and (run[-1].possessive or not GAP.fullmatch(passages.text, run[-1].end, word.start)):
                yield from filter(None, [_mention(passages.text, run)])
                run = []
            run.append(word)
            continue
        if run:
            yield from filter(None, [_mention(passages.text, run)])
        run = []
