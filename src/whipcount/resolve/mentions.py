"""Find names in running text: capitalised runs, split into title and name, with what the words themselves show.

No tagger is used. A run is read as a person where a title, an honorific or a listed first name says so; as an
organisation or place by its words; and is left open otherwise, for ``cast`` to judge by its use in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from whipcount.model import Span
from whipcount.passages import Passages
from whipcount.resolve import lexicon
from whipcount.resolve.grammar import verblike
from whipcount.resolve.lexicon import Gender

NameKind = Literal["person", "organisation", "place", "open"]

# A letter that was decoded twice ("TomÃ¡s") is two characters, of which only the first counts as a letter.
_LETTERS = r"(?:[^\W_]|(?<=[ÃÂ])[\u0080-\u00bf])+"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|{_LETTERS}(?:[-’'&]{_LETTERS})*(?:\.(?:com|org|net|gov|edu|tv|co\.uk)\b)?\.?"
)
_DOMAIN = re.compile(r"\.(?:com|org|net|gov|edu|tv|uk)$", re.IGNORECASE)
_INNER_CAPITAL = re.compile(r"(?!Mac|Van|Fitz|Del)[A-Z][a-z]{2,}[A-Z]")  # "WikiLeaks", but not "MacArthur"
_GAP = re.compile(r"[ \t\u00a0]{1,3}|[ \t]?\n[ \t]?")
_JOINERS = frozenset(("of", "for", "the", "and", "on", "&"))
# A capitalised word of this kind may be followed by "of …" inside one name ("Secretary of State", "Bank of England").
_TAKES_OF = lexicon.words(
    "secretary department bank university house ministry committee council office institute association "
    "chancellor speaker duke prince society federation board bureau center centre college chamber organization "
    "organisation republic kingdom league union party commission minister chief chairman chair court school "
    "academy ceo president director head mayor governor bishop archbishop ambassador leader daughters sons friends "
    "fraternal people doctors reporters city state workers"
)
_PAIRED = lexicon.words("securities health science research trade homeland food ways energy arts justice culture media")
_TITLE_PARTS = lexicon.words(
    "prime vice deputy first foreign home defence defense state general executive press lord king queen"
)
_ALSO_NAMES = lexicon.words("new old great good first second third one two last top open green general")
_CLAUSE_START = re.compile(r"(?:^|[\n.!?:;—–|•]|[\"“‘(\[]|''|``|--)[\s\"“‘'(\[]*$")
# Endings of ordinary words that open sentences and are no names ("Nevertheless", "Taking").
_OPENERS = tuple("ly ing ed less ght wise ally tion ness ment ity ism ogy ance ence".split())  # noqa: SIM905
_COLOURS = lexicon.words("Black White Green Independent Western Eastern Northern Southern Liberal")
_BODIES = lexicon.words("department ministry agency committee commission council office court bureau")
_OFFICES = lexicon.words("majority minority white house press communications budget finance interior treasury campaign")
_LONGEST_NAME = 5  # words; a longer run is a headline or a list, not a name


class Token(NamedTuple):
    """A word with its place; ``text`` is without possessive mark or full stop."""

    text: str
    start: int
    end: int
    possessive: bool

    @property
    def folded(self) -> str:
        """The word for comparison."""
        return self.text.casefold().rstrip(".")


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


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Words of a stretch of text, possessive marks split off."""
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        possessive = word.endswith(("’s", "'s", "’S", "'S")) and len(word) > 2
        if possessive:
            word = word[:-2]
        elif word.endswith(".") and not _keeps_stop(word):
            word = word[:-1]
        stop = at + len(word)
        if not possessive and word.endswith("s") and text[stop : stop + 1] in ("’", "'"):
            possessive = text[stop + 1 : stop + 2] in (" ", "\u00a0")
        yield Token(word, at, stop, possessive)


def _keeps_stop(word: str) -> bool:
    """True where the full stop belongs to the word: initials, titles, "Jr.", "St."."""
    folded = word[:-1].casefold()
    return (
        "." in folded
        or (len(folded) == 1 and word[0].isupper())
        or folded in lexicon.ABBREVIATED_TITLES
        or folded in lexicon.HONORIFICS
        or folded in lexicon.SUFFIXES
    )


def _capital(token: Token) -> bool:
    return token.text[0].isupper() and not token.text[0].isdigit()


