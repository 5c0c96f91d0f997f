"""The coder: a pair encoder that reads a proposition beside a statement and says how the speaker stands to it.

A grammar of attitudes and directions (``polarity``) looks at the same words, and ``weighing`` joins the two.

One softmax over six outcomes (support, oppose, conditional, noncommittal, about it without a stance, about something
else) gives both answers, so that relevance and stance never contradict each other: ``relevant`` is one minus the last,
and ``none`` is the sum of the last two. The temperature that calibrates the probabilities (Guo et al. 2017) is kept in
the model file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from whipcount.coding.conditions import imagines_a_say
from whipcount.coding.pairs import Pair, batches
from whipcount.coding.parts import passages
from whipcount.coding.polarity import hint, names_issue, names_only_another, shared_words
from whipcount.coding.sieve import Sieve
from whipcount.coding.weighing import ABOUT, judge
from whipcount.model import STANCES, Proposition, Stance
from whipcount.models import load_session, model_version

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from whipcount.models import Session

MODEL: Final = "stance.onnx"
RULES: Final = 2  # raised whenever what is coded changes and the model does not
IRRELEVANT: Final = 5  # the outcomes are STANCES and then this one
DIGITS: Final = 6  # probabilities are rounded, so that the last bits of a product do not change a record
# Synonyms are tried only on statements that the proposition's own words leave in doubt: the rest would cost a pass
# each and change nothing. Of statements under random propositions two thirds lie below.
DOUBT_FROM: Final = 0.1
DOUBT_TO: Final = 0.6
VECTOR_DIGITS: Final = 4  # of a pooled vector's elements, which lie about 1
# Probability from which a statement gives an argument: within 0.01 of the best F1 on training topics left out.
ARGUMENT_FLOOR: Final = 0.15
SHARED_FLOOR: Final = 0.5  # the same for the share of an argument's own words that the statement uses
_SIDES: Final[Mapping[Stance, tuple[str, ...]]] = {
    "support": ("pro",),
    "oppose": ("con",),
    "conditional": ("pro", "con"),
}


@dataclass(frozen=True, slots=True)
class StanceInput:
    """A statement to be judged against a proposition.

    ``text`` is what was said, or a whole sentence that reports it. ``cue`` is the verb that reports it; without it a
    rejection ("dismissed the claim that …") cannot be told from a claim. ``context`` is what stands around it, such as
    the question that was answered. ``rivals`` are the other propositions of the same question: a statement that names
    only one of those is not about this one. ``article`` is the whole text, where there is one: what an article plainly
    says of something else is not read closer.
    """

    text: str
    proposition: Proposition
    speaker: str = ""
    cue: str = ""
    context: str = ""
    rivals: tuple[Proposition, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class StanceOutput:
    """Probability that the statement is about the proposition, and of each stance; ``stance`` scores highest."""

    relevant: float
    stance: Stance
    scores: Mapping[Stance, float]


ELSEWHERE: Final = StanceOutput(0.0, "none", {stance: float(stance == "none") for stance in STANCES})


class Coder:
    """The shipped stance model.

    >>> coder = Coder()
    >>> coder.name.split("@")[0]
    'stance'
    """

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads

    @property
    def name(self) -> str:
        """Model file, the first digits of its hash, and the rules around it: what another name coded is coded anew."""
        return f"{model_version(MODEL)}.{RULES}"

    @cached_property
    def _session(self) -> Session:
        return load_session(MODEL, threads=self._threads)

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve()

    @cached_property
    def _temperature(self) -> float:
        return float(self._session.get_modelmeta().custom_metadata_map["temperature"])

    def code(self, items: Sequence[StanceInput], /) -> list[StanceOutput]:
        """Judge statements.

        What the sieve holds back is not read: it is about something else. A statement too long for the model is judged
        by its passages, and the one that takes the clearest stance speaks for it. A statement that the proposition
        leaves in doubt is also held against its synonyms, and one that says nothing by itself is read within its
        context, where that names the issue.

        Args:
            items: Statements, each with its proposition; any number, in any order.
        Returns:
            One judgement for each, in the same order, the same whatever else is judged in the call.
        Raises:
            ModelError: The model file is missing or altered.
        """
        passed = [not item.article or self._may_be_about(item) for item in items]
        read = iter(self._read([item for item, may in zip(items, passed, strict=True) if may]))
        return [next(read) if may else ELSEWHERE for may in passed]

    def _may_be_about(self, item: StanceInput) -> bool:
        return self._sieve.lets_through(_wordings(item.proposition), surroundings(item), item.article)

    def _read(self, items: Sequence[StanceInput]) -> list[StanceOutput]:
        alone = self._best([(replace(item, context=""), (item.proposition.text,)) for item in items])
        again = [i for i, row in enumerate(alone) if items[i].proposition.synonyms and _doubtful(row)]
        second = self._best([(replace(items[i], context=""), items[i].proposition.synonyms) for i in again])
        for i, row in zip(again, second, strict=True):
            if row[IRRELEVANT] < alone[i][IRRELEVANT]:
                alone[i] = row
        unclear = [i for i, row in enumerate(alone) if row[IRRELEVANT] > 1 - ABOUT and _context_names(items[i])]
        around = self._best([(items[i], (items[i].proposition.text,)) for i in unclear])
        within = dict(zip(unclear, around, strict=True))
        return [
            _output(_judged(item, row, within.get(i))) for i, (item, row) in enumerate(zip(items, alone, strict=True))
        ]

    def arguments(self, items: Sequence[StanceInput], outputs: Sequence[StanceOutput]) -> list[str | None]:
        """Id of the codebook's argument that each statement gives, None where none clearly matches.

        Only arguments on the statement's own side are considered: pro for support, con for oppose, either for
        conditional. Of a statement too long for the model every passage may give one.
        """
        asked: list[tuple[int, str, float, Pair]] = []
        for i, (item, output) in enumerate(zip(items, outputs, strict=True)):
            for argument in item.proposition.arguments:
                if argument.side in _SIDES.get(output.stance, ()):
                    shared = shared_words(argument.text, item.text, besides=_wordings(item.proposition))
                    asked += [(i, argument.id, shared, Pair(argument.text, t, "")) for t in passages(_said(item))]
        best: list[tuple[float, str | None]] = [(0.0, None)] * len(items)
        for (i, argument_id, shared, _), given in zip(asked, self._matches([a[-1] for a in asked]), strict=True):
            score = max(given if given >= ARGUMENT_FLOOR else 0.0, shared if shared >= SHARED_FLOOR else 0.0)
            if score > best[i][0]:
                best[i] = (score, argument_id)
        return [argument_id for _, argument_id in best]

    def vectors(self, items: Sequence[StanceInput], /) -> list[tuple[float, ...]]:
        """The encoder's pooled vector of each statement's first passage beside its proposition, for a head to learn.

        Empty ones from a model file that does not tell it (one exported before heads could be learned).
        """
        if not items or "pooled" not in [output.name for output in self._session.get_outputs()]:
            return [()] * len(items)
        pairs = [Pair(item.proposition.text, passages(_said(item))[0], "") for item in items]
        return [tuple(row) for row in self._run(pairs, "pooled").round(VECTOR_DIGITS).tolist()]

    def gives(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Probability in [0, 1] that a statement gives an argument, for each pair of a statement and an argument."""
        return self._matches([Pair(argument, statement, "") for statement, argument in pairs])

    def _best(self, asked: Sequence[tuple[StanceInput, Sequence[str]]]) -> list[list[float]]:
        """For each statement the probabilities under the wording and passage that take the clearest stance."""
        pairs: list[Pair] = []
        owners: list[int] = []
        for owner, (item, wordings) in enumerate(asked):
            for passage in passages(_said(item)):
                pairs += [Pair(wording, passage, _around(item, passage)) for wording in wordings]
            owners += [owner] * (len(pairs) - len(owners))
        chosen: list[list[float] | None] = [None] * len(asked)
        for owner, row in zip(owners, self.probabilities(pairs), strict=True):
            known = chosen[owner]
            if known is None or sum(row[:4]) > sum(known[:4]):
                chosen[owner] = row
        return [row for row in chosen if row is not None]

    def probabilities(self, pairs: Sequence[Pair]) -> list[list[float]]:
        """Calibrated probabilities of the six outcomes, for each pair."""
        return _softmax(self.logits(pairs) / self._temperature).tolist() if pairs else []

    def logits(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """Uncalibrated scores of the six outcomes (pairs, 6); there is at least one pair."""
        return self._run(pairs, "logits")

    def _matches(self, pairs: Sequence[Pair]) -> list[float]:
        return _logistic(self._run(pairs, "match")).tolist() if pairs else []

    def _run(self, pairs: Sequence[Pair], output: str) -> NDArray[np.float64]:
        """One output of the model for every pair, in their order; there is at least one."""
        import numpy as np

        rows: list[int] = []
        made: list[NDArray[np.float64]] = []
        for batch in batches(pairs):
            names = {"input_ids": batch.ids, "token_type_ids": batch.types}
            made.append(np.asarray(self._session.run([output], names)[0], dtype=np.float64))
            rows += batch.rows
        found = np.empty_like(joined := np.concatenate(made))
        found[rows] = joined
        return found


def surroundings(item: StanceInput) -> str:
    """A statement's words with those around it: all that the sieve reads of it."""
    return f"{_said(item)} {item.context}"


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    scaled: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return scaled


def _logistic(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return 1 / (1 + np.exp(-logits))


def _wordings(proposition: Proposition) -> tuple[str, ...]:
    return (proposition.text, *proposition.synonyms)


def _context_names(item: StanceInput) -> bool:
    """Whether the sentences around name the issue at all: where they do not, reading them can only mislead."""
    return names_issue(_wordings(item.proposition), item.context)


def _judged(item: StanceInput, alone: Sequence[float], within: Sequence[float] | None) -> list[float]:
    wordings = _wordings(item.proposition)
    others = [_wordings(rival) for rival in item.rivals]
    elsewhere = bool(others) and names_only_another(wordings, others, f"{item.cue} {item.text}")
    return judge(
        alone, within, hint(wordings, item.cue, item.text), elsewhere=elsewhere, imagined=imagines_a_say(item.text)
    )


def _said(item: StanceInput) -> str:
    """The statement as the model was trained to read it: ``speaker cue: what was said``."""
    text = " ".join(item.text.split())
    head = " ".join(f"{item.speaker} {item.cue}".split())
    return f"{head}: {text}" if head else text


def _around(item: StanceInput, passage: str) -> str:
    """The context without the statement itself, which would only be read twice."""
    context = " ".join(item.context.split())
    text = " ".join(item.text.split())
    return " ".join(context.replace(text, " ").replace(passage, " ").split()) if text else context


def _doubtful(row: list[float]) -> bool:
    return DOUBT_FROM < 1 - row[IRRELEVANT] < DOUBT_TO


def _output(row: list[float]) -> StanceOutput:
    """The six outcomes as relevance and five stances that sum to one."""
    scores: dict[Stance, float] = {stance: round(row[i], DIGITS) for i, stance in enumerate(STANCES)}
    scores["none"] = 0.0
    scores["none"] = round(1.0 - sum(scores.values()), DIGITS)
    stance = max(STANCES, key=lambda one: scores[one])
    return StanceOutput(relevant=round(1 - row[IRRELEVANT], DIGITS), stance=stance, scores=scores)
