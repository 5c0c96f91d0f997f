# ruff: noqa: E501  # the patterns are data, many to a line
"""Sentence patterns, written by us, for what the corpora lack: conditions, evasions, reported criticism, refusals.

A pattern is ``cue | content``; slots: {A} who would act, {do} {ing} {noun} the proposal, {pro} {con} reasons, {fact}
a report, {T} another party, {cond} a condition, {c} a whole clause. Filled with the opposite proposal, a pattern
without {noun}, {fact} gives the opposite stance.
"""

SUPPORT = """
urged | {A} to {do}
called on | {A} to {do}
called for | {ing}
pressed | {A} to {do}
implored | officials to {do}
begged | {T} to {do} without delay
demanded | that {A} {do}
appealed to | {T} to {do}
pleaded | for {ing}
lobbied | {T} to {do}
pushed | for {ing}
argued | for {ing}
argued | in favor of {ing}
backed | {noun}
backed | {ing}
supported | {ing}
endorsed | {noun}
threw his weight behind | {noun}
came out in favour of | {ing}
spoke up | for {ing}
welcomed | {noun}
praised | {T} for {ing}
hailed | the decision to {do}
applauded | {T}'s pledge to {do}
defended | {noun}
defended | {T}'s plan to {do}
voted for | {ing}
signed | a letter calling on {A} to {do}
joined | those who want {A} to {do}
said | {A} must {do}
said | {A} should {do} at last
said | {A} ought to {do}
said | it was time to {do}
said | it was high time {A} moved to {do}
said | there was no good reason not to {do}
said | {ing} was the right thing to do
said | {ing} was long overdue
said | {ing} would help, because {pro}
said | she was in favour of {ing}
said | he was all for {ing}
said | they had nothing against {ing}
said | it would be a mistake not to {do}
said | it would be a disaster if {A} failed to {do}
promised | to {do} within the first hundred days
vowed | to {do}
pledged | to {do}
wants | {A} to {do}
would like | to see {A} {do}
hopes | {A} will {do} soon
believes | {A} should {do}
is convinced | that {ing} will work
argued | that {pro}
told reporters | that {pro}
wrote | that {pro}
said | {A} should {do} because {pro}
stressed | that {pro} and pushed for {noun}
insisted | that {pro}
pointed out | that {pro}
criticised | {T} for opposing {noun}
criticised | {T} for refusing to {do}
attacked | {T} over the failure to {do}
condemned | {T}'s resistance to {ing}
deplored | that {A} still had not moved to {do}
accused | {T} of blocking {noun}
scolded | {A} for dragging its feet on {ing}
dismissed | fears that {con}
rejected | the argument that {con}
denied | that {con}
pushed back | on the idea that {con}
brushed aside | warnings that {con}
called | it a myth that {con}
called | {T}'s objections to {noun} nonsense
said | nobody should believe that {con}
dropped | his opposition to {ing}
changed course | and now backs {ing}
did not object | to {ing}
sees no reason | not to {do}
complained | that without {noun} nothing would change
warned | against any delay in {ing}
regretted | that {A} had not agreed to {do} earlier
thanked | {T} for the promise to {do}
was glad | that {A} would {do}
is pushing | {A} to {do}
has long campaigned | for {ing}
introduced | a bill that would require {A} to {do}
gave | {noun} the go-ahead
announced | that {A} would {do}
confirmed | that {A} is going to {do}
cheered | {noun}
said | that she would vote for {noun}
expressed | strong support for {ing}
asked | {T} to {do} as soon as possible
said | that refusing to {do} made no sense
"""

