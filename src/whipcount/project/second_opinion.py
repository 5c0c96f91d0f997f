"""A language model's opinion on what the local model is not sure of: counted first, then asked for, kept as its own.

It judges only current statements whose coding is a model's and has little probability. It can choose among given values
for that one statement; whatever it chooses, a person's coding wins, and where it differs from the local model's it is
flagged and not clear until a person has looked.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from whipcount.coders import coder_name
from whipcount.coding import Marks, marks, stance_input
from whipcount.llm import LARGEST, Answer, AnswerCache, Endpoint, Inquiry, Refusal, inquiry, looks_like_instructions
from whipcount.llm import parse_answer as checked
from whipcount.model import JSON, STANCES, CodedStatement, Coding, Document, Proposition, Stance, Statement
from whipcount.project.count import propositions_of
from whipcount.project.language_model import LEAST_TRUST, PREFIX, LanguageModel
from whipcount.project.report import Progress, Tick
from whipcount.project.running import running
from whipcount.store import Store
from whipcount.store.records import Judgement

# Why a statement is not sent.
Withheld: TypeAlias = Literal["outlet", "length", "instructions"]

FLAG: Final = "differs from "  # how the note of a flagged coding begins
CHARACTERS_PER_TOKEN: Final = 4  # of English, as tokenizers of language models cut it; an estimate
TOKENS_OF_ANSWER: Final = 40
_UNCLEAR_BY: Final = 0.01  # how far below the threshold of a clear stance a flagged coding stays
_MILLION: Final = 1_000_000
_DIGITS: Final = 6
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ask:
    """A statement that would be asked about; ``local`` is the local model's coding.

    ``shown`` is what its words show under each argument that it may give, and under none.
    """

    statement_id: str
    document_id: str
    outlet: str | None
    proposition: Proposition
    local: Coding
    inquiry: Inquiry
    shown: Mapping[str | None, Marks]


@dataclass(frozen=True, slots=True)
class Plan:
    """What asking would send and cost; nothing is sent yet.

    ``known`` of ``asks`` are answered by the cache. ``withheld`` counts what is not sent, by reason. Tokens are
    estimated from characters; ``cost`` is in the currency of the settings, 0 where no price is set.
    """

    asks: tuple[Ask, ...]
    known: int
    withheld: Mapping[Withheld, int]
    tokens_in: int
    tokens_out: int
    cost: float

    @property
    def to_send(self) -> int:
        """Number of questions that would be sent."""
        return len(self.asks) - self.known


@dataclass(frozen=True, slots=True)
class Opinions:
    """What came of asking: judgements kept, how many of them differ from the local model's, and answers refused."""

    made: int
    flagged: int
    sent: int
    refused: Mapping[str, int]


