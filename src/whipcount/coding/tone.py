"""Words that may not mean what they say: rhetorical questions, and remarks that read like irony.

The stance model takes words at their face. Told by rules, so that a person can see why: what is flagged is to be read
before it is counted, and what is not flagged may be ironic all the same. No stance changes by it.
"""

from __future__ import annotations

import re
from typing import Final

from whipcount.model import Tone

_I: Final = re.IGNORECASE
_SENTENCE: Final = re.compile(r"[^.!?]+[.!?]*")
# What opens a question that nobody is meant to answer, or stands in one.
_RHETORICAL: Final = re.compile(
    r"^(?:and|but|so|well|or|then|oh|,|\s)*(?:"
    r"who\s+(?:on\s+earth|in\s+(?:his|her|their)\s+right\s+mind|could|would|can|wants?|needs?|cares?|else|are\s+(?:we|they|you)\s+(?:kidding|fooling))\b"
    r"|why\s+(?:on\s+earth|in\s+the\s+world|should|would|must|bother|not|else|are\s+we\s+(?:still|always)|do\s+(?:we|they)\s+(?:always|never|even))\b"
    r"|how\s+(?:on\s+earth|can|could|dare|is\s+(?:it|that|this)\s+(?:possible|fair|right|just|even)|many\s+more|much\s+(?:more|longer)|often\s+(?:must|do\s+we)|else)\b"
    r"|what\s+(?:on\s+earth|kind\s+of|sort\s+of|good\s+(?:is|would|will|does)|use\s+is|next|else|more\s+(?:do|does|must|could|proof)|is\s+(?:the\s+point|wrong\s+with)|could\s+(?:possibly\s+)?go\s+wrong|have\s+(?:we|they)\s+(?:learned|to\s+lose))\b"
    r"|what['’]s\s+(?:the\s+point|next|wrong\s+with|not\s+to)\b|since\s+when\b|where\s+(?:does\s+it|will\s+(?:it|this|that))\s+end\b"
    r"|(?:is|are|was|were|do|does|did|has|have|had|should|would|could|can|must)n['’]t\b|(?:is|are)\s+(?:we|it|this|that|they|you)\s+(?:really|seriously|supposed)\b"
    r"|(?:do|does|did|can|could|would|should|must|have)\s+(?:we|they|you|he|she|it|anyone|anybody|people)\s+(?:really|seriously|honestly|actually|truly|ever)\b"
    r"|(?:does|did|has|would|can|could)\s+(?:anyone|anybody|nobody|no\s+one)\b|(?:have|has)\s+(?:we|they|he|she|nobody|no\s+one)\s+(?:learned|forgotten)\b"
    r"|(?:would|do|are|shall|should)\s+we\b|(?:who|what)\s+do(?:es)?\s+(?:we|you|they|he|she|the\s+\w+|(?:these|those)\s+\w+)\s+(?:suppose|imagine|think)\b"
    r"|do(?:es)?\s+(?:you|they|he|she|the\s+\w+|(?:these|those)\s+\w+)\s+(?:suppose|imagine|think|believe)\b|how\s+many\b[^?]*\b(?:must|have\s+to|do\s+(?:you|they)\s+want)\b"
    r"|when\s+will\s+(?:they|he|she|we|people|politicians|this)\s+(?:ever\s+)?(?:learn|stop|end|understand|wake)\b|need\s+(?:i|we)\s+say\s+more\b"
    r")|\b(?:are\s+(?:you|they|we)\s+(?:kidding|joking)|isn['’]t\s+it|don['’]t\s+(?:you|they|we)|right)\?$",
    _I,
)  # fmt: skip
# What asks for a fact, where nothing above shows otherwise. Of other questions that a newspaper quotes, most are none.
_ASKS: Final = re.compile(
    r"^(?:and|but|so|well|or|then|,|\s)*(?:when|what\s+time|how\s+(?:much|many|long|far|old|soon|does|did|do|will)|(?:is|are|was|were)\s+\w+"
    r"|may|can|could|will|would|which|where\s+(?:is|are|was|were|did|do|does)|why\s+(?:did|does|do|is|are|was|were|has|have)"
    r"|what\s+(?:did|does|do|happens|happened|is|are|was|were|time|will)|who\s+(?:will|is|are|was|were|did)|do|does|did|has|have)\b",
    _I,
)  # fmt: skip
# A question that the speaker answers at once was none.
_OWN_ANSWER: Final = re.compile(
    r"\?[\"'”’\s…\[\]]*(?:no|yes|never|nobody|no\s+one|nothing|none|of\s+course|absolutely|certainly|i\s+(?:do\s+not|don['’]t)\s+think\s+so|hardly)\b",
    _I,
)
_KIND_WORD: Final = (
    r"(?:brilliant|genius|marvell?ous|splendid|wonderful|lovely|charming|touching|generous|kind|thoughtful|convenient"
    r"|reassuring|comforting|clever|inspired|visionary|heart-?warming|nice)"
)
_IRONIC: Final = re.compile(
    rf"\bhow\s+(?:very\s+|terribly\s+|wonderfully\s+)?{_KIND_WORD}\b(?=\s*(?:[!.,\"'”’]|of\b|that\b|to\b|for\b|$))"
    rf"|\b(?:what\s+an?|oh,?|another)\s+(?:absolutely\s+|truly\s+)?{_KIND_WORD}\b|\bwhat\s+a\s+(?:surprise|shock|coincidence|relief\s+that)\b"
    rf"|\ba\s+{_KIND_WORD}\s+(?:idea|plan|scheme|notion)\s*(?::|[–—,]\s*(?:let|now|next|and)\b|indeed)"
    r"|\bwhile\s+(?:we|they|you)(?:['’]re|\s+are)\s+at\s+it\b|\b(?:next|soon)\s+(?:they|we|you)(?:['’]ll|\s+will)\s+(?:ban|tax|want|tell|ask|outlaw|charge)\b"
    r"|\bwhy\s+(?:not\s+|stop\s+there\b|don['’]t\s+we\s+)(?:also\s+|just\s+|simply\s+)?(?:ban|tax|outlaw|close|abolish)?[^.?!]{0,80}\btoo\b|\bwhy\s+stop\s+there\b"
    r"|\bgood\s+luck\s+(?:with|to)\b|\bthanks\s+(?:a\s+lot|for\s+nothing)\b|\b(?:yeah|oh),?\s+(?:right|sure|great|please)\b|\bbravo\b|\bbig\s+deal\b"
    r"|\b(?:heaven|god)\s+forbid\b|\bperish\s+the\s+thought\b|\bpigs\s+(?:might|may|can|will)\s+fly\b|\bas\s+if\s+(?:that|this|it|we|they|anyone)\b[^.]{0,80}!"
    r"|\bbecause\s+(?:that|it|this)(?:['’]s|\s+is|\s+has)?\s+(?:always\s+)?(?:worked|gone|went|worked\s+out)\s+so\s+well\b"
    r"|\b(?:i['’]m|i\s+am|we['’]re|we\s+are)\s+sure\s+(?:they|he|she|it|the\s+\w+)\s+(?:will|would)\s+(?:be\s+)?(?:thrilled|delighted|grateful|love)\b"
    r"|(?:^|[.!?]\s+)[\"“]?(?:wonderful|splendid|brilliant|marvell?ous|charming|admirable|magnificent|terrific)[,.!]\s+\w"
    r"|\b(?:just|exactly)\s+what\s+(?:we|(?:the|a|my|our|this|every)\s+(?:\w+\s+)?\w+)\s+(?:needs?|needed|wants?|wanted)\b"
    r"|\bwhat\s+a\s+(?:comfort|joy|triumph|blessing|treat|thrill)\b|\bnext\s+(?:they|we|you)\s+shall\b"
    r"|\bso[\s-]called\b|\bwhat\s+could\s+(?:possibly\s+)?go\s+wrong\b|\ball\s+it\s+took\s+was\b",
    _I,
)  # fmt: skip
# What a reporter says of a remark that is not meant as it stands.
_TOLD: Final = re.compile(
    r"\b(?:jok(?:ed|es|ing|ingly)|quipp?(?:ed|s|ing)|mock(?:ed|s|ing|ingly)|sarcas(?:m|tic|tically)|ironic(?:ally)?|irony|wry(?:ly)?"
    r"|deadpan(?:ned|s)?|sneer(?:ed|s|ing)|scoff(?:ed|s|ing)|jest(?:ed|s|ing)?|tongue[\s-]in[\s-]cheek)\b",
    _I,
)  # fmt: skip


def tones(text: str, cue: str = "") -> tuple[Tone, ...]:
    """What about a statement may not be meant as it stands; empty where nothing shows it.

    >>> tones("Who could possibly want that? And while we are at it, ban pencils too.")
    ('rhetorical_question', 'irony')
    >>> tones("Why did the council vote for it?", "asked")
    ()

    Args:
        text: What was said.
        cue: The words that report it: "joked" tells as much as the remark itself.
    """
    plain = " ".join(text.split())
    questions = [one.strip(" \"'“”‘’…[],—–-") for one in _SENTENCE.findall(plain) if "?" in one]
    found: list[Tone] = []
    if any(_RHETORICAL.search(one) or not _ASKS.search(one) for one in questions) or _OWN_ANSWER.search(plain):
        found.append("rhetorical_question")
    if _IRONIC.search(plain) or _TOLD.search(cue):
        found.append("irony")
    return tuple(found)
