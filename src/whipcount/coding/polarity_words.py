# ruff: noqa: E501  # word lists, many to a line
"""Word lists of the polarity grammar: written by us, of no particular topic, compared by stem."""

from __future__ import annotations

from typing import Final

# Expressions of several words, read as one; the first that matches wins.
PHRASES: Final = (
    (r"\b(?:rul|vot|speak|spoke|campaign|argu|lobb|com|came|stood|stand|warn|decid|advis)(?:e|es|ed|ing|y|ied|s)?"
     r"(?: (?:firmly|strongly|out|down|up))? against\b", " opposed "),
    (r"\bvot(?:e|es|ed|ing) (?:for|in favou?r of|to pass|yes)\b", " backed "),
    (r"\b(?:vot(?:e|es|ed|ing) (?:no|down|to reject)|(?:will|would) not vote for)\b", " opposed "),
    (r"\b(?:call|press|push|plead|argu|campaign|lobb|appeal|ask|agitat)(?:s|ed|ied|ing|es|e|y)?"
     r"(?: (?:again|repeatedly|hard|publicly))? (?:for|on|upon)\b", " urged "),
    (r"\bin favou?r of\b|\bsid(?:e|es|ed|ing) with\b|\bfor the sake of\b", " favoured "),
    (r"\b(?:rul|has ruled|turn|wav|shot|shoot)(?:e|es|ed|ing|s)? (?:it )?(?:out|down|away)\b", " opposed "),
    (r"\bpush(?:es|ed|ing)? back (?:on|against|at)\b|\bbrush(?:es|ed|ing)? (?:aside|off)\b|\bplay(?:s|ed|ing)? down\b"
     r"|\bpour(?:s|ed|ing)? (?:cold water|scorn) on\b|\bcast(?:s|ing)? doubt on\b|\btak(?:e|es|ing) issue with\b"
     r"|\btook issue with\b", " denied "),
    (r"\bno longer\b|\bfar from\b|\binstead of\b|\brather than\b|\btoo \w+ to\b|\bstop short of\b", " not "),
    (r"\b(?:no|little) (?:good )?reason not to\b|\bnothing wrong with\b|\bhigh time\b|\blong overdue\b|\boverdue\b"
     r"|\bthe right (?:thing|step|way|move)\b|\btime to\b|\bgood idea\b|\bhad better\b", " should "),
    (r"\bno (?:good )?reason to\b|\bnot the (?:right )?(?:time|way|answer)\b|\bno place (?:for|in)\b|\bbad idea\b"
     r"|\bthe wrong (?:thing|step|way|move|answer)\b|\bout of the question\b|\bnot an option\b", " should not "),
    (r"\bkeep(?:s|ing)?((?: [\w'’-]+){1,5}) (?:out|away)\b|\bkept((?: [\w'’-]+){1,5}) (?:out|away)\b", r" ban \1\2 "),
    (r"\bdo(?:es)? away with\b|\bget(?:s|ting)? rid of\b|\bgot rid of\b|\bput(?:s|ting)? (?:an end|a stop) to\b", " scrap "),
    (r"\bgo(?:es|ing)? ahead with\b|\bpress(?:es|ed|ing)? ahead with\b|\bgive the (?:green light|go-ahead)\b"
     r"|\bgreen light\b|\bgo-ahead\b|\bfree (?:hand|rein)\b|\bfree to\b|\bsign(?:s|ed)? off\b", " allow "),
    (r"\b(?:change|turn) the (?:tide|course)s?\b|\bmake(?:s)? a difference\b|\bpay(?:s)? for (?:itself|themselves)\b", " help "),
)  # fmt: skip

