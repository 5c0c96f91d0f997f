"""The words that tell what a name is: head nouns by kind, and words that never begin or make up a term."""

from __future__ import annotations

from typing import Final

from whipcount.model import TermKind


def words(text: str) -> frozenset[str]:
    """A set of words, written as they are read."""
    return frozenset(text.split())


# Capitalised head nouns: "Affordable Care Act", "Department of Justice".
HEADS: Final[dict[str, TermKind]] = {
    **dict.fromkeys(words("Act Amendment Bill Code Directive Law Ordinance Regulation Rule Statute"), "law"),
    **dict.fromkeys(
        words("Accord Accords Agreement Charter Convention Covenant Memorandum Pact Partnership Protocol Treaty"),
        "treaty",
    ),
    **dict.fromkeys(
        words(
            "Administration Agency Authority Board Bureau Centers Commission Corps Council Department Directorate"
            " Guard Institutes Ministry Office Reserve Service"
        ),
        "agency",
    ),
    **dict.fromkeys(words("Deal Facility Fund Initiative Plan Program Programme Scheme Strategy"), "programme"),
}
# Heads that are followed by what they are about: "Bureau of Labor Statistics", "Centers for Disease Control".
LEADING: Final = words(
    "Administration Agency Authority Board Bureau Centers Code Commission Convention Corps Council Department"
    " Directorate Institutes Ministry Office Treaty"
)
# Heads that also stand after a name in lower case: "the Minsk accords", "the Head Start program".
LOWER_HEADS: Final[dict[str, TermKind]] = {
    **dict.fromkeys(words("accord accords agreement pact protocol treaty"), "treaty"),
    **dict.fromkeys(words("initiative program programme scheme"), "programme"),
    **dict.fromkeys(words("act amendment directive"), "law"),
}
DEAL_MODIFIERS: Final = words("arms climate grain nuclear peace trade ceasefire fisheries free-trade")

# The last word of a long form, in any case, where the text defines an acronym for it.
LAST_WORDS: Final[dict[str, TermKind]] = {
    **{head.casefold(): kind for head, kind in HEADS.items()},
    **dict.fromkeys(
        words(
            "aircraft bomb bomber carrier device drone fighter gun helicopter howitzer jet launcher mine missile mortar"
            " munition radar rifle rocket submarine system tank torpedo vehicle warhead weapon"
        ),
        "equipment",
    ),
    **dict.fromkeys(words("law bill regulation"), "law"),
    **dict.fromkeys(words("agency organization organisation union"), "agency"),
    **dict.fromkeys(words("investigation"), "agency"),
}

# What a weapon is called by: names and designators beside these words are those of equipment.
ARMS: Final = (
    "missile|rocket|tank|jet|fighter jet|fighter|bomber|drone|helicopter|gunship|howitzer|launcher|warplane"
    "|submarine|frigate|destroyer|rifle|interceptor|warhead|fighting vehicle|munition|mortar|battery|batterie"
    "|glide bomb|bomb|air[- ]defen[cs]e system|missile system|rocket system|weapon system|weapons system"
    "|personnel carrier|surveillance plane|transport plane|aircraft"
)
ARMS_MODIFIERS: Final = words(
    "air-defence air-defense air-launched anti-aircraft anti-missile anti-ship anti-tank armored armoured artillery"
    " assault attack ballistic battle combat cruise fighter glide ground-launched guided heavy howitzer hypersonic"
    " interceptor long-range main medium-range missile multiple multirole nuclear reconnaissance rocket"
    " self-propelled semi-automatic shoulder-fired short-range stealth strategic strike surface-to-air"
    " surface-to-surface surveillance tactical transport unmanned"
)
SYSTEM_MODIFIERS: Final = words(
    "air-defence air-defense artillery defence defense launch launcher long-range medium-range missile rocket"
    " short-range weapon weapons"
)
WARLIKE: Final = words(
    "air-defence ammunition armed army arsenal artillery battlefield brigade combat forces front-line frontline"
    " invasion military missile missiles navy nuclear soldiers strikes troops war warfare weapon weapons"
)

