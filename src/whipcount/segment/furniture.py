"""Lines that belong to the page and not to the story: links, invitations, marks, headings.

Each pattern must match from the start of a paragraph, or be a phrase that no sentence of a story holds. They were
written from the look of news pages and checked against the training split of PolNeAR; see docs/methods/segment.md.
"""

from __future__ import annotations

import re

_LONGEST_PROMO = 320  # characters
_LONGEST_LINK = 200
_LONGEST_HEADING = 80
_LEAST_LINK_WORDS = 5  # fewer words in capitals are a heading inside the story
_MOST_HEADING_WORDS = 10
_MOST_QUESTION_WORDS = 6  # a longer question is asked by somebody

# "READ MORE:", "Related stories |", "WATCH ON CNN:" and what follows them
_POINTER = re.compile(
    r"""
    (?:READ|Read|SEE|See|MORE|More|RELATED|Related|WATCH|Watch|LISTEN|Listen|ALSO|Also|LIVE|NOW|UP[ ]NEXT|Up[ ]next|NEXT
      |TRENDING|Trending|MUST[ ]READ|RECOMMENDED|Recommended|DON['’]T[ ]MISS|Don['’]t[ ]miss|EXPLORE|Explore|GALLERY
      |Gallery|VIDEO|Video|PHOTOS|Photos|OPINION|LATEST|POLL)
    (?:[ ](?:[Mm]ore|MORE|[Aa]lso|ALSO|[Nn]ow|NOW|[Nn]ext|NEXT|[Tt]his|[Ss]tor(?:y|ies)|STOR(?:Y|IES)|[Cc]overage
      |COVERAGE|[Ll]inks?|[Aa]rticles?
      |[Ff]rom(?:[ ]\w+){1,4}|[Oo][Nn](?:[ ]\w+){1,4}|[Ii]n[ ]\w+|about[ ]\w+|READING|[Rr]eading
      |[Vv]ideos?|VIDEOS?|the[ ]full[ ]\w+)
    ){0,3}
    [ ]?[:|>»]
    """,
    re.VERBOSE,
)
_PROMO_START = re.compile(
    r"""
    CLICK[ ]|[Cc]lick[ ](?:here|to|the[ ]link)\b
    |[\"“]?Related:[\"”]?\Z|(?:Also|ALSO)[ ](?:on|ON)[ ]\w+:?\Z
    |(?:Read|See|Watch|Listen[ ]to)[ ](?:the[ ](?:rest|full|entire|complete|whole|original|interview)|more)\b
        .{0,80}[ ](?:here|below|above|at[ ]\S+)[:.]?\Z
    |(?:Watch|See|Listen[ ]to|Check[ ]out|Take[ ]a[ ]look[ ]at|Read|View)[ ][^\"“”]{0,120}
        [ ](?:below|embedded[ ](?:above|below))[:.]?\Z
    |(?:SIGN|[Ss]ign)[ ](?:up|UP)\b|Subscribe\b|SUBSCRIBE\b|Register[ ](?:now|here|for[ ]free)\b
    |Join[ ](?:our|the[ ]conversation)\b
    |(?:Get|GET|Download|DOWNLOAD)[ ](?:the|our|more|all|breaking|THE|OUR)\b
        .{0,80}\b(?:app|newsletter|APP|NEWSLETTER|inbox|alerts?|email)\b
    |(?:Follow|FOLLOW|Like|LIKE|Find|Join)[ ](?:us|me|him|her|them|our)[ ]on[ ]
    |(?:Follow|FOLLOW)[ ](?:@|.{2,100}[ ][Oo]n[ ]
        (?:Twitter|X|Facebook|Instagram|Threads|Bluesky|Mastodon|TikTok|YouTube|LinkedIn|Telegram)\b)
    |On[ ]Twitter,?[ ]follow\b|(?:Twitter|Facebook|Instagram|E-?mail|EMAIL):[ ]@?\S+\Z
    |Like[ ]the[ ]page:?\Z|(?:Do|Are)[ ]you\b.{1,60}\?[ ]Like[ ]the[ ]page
    |(?:Share|SHARE|Tweet|Print|Email)(?:[ ](?:this|THIS|on|ON|and[ ]comment)\b.{0,40})?[:.]?\Z
    |(?:Advertisement|ADVERTISEMENT|Advertising|Sponsored|SPONSORED|Promoted)\b.{0,30}\Z
    |(?:Story|STORY|Article|ARTICLE)[ ](?:continues|CONTINUES)\b
    |(?:Scroll|SCROLL|Continue|CONTINUE|Skip|SKIP|Keep|Swipe)[ ](?:down|DOWN|to|TO|reading|READING)\b[^\"“”.]{0,60}\Z
    |(?:Recommended[ ]Videos?|(?:Most|MOST)[ ](?:Popular|POPULAR|Read|READ)|(?:Top|TOP)[ ](?:Stories|STORIES))\Z
    |Supported[ ]by\Z|Loading\b.{0,20}\Z
    |For[ ]more\b(?![ ]than)[^\"“”]{0,120}
        (?:[ ](?:sign[ ]up|visit|subscribe|download|follow|go[ ]to|click|check[ ]out)\b
        |,?[ ]see[ ]https?:)
    |Want[ ](?:more|to[ ]receive|to[ ]get|the[ ]latest)\b.{0,200}(?:[Ss]ign[ ]up|[Ss]ubscribe|newsletter|inbox)
    |(?:Enter|ENTER|entering)[ ]your[ ]email\b
    |(?:Send|Email|Have|Got)[ ](?:us[ ])?(?:a[ ])?(?:news[ ])?(?:tips?|feedback)\b.{0,120}[@?]
    |This[ ]is[ ]a[ ](?:breaking|developing)[ ](?:news[ ])?story\b.{0,80}\Z
    |This[ ]material[ ]may[ ]not[ ]be[ ]published|We[ ]Are[ ]Sorry,[ ]?This[ ]video\b
    """,
    re.VERBOSE,
)
_PROMO_ANYWHERE = re.compile(
    r"""
    SIGN[ ]UP[ ]FOR[ ]OUR[ ]NEWSLETTER
    |(?:[Ss]ign[ ]up|[Ss]ubscribe)(?:[ ]for|[ ]to)?[ ](?:our|the|her|his|their)[ ]?[\w’'“”\" -]{0,40}newsletters?\b
    |[Ss]ubscribe[ ]here\b|[Ff]ollow[ ](?:him|her|them|us|me)[ ]on[ ](?:Twitter|X|Facebook|Instagram)\b
    |Like[ ](?:us|our[ ]page)[ ]on[ ]Facebook|download[ ]our[ ]app\b|[Yy]ou[ ]can[ ](?:receive|unsubscribe|opt[ ]out)\b
    """,
    re.VERBOSE,
)
_MARKUP = re.compile(r"(?:</?[a-zA-Z][^<>]*>[\s.]*)+\Z")
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+\Z")
_LABEL = re.compile(r"(?:ABSTRACT|FULL TEXT|CORRECTION APPENDED|LETTERS)\.?\Z")
_QUOTED = re.compile("[\"“”«»]|''")
_TURN = re.compile(r"[A-Z][\w.'’ -]{0,30}:\s")  # "Q: …", "BIDEN: …": somebody's turn to speak
_SPEAKER = re.compile(r"[A-Z][A-Z.'’ -]{1,40}(?:\([^()]{1,40}\))?:")
_QUOTE_END = (".'", ".’", "!’", "?’", "!'", "?'")