def runs(passages: Passages, start: int, end: int) -> Iterator[list[Token]]:
    """Runs of capitalised words, with the particles and "of"s inside names."""
    words = list(tokens(passages.text, start, end))
    run: list[Token] = []
    held: list[Token] = []
    for word in words:
        joined = bool(run) and _GAP.fullmatch(passages.text, (held or run)[-1].end, word.start) is not None
        if joined and ((held or run)[-1].possessive or _sentence_break(run[-1], word)):
            joined = False
        if _capital(word):
            if run and joined:
                run += [*held, word]
            else:
                if run:
                    yield run
                run = [word]
            held = []
        elif joined and _holds(run, held, word):
            held.append(word)
        else:
            if run:
                yield run
            run, held = [], []
    if run:
        yield run


def _sentence_break(last: Token, word: Token) -> bool:
    """True for "the U.S. While": the stop of the abbreviation also ends the sentence."""
    return last.text.endswith(".") and word.folded in lexicon.FUNCTION_WORDS and not word.text.isupper()


def _holds(run: list[Token], held: list[Token], word: Token) -> bool:
    """True where a lower-case word may stand inside a name."""
    folded = word.folded
    if folded in lexicon.PARTICLES and folded not in ("i", "y") and len(held) < 2:
        return True
    if folded not in _JOINERS or len(held) > 1:
        return False
    if held:
        return folded == "the"
    if folded in ("of", "for", "on"):
        return run[-1].folded in _TAKES_OF
    return folded == "&" or (
        folded == "and" and (any(t.folded in ("of", "for") for t in run) or run[-1].folded in _PAIRED)
    )


def _strip_start(words: list[Token], initial: bool, lower: frozenset[str]) -> list[Token]:
    """Leave out words that are capitalised only because they begin a sentence."""
    names = lexicon.first_names()
    article = False
    while words:
        word = words[0]
        if initial and len(words) > 2 and words[1].text in names and word.folded.endswith("ly"):
            words = words[1:]  # "Certainly Jane Doe"
            continue
        if article and len(words) == 1 and word.folded in lexicon.ORGANISATION_WORDS:
            break  # "The Times"
        article = word.folded == "the"
        ordinary = word.folded in lexicon.FUNCTION_WORDS and not (len(words) > 1 and word.text in names and not initial)
        if ordinary and word.folded in _ALSO_NAMES and len(words) > 1:
            ordinary = initial and "_".join(w.text for w in words[:2]) not in lexicon.COMPOUND_PLACES
        if initial and not ordinary and len(words) > 1:
            known = word.text in names or word.folded in lexicon.TITLES or word.folded in lexicon.HONORIFICS
            org = word.folded in lexicon.ORGANISATION_WORDS or word.folded in lexicon.PARTY_WORDS
            ordinary = word.folded in lower and not known and not org
        if initial and len(words) == 1 and not ordinary:
            ordinary = word.folded in lower and word.text not in names
        if not ordinary and word.folded not in lexicon.MONTHS_AND_DAYS and word.folded not in _JOINERS:
            break
        if word.folded in ("may", "june", "april", "august", "jan") and len(words) > 1 and not initial:
            break
        words = words[1:]
    while len(words) > 1 and words[-1].folded.endswith("day") and words[-1].folded in lexicon.MONTHS_AND_DAYS:
        words = words[:-1]  # a dateline follows the name: "Jane Doe Sunday"
    while words and (words[-1].folded in lexicon.FUNCTION_WORDS or words[-1].folded in lexicon.PARTICLES):
        if len(words) > 1 and words[-1].folded in lexicon.ORGANISATION_WORDS:
            break
        if words[-1].folded in ("may", "will", "grant") and len(words) == 2 and words[0].text in names:
            break
        words = words[:-1]
    return words


def read_run(words: list[Token]) -> tuple[list[Token], list[Token], NameKind, Gender, str | None]:
    """Split a run into title words and name words and say what it names."""
    names = lexicon.first_names()
    if all(_is_title(w) or w.folded in _TITLE_PARTS or w.folded in _JOINERS for w in words):
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
    if _office(words):
        return words, [], "open", "u", None  # "House Speaker", "Senate Majority Leader": a description, no name
    title = max((i for i, w in enumerate(words[:-1]) if _is_title(w)), default=-1)
    if title >= 0:
        rest = words[title + 1 :]
        if rest[0].folded in _JOINERS:
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
            if at == 0 or all(_modifier(w) for w in words[:at]):
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