def plan(store: Store, model: LanguageModel, cache: AnswerCache) -> Plan:
    """Which statements would be asked about, and at what cost.

    Raises:
        UsageError: A setting cannot be used.
    """
    withheld: Counter[Withheld] = Counter()
    asks: list[Ask] = []
    for proposition in propositions_of(store):
        for ask in _unsure(store, model, proposition):
            reason = _held_back(ask, model)
            if reason is None:
                asks.append(ask)
            else:
                withheld[reason] += 1
    sent = [ask for ask in asks if cache.get(ask.inquiry.key(model.model), ask.inquiry) is None]
    tokens_in = sum(-(-ask.inquiry.characters // CHARACTERS_PER_TOKEN) for ask in sent)
    tokens_out = TOKENS_OF_ANSWER * len(sent)
    cost = (tokens_in * model.settings.llm_price_in + tokens_out * model.settings.llm_price_out) / _MILLION
    return Plan(tuple(asks), len(asks) - len(sent), dict(withheld), tokens_in, tokens_out, cost)


def ask_all(
    store: Store,
    planned: Plan,
    model: LanguageModel,
    cache: AnswerCache,
    *,
    endpoint: Endpoint,
    progress: Progress = lambda _: None,
) -> Opinions:
    """Ask what was planned and keep each answer at once, so that a run that is cut off has paid for nothing twice.

    Raises:
        EndpointError: The server cannot be used; what was answered before is kept.
    """
    asked: dict[str, JSON] = {"coder": model.name, "host": model.address.host, "by": model.settings.coder}
    counts: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    with running(store, "code --llm", asked, progress) as (run, told):
        try:
            for ask in planned.asks:
                answer = _answered(ask, model, cache, endpoint, counts)
                if isinstance(answer, Refusal):
                    refused[answer.reason] += 1
                    continue
                coding = _coding(ask, answer, model)
                counts["codings"] += store.add_codings([coding], run=run)
                counts["flagged"] += bool(coding.note)
                told(Tick("coding", counts["codings"]))
        finally:
            refusals = {f"refused_{reason}": number for reason, number in refused.items()}
            withheld = {f"withheld_{reason}": number for reason, number in planned.withheld.items()}
            store.end_run(run, counts={**counts, **refusals, **withheld})
    return Opinions(counts["codings"], counts["flagged"], counts["sent"], dict(refused))


def flagged(store: Store) -> list[Judgement]:
    """Codings by a language model that differ from the local model's and that no person has judged yet."""
    rows = store.coders()
    theirs = sorted({row.coder for row in rows if row.kind == "model" and row.coder.startswith(PREFIX)})
    people = sorted({row.coder for row in rows if row.kind == "human"})
    done = {(j.coding.statement_id, j.coding.proposition) for j in store.judgements(people)} if people else set()
    found = store.judgements(theirs) if theirs else []
    return [
        one
        for one in found
        if one.coding.note.startswith(FLAG) and (one.coding.statement_id, one.coding.proposition) not in done
    ]


def _unsure(store: Store, model: LanguageModel, proposition: Proposition) -> Iterator[Ask]:
    document: Document | None = None
    for item in store.coded_statements(proposition.id):
        local = _local(store, item, model.label(proposition))
        if local is None or local.scores[local.stance] >= model.settings.llm_below:
            continue
        if document is None or document.id != item.statement.document_id:
            document = store.document(item.statement.document_id).document
        around = stance_input(document, item.statement, proposition)
        asked = inquiry(
            document.text,
            item.statement.content,
            proposition,
            speaker=around.speaker,
            cue=around.cue,
            context=around.context,
        )
        if asked.parts:
            shown = _shown(document.text, item.statement, proposition)
            yield Ask(item.statement.id, document.id, item.outlet, proposition, local, asked, shown)


def _shown(text: str, statement: Statement, proposition: Proposition) -> dict[str | None, Marks]:
    said = statement.content, statement.cue
    given = (None, *(argument.id for argument in proposition.arguments))
    return {argument: marks(text, said, proposition, "support", argument) for argument in given}


def _local(store: Store, item: CodedStatement, label: str) -> Coding | None:
    """The local model's coding of a statement; None where a person has judged it, or this language model has."""
    coding = item.coding
    if coding is None or coding.coder_kind == "human" or item.reviewed or coding.coder == label:
        return None
    if not coding.coder.startswith(PREFIX):
        return coding
    own = (one for one in reversed(store.codings(item.statement.id)) if one.proposition == coding.proposition)
    return next((one for one in own if one.coder_kind == "model" and not one.coder.startswith(PREFIX)), None)


def _held_back(ask: Ask, model: LanguageModel) -> Withheld | None:
    if not model.may_see(ask.outlet):
        return "outlet"
    if len(ask.inquiry.text) > LARGEST:
        return "length"
    return "instructions" if looks_like_instructions(ask.inquiry.text) else None


def _answered(
    ask: Ask, model: LanguageModel, cache: AnswerCache, endpoint: Endpoint, counts: Counter[str]
) -> Answer | Refusal:
    key = ask.inquiry.key(model.model)
    known = cache.get(key, ask.inquiry)
    if known is not None:
        return known
    size = len(ask.inquiry.text)
    _logger.info(
        "Sent %d characters of statement %s (document %s, outlet %s) to %s",
        size, ask.statement_id, ask.document_id, ask.outlet, model.address.host,
    )  # fmt: skip
    counts["sent"] += 1
    answer = checked(endpoint.ask(ask.inquiry.messages, ask.inquiry.schema), ask.inquiry)
    label = model.label(ask.proposition)
    cache.put(key, answer, statement=ask.statement_id, proposition=ask.proposition.id, coder=label)
    return answer


def _coding(ask: Ask, answer: Answer, model: LanguageModel) -> Coding:
    local, differs = ask.local, answer.stance != ask.local.stance
    trust = model.settings.llm_trust
    if not differs:
        trust = max(trust, local.scores[local.stance])
    else:
        trust = max(LEAST_TRUST, min(trust, model.settings.clear_threshold - _UNCLEAR_BY))
    scores = _scores(answer.stance, trust, local.scores)
    shown = Marks() if answer.stance == "none" else ask.shown[answer.argument]
    return Coding(
        ask.statement_id,
        ask.proposition.id,
        model.label(ask.proposition),
        "model",
        answer.stance,
        relevant=round(1 - scores["none"], _DIGITS),
        scores=scores,
        condition=ask.inquiry.parts[answer.condition] if answer.condition else None,
        argument=answer.argument,
        argument_spans=shown.argument_spans,
        evidence=shown.evidence,
        tone=shown.tone,
        note=f"{FLAG}{coder_name(local.coder, 'model')}: {local.stance}" if differs else "",
    )


def _scores(stance: Stance, trust: float, local: Mapping[Stance, float]) -> dict[Stance, float]:
    """``trust`` for the stance that was named; the others share the rest as the local model would share it."""
    others = {one: local.get(one, 0.0) for one in STANCES if one != stance}
    total = sum(others.values())
    rest = {one: round((1 - trust) * (p / total if total else 1 / len(others)), _DIGITS) for one, p in others.items()}
    return {one: rest.get(one, round(1 - sum(rest.values()), _DIGITS)) for one in STANCES}