# Function words, and others that a sentence or a heading begins with; none begins a name.
STOP: Final = words(
    "a about above according after again against all almost also although always among an and another any are as at"
    " back be because been before behind being below between both but by can could despite did do does during each"
    " either else even ever every few first for from further had has have he her here his how however if in indeed"
    " instead into is it its just last later least less like made many may maybe meanwhile might more moreover most"
    " much must my near neither never next no nor not now of off often on once one only or other our"
    " out over own per perhaps rather recent same second see several she should since so some still such than that"
    " the their them then there therefore these they third this those though three through thus to today together"
    " too toward two under unless until unlike up upon us use using very via was we were what when where whether"
    " which while who whose why will with within without would yes yet you your read more watch related"
    " proposed current former modern old latest"
)
TITLES: Final = words(
    "adm admiral ambassador brig capt captain chairman chairwoman chancellor chief col colonel commissioner"
    " congressman congresswoman councillor dame director dr gen general gov governor justice king lady leader lord"
    " lt maj mayor minister miss mr mrs ms prefect premier president prime prince princess prof professor queen rep"
    " representative rev secretary sen senator sgt sir speaker spokesman spokeswoman"
)
SURELY_TITLES: Final = TITLES - words("chief director general justice leader prime secretary commissioner")
OUTLETS: Final = words("News Times Post Journal Herald Tribune Gazette Observer Guardian Telegraph Magazine Radio TV")
BRANCHES: Final = words(
    "Army Navy Marine Marines Force Forces Pentagon Congress Senate House Republican Republicans Democrat Democrats"
    " Democratic GOP NATO EU UN Western Eastern Northern Southern European African Asian Arab Soviet Allied Jewish"
    " Muslim Christian Nazi Lockheed Martin Boeing Raytheon Northrop Grumman Airbus Christmas Amazon"
    " Google Tesla SpaceX Islamic State Hamas Hezbollah Taliban Nusra Houthi Houthis Qaeda ISIS ISIL"
)
PLACES: Final = words(
    "Afghan Afghanistan Alabama Alaska America American Arizona Arkansas Australia Australian Austria Austrian"
    " Belarus Belarusian Belgian Belgium Brazil Brazilian Britain British Bulgaria Bulgarian California Canada Canadian"
    " China Chinese Colorado Connecticut Crimea Crimean Croatia Croatian Cuba Cuban Czech Danish Delaware Denmark Dutch"
    " Egypt Egyptian England English Estonia Estonian Europe Finland Finnish Florida France French Gaza Georgia"
    " Georgian German Germany Greece Greek Hawaii Hungarian Hungary Idaho Illinois India Indian Indiana Indonesia Iowa"
    " Iran Iranian Iraq Iraqi Ireland Irish Israel Israeli Italian Italy Japan Japanese Jordan Kansas Kentucky Korea"
    " Korean Kremlin Kyiv Kiev Latvia Latvian Lebanese Lebanon Libya Libyan Lithuania Lithuanian London Louisiana Maine"
    " Maryland Massachusetts Mexican Mexico Michigan Minnesota Mississippi Missouri Montana Moscow Nebraska Netherlands"
    " Nevada Norway Norwegian Ohio Oklahoma Oregon Pakistan Pakistani Palestinian Pennsylvania Poland Polish Portugal"
    " Portuguese Romania Romanian Russia Russian Saudi Scotland Scottish Serbia Serbian Slovak Slovakia Slovenia Spain"
    " Spanish Sweden Swedish Swiss Switzerland Syria Syrian Taiwan Taiwanese Tehran Tennessee Texas Turkey Turkish"
    " U.K. U.N. U.S. UK Ukraine Ukrainian US USA Utah Vermont Vietnam Vietnamese Virginia Wales Washington Welsh"
    " Wisconsin Wyoming Yemen Beijing Brussels Paris Berlin"
)
DAYS: Final = words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
)
# What the name of a convention that is a treaty says; the others are meetings.
CONVENTIONS: Final = words(
    "Geneva Vienna Hague Refugee Genocide Chicago Berne Istanbul Aarhus Ramsar Framework Torture"
)
# What stands before, or after, the Council, Bureau or Corps that is a public body; others are clubs and firms.
PUBLIC: Final[dict[str, frozenset[str]]] = {
    "Council": words(
        "Advisory Borough City County District Economic Environmental Europe European Federal Governing Legislative"
        " Military Ministers National Privy Regional Revolutionary Security State Town Transition Tribal"
    ),
    "Corps": words("Army Diplomatic Engineers Guard Marine Peace Police Training"),
}
# Ends of names that are no term: rooms, outlets, parties' meetings and purses, walks of life.
NOT_NAMES: Final = frozenset(
    {
        "Public Service", "Civil Service", "Foreign Service", "Military Service", "Speakers Bureau", "Business Bureau",
        "Action Fund", "Victory Fund", "Leadership Fund", "Awards Fund", "Brothers Fund", "Conservatives Fund",
        "Educational Fund", "Education Fund", "Defense Fund", "Hill Bureau", "Washington Bureau",
        "Oval Office", "Box Office", "Post Office", "Press Office", "Front Office", "Head Office", "Field Office",
        "Editorial Board", "Board of Contributors", "Board of Directors", "Board of Trustees", "News Service",
        "Wire Service", "Customer Service", "Buffalo Bill", "City Council", "Town Council", "County Council",
    }
)  # fmt: skip

# Capitals that name a country, an outlet, an office or nothing at all.
NOT_ACRONYMS: Final = words(
    "ABC ACLU AFP AIDS AKA AM AP APP ASAP BBC BET BLM BMW BREAKING BS BYLINE CBC CBS CEO CFO CLICK CNBC CNN COO COVID"
    " CPAC CSPAN CST DC DIY DNA DNC DVD EDITOR EDT ER ESPN EST ET EU EXCLUSIVE FAQ FDR FILE FLOTUS FM FNC FOX GIF GMT"
    " GOP GPS HBO HERE HIV HQ IBM ID II III INC IQ ISIL ISIS IT IV IX JFK LBJ LED LGBT LGBTQ LLC LLP LOL LTD LSE MAGA"
    " MBA MC MD MIT MLB MLK MP MPS MS MSNBC NAACP NBA NBC NBCU NCAA NEW NFL NHL NO NPR NRA NYC NYPD NYT OK PA PAC PBS"
    " PDF PDT PHOTO PHOTOS PM POTUS PPP PR PST QA RFK RIP RNC RT RSS SCOTUS SMS SOS SUV TBD TMZ TV UAE UCLA UK UPDATE"
    " UPI URL US USA USC VI VII VIDEO VIII VIP VP WATCH WH WSJ WWE XIV XVI YORK AND THE FOR NOT YES ALL YOU WAS CAN"
)
