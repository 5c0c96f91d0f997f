"""Words of running text, and the runs of capitalised ones that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from whipcount.passages import Passages
from whipcount.resolve import lexicon

# A letter may be two characters: one with its accent apart, or one that was decoded twice ("TomÃ¡s"), of which only the
# first counts as a letter.
_LETTERS = r"(?:[^\W_][\u0300-\u036f]*|(?<=[ÃÂ\u0302\u0303])[\u0080-\u00bf])+"
_TOKEN = re.compile(
    rf"(?<!\w)(?:[iI]n|[vV]an|[oO]p)[ \u00a0][’']t(?=[ \u00a0][A-Z])|(?:[^\W\d_]\.){{2,}}|"
    rf"{_LETTERS}(?:[-’'&]{_LETTERS})*(?:\.(?:com|org|net|gov|edu|tv|co\.uk)\b)?\.?"
)
GAP = re.compile(r"[ \t\u00a0]{1,3}|[ \t]?\n[ \t]?")
JOINERS = frozenset(("of", "for", "the", "and", "on", "&"))
# A capitalised word of this kind may be followed by "of …" inside one name ("Secretary of State", "Bank of England").
_TAKES_OF = lexicon.words(
    "secretary department bank university house ministry committee council office institute association "
    "chancellor speaker duke prince society federation board bureau center centre college chamber organization "
    "organisation republic kingdom league union party commission minister chief chairman chair court school "
    "academy ceo president director head mayor governor bishop archbishop ambassador leader daughters sons friends "
    "fraternal people doctors reporters city state workers"
)
_BEFORE_TITLES = lexicon.words("vice prime deputy")
_PAIRED = lexicon.words("securities health science research trade homeland food ways energy arts justice culture media")
# "Doe-led", "Lakeland-based": what stands before the hyphen is the name, the rest an adjective.
_ADJECTIVE = re.compile(
    r"-(?:led|based|born|area|style|backed|era|linked|affiliated|owned|funded|friendly|related|leaning|aligned|run|"
    r"controlled|appointed|inspired|sponsored|like|level|trained|educated|supporting|hating|loving|bashing|wide)$"
)
# "al-Rashid", "d’Arcy": a particle grown together with the name that it belongs to.
_GROWN = re.compile(r"(?:al|el|ul|as|ar|an|at|ad|az|bin|ibn|[dl])[-’'][A-Z]")
# "Doctors' Union", "Children's Hospital": the owner belongs to the name of the body.
_OWNERS = lexicon.words("children women men people king queen mother lord saint st")
# "The Hoteliers' Coalition": a trade that no list holds, by its ending.
_TRADES = ("ers", "ors", "ists", "ians", "eers")
_THEIR_BODIES = lexicon.words("coalition federation association union league guild society council alliance institute")
_THE = re.compile(r"\b[Tt]he[ \u00a0]$")
_ALSO_NAMES = lexicon.words("new old great good first second third one two last top open green general")


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

    def whole(self, text: str) -> Token:
        """The word with its possessive mark, which here is part of a name."""
        end = self.end + (2 if text[self.end + 1 : self.end + 2] in ("s", "S") else 1)
        return Token(text[self.start : end], self.start, end, possessive=False)


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Words of a stretch of text, possessive marks split off."""
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        possessive = word.endswith(("’s", "'s", "’S", "'S")) and len(word) > 2
        if possessive:
            word = word[:-2]
        elif word.endswith(".") and not _keeps_stop(word):
            word = word[:-1]
        tail = _ADJECTIVE.search(word)
        word = word[: tail.start()] if tail else word
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
    return (token.text[0].isupper() and not token.text[0].isdigit()) or _GROWN.match(token.text) is not None


def _owns_body(text: str, run: list[Token], word: Token) -> bool:
    """True for "Doctors' Union", "the Hoteliers' Coalition": whose body it is, is part of its name."""
    owner = run[-1]
    plural = owner.text.endswith("s") and lexicon.singular(owner.folded) in lexicon.PERSON_NOUNS
    trade = owner.folded.endswith(_TRADES) and word.folded in _THEIR_BODIES
    trade = trade and _THE.search(text, max(0, owner.start - 5), owner.start) is not None  # not "Sanders' Coalition"
    return word.folded in lexicon.ORGANISATION_WORDS and (plural or trade or owner.folded in _OWNERS)


def runs(passages: Passages, start: int, end: int) -> Iterator[list[Token]]:
    """Runs of capitalised words, with the particles and "of"s inside names."""
    words = list(tokens(passages.text, start, end))
    run: list[Token] = []
    held: list[Token] = []
    for word in words:
        if run and not held and run[-1].possessive and _capital(word) and _owns_body(passages.text, run, word):
            run[-1] = run[-1].whole(passages.text)
        joined = bool(run) and GAP.fullmatch(passages.text, (held or run)[-1].end, word.start) is not None
        if joined and ((held or run)[-1].possessive or _sentence_break(run[-1], word) or _next_person(run, held, word)):
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


def _next_person(run: list[Token], held: list[Token], word: Token) -> bool:
    """True for the second of two people: "friends of Jane Doe and | Bo Ek"."""
    names = lexicon.first_names()
    return [t.folded for t in held] == ["and"] and word.text in names and any(t.text in names for t in run)


def _holds(run: list[Token], held: list[Token], word: Token) -> bool:
    """True where a lower-case word may stand inside a name."""
    folded = word.folded
    if folded in lexicon.PARTICLES and folded not in ("i", "y") and len(held) < 2:
        return True
    if folded not in JOINERS or len(held) > 1:
        return False
    if held:
        return folded == "the"
    if folded in ("of", "for", "on"):
        return run[-1].folded in _TAKES_OF
    return folded == "&" or (
        folded == "and" and (any(t.folded in ("of", "for") for t in run) or run[-1].folded in _PAIRED)
    )


def strip_start(words: list[Token], initial: bool, lower: frozenset[str]) -> list[Token]:
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
            known = (
                word.text in names
                or word.folded in lexicon.TITLES
                or word.folded in lexicon.HONORIFICS
                or word.folded in _BEFORE_TITLES
            )
            org = word.folded in lexicon.ORGANISATION_WORDS or word.folded in lexicon.PARTY_WORDS
            org = org or (word.folded in lexicon.ORGANISATION_NOUNS and words[1].folded in lexicon.TITLES)
            compound = "_".join(w.text for w in words[:2]) in lexicon.COMPOUND_PLACES
            ordinary = word.folded in lower and not known and not org and not compound
        if initial and len(words) == 1 and not ordinary:
            ordinary = word.folded in lower and word.text not in names
        if not ordinary and word.folded not in lexicon.MONTHS_AND_DAYS and word.folded not in JOINERS:
            break
        month = word.folded in ("may", "june", "april", "august", "jan") and len(words) > 1
        if month and (not initial or (word.text in names and words[1].folded not in lexicon.MONTHS_AND_DAYS)):
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