def is_promo(line: str) -> bool:
    """Whether a paragraph is a link, an invitation, an advertisement mark, or mere markup.

    >>> is_promo("CLICK HERE TO GET THE APP"), is_promo("The letter said to click here.")
    (True, False)
    """
    if len(line) > _LONGEST_PROMO:
        return False
    if not any(map(str.isalnum, line)) or _ADDRESS.match(line) or (line[0] == "<" and _MARKUP.match(line)):
        return True
    if (pointer := _POINTER.match(line)) and not _QUOTED.search(line, pointer.end()):
        return True
    return bool(_PROMO_START.match(line) or _PROMO_ANYWHERE.search(line))


def is_label(line: str) -> bool:
    """Whether a line is a heading that news archives put above the parts of an article."""
    return len(line) <= 24 and bool(_LABEL.match(line))


def is_capital_link(line: str) -> bool:
    """Whether a line is a headline in capitals, as set between paragraphs to link to another story.

    >>> is_capital_link("SENATE PASSES BILL AFTER LONG DEBATE"), is_capital_link("OBAMA: WE HAVE WORK TO DO")
    (True, False)
    """
    return (
        line.isupper()
        and len(line) <= _LONGEST_LINK
        and len(line.split()) >= _LEAST_LINK_WORDS
        and line[-1] not in ".!:;,"
        and not _QUOTED.search(line)
        and not _SPEAKER.match(line)
    )


def is_heading(line: str) -> bool:
    """Whether a line could be a heading inside a story; its neighbours decide."""
    words = line.split()
    return (
        len(line) <= _LONGEST_HEADING
        and len(words) <= _MOST_HEADING_WORDS
        and (line[0].isupper() or line[0].isdigit())
        and line[-1] not in '.!:;,…)—–-*]”"'
        and line[-2:] not in _QUOTE_END
        and (line[-1] != "?" or len(words) <= _MOST_QUESTION_WORDS)
        and not _QUOTED.search(line)
        and not _TURN.match(line)
        and "@" not in line
    )