OPPOSE = """
opposed | {ing}
opposes | {noun}
rejected | {noun}
rejected | a call to {do}
rejected | {T}'s proposal to {do}
ruled out | {ing}
refused | to {do}
refuses | to {do}
came out against | {ing}
argued | against {ing}
spoke out | against {noun}
warned | against {ing}
warned | that {ing} would be a grave mistake
warned | that {con}
warned | that if {A} were to {do}, {con}
cautioned | that {con}
feared | that {con}
worried | that {con}
worry | {con} and {noun} would make it worse
voiced | concern that {con}
urged | {A} not to {do}
called on | {A} to drop plans for {ing}
pleaded with | {T} not to {do}
demanded | that {A} give up {ing}
appealed to | {T} to stop {noun}
voted against | {noun}
voted down | a motion to {do}
vetoed | {noun}
blocked | {noun}
vowed | to fight {noun}
promised | never to {do}
signed | a letter asking {A} not to {do}
marched | against {noun}
criticised | {T} for {ing}
criticised | {T}'s call to {do}
criticised | the decision to {do}
criticized | the push for {ing}
attacked | {T}'s plan to {do}
condemned | {noun}
denounced | {noun} as reckless
slammed | {T} over {noun}
mocked | the idea of {ing}
called | {noun} madness
called | {ing} the wrong answer
said | {A} should not {do}
said | {A} must never {do}
said | there was no reason to {do}
said | it would be wrong to {do}
said | {ing} was out of the question
said | {ing} would solve nothing, because {con}
said | she could not support {ing}
said | he did not think {A} should {do}
said | nobody needed {noun}
said | the last thing the country needed was {noun}
said | it was not the time to {do}
does not support | {ing}
did not back | {noun}
does not want | {A} to {do}
is not convinced | that {A} should {do}
would not | {do} under any circumstances
won't | {do}
argued | that {con}
told reporters | that {con}
wrote | that {con}
said | {A} should not {do} because {con}
stressed | that {con} and spoke against {noun}
insisted | that {con}
pointed out | that {con}
dismissed | the claim that {pro}
rejected | the argument that {pro}
denied | that {pro}
disputed | that {pro}
pushed back | on the notion that {pro}
pushed back | on the idea that {ing} would change much
questioned | whether {ing} would really help
doubted | that {pro}
doubted | that {ing} would make any difference
played down | the hope that {pro}
called | it an illusion that {pro}
threw cold water | on {noun}
withdrew | her support for {ing}
turned | against {noun} after years of backing it
praised | {T} for refusing to {do}
thanked | {T} for stopping {noun}
welcomed | the decision not to {do}
defended | the refusal to {do}
applauded | {T}'s resistance to {ing}
sees no need | to {do}
has little appetite | for {ing}
said | that there were better ways than {ing}
expressed | deep reservations about {ing}
objected | to {noun}
said | that she would vote against {noun}
is unwilling | to {do}
said | no single step such as {noun} would decide anything
said | that {noun} would come over his dead body
complained | that {noun} had gone too far
"""

CONDITIONAL = """
said | he would support {ing} only if {cond}
said | she could back {noun} if {cond}
said | they would agree to {do} provided that {cond}
said | {A} could {do} as long as {cond}
said | {A} should not {do} unless {cond}
said | there would be no {noun} until {cond}
is ready | to {do} on condition that {cond}
is open | to {ing} if {cond}
would back | {noun} once {cond}
would consider | {ing}, but only if {cond}
made | her support for {ing} dependent on whether {cond}
tied | his vote on {noun} to one demand: that {cond}
agreed | to {do}, provided {cond}
offered | to support {noun} in return for a promise that {cond}
would not rule out | {ing} if {cond}
will oppose | {noun} unless {cond}
signalled | that they might accept {noun} if {cond}
told reporters | that if {cond}, {A} should {do}
said | {noun} was acceptable, but not before {cond}
set | conditions for {ing}: {cond}
insisted | that {cond} before {A} may {do}
said yes | to {noun}, so long as {cond}
could live | with {noun} if {cond}
will vote | for {noun} only when {cond}
would drop | its objections to {ing} if {cond}
said | that, assuming {cond}, {A} ought to {do}
wrote | that {ing} makes sense only where {cond}
threatened | to withdraw support for {noun} unless {cond}
"""

