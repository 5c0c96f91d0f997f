"""Word lists of the speaker rules: titles, role nouns, pronouns, organisations, places, parties.

General English news vocabulary, written for this project; nothing here names a person, and nothing comes from the
development articles. First names stand in ``first_names.txt``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Literal

Gender = Literal["f", "m", "u"]


def words(text: str) -> frozenset[str]:
    """A set of words written as one text."""
    return frozenset(text.split())


HONORIFICS: dict[str, Gender] = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "dame": "f", "lord": "m", "lady": "f", "baroness": "f",
    "baron": "m", "dr": "u", "prof": "u", "rev": "u", "hon": "u", "madam": "f", "monsieur": "m", "madame": "f",
    "herr": "m", "frau": "f", "sheikh": "m", "sheik": "m", "father": "m", "sister": "f", "ayatollah": "m",
    "mx": "u", "king": "m", "queen": "f", "prince": "m", "princess": "f", "pope": "m", "duke": "m", "duchess": "f",
    "messrs": "m", "professor": "u", "reverend": "u", "imam": "m", "rabbi": "u", "bishop": "u", "archbishop": "u",
    "cardinal": "m", "saint": "u", "st": "u", "mme": "f", "mlle": "f", "señor": "m", "señora": "f", "signor": "m",
    "signora": "f", "doña": "f", "dona": "f", "senhor": "m", "senhora": "f", "herrn": "m",
}  # fmt: skip
"""Words of address before a name, folded and without a full stop, with the gender they show."""

TITLES = words(
    "sen sens senator senators rep reps representative representatives congressman congresswoman gov govs governor "
    "governors lt gen general adm admiral col colonel maj major capt captain cmdr commander sgt sergeant cpl corporal "
    "pvt lieutenant brig brigadier marshal president presidents vice-president minister secretary undersecretary "
    "chancellor premier mayor speaker leader chair chairman chairwoman chairperson director ambassador judge justice "
    "commissioner attorney attorneys chief officer spokesman spokeswoman spokesperson counsel envoy treasurer "
    "whip councillor councilman councilwoman alderman assemblyman assemblywoman delegate mp msp mep sheriff deputy "
    "prosecutor inspector superintendent constable detective agent candidate nominee strategist pollster adviser "
    "advisor aide editor correspondent columnist reporter host anchor author manager coordinator economist analyst "
    "coach pastor founder ceo cfo coo chief-of-staff comptroller administrator principal dean provost "
    "president-elect incumbent hopeful taoiseach tánaiste solicitor lawyer activist actor actress singer comedian "
    "selectman selectwoman councilor councilmember assemblymember alderwoman freeholder supervisor trustee striker "
    "goalkeeper midfielder skipper captain bishop archbishop imam rabbi reverend "
    "pm executive historian scientist scholar expert mogul tycoon billionaire businessman businesswoman veteran "
    "ombudsman"
)
"""Nouns that may stand before a name as title or role."""

TITLES_OF = words("state staff defense defence treasury labor labour commerce energy education council house delegates")
"""Words that end a title with "of" before a name: "chief of staff Jane Doe"."""

ABBREVIATED_TITLES: dict[str, str] = {
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative", "gov": "governor",
    "govs": "governor", "lt": "lieutenant", "gen": "general", "adm": "admiral", "col": "colonel", "maj": "major",
    "capt": "captain", "cmdr": "commander", "sgt": "sergeant", "prof": "professor", "rev": "reverend",
    "dr": "doctor", "congressman": "representative", "congresswoman": "representative",
}  # fmt: skip

_ANYBODY = words(
    "president senator representative governor minister secretary chancellor premier mayor speaker leader chair "
    "chairperson director ambassador judge justice commissioner attorney general officer spokesperson envoy "
    "candidate nominee contender rival opponent challenger incumbent front-runner frontrunner hopeful strategist "
    "pollster adviser advisor aide operative consultant manager organizer organiser coordinator staffer official "
    "lawmaker legislator politician diplomat councillor member delegate surrogate supporter backer critic ally "
    "donor fundraiser activist advocate campaigner lawyer solicitor barrister prosecutor defendant plaintiff "
    "economist analyst expert scholar professor academic lecturer teacher student researcher scientist doctor "
    "physician nurse surgeon psychologist engineer architect pilot driver farmer worker employee employer boss "
    "executive ceo entrepreneur investor banker developer billionaire millionaire mogul tycoon magnate owner "
    "founder co-founder president-elect author writer novelist poet journalist reporter correspondent columnist "
    "editor commentator pundit host anchor moderator broadcaster blogger publisher historian philosopher comedian "
    "singer musician rapper artist director producer star celebrity athlete player coach quarterback general "
    "admiral colonel captain commander lieutenant sergeant soldier veteran marine trooper sheriff detective "
    "investigator inspector witness suspect victim survivor resident voter citizen neighbor neighbour friend "
    "colleague counterpart predecessor successor deputy assistant partner spouse parent child cousin person "
    "individual pastor priest minister bishop archbishop rabbi imam cardinal cleric preacher evangelist "
    "libertarian socialist republican democrat conservative liberal progressive tory independent native "
    "politician leader-in-waiting newcomer outsider insider maverick firebrand newsman treasurer whip counsel "
    "chief head boss figure veteran-lawmaker tourist visitor customer passenger patient migrant refugee immigrant "
    "protester demonstrator attendee participant guest speechwriter biographer translator interpreter "
    "whistleblower contractor biologist chemist physicist astronomer geologist sociologist anthropologist "
    "therapist psychiatrist epidemiologist statistician mathematician curator librarian photographer chef "
    "designer librarian butcher baker carpenter electrician plumber teenager youngster baby infant backbencher "
    "peer mp msp mep ombudsman chief-of-staff taoiseach envoy negotiator mediator regulator comptroller "
    "administrator principal dean provost rector superintendent neurosurgeon gunman assailant shooter attacker heckler "
    "rocker crooner televangelist restaurateur philanthropist financier industrialist socialite entertainer filmmaker "
    "screenwriter playwright cartoonist essayist appointee retiree trustee interviewee co-author co-host co-chair "
    "co-chairman vice-chairman mate standard-bearer legend icon heir scion protégé mentor victor loser winner "
    "runner-up favorite favourite underdog freshman centrist moderate populist nationalist texan floridian ohioan "
    "californian virginian vermonter hoosier theologian criminologist meteorologist cardiologist "
    "neurologist dentist pharmacist paramedic firefighter janitor barber bartender waiter rancher trucker miner "
    "veterinarian archivist ethicist geneticist demographer strategist-in-chief litigator mayor-elect senator-elect "
    "governor-elect respondent caller panelist panellist pageant-winner runner golfer boxer wrestler swimmer skier "
    "recorder auditor assessor clerk striker goalkeeper midfielder defender winger skipper councilor councilmember "
    "selectman selectwoman grower breeder shepherd shopkeeper publican landlord tenant commuter pensioner policymaker "
    "lawmaker-elect cyclist jockey umpire referee trainer sprinter gymnast"
)
_SHOWN: dict[str, Gender] = {
    "man": "m", "woman": "f", "boy": "m", "girl": "f", "gentleman": "m", "lady": "f", "father": "m", "mother": "f",
    "son": "m", "daughter": "f", "brother": "m", "sister": "f", "husband": "m", "wife": "f", "uncle": "m",
    "aunt": "f", "nephew": "m", "niece": "f", "grandfather": "m", "grandmother": "f", "widow": "f", "widower": "m",
    "king": "m", "queen": "f", "prince": "m", "princess": "f", "duke": "m", "duchess": "f", "pope": "m",
    "pontiff": "m", "businessman": "m", "businesswoman": "f", "congressman": "m", "congresswoman": "f",
    "chairman": "m", "chairwoman": "f", "spokesman": "m", "spokeswoman": "f", "actor": "m", "actress": "f",
    "policeman": "m", "policewoman": "f", "councilman": "m", "councilwoman": "f", "assemblyman": "m",
    "assemblywoman": "f", "salesman": "m", "saleswoman": "f", "statesman": "m", "stateswoman": "f", "mom": "f",
    "dad": "m", "hostess": "f", "heiress": "f", "patriarch": "m", "matriarch": "f", "first-lady": "f",
    "grandson": "m", "granddaughter": "f", "strongman": "m", "showman": "m", "playboy": "m", "waitress": "f",
    "waiter": "m", "monk": "m", "nun": "f", "baroness": "f", "congressperson": "u", "anchorman": "m",
    "anchorwoman": "f", "cameraman": "m", "fisherman": "m", "fireman": "m", "newsman": "m", "frontman": "m",
    "guy": "m", "kid": "u", "comedienne": "f", "stepson": "m", "stepdaughter": "f", "fiancée": "f", "fiancé": "m",
    "girlfriend": "f", "boyfriend": "m", "ex-wife": "f", "ex-husband": "m", "housewife": "f", "alderman": "m",
}  # fmt: skip
_OPEN: Gender = "u"
PERSON_NOUNS: dict[str, Gender] = {**dict.fromkeys(_ANYBODY, _OPEN), **_SHOWN}
"""Singular nouns for a person, with the gender they show."""

UNNAMED_NOUNS = words(
    "officials aides sources advisers advisors staffers insiders spokespeople spokesmen spokeswomen diplomats "
    "operatives strategists associates employees investigators prosecutors lawyers attorneys representatives "
    "assistants informants whistleblowers eyewitnesses bystanders"
)
"""Plurals that hide people who could have been named; with an article or number they are anonymous, not a group."""

UNNAMED = words("source someone somebody one another")
"""Singular words for somebody whom the text does not name."""

FIRMS = words(
    "chipmaker automaker carmaker drugmaker planemaker steelmaker toymaker housebuilder insurer brewer refiner "
    "conglomerate utility supermarket grocer carrier exporter importer wholesaler subsidiary"
)
"""Words for a company by its trade."""

TRADES = words("contractor developer builder supplier operator maker owner promoter consultant publisher lender")
"""Words for people and for companies."""

ORGANISATION_NOUNS = FIRMS | words(
    "campaign company firm corporation group organization organisation agency department ministry committee "
    "commission council party government administration union association foundation institute university college "
    "school court bank newspaper paper magazine network channel station broadcaster outlet website site blog journal "
    "publisher think-tank tank bureau office board panel congress senate parliament house chamber legislature "
    "army military police force navy coalition alliance bloc federation league pac super-pac charity nonprofit ngo "
    "church team club hospital state city county country nation embassy consulate regulator watchdog service "
    "fund trust startup start-up airline manufacturer retailer chain operator lender brokerage caucus operation "
    "delegation secretariat authority tribunal jury conference assembly cabinet movement camp news-agency "
    "giant municipality parish borough syndicate cooperative co-operative orchestra museum diocese"
)

DOCUMENT_NOUNS = words(
    "report poll survey study article story piece editorial op-ed column letter memo memorandum email e-mail message "
    "tweet post statement document filing lawsuit complaint indictment ruling opinion decision transcript book "
    "analysis review release press-release ad advertisement advert spot commercial video clip footage audio recording "
    "petition manifesto platform plan proposal bill law act resolution treaty agreement constitution website page "
    "essay paper profile dossier record data figure statistic average index census tally chart map graph headline "
    "invitation notice note advisory assessment testimony affidavit speech remark comment text book memoir "
    "documentary film episode segment interview show program programme result return finding summary excerpt passage "
    "suit brief order announcement disclosure guideline guidance posting account polling tracker leaflet "
    "flyer mailer pamphlet script"
)

PLURAL_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "businessmen": "businessman",
    "spokesmen": "spokesman", "spokespeople": "spokesperson", "congressmen": "congressman", "wives": "wife",
    "media": "media", "police": "police", "staff": "staff", "youth": "youth", "public": "public", "electorate":
    "electorate", "folks": "person", "mps": "mp", "elite": "elite", "press": "press", "left": "left",
    "right": "right", "establishment": "establishment", "majority": "majority", "minority": "minority",
    "chorus": "group", "crowd": "crowd", "everyone": "everyone", "everybody": "everybody", "nobody": "nobody",
    "anyone": "anyone", "anybody": "anybody", "someone": "someone", "somebody": "somebody", "half": "half",
    "audience": "audience", "pundits": "pundit", "lawmakers": "lawmaker", "allies": "ally", "parties": "party",
    "some": "some", "many": "many", "others": "other", "most": "most", "few": "few", "several": "several",
    "both": "both", "all": "all", "critics": "critic", "none": "none", "those": "those", "two": "two",
    "three": "three",
}  # fmt: skip
"""Plural or collective heads whose form does not end in -s, or that need another singular."""

FUNCTION_WORDS = words(
    "a an the this that these those i you he she it we they me him her us them my your his its our their and or but "
    "nor so yet for if then than as at by from in into of off on onto out over to up with without within about above "
    "across after against along amid among around before behind below beneath beside besides between beyond despite "
    "down during except inside like near opposite outside past per since through throughout till toward towards under "
    "underneath unlike until upon via versus while when where why how what which who whom whose whether because "
    "although though unless once there here not no yes well oh now just also even still only ever never always often "
    "sometimes perhaps maybe indeed thus hence likewise nonetheless nevertheless besides furthermore additionally "
    "similarly conversely consequently accordingly therefore however moreover meanwhile instead otherwise rather "
    "quite very too more most less least much "
    "many some any all both each every either neither few several another other others such same own one "
    "two three four five six seven eight nine ten first second third last next is are was were be been being am do "
    "does did done doing have has had having will would shall should may might must can could cannot let lets say "
    "says said saying tell told asked added ask added according today yesterday tomorrow tonight earlier later "
    "recently currently finally again back away soon ago almost nearly already half everyone everybody someone nobody "
    "nothing everything something anything anyone none in-depth don’t don't didn’t didn't isn’t isn't it’s it's "
    "he’s he's she’s she's that’s that's there’s there's we’re we're they’re they're i’m i'm i’ve i've you’re "
    "what’s what's let’s let's won’t won't can’t can't wasn’t wasn't aren’t aren't doesn’t doesn't here’s here's "
    "we’ve we've i’ll i'll i’d i'd he’ll he'll who’s who's couldn’t couldn't wouldn’t wouldn't they’ve they've "
    "following including regarding asked given based speaking citing noting calling responding pressed referring "
    "although thanks thank please sorry okay ok hey wow good bad great new old top former late ex breaking watch "
    "read more related click photo image video source getty update updated exclusive opinion analysis editorial "
    "abstract text full part chapter figure table section note editor’s editor's"
)
"""Words that, capitalised at the start of a sentence, are no part of a name."""

PARTICLES = words(
    "van von de del della der den di da dos du la le al el bin ibn bint ten ter zu af av y i"
) | frozenset(f"{word} {mark}t" for word in ("in", "van", "op") for mark in "’'")
SUFFIXES = words("jr sr ii iii iv v esq phd md obe cbe mbe kc qc")

MONTHS_AND_DAYS = words(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri "
    "sat sun christmas easter thanksgiving halloween ramadan new-year"
)

PARTY_WORDS: dict[str, str] = {
    "republican": "Republican", "republicans": "Republican", "gop": "Republican", "democrat": "Democrat",
    "democrats": "Democrat", "democratic": "Democrat", "labour": "Labour", "conservative": "Conservative",
    "tory": "Conservative", "tories": "Conservative", "snp": "SNP", "libertarian": "Libertarian", "green": "Green",
    "independent": "Independent", "dem": "Democrat", "dems": "Democrat",
}  # fmt: skip
PARTY_LETTERS = {"r": "Republican", "d": "Democrat", "i": "Independent", "l": "Libertarian", "con": "Conservative",
                 "lab": "Labour", "ld": "Liberal Democrat", "snp": "SNP"}  # fmt: skip

ORGANISATION_WORDS = words(
    "committee party university college school institute institution department ministry agency bureau office council "
    "commission association society foundation federation union league alliance coalition group company corporation "
    "corp inc co ltd llc plc bank trust fund hospital church court congress senate house parliament assembly army navy "
    "force forces guard police times post news journal herald tribune guardian telegraph gazette chronicle magazine "
    "press media radio television tv network channel center centre campaign administration government organization "
    "organisation board panel authority service services systems motors airlines industries technologies holdings "
    "partners associates capital ventures studios pictures entertainment records club team pac international global "
    "national americans republicans democrats project initiative movement network report reports poll research "
    "laboratory laboratories exchange treasury pentagon kremlin caucus conference convention embassy reserve "
    "globe observer examiner inquirer dispatch sentinel mail mirror independent economist standard review weekly today "
    "street tower hotel airport avenue square park river lake island county city mountain mountains valley bridge road "
    "building hall act bill law amendment award prize cup bowl world day war revolution plan deal agreement treaty "
    "twitter facebook google fox cable digest post-gazette republic star sun bee daily free tabloid caller beacon wire "
    "security studies affairs policy action institute’s nations states kingdom emirates workers guild museum gallery "
    "library theater theatre orchestra symphony academy seminary mosque synagogue cathedral clinic brotherhood "
    "matter watch"
)
"""Last words (or words anywhere) that make a capitalised run an organisation, place, work or event, not a person."""

PLACES = words(
    "Afghanistan Africa Alabama Alaska Albania Algeria America Argentina Arizona Arkansas Armenia Asia Athens Atlanta "
    "Australia Austria Azerbaijan Baghdad Baltimore Bangladesh Beijing Belarus Belgium Belfast Berlin Bolivia Boston "
    "Bosnia Brazil Britain Brooklyn Brussels Bulgaria Burma Cairo California Cambodia Canada Cardiff Charleston "
    "Charlotte Chicago Chile China Cincinnati Cleveland Colombia Colorado Connecticut Crimea Croatia Cuba Cyprus "
    "Dallas Damascus Delaware Denmark Denver Detroit Donetsk Dublin Ecuador Edinburgh Egypt England Estonia Ethiopia "
    "Europe Finland Florida France Gaza Geneva Germany Ghana Greece Guatemala Haiti Hawaii Honduras Houston Hungary "
    "Iceland Idaho Illinois India Indiana Indonesia Iowa Iran Iraq Ireland Israel Istanbul Italy Jakarta Jamaica Japan "
    "Jerusalem Kabul Kansas Kazakhstan Kentucky Kenya Kharkiv Kherson Kiev Kosovo Kursk Kuwait Kyiv Latvia Lebanon "
    "Libya Lithuania Liverpool London Louisiana Luhansk Luxembourg Lviv Madrid Maine Malaysia Manchester Manhattan "
    "Maryland Massachusetts Mexico Miami Michigan Milwaukee Minneapolis Minnesota Minsk Mississippi Missouri Moldova "
    "Mongolia Montana Morocco Moscow Mumbai Myanmar Nashville Nebraska Netherlands Nevada Nigeria Norway Odesa Ohio "
    "Oklahoma Ontario Oregon Orlando Oslo Ottawa Oxford Pakistan Palestine Panama Paraguay Paris Pennsylvania Peru "
    "Philadelphia Philippines Phoenix Pittsburgh Poland Portland Portugal Prague Pyongyang Qatar Quebec Queens "
    "Richmond Riyadh Romania Rome Russia Rwanda Sacramento Scotland Seattle Seoul Serbia Shanghai Singapore Slovakia "
    "Slovenia Somalia Spain Stockholm Sudan Sweden Switzerland Sydney Syria Taiwan Tampa Tehran Tennessee Texas "
    "Thailand Tokyo Toronto Tunisia Turkey Uganda Ukraine Uruguay Utah Uzbekistan Venezuela Vermont Vienna Vietnam "
    "Virginia Wales Warsaw Washington Wisconsin Wyoming Yemen Zimbabwe Brexit"
)
COMPOUND_PLACES = words(
    "New_York New_Jersey New_Hampshire New_Mexico New_Orleans New_Zealand New_Delhi North_Carolina South_Carolina "
    "North_Dakota South_Dakota North_Korea South_Korea West_Virginia Rhode_Island Los_Angeles San_Francisco San_Diego "
    "Las_Vegas Hong_Kong Saudi_Arabia South_Africa Northern_Ireland United_States United_Kingdom El_Salvador "
    "Puerto_Rico Costa_Rica Sri_Lanka St._Louis Tel_Aviv Abu_Dhabi Salt_Lake Palm_Beach Capitol_Hill Wall_Street "
    "White_House Sierra_Leone San_Antonio San_Jose Kansas_City Des_Moines Baton_Rouge Downing_Street Long_Island "
    "Silicon_Valley Middle_East Latin_America South_Sudan Ivory_Coast Santa_Monica Santa_Fe Fort_Worth"
)

DEMONYMS = words(
    "American British English Scottish Welsh Irish French German Italian Spanish Portuguese Dutch Belgian Swiss "
    "Austrian Polish Czech Slovak Hungarian Romanian Bulgarian Greek Turkish Russian Ukrainian Belarusian Lithuanian "
    "Latvian Estonian Finnish Swedish Norwegian Danish Icelandic Canadian Mexican Brazilian Argentine Chilean "
    "Colombian Venezuelan Cuban Chinese Japanese Korean Indian Pakistani Afghan Iranian Iraqi Syrian Israeli "
    "Palestinian Egyptian Saudi Lebanese Jordanian Libyan Tunisian Moroccan Algerian Nigerian Kenyan Ethiopian "
    "Somali Sudanese Ghanaian Australian Indonesian Malaysian Filipino Thai Vietnamese Taiwanese African European "
    "Asian Western Eastern Northern Southern Catholic Muslim Jewish Christian Protestant Evangelical Hispanic Latino "
    "Black White Republican Democratic Democrat Labour Conservative Tory Liberal Libertarian Socialist GOP Green U.S. "
    "US U.K. UK EU U.N. UN NATO Serbian Croatian Bosnian Albanian Georgian Armenian Azerbaijani Kazakh Yemeni Qatari "
    "Emirati Kuwaiti Bangladeshi Burmese Cambodian Mongolian Peruvian Bolivian Ecuadorian Texan Californian "
    "Independent Arab Kurdish Sunni Shiite Sikh Hindu Buddhist"
)

PEOPLE = words(
    "American Canadian Mexican Brazilian Argentine Chilean Colombian Venezuelan Cuban Peruvian Bolivian Ecuadorian "
    "Uruguayan Paraguayan Guatemalan Honduran Nicaraguan Salvadoran Haitian Jamaican German Italian Belgian Austrian "
    "Hungarian Romanian Bulgarian Greek Russian Ukrainian Belarusian Lithuanian Latvian Estonian Norwegian Icelander "
    "Swede Dane Finn Pole Spaniard Briton Turk Scot Serb Croat Slovak Slovene Slovenian Bosnian Albanian Georgian "
    "Armenian Frenchman Frenchwoman Englishman Englishwoman Irishman Irishwoman Welshman Welshwoman Scotsman Dutchman "
    "Dutchwoman Indian Pakistani Afghan Iranian Iraqi Syrian Israeli Palestinian Egyptian Jordanian Libyan Tunisian "
    "Moroccan Algerian Nigerian Kenyan Ethiopian Somali Ghanaian Ugandan Zambian Rwandan Cameroonian Ivorian Gambian "
    "Tanzanian Zimbabwean Australian Indonesian Malaysian Korean Kazakh Bangladeshi Texan Californian Floridian Ohioan "
    "Virginian Londoner Parisian Berliner Glaswegian Liverpudlian Bavarian Catalan Basque Sicilian Breton Corsican"
)
"""Words for one person of a country or city, as capitalised: "the Italian"; "the French" are many."""

STATE_ABBREVIATIONS = {
    "al": "alabama", "ala": "alabama", "ak": "alaska", "az": "arizona", "ariz": "arizona", "ar": "arkansas",
    "ark": "arkansas", "ca": "california", "calif": "california", "co": "colorado", "colo": "colorado",
    "ct": "connecticut", "conn": "connecticut", "de": "delaware", "del": "delaware", "fl": "florida",
    "fla": "florida", "ga": "georgia", "hi": "hawaii", "id": "idaho", "il": "illinois", "ill": "illinois",
    "in": "indiana", "ind": "indiana", "ia": "iowa", "ks": "kansas", "kan": "kansas", "ky": "kentucky",
    "la": "louisiana", "me": "maine", "md": "maryland", "ma": "massachusetts", "mass": "massachusetts",
    "mi": "michigan", "mich": "michigan", "mn": "minnesota", "minn": "minnesota", "ms": "mississippi",
    "miss": "mississippi", "mo": "missouri", "mt": "montana", "mont": "montana", "ne": "nebraska",
    "neb": "nebraska", "nv": "nevada", "nev": "nevada", "nh": "new hampshire", "n.h": "new hampshire",
    "nj": "new jersey", "n.j": "new jersey", "nm": "new mexico", "n.m": "new mexico", "ny": "new york",
    "n.y": "new york", "nc": "north carolina", "n.c": "north carolina", "nd": "north dakota",
    "n.d": "north dakota", "oh": "ohio", "ok": "oklahoma", "okla": "oklahoma", "or": "oregon", "ore": "oregon",
    "pa": "pennsylvania", "ri": "rhode island", "r.i": "rhode island", "sc": "south carolina",
    "s.c": "south carolina", "sd": "south dakota", "s.d": "south dakota", "tn": "tennessee", "tenn": "tennessee",
    "tx": "texas", "tex": "texas", "ut": "utah", "vt": "vermont", "va": "virginia", "wa": "washington",
    "wash": "washington", "wv": "west virginia", "w.va": "west virginia", "wi": "wisconsin", "wis": "wisconsin",
    "wy": "wyoming", "wyo": "wyoming",
}  # fmt: skip

SHORT_FORMS: dict[str, str] = {
    "mike": "michael", "bill": "william", "will": "william", "bob": "robert", "rob": "robert", "bobby": "robert",
    "dick": "richard", "rick": "richard", "rich": "richard", "jim": "james", "jimmy": "james", "jamie": "james",
    "joe": "joseph", "tom": "thomas", "tim": "timothy", "tony": "anthony", "dave": "david", "dan": "daniel",
    "danny": "daniel", "ed": "edward", "eddie": "edward", "ted": "edward", "fred": "frederick", "greg": "gregory",
    "jeff": "jeffrey", "jerry": "gerald", "ken": "kenneth", "larry": "lawrence", "matt": "matthew",
    "nick": "nicholas", "pat": "patrick", "pete": "peter", "phil": "philip", "ray": "raymond", "ron": "ronald",
    "sam": "samuel", "steve": "steven", "stephen": "steven", "sue": "susan", "liz": "elizabeth",
    "beth": "elizabeth", "betty": "elizabeth", "kate": "katherine", "kathy": "katherine", "catherine": "katherine",
    "kathleen": "katherine", "deb": "deborah", "debbie": "deborah", "debra": "deborah", "jen": "jennifer",
    "jenny": "jennifer", "chris": "christopher", "alex": "alexander", "andy": "andrew", "ben": "benjamin",
    "bernie": "bernard", "charlie": "charles", "chuck": "charles", "don": "donald", "doug": "douglas",
    "gabe": "gabriel", "josh": "joshua", "nate": "nathan", "zach": "zachary", "vlad": "vladimir",
    "maggie": "margaret", "peggy": "margaret", "barb": "barbara", "cindy": "cynthia", "angie": "angela",
    "val": "valerie", "vicky": "victoria", "jack": "john", "johnny": "john", "harry": "henry", "hank": "henry",
    "mitch": "mitchell", "newt": "newton", "al": "albert", "abe": "abraham", "gene": "eugene", "len": "leonard",
}  # fmt: skip
"""Short forms of English first names, folded, with the form they are compared as."""

HE, SHE = words("he him his himself"), words("she her hers herself")
IT, THEY = words("it its itself"), words("they them their theirs themselves")
FIRST_SINGULAR, FIRST_PLURAL = words("i me my mine myself"), words("we us our ours ourselves")
SECOND = words("you your yours yourself yourselves")
RELATIVES = words("who which that whom whose")
NOBODY = words("one there what this nothing nobody")


@lru_cache(maxsize=1)
def first_names() -> dict[str, Gender]:
    """Usual gender of each listed first name, as capitalised."""
    names: dict[str, Gender] = {}
    for line in files("whipcount.resolve").joinpath("first_names.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("f ", "m ", "u "):
            gender: Gender = "f" if line[0] == "f" else "m" if line[0] == "m" else "u"
            names.update(dict.fromkeys(line[2:].split(), gender))
    return names


def singular(word: str) -> str:
    """Singular of a folded English noun, by its ending.

    >>> [singular(w) for w in ("officials", "parties", "people", "bosses", "president")]
    ['official', 'party', 'person', 'boss', 'president']
    """
    if word in PLURAL_IRREGULAR:
        return PLURAL_IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """True for a folded noun that looks plural or collective."""
    return word in PLURAL_IRREGULAR or (singular(word) != word)
