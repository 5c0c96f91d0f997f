"""Words that tell what occasion a story reports, who holds an office at it, and what was said on another one."""

from __future__ import annotations

import re

_BODY = (
    r"(?:council(?:l?ors)?|board|committee|commission(?:ers)?|selectmen|trustees|supervisors|aldermen|planners|senators|"
    r"senate|lawmakers|MPs|peers|legislators|regulators|deputies|panel|judges?|magistrates?|jury|jurors|inquiry|inquest|"
    r"tribunal|court|assembly|parliament|members|shareholders|delegates|voters|synod|chamber|residents|villagers)"
)
_DECIDES = (
    r"(?:voted|approved|rejected|refused|adopted|agreed|decided|heard|(?:was|were) told|grilled|questioned|backed|"
    r"threw out|passed|cleared|debated|deadlocked|tabled|kept|dropped|endorsed|chose|lifted|booed|unanimously)"
)
KINDS = {  # of occasion, by words of the lead
    "sitting": re.compile(
        r"\b(?:hearing|inquiry|inquest|trial|tribunal|jury|full council|committee|town meeting|"
        r"(?:crown|county|high|federal|district) court|(?:city|town|county|parish|district) council|"
        r"(?:school|select|health|zoning|planning) (?:board|commission|committee))\b|"
        rf"\b{_BODY}\W+(?:\w+\W+){{0,3}}?{_DECIDES}\b|"
        r"\bby a vote of\b|\bvoted \d+[-–]\d+|\b(?:was|were) told\b",
        re.IGNORECASE,
    ),
    "meeting": re.compile(
        r"\b(?:meeting|session|talks|summit|congress|conference|forum|town hall|assembled|turned out|"
        r"(?:packed|crammed|filled|crowded|squeezed) (?:\w+ ){0,3}"
        r"(?:hall|church|gym\w*|library|school|cent(?:er|re)|room|theat(?:er|re)|chamber|basement))\b",
        re.IGNORECASE,
    ),
    "to the press": re.compile(
        r"\b(?:news|press) conference\b|\bbriefing\b|\breporters asked\b|"
        r"\b(?:told|asked|praised|faced) (?:\w+ ){0,3}(?:reporters|journalists)\b",
        re.IGNORECASE,
    ),
    "crowd": re.compile(
        r"\b(?:rally|rallied|march(?:ed|ers)|crowd\w*|protest(?:ed|ers)?|demonstrat\w+|vigil|picket\w*|cheered|chanted|"
        r"ceremony|parade)\b",
        re.IGNORECASE,
    ),
    "words": re.compile(r"\b(?:debate|speech|address|testimony|testified|clashed|squared off|told)\b", re.IGNORECASE),
}
OFFICE = re.compile(  # of the body that meets, or of somebody called before it
    r"\b(?:Cllr|[Cc]ouncill?ors?|[Cc]ouncil(?:man|woman|member)?|[Aa]lder(?:man|woman)|[Ss]elect(?:man|woman)|"
    r"[Cc]ommissioners?|[Tt]rustees?|[Ss]upervisor|[Ss]uperintendent|[Bb]oard|[Cc]ommittee|"
    r"[Cc]hair(?:man|woman|person|s|ed|ing)?|[Mm]ayor|[Mm]oderator|Sen\.|[Ss]enator|Rep\.|MPs?|[Dd]eputy|[Dd]elegate|Lord|"
    r"Dame|[Jj]udge|[Jj]ustice|[Mm]agistrate|[Cc]oroner|[Pp]rosecut\w+|[Cc]ounsel|KC|[Bb]arrister|[Ll]awyer|[Aa]ttorney|"
    r"[Dd]efen[cs]e|[Ww]itness|[Cc]lerk|[Tt]reasurer|[Mm]anager|[Dd]irector|[Oo]fficer|[Cc]hief|[Pp]lanner|[Ee]ngineer|"
    r"[Aa]rchitect|[Ss]ecretary|[Cc]onvener)\b"
)
BODIES = re.compile(
    r"\b(?:Council|Committee|Board|Commission|Court|House|Senate|Assembly|Conference|Congress|Parliament|Commons|Inquiry|"
    r"Tribunal|MPs?|Judge|Justice|Mr|Mrs|Ms|Dr|Sir|Lord|Lady|Dame|Cllr)\b"
)  # and titles of those who are spoken to in the room
TOLD = re.compile(r"\btold (?:the |this |a )?((?:[A-Z][\w’'-]+\.? ?)+|newspaper\b|paper\b)")
AWAY = re.compile(
    r"\bin an? (?:[\w’'-]+ ){0,3}(?:statement|e-?mail|letter|message|text|interview|post|tweet|blog|note|op-ed|column|"
    r"memo|filing|complaint|lawsuit|report|speech|leaflet|newsletter|press release)\b|"
    r"\b(?:by|over the|on the) (?:tele)?phone\b|\b(?:reached|contacted|approached|interviewed)\b|"
    r"\bspeaking to (?:the |this )|"
    r"\bon (?:its|his|her|their|the (?:\w+ )?)\s?(?:web ?site|blog|page|program(?:me)?|show)\b|"
    r"\bon (?:Twitter|Facebook|X|Instagram|Radio|television|radio|TV)\b|\bdeclined\b|"
    r"\bspokes(?:man|woman|person|people)\b|\bnot (?:present|there|at the)\b|\bthis week\b|\btold (?:me|us)\b|"
    r"\bearlier\b|\blater\b|\bnot involved\b|\b[Pp]rofessor\b|\b[Aa]nalysts?\b|\b[Ee]xperts?\b"
)
