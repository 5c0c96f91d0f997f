"""Sentences inside blocks: sentencex finds them, and our rules mend what it does to quotations and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from whipcount.model import Block, Span

_WINDOW = 20_000  # characters given to sentencex at once: its cost grows faster than its input where quotes stay open
# A full stop after these ends no sentence when a name or a number follows
_TITLES = re.compile(
    r"(?:\b(?:Sens?|Reps?|Govs?|Gens?|Lts?|Cols?|Capts?|Maj|Sgt|Cpl|Pvt|Adm|Cmdr|Brig|Mr|Mrs|Ms|Mx|Dr|Drs|Prof|Hon|Rev|Fr|Sr|St|"
    r"Amb|Atty|Asst|Dep|Det|Insp|Supt|Pres|Sec|Treas|Messrs|Mme|Mlle|Sgts|vs|v|No|Nos|Art|Fig|Vol|pp|Ft|Mt|[A-Z])|"
    r"\b(?:Lt|Maj|Brig|Atty|Vice)\.?[ -](?:Gov|Col|Gen|Cmdr))\.\Z"
)
# States and months: the sentence goes on where lower case or a number follows
_ABBREVIATED = re.compile(
    r"(?:\b(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Me|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|"
    r"Tex|Va|Vt|Wash|Wis|Wyo|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Inc|Corp|Co|Ltd|Bros|Assn|Dept|"
    r"Univ|Jr|Sr|Ph\.D|M\.D|Esq|etc|approx|est|al|Ave|Blvd|Rd|a\.m|p\.m|e\.g|i\.e|[A-Z]\.[A-Z]))\.[\"”’']?\Z"
)
# "U.S. Army" goes on, "in the U.S. He left" does not
_COUNTRY = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|N\.Y|N\.J|N\.H|N\.C|S\.C|N\.D|S\.D|N\.M|R\.I|W\.Va|L\.A)\.\Z")
_OPENING_WORDS = (
    "A After All Although An And Another As Asked At Before Both But By Earlier Even For From He Her Here His "
    "How However I If In Instead It Its Last Later Many Meanwhile More Most My Neither No Nor Now Of On Once One "
    "Or Other Others Our Over She Since So Some Still Such That The Their Then There These They This Those "
    "Though Through To Under Until We What When Where Whether While Who Why With Without Yet You"
)
_OPENERS = frozenset(_OPENING_WORDS.split())
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\Z")
_BRAND = re.compile(r"[a-z][A-Z]")  # iPhone, eBay: lower case at the start of a sentence
_ASKED = ('?"', '!"', "?”", "!”", "?''", "!''", "?’", "!’")
_SAID = re.compile(
    r"(?:[A-ZÀ-Þ][\w.'’-]*[ ]){1,4}(?:said|says|asked|asks|added|adds|replied|told|wrote|continued|answered|responded|"
    r"tweeted|shouted|declared|joked|quipped|wondered|exclaimed)\b"
)
_WORD = re.compile(r"\w+(?:['’]\w+)?")
# Quotation marks made of two apostrophes, as newspaper archives write them: sentencex does not see them as marks
_AFTER_APOSTROPHES = re.compile(r"[.!?]''[ \xa0]+(?=''|[\"“A-Z])")


def split_sentences(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    """Sentence spans in text order, without white space at their edges; none crosses a block."""
    for block in blocks:
        yield from _in_block(text, block.start, block.end)


def _in_block(text: str, start: int, end: int) -> Iterator[Span]:
    current: Span | None = None
    for piece in _pieces(text, start, end):
        if current is None:
            current = piece
        elif _joined(text, current, piece):
            current = Span(current.start, piece.end)
        else:
            yield current
            current = piece
    if current is not None:
        yield current


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """What sentencex finds, trimmed."""
    from sentencex import get_sentence_boundaries  # pyright: ignore[reportAttributeAccessIssue]  # no types

    for window_start, window_end in _windows(text, start, end):
        part = text[window_start:window_end]
        cuts = {match.end() for match in _AFTER_APOSTROPHES.finditer(part)} if "''" in part else set[int]()
        cuts.update(found["end_index"] for found in get_sentence_boundaries("en", part))
        last = 0
        for cut in sorted(cuts):
            yield from _trimmed(text, window_start + last, window_start + cut)
            last = cut


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _WINDOW:
        cut = text.rfind(" ", start + _WINDOW // 2, start + _WINDOW) + 1 or start + _WINDOW
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _joined(text: str, before: Span, after: Span) -> bool:
    """Whether two pieces are one sentence."""
    tail = text[max(before.start, before.end - 24) : before.end]
    head = text[after.start : after.start + 40]
    first = head.lstrip("\"“‘'([")[:1]
    if before.end == after.start and not (
        re.search(r"[a-z][.!?][\"”’]?\Z", tail) and re.match(r"[\"“]?[A-Z][a-z]", head)
    ):
        return True  # nothing between them: an address, a number, a closing mark left over
    if not any(map(str.isalnum, head)) or (before.end - before.start <= 4 and _NUMBERED.match(tail)):
        return True  # a mark left over, or the number of an item
    if first.islower():
        return not _BRAND.match(head)
    if tail.endswith(_ASKED):
        return bool(_SAID.match(head))
    return _abbreviation_goes_on(tail, head, first)


def _abbreviation_goes_on(tail: str, head: str, first: str) -> bool:
    word = _WORD.match(head)
    opener = word is not None and word.group() in _OPENERS
    if _COUNTRY.search(tail):
        return not opener and head[:1] not in '"“'
    if first.isdigit():
        return bool(_ABBREVIATED.search(tail) or _TITLES.search(tail))
    return bool(_TITLES.search(tail)) and not opener and first.isupper()
