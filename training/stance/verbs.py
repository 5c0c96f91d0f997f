# ruff: noqa: E501  # the patterns are data, many to a line
"""More patterns, written by us: verbs that take a proposal, reasons and rebuttals, whole sentences, demands.

Slots as in ``templates``; {scope} narrows a proposal to a part of it.
"""

# Verbs that take the proposal as their object; each line is one way to stand towards it.
TAKES = {
    "support": """gave his blessing to | is a champion of | has fought hard for | put her name to | made a plea for | made a pitch for | rallied behind |
lined up behind | is in favor of | clamoured for | agitated for | campaigned on | spoke warmly of | sang the praises of | spearheaded | co-sponsored |
signed off on | okayed | embraced | was enthusiastic about | warmed to | celebrated | looked forward to | insisted on | moved ahead with | ordered |
is determined to see through | would gladly see | held out for | advocated | talked up | saw great promise in | had kind words for |
voiced approval of | seconded | joined the chorus for | lent support to | voted in favour of | ran on | renewed calls for | is all in on |
cannot get enough of | staked her career on | has set his heart on | fought tooth and nail for | was relieved at | sees only upsides to | is itching for |
wrote an open letter in favour of | demanded nothing less than | took up the cause of | petitioned for | drummed up votes for | is sold on""",
    "oppose": """balked at | bristled at | recoiled from | was appalled by | railed against | fumed at | took aim at | tore into | hit out at |
protested against | rallied against | campaigned against | filed suit against | sued over | petitioned against | lobbied against | fought | resisted |
stonewalled | torpedoed | shot down | threw out | nixed | said no to | turned her back on | distanced himself from | soured on | poured cold water on |
scoffed at | ridiculed | derided | belittled | was sceptical of | cast doubt on | had misgivings about | raised objections to | took exception to |
was alarmed by | was hostile to | wants no part of | is no friend of | has little love for | found fault with | led the charge against |
stands in the way of | blasted | lambasted | decried | lamented | shuddered at | tried to kill | scuttled | walked out over | vowed to repeal |
promised to undo | saw nothing but trouble in | could not abide | urged voters to say no to | has no use for | won't touch | begged members to throw out |
wrote an open letter against | has no appetite for | is up in arms about | mobilised against | put a stop to | drew a red line at | was furious about""",
    "noncommittal": """had no view on | reserved judgment on | withheld judgment on | has yet to weigh in on | has not taken a stand on | stayed silent on |
stayed mum about | was tight-lipped about | was cagey about | kept quiet about | wavered over | was in two minds about | agonised over | danced around |
skirted | steered clear of | evaded questions about | deflected questions about | put off a decision on | deferred a ruling on | is mulling |
is pondering | is examining | is studying | is taking another look at | will think over | sought more information on | asked for time on |
was vague about | sat out the vote on | offered no opinion on | said little about | gave nothing away about | would make no promises about |
refused to show her hand on | said he had an open mind about | is still making up her mind about | has made no commitment on | parried questions on""",
    "none": """gave an update on | briefed members on | held a panel on | scheduled a vote on | published figures on | traced the history of |
summed up the arguments about | read a statement from {T} about | interviewed {T} about | moderated a debate on | counted the signatures on the petition about |
asked {T} about | put a question to {T} about | will meet {T} to talk over | expects a long debate about | presented the draft of | chaired a session on |
reported on | was asked to testify on | invited both sides to a talk on | set a date for a decision on | noted that {T} had campaigned against |
noted that {T} had championed | thought {T} would fight | expected {T} to back | guessed that {T} would vote for | foresaw that {T} would reject""",
}
# Reporting words before a reason, and before the other side's reason.
REPORTS = """said that | noted that | observed that | remarked that | explained that | reasoned that | testified that | told a crowd that | contended that |
claimed that | countered that | reminded listeners that | made the point that | has long held that | said again that | told lawmakers that | was adamant that |
warned that | complained that | feared that | is certain that | drove home the message that | tweeted that | : | said: | asked: do we not see that"""
REBUTS = """scoffed at claims that | waved away fears that | saw no sign that | did not buy the story that | did not accept that | called it nonsense that |
took on those who say that | refuted the charge that | laughed at the thought that | said it was untrue that | found no proof that |
was tired of talk that | was unconvinced that | questioned the assumption that | said only the naive believe that | challenged the view that"""
# Whole sentences in a speaker's own words.
OWN = {
    "support": """we have to {do} | let's {do} | {A} has to {do}, full stop | we'd be fools not to {do} | it's time to {do} | it is a scandal that {A} does not {do} |
why on earth does {A} not {do}? | I want {A} to {do} | the sooner we {do} the better | I am proud to vote for {noun} | {noun} cannot come soon enough |
yes to {noun} | {noun} is what this country needs | we need {noun}, since {pro} | {pro}; that is why we must {do} | nothing speaks against {noun} |
refusing to {do} would be cowardly | it would be reckless not to {do} | give us {noun} | whoever blocks {noun} will answer for it""",
    "oppose": """we can't {do} | we won't {do} | {A} has no business to {do} | we'd be fools to {do} | why should anyone {do}? | who in his right mind would {do}? |
I don't want {A} to {do} | the very thought of {noun} makes me shiver | I'll vote against {noun} | no to {noun} | {noun} is the last thing this country needs |
nobody has made the case for {noun} | {noun} would be madness, since {con} | {con}; that is why we must not {do} | keep your hands off: no {noun} |
{noun} will do nothing for us | I will not be the one to {do} | {noun}? Never | it would be reckless to {do} | whoever votes for {noun} will regret it""",
    "conditional": """I could live with {noun} if {cond} | we'll {do} once {cond} | if {cond}, {A} should {do} | no {noun} without a guarantee that {cond} |
only where {cond} should {A} {do} | my yes to {noun} hinges on one thing, that {cond} | first see to it that {cond}, then we can {do} |
{noun}, fine, but {scope} only | {A} may {do}, though {scope} and no more | I'd go along with {noun} {scope}, nothing beyond | unless {cond}, count me out on {noun}""",
    "noncommittal": """we're studying {noun} | nothing has been decided about {noun} | I'll leave {noun} to others | there is a lot to weigh when it comes to {noun} |
{noun}? We shall see | on {noun} I have nothing for you today | I hear both sides on {noun} | we keep talking with everyone about {noun} |
I go back and forth on {noun} | whether we {do} or not, I can't tell you yet | ask me about {noun} next month | we take note of {noun}, no more""",
}
SCOPED = """would accept | {noun}, but {scope} only\ncan agree | to {noun} {scope} and nowhere else\nwants | {noun} limited: {scope}
sees | room for {noun} {scope}, not beyond\nlinked her yes | to {noun} to a pledge that {cond}\nmade his vote | for {noun} contingent on a guarantee that {cond}
would give in | on {noun} in exchange for an assurance that {cond}\ndemands | proof that {cond} before she agrees to {noun}"""
SCOPES = "for a trial period | in small towns | for two years | in emergencies | for the worst cases | on weekdays | in the south | for adults | at first in one city | outside the season"
STALLS = """was angry that | {A} would not {do}\nwas dismayed that | {A} refused to {do}\nrebuked | {A} for its refusal to {do}\nfaulted | {A} for being slow on {noun}
blamed | {A} for holding up {noun}\ncould not understand | why {A} did not {do}\nis losing patience with | {A} for putting off {noun}
chained herself to the gates | to make {A} {do}\nwent to the judges | to force {A} to {do}\nwent on hunger strike | to get {A} to {do}\nset {A} a deadline | to {do}
is trying to talk | {A} into {noun}\noffered help | so that {A} can {do}\nstopped | {A} from backing away from {noun}"""