def _office(words: list[Token]) -> bool:
    """True for an office without its holder: a title at the end of words that may only stand before a name."""
    return (
        len(words) > 1 and _is_title(words[-1]) and words[-1].folded not in ("attorney", "justice")
        and all(_modifier(w) or _is_title(w) or w.folded in _TITLE_PARTS or w.folded in _OFFICES for w in words[:-1])
    )  # fmt: skip


def _name_after_of(rest: list[Token]) -> int:
    """Where the name begins in "of State Jane Doe"; 0 where no name follows."""
    listed = next((i for i, w in enumerate(rest[:-1]) if i > 1 and w.text in lexicon.first_names()), 0)
    return listed or (len(rest) - 2 if len(rest) >= 4 and rest[-2].folded not in _JOINERS else 0)


def _is_title(word: Token) -> bool:
    return word.folded in lexicon.TITLES or word.folded.removeprefix("co-").removeprefix("ex-").removeprefix("vice-") in lexicon.TITLES


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
        or word.folded in _JOINERS
    )


def _organisation(words: list[Token]) -> bool:
    if len(words) == 1:
        word = words[0].text
        stripped = word.replace(".", "")
        acronym = stripped.isupper() and 2 <= len(stripped) <= 6 and word not in lexicon.DEMONYMS
        own = _DOMAIN.search(word) or _INNER_CAPITAL.match(word)
        return acronym or own is not None or words[0].folded in ("congress", "parliament", "pentagon", "kremlin", "treasury", "senate",
                                              "facebook", "twitter", "google", "house")  # fmt: skip
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
            initial = _CLAUSE_START.search(text, max(start, run[0].start - 6), run[0].start) is not None
            words = _strip_start(run, initial or run[0].start == start, lower)
            mention = _mention(text, words) if words else None
            if mention is None and len(words) == 1 and words[0].text in lexicon.DEMONYMS:
                peoples.append(words[0])
            if mention and not _kind_of_people(mention):
                if initial and mention.kind == "open" and len(mention.words) == 1:
                    opening.add(mention.start)
                found.append(mention)
    found = [*_without_openers(found, opening), *_surnames(text, found, peoples)]
    known = {word for m in found if m.kind == "person" or len(m.words) == 1 for word in m.words}
    for start, end in headlines:
        found += _headline_mentions(passages, Span(start, end), known)
    return sorted(found, key=lambda m: m.start)


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
            and first.casefold().endswith(("ed", "al", "ing", "ful", "ous", "ive", "ic", "ish", "less"))
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


def _kind_of_people(mention: Mention) -> bool:
    """True for a plural that names no one: "Progressives"."""
    word = mention.words[-1].casefold()
    plural = len(mention.words) == 1 and mention.kind == "open" and lexicon.singular(word) != word
    return plural and (lexicon.singular(word) in lexicon.PERSON_NOUNS or lexicon.singular(word) in lexicon.PARTY_WORDS)


def _without_openers(found: list[Mention], opening: set[int]) -> list[Mention]:
    """Drop single unlisted words that stand nowhere but at the start of sentences: "Nevertheless", "Taking".

    A verb of saying after it, or a name elsewhere that holds it, shows a name.
    """
    elsewhere = {word for m in found if m.start not in opening for word in m.words}
    names = lexicon.first_names()
    return [
        m
        for m in found
        if m.start not in opening or m.words[0] in elsewhere or m.words[0] in names or m.possessive
        or not m.words[0].casefold().endswith(_OPENERS)
    ]  # fmt: skip


def _headline_mentions(passages: Passages, headline: Span, known: set[str]) -> Iterator[Mention]:
    folded = {word.casefold() for word in known if len(word) > 2 and word.casefold() not in lexicon.FUNCTION_WORDS}
    run: list[Token] = []
    words = [*tokens(passages.text, *headline)]
    for word, following in zip([*words, None], [*words[1:], None, None], strict=True):
        first = word is not None and word.text in lexicon.first_names() and following is not None
        first = first and following is not None and following.text in known and not (word and word.possessive)
        if word is not None and (first or word.text in known or (word.text.isupper() and word.folded in folded)):
            if run and (run[-1].possessive or not _GAP.fullmatch(passages.text, run[-1].end, word.start)):
                yield from filter(None, [_mention(passages.text, run)])
                run = []
            run.append(word)
            continue
        if run:
            yield from filter(None, [_mention(passages.text, run)])
        run = []
