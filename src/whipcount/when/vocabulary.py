"""Words that decide which act an expression of time belongs to: bounds, clauses, events, verbs of saying, tenses."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BOUND = re.compile(
    r"(?:\b(?:before|until|till|since|after|by|through|ahead of|for|following|from|between|starting|beginning|"
    r"effective|as of|prior to|due|scheduled|set|expected|up to|except)|(?<=\W)and|\bto)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:(?-i:will)|would(?!-be)|shall|won’t|won't|(?<!\ba )(?<!\bthe )plans? to|planned|planning|scheduled|"
    r"expected to|expects? to|is set|are set|set to|slated|due to|going to|intends?|upcoming|to be held|to take place|"
    r"is to|are to|could|(?-i:may)|might|'ll|’ll)\b",
    re.IGNORECASE,
)
FUTURE_CUE = re.compile(
    r"(?:will|would|shall|is to|are to|is set|are set|plans? to|to be|is expected|are expected)\b", re.IGNORECASE
)
COMING = re.compile(
    r"\b(?:(?:is|are|was|were) (?:set|due|scheduled|expected|slated|likely) to|plans? to|will|going to)\W+"
    r"(?:\w+\W+){0,3}$",
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
BACKGROUND = re.compile(
    r"^\W*(?:but |and |yet )?(?:despite|following|amid|given|after|before|since|with)\b", re.IGNORECASE
)
RELATIVE_CLAUSE = re.compile(r"\b(?:that|who|whose|whom|which)\b")  # tells of its own time
RELATIVE_FIRST = re.compile(r"\s*(?:who|whose|whom|which|where)\b", re.IGNORECASE)
TOGETHER = re.compile(r"\b(?:when|while|as) (?=\w+ing\b)", re.IGNORECASE)
EVENT = re.compile(
    r"\b(?!(?-i:Post|Call|Report|Column)\b)"  # names of newspapers
    r"(interview|speech|address|statement|letter|debate|rally|news conference|press conference|conference|"
    r"briefing|hearing|memo|email|e-mail|tweet|town hall|event|meeting|summit|call|appearance|remarks|testimony|report|"
    r"poll|survey|article|column|op-ed|editorial|post|video|ad|book|essay|broadcast|podcast|show|program(?:me)?|discussion|conversation|filing|"
    r"study|analysis|document|investigation|audit|review|lawsuit|ruling|opinion|vote|press release|forum|"
    r"convention|session|reception|fundraiser|ceremony)s?\b",
    re.IGNORECASE,
)
EVENT_AGAIN = re.compile(r"\b(?:the|that|this|his|her|their|same)\s+(?:\w+\s+)?" + EVENT.pattern, re.IGNORECASE)
EVENT_IN = re.compile(r"\bin an? (?:\w+ )?" + EVENT.pattern, re.IGNORECASE)
PUT_OUT = re.compile(
    r"\b(?:wrote|released|published|issued|sent|posted|filed|aired|conducted|taken|signed)\b", re.IGNORECASE
)
AT_THE_END = re.compile(  # "after a rally Friday": said on that Friday
    r"\bafter (?:[\w’'.-]+ ){0,5}(?:rally|speech|debate|meeting|event|interview|briefing|hearing|town hall|forum|"
    r"conference|appearance|ceremony|lunch|dinner|session|call)"
    r"(?: (?:in|at|with|near) (?:[\w’'.-]+ ){1,4})? ?(?:on |late |early )*$",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:at|in|during) (?:an?|the|his|her|their) (?:[\w’'.-]+ ){0,3}(?:rally|speech|address|debate|interview|"
    r"briefing|hearing|town hall|forum|conference|appearance|convention)"
    r"(?: (?:in|at|with|near) (?:[\w’'.-]+,? ){1,4})? ?(?:on |late |early )*$",
    re.IGNORECASE,
)
ON_AIR = re.compile(r"\bon (?:the|that|his|her) (?:same )?(?:show|program(?:me)?|broadcast)\b", re.IGNORECASE)
CAME_OUT = re.compile(
    r"\b(?:that|which) (?:was |were |is |are )?(?:aired|airing|broadcast|released|published|posted|taped|recorded|held|"
    r"conducted) (?:on |late |early )*$",
    re.IGNORECASE,
)
REMARKS = re.compile(
    r"\b(?:made|gave|offered) (?:his|her|their|the|these|those) (?:\w+ )?"
    r"(?:remarks|comments|announcement|statements?)\b|"
    r"\b(?:remarks|comments|announcement|statements?) (?:came|were made|was made)\b",
    re.IGNORECASE,
)
SILENT = re.compile(
    r"\b(?:died|dies|death|born|turns?|loss(?:es)?|lost|defeat\w*|victor\w+|won|wins?|primar\w+|caucus\w*|elections?|"
    r"attacks?|shooting|massacre|votes?|voted|arrested|killed|polls?)\b",
    re.IGNORECASE,
)
LIFE = re.compile(r"\b(?:died|dies|was born|turn(?:s|ed) (?:\d\d|\w+ty)\b)", re.IGNORECASE)
PAPERS = frozenset(  # what comes out on a day says nothing of when others spoke
    ["poll", "survey", "opinion", "post", "report", "document", "email", "e-mail", "study", "article", "show",
     "convention", "address", "lawsuit"]
)  # fmt: skip
REPORTS = frozenset(["report", "study", "analysis", "investigation", "audit", "review", "document"])
INTERVIEWED = re.compile(  # "the general received our newspaper on Wednesday"
    r"\b(?:sat down (?:with|for)|(?:spoke|talked) (?:to|with) (?=[A-Z])|was interviewed|interviewed (?=[A-Z])|"
    r"received (?:the )?[A-Z]\w+ (?:on|in)|answered (?:our|the) questions|met (?:us|me)\b)"
)
MEETINGS = frozenset(
    ["interview", "debate", "show", "program", "programme", "broadcast", "discussion", "conversation", "podcast",
     "briefing", "hearing", "town hall", "news conference"]
)  # fmt: skip
SPEECH_EVENT_BEFORE = re.compile(r"\b(?:at|in|during|from|on|of)\s+(?:the\s+)?$", re.IGNORECASE)
NO_CARRY = re.compile(
    r"^(?:has|have|had|is|are|'s|’s|says?|believes?|thinks?|wants?|hopes?|expects?|argues?|knows?|fears?|considers?|"
    r"supports?|opposes?|plans?|seems?|tends?|often|usually|always|would|will|can|could|may|might|claims?|insists?|"
    r"suggests?|describes?|calls?|sees?|feels?|worr(?:y|ies)|concedes?|acknowledges?|likes?|prefers?|needs?)\b",
    re.IGNORECASE,
)
STATE = re.compile(  # what somebody thinks or is, at any time
    r"^(?:also |still |now )*(?:is|are|was|were|'s|’s|believes?|thinks?|wants?|hopes?|expects?|knows?|fears?|"
    r"considers?|supports?|opposes?|plans?|seems?|tends?|often|usually|always|would|will|can|could|may|might|sees?|"
    r"feels?|worr(?:y|ies)|likes?|prefers?|needs?)\b",
    re.IGNORECASE,
)
PERFECT = re.compile(r"(?:\w+ly |also |now |both |all |long )*(?:has|have|’s|'s|’ve|'ve|had)\b", re.IGNORECASE)
HAS = re.compile(r"(?:has|have|’ve|'ve)\b", re.IGNORECASE)  # the present perfect takes no day
HAD = re.compile(r"\bhad\b", re.IGNORECASE)  # tells what was before the rest of the story
FORMERLY = re.compile(
    r"\b(?:at the time|previously|once|repeatedly|often|long|recently|earlier|first|frequently|consistently|always|"
    r"never|famously|in the past|having)\b",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\W*(?:and |but |yet |so )?(?:"
    r"during the (?!(?:\w+ ){0,2}(?:interview|debate|speech|conference|rally|hearing|event|meeting|town hall|"
    r"conversation|discussion|session|call|show|program|panel|forum)\b)|"
    r"in the past\b|at the time\b|over the (?:years|months|past)|throughout|back in|"
    r"in (?:recent|past|previous) (?:days|weeks|months|years)|previously|once\b|historically|in years past|"
    r"for (?:years|months|weeks)|before (?:that|then)|until then|since then|(?:years|months|weeks) ago|"
    r"in later years|as an? )",
    re.IGNORECASE,
)
SOON = re.compile(
    r"\b(?:(?:minutes|hours|moments|seconds|shortly) (?:later|after\w*)|within (?:the hour|hours|minutes)|"
    r"later (?:in|that|on) (?:the |that )?(?:same )?"
    r"(?:day|morning|afternoon|evening|night)|soon after(?:ward)?s?,|later on(?= [“\"']| the )|"
    r"(?:the|that) same (?:day|evening|night))\b",
    re.IGNORECASE,
)
AT_THE_TIME = re.compile(r"\W*at the time\b", re.IGNORECASE)
SOON_AFTER = re.compile(r"\b(?:minutes|hours|moments|seconds|shortly) (?:later|after)\b", re.IGNORECASE)
QUICKLY = re.compile(r"(?:quickly|immediately|swiftly|promptly|instantly)\b", re.IGNORECASE)
SAYS = re.compile(
    r"(?:also |then |now )?(?:says|say|adds?|tells?|argues?|writes?|insists?|notes?|explains?|warns?|calls?|asks?|"
    r"claims?)\b"
)
PAST = re.compile(
    r"\b(?:\w+ed|said|told|wrote|went|spoke|gave|made|took|held|sent|put|began|rose|chose|drew|struck|threw|"
    r"sought|brought|came|ran|stood|broke|hit|kept|led|paid|read|spent|swore|cast|shot|saying|adding)\b",
    re.IGNORECASE,
)
TITLE_WORDS = 6  # words in the longest programme title taken for one
PRONOUNS = frozenset(["he", "she", "his", "her", "him", "they", "their", "it", "its", "who"])
NAME = re.compile(r"\b[A-Z][\w’'-]+")
FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:[A-Z]\. )?[A-Z][\w’'-]+)*")
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
SPOKE = re.compile(  # further verbs of what people do with words, where the day is known from both sides
    r"\b(?:emphasi[sz]ed|stressed|reiterated|questioned|dismissed|rejected|defended|referred|predicted|pressed|"
    r"pointed|echoed|thanked|yelled|screamed|chanted|shot back|fired back|retorted|interjected|belittled|ridiculed|"
    r"lamented|hailed|applauded|condemned|denounced|touted|spoke|talked|addressed|raised|posted|chided|slammed|ripped)\b",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"\b(report|poll|survey|study|analysis|letter|memo|lawsuit|audit|review|article|document|editorial|authors|"
    r"researchers|paper|findings|investigation)s?\b",
    re.IGNORECASE,
)
PARTICIPLE = re.compile(r"^(?:while |by |in |and |then |also |even |later )*\w+ing\b", re.IGNORECASE)
WRITER = frozenset(("I", "We", "we", "me", "my", "My", "our", "Our"))
PRESENT = re.compile(
    r"^(?!(?:had|have|has|was|were|'ve|’ve|did|used|would have)\b)(?!.*\b(?:\w{2,}ed|said|told|knew|thought|went|"
    r"wrote|saw|heard|felt|took|made|came|got|found|began|met)\b)",
    re.IGNORECASE,
)
RELATIVE = frozenset(("who", "which", "that"))
DESCRIBED = frozenset(("who", "which", "whose"))  # what follows describes, whatever the date before is of
PLURAL = frozenset(("they", "their", "them"))
POINTERS = _words("the he she his her mr mrs ms sen rep gov president senator secretary")
GATHERINGS = frozenset(
    ["debate", "rally", "speech", "address", "hearing", "convention", "forum", "summit", "event", "reception",
     "ceremony", "fundraiser", "conference", "meeting", "briefing", "town hall", "news conference", "press conference"]
)  # fmt: skip
ELSEWHERE = re.compile(  # another occasion than the event of the story
    r"\btold (?:the |a )?[A-Z]|\bin an? (?:[\w’'-]+ ){0,3}(?:interview|statement|e-?mail|letter|memo|op-ed|column)\b"
)
GOES_ON = re.compile(
    r"\b(?:added|adding|continued|continuing|responded|replied|shot back|asked|went on|answered|later|then|also)\b"
)
WROTE = re.compile(r"\b(?:wrote|writes|published)\b")
TURN = re.compile(r"\s*[A-Z][\w.’' -]{1,40}:\s")  # a speaker's name before his or her turn in a transcript
TURNS = frozenset(":-–—")  # what stands between a quotation and its speaker in transcripts and lists
STAMP = re.compile(  # what may stand beside a day in a heading or a time stamp
    r"(?:\W|\b(?:(?i:published|updated|posted|last|first|on|at|day|live|mon|tue|wed|thu|fri|sat|sun|"
    r"a\.?m|p\.?m)|[A-Z]{2,4}|\d{1,2}(?:[.:]\d\d)?|one|two|three|four|five|six|seven)\b)*"
)
AUDIENCE = re.compile(  # those whom somebody tells something at a sitting, a meeting, an appearance
    r"\b(?:told|asked|warned|reminded|assured|informed|urged|thanked|addressed|addressing|telling) "
    r"(?:an? |the |his |her |their |about |some |\d+ )*(?:[\w’'-]+ ){0,2}?"
    r"(?:inquiry|inquest|court|trial|tribunal|jury|jurors|committee|council|councill?ors|commission|board|panel|hearing|"
    r"meeting|MPs|peers|lawmakers|legislators|senators|members|deputies|parliament|Parliament|Commons|House|Senate|"
    r"chamber|assembly|congress|conference|summit|synod|delegates|reporters|journalists|crowd|audience|supporters|"
    r"shareholders|workers|residents|voters|students|rally|gathering|room)\b"
)
SITTING = re.compile(  # a body that sits, hears and decides
    r"\b(?:inquiry|inquest|court|trial|tribunal|jury|judges?|committee|council|councill?ors|commission|regulators|"
    r"board|panel|hearing|meeting|MPs|peers|lawmakers|legislators|deputies|parliament|Parliament|Commons|Senate|"
    r"chamber|assembly|congress|summit|synod|delegates|talks|session|debate|news conference|press conference)\b"
)
EXCHANGE = re.compile(
    r"\b(?:asked|answered|replied|responded|retorted|countered|conceded|interrupted|objected|shot back|hit back|"
    r"shouted|interjected|agreed|pressed|challenged|thanked)\b",
    re.IGNORECASE,
)