NONCOMMITTAL = """
declined | to say whether {A} should {do}
declined | to say whether he supports {ing}
declined | to comment on {noun}
would not say | whether {A} would {do}
would not be drawn | on {noun}
refused | to say whether she backed {noun}
has not decided | whether to {do}
has not made up his mind | about {ing}
is still weighing | whether to {do}
is considering | whether to {do}
is looking at | {noun}
are reviewing | {noun}
said | no decision had been taken on {ing}
said | no decision on whether to {do} had been made
said | it was too early to say whether {A} should {do}
said | all options were on the table, {noun} among them
said | the question of {ing} was still under discussion
said | there were good arguments on both sides of {noun}
said | they would study {noun} carefully
said | he had nothing to announce on {noun}
said | she would wait for the report before taking a view on {ing}
said | we will see, when asked about {noun}
did not rule out | {ing}
did not indicate | any change in policy on {noun}
did not say | whether {A} would {do}
did not signal | any shift on {ing}
gave no sign | that {A} was about to {do}
gave no hint | of where he stands on {noun}
left open | whether {A} would {do}
kept open | the possibility of {ing}
sidestepped | a question about {noun}
dodged | the question whether {A} should {do}
avoided | taking a side on {ing}
took no position | on {noun}
remained neutral | on {ing}
abstained | in the vote on {noun}
stopped short | of endorsing {noun}
neither backed nor rejected | {noun}
was noncommittal | about {ing}
was undecided | on {noun}
said | that he was torn over {ing}
said | the government was still talking to partners about {ing}
was evasive | when asked about {noun}
promised | only to listen to both sides on {noun}
wanted more time | to think about {ing}
would neither confirm nor deny | that {A} planned to {do}
said | {noun} was a matter for others to decide
referred | questions about {noun} to {T}
will not comment | on whether {A} should {do}
said | that she saw both merits and risks in {ing}
repeated | the old line on {noun} and offered nothing new
is working out | what to do about {noun}
"""

NONE = """
said | {T} would oppose {noun}
said | {T} would probably support {ing}
said | {T} had called for {ing}
said | {T} had spoken out against {noun}
noted | that {T} rejects {noun}
recalled | that {T} once backed {ing}
reported | that {T} had refused to {do}
said | most people in a survey were against {noun}
said | a poll found that half of voters favour {ing}
said | parliament would vote on {noun} on Thursday
said | talks on {noun} would go on next week
expects | {T} and {U} to discuss {noun}
announced | a hearing on {noun}
asked | for a report on the cost of {noun}
opened | the debate on {noun}
described | how {noun} came onto the agenda
explained | how {noun} would work
explained | what {ing} would mean in law
said | {noun} had divided the party for years
told the committee | that {noun} was first proposed a decade ago
said | of {noun} that {fact}
added | in the debate on {noun} that {fact}
met | {T} to talk about {noun}
quoted | {T} as saying that {pro}
quoted | {T} as warning that {con}
said | {T} believed that {A} should {do}
said | {T} feared that {con}
asked | {T} whether {A} would {do}
wondered | what {T} would say about {noun}
wanted to know | when {A} would decide on {noun}
said | the committee would take up {noun} in the spring
predicted | that {noun} would pass
predicted | that {noun} would fail
said | the vote on {noun} would be close
said | that supporters and opponents of {noun} had both been invited
said | the decision on {noun} lay with {T}
"""

# What is said in answer to a question that names the proposal: the content alone would be empty of it.
CONTEXTS = """
Asked whether {A} should {do}, {S} answered at once.
{S} was asked about {noun}.
Reporters wanted to know whether {A} would {do}.
The question of {ing} came up again on Tuesday.
{T} has called on {A} to {do}.
Pressed on whether {A} ought to {do}, {S} replied.
The dispute over {noun} has run for months.
he said when asked by reporters whether {A} would {do}.
"""
REPLIES = {
    "support": "yes, absolutely | I am all for it | it is the right thing to do | we should have done it long ago | I support that | "
    "of course we should | let us get it done | it's about time | I can't see why we would not | we need it, and we need it now | "
    "we are going to do it | there is nothing to be afraid of | do it | it makes sense to me | I welcome it | that would be a great step",
    "oppose": "no, certainly not | I am against it | it would be a terrible mistake | not while I am in office | we are not going to do that | "
    "I don't support that | it is a bad idea | I see no reason for it | that is off the table | we should not even think of it | "
    "it would make things worse | there is no one thing that will decide this | that's not going to happen | it will not help | "
    "I don't believe it would change anything | nobody has shown me that we need it",
    "conditional": "yes, but only if {cond} | not unless {cond} | if {cond}, then yes | I would, provided that {cond} | we could do it as long as {cond} | "
    "only once {cond} | it depends on one thing: {cond}",
    "noncommittal": "we are working on that | we're looking at it right now | no comment | I have nothing to announce | we will see | "
    "let's wait and see | we haven't decided | I am not going to get into that | it's under review | I'll let you know | "
    "there is no change in our policy | we are having that conversation | I have not made up my mind | that's a hard question | "
    "we're still talking about it with our partners | I don't want to speculate | stay tuned | it is too early to tell",
}

