"""What kind of body a named organisation is, as far as its name shows: a newspaper, an agency, a company."""

from __future__ import annotations

import re

from whipcount.resolve import lexicon
from whipcount.resolve.entities import Entity, folded

_PRESS = lexicon.words(
    "times post journal herald tribune globe gazette chronicle news guardian telegraph mail star sun observer register "
    "examiner inquirer dispatch sentinel mirror today independent ledger courier press review republic monitor bee "
    "daily beast politico reuters breitbart wsj nyt"
)
_MAGAZINES = lexicon.words("magazine time newsweek economist atlantic weekly forbes fortune vanity review vogue")
_AIR = lexicon.words("cnn fox nbc abc cbs msnbc bbc pbs npr sky channel radio tv television network univision news itv")
_LEARNING = lexicon.words("university college school institute academy")
_CIVIC = lexicon.words(
    "association foundation institute coalition council league union federation alliance society center centre project "
    "initiative pac action committee fund network caucus nra aclu naacp aarp seiu movement americans lives voters"
)
_STATE = lexicon.words(
    "department ministry agency bureau court senate house congress parliament commission white police army navy "
    "office treasury pentagon kremlin administration board"
)
_KINDS: dict[str, frozenset[str]] = {
    "newspaper": _PRESS, "paper": _PRESS, "tabloid": _PRESS, "daily": _PRESS, "magazine": _MAGAZINES,
    "weekly": _MAGAZINES, "network": _AIR, "channel": _AIR, "station": _AIR, "broadcaster": _AIR,
    "outlet": _PRESS | _AIR | _MAGAZINES, "publication": _PRESS | _MAGAZINES,
    "university": _LEARNING, "school": _LEARNING, "college": _LEARNING,
    "group": _CIVIC, "organization": _CIVIC, "organisation": _CIVIC, "nonprofit": _CIVIC, "charity": _CIVIC,
    "association": _CIVIC, "union": lexicon.words("union federation brotherhood teamsters seiu aft nea workers"),
    "pac": lexicon.words("pac action priorities"), "super-pac": lexicon.words("pac action priorities"),
    "agency": lexicon.words(
        "agency department bureau administration service cia nsa epa irs fema dea nasa fda cdc dhs tsa iaea fbi fdic "
        "sec fcc ftc ap reuters"
    ),
    "service": lexicon.words("service ap reuters upi afp"), "site": lexicon.words("com org"),
    "bureau": lexicon.words("bureau fbi"), "commission": lexicon.words("commission fec fcc sec ftc"),
    "committee": lexicon.words("committee dnc rnc"), "court": lexicon.words("court"),
    "department": lexicon.words("department ministry"), "ministry": lexicon.words("ministry"),
    "administration": lexicon.words("administration"), "alliance": lexicon.words("alliance nato"),
    "bloc": lexicon.words("union eu"), "bank": lexicon.words("bank"), "board": lexicon.words("board"),
    "company": lexicon.words("inc corp corporation company co group motors airlines industries systems technologies"),
}  # fmt: skip
_BODY_NOUN = (
    r"(?:company|firm|website|web site|site|blog|app|application|network|service|platform|newspaper|magazine|outlet|"
    r"group|organi[sz]ation|nonprofit|charity|think tank|union|start-?up|retailer|manufacturer|maker|chain|giant|"
    r"agency|bank|airline|publisher|broadcaster|channel|station|party|super PAC|PAC|coalition)"
)
_NAME_FIRST = re.compile(
    rf"(?:,[ ]|[ ]is[ ]|[ ]was[ ])(?:an?|the|one of the)[ ](?:[\w’'-]+[ ]){{0,4}}{_BODY_NOUN}\b|"
    r"(?:['’]s)?[ ](?:users?|executives?|chief executive|CEO|employees|customers|"
    r"shareholders|subscribers|newspaper|magazine|website|app|group|agency|site|platform)\b"
)
_EDGE = re.compile(r"\b")
_NOUN_FIRST = re.compile(rf"\b{_BODY_NOUN}[ ]$")
_LONGEST = 24  # characters that hold any of those nouns, and what stands before it
_FIRMS = lexicon.FIRMS | lexicon.words(
    "company firm corporation manufacturer retailer giant maker business startup start-up airline lender supplier "
    "operator"
)
_LANDS = lexicon.words("country nation kingdom")


def called_body(text: str, name: str) -> bool:
    """True where a document says of a name of one word that it is a company, a website, a newspaper.

    >>> called_body("Fenly, the mobile dating app, is new.", "Fenly"), called_body("Fenly, a writer, left.", "Fenly")
    (True, False)
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if _EDGE.match(text, at):
            if _NAME_FIRST.match(text, end):
                return True
            if _EDGE.match(text, end) and _NOUN_FIRST.search(text[max(0, at - _LONGEST) : at]):
                return True
        at = text.find(name, at + 1)
    return False


def may_be_body(entity: Entity) -> bool:
    """True for an organisation, and for a name that nothing but its saying something makes a person."""
    if entity.kind == "organisation":
        return True
    known = entity.gender != "u" or entity.roles or entity.party or entity.words[0] in lexicon.first_names()
    return entity.kind in ("open", "person") and not known


def fits(noun: str, entity: Entity) -> bool | None:
    """Whether an entity is what a noun says; None where its name does not show it."""
    if noun in _LANDS:
        return entity.kind == "place"
    if not may_be_body(entity):
        return False
    words = {folded(w).replace(".", "") for w in entity.words}
    if words == {noun}:
        return False  # "The Company" at the head of a line is the noun again
    if noun in _FIRMS:
        if words & _KINDS["company"]:
            return True
        return False if words & (_CIVIC | _STATE | _LEARNING) else None
    wanted = _KINDS.get(noun)
    if wanted is None:
        return None
    if words & wanted:
        return True
    return None if not words & (_PRESS | _AIR | _LEARNING | _CIVIC | _STATE) and noun in ("group", "outlet") else False
