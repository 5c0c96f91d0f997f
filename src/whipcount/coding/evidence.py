"""What a statement rests on: an expert's word, a study, an anecdote, a precedent, or nothing that it names.

Told by rules over words, written for what is said in the news. A light model over words, trained on the sentences of an
encyclopaedia (Rinott et al. 2015), knew those better and hardly any of these: see the method card of stance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from whipcount.model import Evidence


def _any(words: str) -> str:
    """One of the words of a list; each may be a pattern."""
    return f"(?:{'|'.join(words.split())})"


def _rule(patterns: Iterable[str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Any of some patterns, each from the beginning of a word."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})", flags)


_I: Final = re.IGNORECASE
_NUMBER: Final = _any(r"one two three four five six seven eight nine ten (?:a\s+)?hundred a\s+thousand \d[\d,.]*")
_FOUND: Final = _any("finds? found shows? showed shown suggests? suggested conclud\\w+ publish\\w+")
_LOOK: Final = _any("analysis review evaluation report audit panel inquiry")
_STUDY: Final = (
    r"(?:stud(?:y|ies)|surveys?|research|meta-?anal\w+|census|statistics|findings|(?:clinical|field)\s+trials?"
    r"|opinion\s+polls?)\b",
    r"polls?\s+(?:of|by|show\w*|suggest\w*|found)\b",
    r"(?:experiments|trials|samples)\s+(?:on|in|with|at|from|taken|show\w*|found)\b",
    r"(?:official|our|own|new|latest|government|police|internal|accident|crime)\s+figures\b"
    r"|figures\s+(?:show|suggest|for|from|published)\b",
    rf"(?:data|numbers)\s+{_FOUND}\b|(?:{_LOOK}|count|mapping)\s+(?:by|from)\b"
    rf"|(?<!if\sthe\s){_LOOK}\s[^.;:!?]{{0,60}}?\b{_FOUND}\b",
    r"(?:\d[\d.,]*\s?%|per\s?cent)\s+(?:more|less|fewer|higher|lower|of\s+(?:the|all|our|those|them))\b",
    r"(?:rose|risen|fell|fallen|dropped|declined|increased|grew|grown|up|down)\s+(?:by\s+)?[\w.]+\s?(?:%|per\s?cent)",
    rf"{_NUMBER}\s+(?:in|out\s+of)\s+(?:every\s+)?{_NUMBER}\b(?!\s+(?:years|days|weeks|months|minutes|hours))",
    rf"one\s+\w+\s+in\s+{_NUMBER}\b(?!\s+\w+s\b)|(?:a|two|three)[\s-](?:third|quarter|fifth|half)s?"
    r"\s+(?:more|less|fewer)\b",
    r"on\s+average\b|at\s+the\s+last\s+count\b|(?:I|we|they)\s+(?:counted|measured|surveyed|sampled)\b",
    r"puts?\s+(?:it|them|that|the\s+\w+)\s+at\b|(?:were|been)\s+asked\s+(?:which|whether|if|how|before)\b",
)
_EXPERTS: Final = _any(
    r"""experts? specialists? scientists? economists? academics scholars professors? researchers? historians? lawyers
    jurists doctors physicians surgeons veterinarians vets engineers? auditors? inspectors surveyors? analysts?
    modellers planners generals architects chemists physicists? statisticians meteorologists pa?ediatricians
    psychiatrists? \w+ologists?"""
)
_BODY: Final = _any(
    r"""institute academy agency inspectorate ombudsman commission chamber authority (?:central|world)\s+bank
    university laboratory observatory \w+\s+office weather\s+service council\s+of\s+\w+ international\s+\w+\s+\w+
    world\s+health\s+organi[sz]ation"""
)
_SAY: Final = r"(?<!to\s)" + _any(
    r"""say says said tells? told agreed? agrees warn warns warned believed? think estimate[sd]? expect expects
    expected reckon predict predicts predicted recommend recommends recommended advise[sd]? argue[sd]? finds?
    found conclu\w+ puts? giv\w+ testified confirm confirms confirmed"""
)
_HOLD: Final = _any(
    r"""warns warned estimates? estimated expects? expected predicts predicted recommends recommended advises? advised
    finds found concludes? concluded conclusion puts calculat\w+ given\s+it gone\s+(?:through|over) proposed said
    says"""
)
_EXPERT: Final = (
    rf"(?<!if\s)(?<!if\sthe\s){_EXPERTS}\b[^.;:!?]{{0,60}}?\b{_SAY}\b"
    rf"|(?<!if\sthe\s){_BODY}(?:['’]s)?\b[^.;:!?]{{0,80}}?\b{_HOLD}\b",
    rf"according\s+to\s+(?:the\s+|our\s+|\w+\s+)?(?:\w+\s+)?(?:{_EXPERTS}|{_BODY})\b",
    rf"(?:dr|prof(?:essor)?)\.?\s+\w+(?:\s+\w+)?,?\s+[^.;:!?]{{0,40}}?\b{_SAY}\b",
)
_KIN: Final = _any(
    r"""mother mum mom father dad son daughter wife husband uncle aunt grand(?:son|daughter|mother|father|ma|pa|dad)
    sister(?:-in-law)? brother(?:-in-law)? cousin neighbou?r friend niece nephew boy girl child"""
)
_SOMEBODY: Final = _any(
    "man woman girl boy lad family widow mother father couple child pensioner patient constituent pupil tenant farmer "
    r"driver"
)
_ANECDOTE: Final = (
    rf"[Mm]y\s+(?:own\s+|late\s+|old\s+|little\s+)?{_KIN}\b(?!['’]s)|One\s+of\s+my\s+\w+s\b",
    rf"[Tt]here\s+(?:is|was)\s+(?:an?|one)\s+(?:\w+\s+)?{_SOMEBODY}\b|(?:[Aa]n?"
    rf"|[Oo]ne)\s+(?:\w+\s+){{0,2}}{_SOMEBODY}\s+(?:in|from|of|on)\s+my\b",
    r"M(?:rs?|s)\.?\s+[A-Z]\w+\s+(?:of|from|in)\s+[A-Z]",
    r"I\s+(?:\w+\s+)?(?:saw|met|spoke\s+(?:to|with)|visited|remember\s+(?:an?|the|her|him|one)|sat\s+(?:with|next"
    r"|beside)"
    r"|stood\s+(?:there|next|with)|put\s+myself|was\s+(?:born|there)|had\s+(?:\w+\s+)?\w+\s+(?:who|under|hanging"
    r"|in\s+here))\b",
    r"I\s+(?:myself\s+)?(?:took|found|lost|watched|held|buried|carried|nursed)"
    r"\s+(?:an?|two|three|\w+teen|eleven|twelve|her|him|them|the\s+(?:girl|boy|man|woman|child))\b",
    r"(?:[Oo]n\s+\w+day|[Ll]ast\s+(?:week|month|year|summer|winter|spring|autumn|night))\s+(?:I|my|a\s+(?:woman|man"
    r"|girl|boy))\b",
)
_DID: Final = _any(
    "tried did banned allowed lifted adopted introduced closed abolished froze built scrapped sold raised cut went"
)
_YEAR: Final = r"(?:(?:the\s+year\s+)?(?:1[89]\d|20[012])\d|['’]\d\d)\b"
_PRECEDENT: Final = (
    r"(?<!\ba\s)(?<!dangerous\s)precedents?\b|(?:[Jj]ust|[Ee]xactly)\s+(?:as|like)\s+(?:in|when|after)\b"
    r"|[Aa]s\s+in\s+(?:the\s+\w+\s+of\s+)?[A-Z]",
    r"(?:[Tt]he\s+)?last\s+time\s+(?:we|they|it|this|that|a|the)\b|ha(?:s|ve)\s+(?:already\s+)?(?:worked|failed"
    r"|been\s+tried|been\s+done)\s+(?:before|elsewhere|in\b)",
    r"(?:as|like)\s+(?:it|we|they)\s+did\s+(?:in|with|after|during)\b|[Hh]istory\s+(?:shows|tells|teaches|repeats)\b",
    rf"{_DID}\s+(?:it|this|that|theirs|the\s+same|them|the\s+\w+)\b[^.;]{{0,30}}?\b(?:in\s+{_YEAR}|before\b"
    rf"|(?:decades|years)\s+ago|elsewhere|there\b)",
    r"(?:[Ll]ook|looking)\s+(?:at|to)\s+(?:what\s+happened|(?:the\s+)?[A-Z]\w+)|point(?:s|ed|ing)\s+to\s+[A-Z]\w+"
    r"|what\s+happened\s+(?:in|next|to|when|after)\b",
    r"[Ww]e\s+have\s+(?:been\s+here|seen\s+this|done\s+this)\s+before\b|seen\s+it\s+(?:all\s+)?(?:before|in\b)",
    r"[Ii]n\s+(?:the\s+)?[A-Z]\w+(?:\s+\w+)?,?\s+(?:where|which|they|it\s+(?:was|took|did))\b(?!\s+(?:will|would"
    r"|shall|can|may|you)\b)",
    rf"[Ww]hen\s+they\s+{_DID}\b|through\s+{_YEAR}\s+again\b|(?:[Tt]hey|[Ww]e|it"
    rf"|which)\s+(?:(?!I\b)\w+\s+){{1,7}}?(?:in|until)\s+{_YEAR}",
    r"in\s+the\s+(?:nineteen[\s-])?(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
    r"(?:did|tried|closed|banned)\b[^.;]{0,40}\byears\s+ago\b|(?:our|the)\s+neighbours\s+(?:did|tried|found|have)\b"
    r"|Remember\s+(?:the|what|how|when)\b",
    r"next\s+door\b[^.;]*\.\s+They\b",
)  # fmt: skip
_RULES: Final[Mapping[Evidence, re.Pattern[str]]] = {
    "expert": _rule(_EXPERT, _I),
    "study": _rule(_STUDY, _I),
    "anecdote": _rule(_ANECDOTE),
    "precedent": _rule(_PRECEDENT),
}
EVIDENCE_TYPES: Final[tuple[Evidence, ...]] = tuple(_RULES)


def evidence_types(text: str) -> tuple[Evidence, ...]:
    """The kinds of evidence that a text names, in the order of ``EVIDENCE_TYPES``; empty where it names none.

    >>> evidence_types("We have seen this before, and it has failed in Ohio.")
    ('precedent',)
    """
    return tuple(kind for kind, rule in _RULES.items() if rule.search(text))