CLAUSE = {
    "support": "said | that {c}\nargued | that {c}\ninsisted | that {c}\nagreed | that {c}\nwrote | that {c}\nbelieves | that {c}\n"
    "is convinced | that {c}\nmaintained | that {c}\ntold the audience | that {c}\nhas no doubt | that {c}\nrepeated | that {c}\n"
    "criticised | {T} for denying that {c}\nattacked | those who doubt that {c}\nmade the case | that {c}\nstands by the view | that {c}",
    "oppose": "denied | that {c}\nrejected | the idea that {c}\ndisputed | the claim that {c}\ndid not believe | that {c}\n"
    "pushed back | on the notion that {c}\ncriticised | {T} for claiming that {c}\nmocked | the view that {c}\n"
    "said | it was wrong to say that {c}\ndismissed | the suggestion that {c}\nno longer believes | that {c}\ndoubts | that {c}\n"
    "said | nobody should think that {c}\ndisagreed | that {c}\ncalled | it false that {c}\nwarned | against the belief that {c}",
    "conditional": "said | that {c}, but only if {cond}\nagreed | that {c}, provided {cond}\nsaid | that if {cond}, then {c}\n"
    "would accept | that {c} as long as {cond}\nwould not agree | that {c} unless {cond}\nwill say | that {c} once {cond}",
    "noncommittal": "would not say | whether {c}\ndeclined | to say whether {c}\nsaid | it was too early to tell whether {c}\n"
    "was not sure | whether {c}\nhas not decided | whether {c}\ntook no side | on whether {c}\nsaid | there was something to be said "
    "on both sides of the question whether {c}\nleft open | whether {c}\ndodged | the question whether {c}\nis undecided | whether {c}",
    "none": "said | {T} had argued that {c}\nnoted | that according to {T}, {c}\nsaid | a panel would discuss whether {c}\n"
    "asked | {T} whether {c}\nsaid | a poll had asked people whether {c}\nreported | that {T} denies that {c}\n"
    "recalled | the old dispute over whether {c}",
}
REASONED = {
    "same": "argued | that {c}\nsaid | {c}\npointed out | that {c}\nwrote | that {c}\ntold reporters | that {c}\nnoted | that {c}\nstressed | that {c}",
    "flip": "rejected | the argument that {c}\ndenied | that {c}\ndisputed | that {c}\ndismissed | the claim that {c}\npushed back | on the idea that {c}",
}

CONDITIONS = """Congress agrees | safety can be guaranteed | the money is found | the other side stops first | the allies take part |
local people are asked | the courts approve | the costs are capped | jobs are protected | an independent body oversees it |
there are strict safeguards | it is limited to two years | the poorest are compensated | prices come down | the experts give the green light |
the opposition gets a say | the law is changed first | it applies to everyone | the hostages are freed | the report finds no risk |
the regions get a share | children are exempt | the neighbours do the same | the army confirms it can be done | a referendum approves it"""

SPEAKERS = """the minister | the senator | the prime minister | a spokesman | the opposition leader | the mayor | union leaders | the governor |
a group of lawmakers | business groups | campaigners | the bishop | the committee's chair | a senior official | critics | supporters | experts |
Anna Keller | Senator Ruth Dalby | Governor Tom Acheson | Mr Okafor | Ms Lindqvist | Maria Torres | Foreign Minister Petr Havel | Lord Pember |
Prime Minister Ines Duarte | Rep. Carl Munro | Justice Minister Aldo Ferri | Mayor Grace Obi | Chancellor Brandt | President Sallow | Dr. Mehta |
the Greens | the Liberals | the farmers' association | the teachers' union | the chamber of commerce | the White House | the foreign ministry |
residents | some | many | a bipartisan group of senators | House Democrats | Republicans | the archbishop | she | he | they | the general"""
SAID = "said | told reporters | wrote | added | argued | insisted | told the newspaper | said in an interview | posted"
TAILS = """ | | | | | | , according to a statement | in a letter to colleagues | on Tuesday | at a rally in the capital | after a meeting that lasted three hours |
in an interview with a radio station | as the debate entered its second week | during a visit to the coast | on the sidelines of the summit"""
