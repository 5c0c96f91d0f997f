"""Words that decide which act an expression of time belongs to: bounds, clauses, events, verbs of saying, tenses."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BOUND = re.compile(
    r"(?:\b(?:before|until|till|since|after|by|through|ahead of|for|following|from|between|starting|beginning|"
    r"effective|as of|prior to|due|scheduled|set|expected|up to|except)|\band|\bto)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|would|shall|won’t|won't|plans? to|planned|planning|scheduled|expected to|expects? to|is set|are set|"
    r"set to|slated|due to|going to|intends?|upcoming|to be held|to take place|is to|are to|could|may|might|'ll|’ll)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"\b(?:who|whose|whom|which|where|when|after|before|because|since|while|until|although|though|if|that|as|but|"
    r"and (?:he|she|they|it))\b",
    re.IGNORECASE,
)
SUBORDINATE = re.compile(
    r"\b(?:who|whose|whom|which|where|when|after|before|because|since|while|until|although|though|if|that)\b",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"\b(interview|speech|address|statement|letter|debate|rally|news conference|press conference|conference|"
    r"briefing|hearing|memo|email|e-mail|tweet|town hall|event|meeting|summit|call|appearance|remarks|testimony|report|"
    r"poll|survey|article|column|op-ed|editorial|post|video|ad|book|essay|broadcast|podcast|show|program|filing|"
    r"study|analysis|document|investigation|audit|review|lawsuit|ruling|opinion|vote|press release|forum|"
    r"convention|session|reception|fundraiser|ceremony)s?\b",
    re.IGNORECASE,
)
EVENT_AGAIN = re.compile(r"\b(?:the|that|this|his|her|their|same)\s+(?:\w+\s+)?" + EVENT.pattern, re.IGNORECASE)
MEETINGS = frozenset(
    ["interview", "debate", "show", "program", "podcast", "briefing", "hearing", "town hall", "news conference"]
)
SPEECH_EVENT_BEFORE = re.compile(r"\b(?:at|in|during|from|on|of)\s+(?:the\s+)?$", re.IGNORECASE)
NO_CARRY = re.compile(
    r"^(?:has|have|had|is|are|'s|’s|says?|believes?|thinks?|wants?|hopes?|expects?|argues?|knows?|fears?|considers?|"
    r"supports?|opposes?|plans?|seems?|tends?|often|usually|always|would|will|can|could|may|might|claims?|insists?|"
    r"suggests?|describes?|calls?|sees?|feels?|worr(?:y|ies)|concedes?|acknowledges?|likes?|prefers?|needs?)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:\w+ed|said|told|wrote|went|spoke|gave|made|took|held|sent|put|began|saying|adding)\b", re.IGNORECASE
)
TITLE_WORDS = 6  # words in the longest programme title taken for one
PRONOUNS = frozenset(["he", "she", "his", "her", "him", "they", "their", "it", "its", "who"])
NAME = re.compile(r"\b[A-Z][\w’'-]+")
NOT_NAMES = _words(
    "the a an in on at but and when while after before during as for monday tuesday wednesday thursday friday saturday "
    "sunday earlier last this that it he she they mr mrs ms sen rep gov president republican democratic"
)
WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
SAYING = re.compile(
    r"\b(?:said|told|added|wrote|asked|replied|responded|continued|declared|noted|announced|explained|stated|joked|"
    r"tweeted|warned|vowed|promised|called|urged|acknowledged|admitted|insisted|argued|repeated|accused|criticized|"
    r"criticised|attacked|blasted|praised|pledged|shouted|recalled|quipped|remarked|observed|concluded|answered|"
    r"complained|charged|claimed|conceded|countered|denied|mocked|suggested|cited|described|offered)\b",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"\b(report|poll|survey|study|analysis|letter|memo|lawsuit|audit|review|article|document|editorial|authors|"
    r"researchers)s?\b",
    re.IGNORECASE,
)
PARTICIPLE = re.compile(r"^(?:while |by |in |and |then |also |even |later )*\w+ing\b", re.IGNORECASE)
WRITER = frozenset(("I", "We", "we", "me", "my", "My", "our", "Our"))
PRESENT = re.compile(
    r"^(?!(?:had|have|has|was|were|'ve|’ve|did|used|would have)\b)(?!.*\b(?:\w{2,}ed|said|told|knew|thought|went|"
    r"wrote|saw|heard|felt|took|made|came|got|found|began|met)\b)",
    re.IGNORECASE,
)
TURN = re.compile(r"\s*[A-Z][\w.’' -]{1,40}:\s")  # a speaker's name before his or her turn in a transcript
REACH = 600  # characters between a cue and its date; no sentence meant to be read is longer
LEAD_PARAGRAPHS = 3
SHORT_SOURCE = 4  # words; a longer source introduces somebody
POINTERS = _words("the he she his her mr mrs ms sen rep gov president senator secretary")
SCENE_PARAGRAPHS = 2  # how far a dated scene holds for whoever acts in it
CARRY_PARAGRAPHS = 8  # how far an event goes on without being named or dated again