# +1 speaks for what follows, -1 against it.
ATTITUDES: Final = {
    1: """support back endorse favour favor urge demand implore beg advocate champion welcome praise applaud hail defend
    propose recommend want wish hope prefer promise vow pledge request appeal encourage insist agree approve embrace
    cheer commend plead petition lobby implored seek sought willing ready keen eager happy glad commit committed believe
    convinced push press call clamour""",
    -1: """oppose oppos reject refuse resist condemn denounce criticise criticize decry deplore lambast slam
    object protest veto disagree disapprove regret lament mock ridicule scorn abhor hate dislike blame
    chide rebuke scold fault against opponent opposition critic objection unwilling reluctant shun rail boycott""",
}
# What turns a claim into its opposite, outcomes included.
DENIALS: Final = (
    "deny denied dismiss dispute doubt refute rebut reject contradict debunk disprove myth nonsense scoff question"
)
# Speech that expects the worst of what it names.
WARNINGS: Final = "warn caution fear worry alarm afraid concern concerned dread anxious"
# What happens if; +1 good, -1 bad.
OUTCOMES: Final = {
    1: """help benefit improve protect save strengthen boost work success succeed safe safer good better best win gain
    advantage fair right wise necessary essential vital need crucial sensible useful effective prosper thrive healthy
    clean cleaner secure relief progress solve solution worthwhile deserve legitimate affordable cheap cheaper overdue
    deter defend peace moral""",
    -1: """harm hurt damage destroy kill cost lose loss ruin wreck threaten threat danger dangerous risk risky escalate
    hamper hamstring undermine weaken cripple fail failure disaster disastrous catastrophe crisis bad worse worst wrong
    mistake unfair unsafe foolish folly reckless useless pointless expensive unaffordable bankrupt starve empty die dead
    death collapse burden hinder obstacle drain deplete waste poison pollute foul sick suffer impunity sanctuary unwise
    illegal unjust cruel insane madness absurd""",
}
# Directions: what forbids, what permits or does, and what undoes either.
RESTRICTIONS: Final = """ban prohibit prohibition forbid forbidden forbade bar outlaw restrict restriction limit curb cap
block exclude bar moratorium embargo sanction halt stop freeze suspend prevent close shut closure curfew quota"""
PERMISSIONS: Final = """allow permit permission let enable authorise authorize legalise legalize open approve build
construct create introduce adopt pass enact fund finance expand extend send supply deliver provide give grant raise
install launch start begin implement establish keep kept maintain retain preserve continue invest use deploy join
recognise recognize strike electrify renew restore subsidise subsidize hire admit accept increase"""
UNDOING: Final = """lift ease relax loosen remove removal end scrap abolish abolition repeal cancel reverse overturn drop
abandon withdraw waive revoke rescind dismantle shelve delay postpone defeat kill cut reduce slash tear demolish
leave quit undo axe ditch"""
ISSUES: Final = """motion plan proposal proposition idea measure bill law policy move scheme project amendment deal reform
initiative resolution vote request step decision"""
OBLIGATIONS: Final = "should must ought need needs cannot"
NEGATIONS: Final = """not no never nobody none nothing neither nor without hardly scarcely cannot can't won't don't doesn't
didn't isn't aren't wasn't weren't wouldn't shouldn't couldn't mustn't hasn't haven't hadn't can’t won’t don’t doesn’t
didn’t isn’t aren’t wasn’t weren’t wouldn’t shouldn’t couldn’t mustn’t hasn’t haven’t hadn’t unless fails failed refused"""
STOPWORDS: Final = """a an the of to in on at by for from with into inside outside over under and or but be is are was were
been being it its this that these those their his her our your my he she they we you i who which what all any some more
most less than as if so not no do does did has have had may might can could would will shall there here against through
new old large small big city government state country people"""

# The speaker is said not to commit.
EVASIONS: Final = (
    r"\b(?:declin|refus)\w+ to (?:say|comment|speculate|be drawn|answer|commit|take (?:a )?(?:side|position|stand)|rule)",
    r"\bwould(?: not|n['’]t) (?:say|comment|be drawn|commit|speculate|reveal|rule (?:it )?(?:in or )?out)",
    r"\b(?:did not|didn['’]t|does not|do not|has not|had not|have not|hasn['’]t|haven['’]t|hadn['’]t)(?: yet)?"
    r" (?:say|indicate|commit|decide|made up|make up|taken? a (?:position|side|decision|stand)|decided|reach)",
    r"\b(?:undecided|non-?committal|no comment|on the fence|keep\w* (?:his|her|its|their|my|our|an) (?:options|cards|powder"
    r"|open mind)|kept (?:his|her|its|their|an) (?:options|cards|powder|open mind)|open mind)\b",
    r"\b(?:consider|weigh|review|study|examin|assess|discuss|work|look|think)(?:s|ed|ing|ies|ied)?\b(?: \w+){0,3} "
    r"(?:whether|options|the matter|the question|the issue|that out|it through|into it|on it)\b",
    r"\b(?:too early|too soon|premature) to\b",
    r"\b(?:no|any) (?:change in|decision|position on)\b",
    r"\bneither (?:for|backed|supported|endorsed|confirmed) n?or\b",
)
