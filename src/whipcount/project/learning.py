"""Learning from a project's corrections: shown by cross-validation first, then switched on, and taken back.

People's judgements in the store are the examples. Folds are made of whole documents, since statements of one article
are alike. The ridge of the head is chosen inside each training part, so the gain that is shown is that of the whole
procedure on documents that it did not see.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final, Literal, TypeAlias

from whipcount.coders import rivals_of
from whipcount.coding import Example, Head, LearnedCoder, fit, score_row, stance_input, vectors_of
from whipcount.coding.head import adjusted
from whipcount.errors import ConflictError, UsageError
from whipcount.evaluate.scores import Interval, bootstrap_sums
from whipcount.model import JSON, STANCES, Stance, content_id
from whipcount.project.coding import code_all, with_documents
from whipcount.project.engines import Coder
from whipcount.project.report import Progress
from whipcount.project.running import running
from whipcount.store import Store
from whipcount.store.records import LearnedHead

Side3: TypeAlias = Literal["support", "oppose", "neither"]

FEWEST: Final = 20  # judgements; below, chance decides what a head learns
FEWEST_DOCUMENTS: Final = 5  # whole documents are left out in turn
FOLDS: Final = 5
INNER: Final = 4
# From "hardly more than a bias" to "what a few hundred examples can carry"; chosen anew by each project's examples.
RIDGES: Final = (1.0, 0.3, 0.1, 0.03)
_SIDES: Final[tuple[Side3, ...]] = ("support", "oppose", "neither")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An example with the document that it stands in."""

    document: str
    example: Example


@dataclass(frozen=True, slots=True)
class Gain:
    """What learning brings on documents that it did not see; macro-F1 over support, oppose and neither.

    ``low`` and ``high`` are the 95 % interval of the difference, by drawing documents. ``stances`` counts what people
    said, ``turned`` the examples that the head judges otherwise than the shipped model, ``mended`` and ``spoilt`` how
    many of these came to the right side and left it, as the figures count it.
    """

    reviews: int
    documents: int
    stances: Mapping[Stance, int]
    before: float
    after: float
    low: float
    high: float
    turned: int
    mended: int
    spoilt: int

    @property
    def there(self) -> bool:
        """Whether it gains at all."""
        return self.after > self.before

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out that it does harm."""
        return self.there and self.low >= 0

    def as_json(self) -> dict[str, JSON]:
        """With rounded figures."""
        fields = {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}
        return {**fields, "gain": round(self.after - self.before, 4), "there": self.there, "sure": self.sure}


@dataclass(frozen=True, slots=True)
class Learned:
    """A head that was switched on: its coder, its gain, how many judgements were made, and how many differ."""

    coder: str
    gain: Gain
    judged: int
    changed: int


def check(store: Store, coder: Coder) -> Gain:
    """Cross-validate what learning would bring; nothing is written.

    Args:
        store: The record, with people's judgements.
        coder: The shipped model.
    Raises:
        UsageError: There are too few judgements, from too few documents, or all say the same.
    """
    return cross_validated(gather(store, coder))


def learn(store: Store, coder: Coder, *, by: str, anyway: bool = False, progress: Progress = lambda _: None) -> Learned:
    """Learn from people's judgements, switch the head on, and judge every statement anew.

    Args:
        store: The record.
        coder: The shipped model.
        by: Who decides it.
        anyway: Switch it on although cross-validation shows no gain.
        progress: Called after each batch of judgements.
    Raises:
        UsageError: As ``check``.
        ConflictError: There is no gain, or this head is on already.
    """
    found = gather(store, coder)
    gain = cross_validated(found)
    if not gain.there and not anyway:
        raise ConflictError(
            f"Learning brings no gain here: macro-F1 {gain.before:.3f} before and {gain.after:.3f} after, on documents "
            "left out. Nothing was switched on. Review more statements, or insist with --anyway."
        )
    head = trained([one.example for one in found])
    name = LearnedCoder(coder, head).name
    before = _stances(store)
    with running(store, "learn", {"coder": name, "reviews": gain.reviews, "by": by}, progress) as (run, told):
        store.apply_head(LearnedHead(name, coder.name, head.dump()), report=gain.as_json(), coder=by)
        judged = code_all(store, store.codebook(), coder, told, run=run)
        changed = _changes(before, _stances(store))
        store.end_run(run, counts={"codings": judged, "changed": changed})
    return Learned(name, gain, judged, changed)


def preview(store: Store, coder: Coder) -> int:
    """How many judgements that count now would change if the head were switched on; nothing is written."""
    taught = LearnedCoder(coder, trained([one.example for one in gather(store, coder)]))
    codebook = store.codebook()
    changed = 0
    for proposition in codebook.propositions if codebook else ():
        rivals = rivals_of(codebook, proposition)
        coded = [c for c in store.coded_statements(proposition.id) if c.coding and c.coding.coder_kind == "model"]
        items = [stance_input(d, s, proposition, rivals) for d, s in with_documents(coded, store)]
        outputs = taught.code(items)
        changed += sum(
            c.coding is not None and c.coding.stance != o.stance for c, o in zip(coded, outputs, strict=True)
        )
    return changed


def unlearn(store: Store, coder: Coder, *, by: str, progress: Progress = lambda _: None) -> tuple[str, int]:
    """Switch off the head in force; what counted before counts again. Its coder's name, and how many change.

    Statements that came in while it was on are judged by whoever counts now.

    Raises:
        ConflictError: No head is on.
    """
    before = _stances(store)
    off = store.undo_head(coder=by)
    with running(store, "unlearn", {"coder": off.coder, "by": by}, progress) as (run, told):
        judged = code_all(store, store.codebook(), coder, told, run=run)
        changed = _changes(before, _stances(store))
        store.end_run(run, counts={"codings": judged, "changed": changed})
    return off.coder, changed


def gather(store: Store, coder: Coder) -> tuple[Reviewed, ...]:
    """People's current judgements of current statements, with what the shipped coder makes of each.

    Raises:
        UsageError: See ``check``.
    """
    found: list[Reviewed] = []
    codebook = store.codebook()
    for proposition in codebook.propositions if codebook else ():
        coded = [c for c in store.coded_statements(proposition.id) if c.coding and c.coding.coder_kind == "human"]
        rivals = rivals_of(codebook, proposition)
        items = [stance_input(d, s, proposition, rivals) for d, s in with_documents(coded, store)]
        rows = [score_row(output) for output in coder.code(items)]
        for one, row, vector in zip(coded, rows, vectors_of(coder, items), strict=True):
            if one.coding is not None:
                example = Example(proposition.id, row, vector, one.coding.stance)
                found.append(Reviewed(one.statement.document_id, example))
    _enough(found)
    return tuple(found)


def _enough(found: Sequence[Reviewed]) -> None:
    documents = len({one.document for one in found})
    if len(found) < FEWEST:
        raise UsageError(
            f"{len(found)} judgements by people are too few to learn from: {FEWEST} are needed. "
            "`whipcount review --next 20` lists what to judge."
        )
    if documents < FEWEST_DOCUMENTS:
        raise UsageError(
            f"The {len(found)} judgements stand in {documents} documents; {FEWEST_DOCUMENTS} are needed, since whole "
            "documents are left out to see what was learned. Judge statements of other articles too."
        )
    if len({one.example.stance for one in found}) == 1:
        raise UsageError(
            f"All {len(found)} judgements are {found[0].example.stance!r}, so there is nothing to tell apart. Judge "
            "statements of other stances too."
        )


def cross_validated(found: Sequence[Reviewed]) -> Gain:
    """Learn from all folds but one, judge that one, for each; the head against the shipped model."""
    judged: list[tuple[str, Stance, Stance, Stance]] = []
    for held, rest in _folds(found, FOLDS):
        head = trained([one.example for one in rest], [one.document for one in rest])
        for one, row in zip(held, applied(head, [one.example for one in held]), strict=True):
            judged.append((one.document, one.example.stance, _best(one.example.scores), _best(row)))
    counts = _counts(judged)
    whole = [sum(column) for column in zip(*counts, strict=True)]
    interval = bootstrap_sums(counts, _difference) or Interval(0.0, 0.0)
    turned: list[tuple[Stance, Stance, Stance]] = [(gold, old, new) for _, gold, old, new in judged if old != new]
    said = Counter(one.example.stance for one in found)
    half = len(whole) // 2
    return Gain(
        reviews=len(found),
        documents=len({one.document for one in found}),
        stances={stance: said[stance] for stance in STANCES},
        before=macro_f1(whole[:half]),
        after=macro_f1(whole[half:]),
        low=interval.low,
        high=interval.high,
        turned=len(turned),
        mended=sum(mended(gold, old, new) for gold, old, new in turned),
        spoilt=sum(mended(gold, new, old) for gold, old, new in turned),
    )


def mended(gold: Stance, old: Stance, new: Stance) -> bool:
    """Whether a judgement came to the right side: from "none" to "noncommittal" is neither mended nor spoilt.

    >>> mended("oppose", "none", "oppose"), mended("noncommittal", "none", "noncommittal")
    (True, False)
    """
    return _side(new) == _side(gold) != _side(old)


def trained(examples: Sequence[Example], documents: Sequence[str] | None = None) -> Head:
    """A head with the ridge that does best on parts left out, by documents where they are given.

    The loss is that of probabilities, which tells four choices apart better than F1 over a few examples does.
    """
    named = documents or [str(n) for n in range(len(examples))]
    rows = [Reviewed(document, one) for document, one in zip(named, examples, strict=True)]
    parts = list(_folds(rows, INNER))
    return fit(examples, min(RIDGES, key=lambda ridge: (_loss(parts, ridge), -ridge)))


def applied(head: Head, examples: Sequence[Example]) -> list[tuple[float, ...]]:
    """Probabilities that a head gives."""
    names = [one.proposition for one in examples]
    return adjusted(head, names, [one.scores for one in examples], [one.vector for one in examples])


def _loss(parts: Sequence[tuple[Sequence[Reviewed], Sequence[Reviewed]]], ridge: float) -> float:
    """Mean surprise at what people said in the parts left out; rare stances weigh as they do in learning."""
    total: dict[Stance, float] = {}
    said: Counter[Stance] = Counter()
    for held, rest in parts:
        examples = [one.example for one in held]
        head = fit([one.example for one in rest], ridge)
        for one, row in zip(examples, applied(head, examples), strict=True):
            said[one.stance] += 1
            total[one.stance] = total.get(one.stance, 0.0) - math.log(max(row[STANCES.index(one.stance)], 1e-6))
    return round(math.fsum(total[s] / said[s] ** 0.5 for s in sorted(total)), 6)


def _folds(found: Sequence[Reviewed], number: int) -> Iterator[tuple[Sequence[Reviewed], Sequence[Reviewed]]]:
    """Parts left out, each with the rest: whole documents, the largest first into the smallest part."""
    sizes = Counter(one.document for one in found)
    order = sorted(sizes, key=lambda name: (-sizes[name], content_id("fold", name)))
    places: dict[str, int] = {}
    filled = [0] * min(number, len(order))
    for name in order:
        places[name] = filled.index(min(filled))
        filled[places[name]] += sizes[name]
    for part in range(len(filled)):
        rest = [one for one in found if places[one.document] != part]
        if rest:
            yield [one for one in found if places[one.document] == part], rest


def _best(row: Sequence[float]) -> Stance:
    return max(zip(row, STANCES, strict=True), key=lambda it: (it[0], -STANCES.index(it[1])))[1]


def _side(stance: Stance) -> Side3:
    return stance if stance == "support" or stance == "oppose" else "neither"


def _counts(judged: Sequence[tuple[str, Stance, Stance, Stance]]) -> list[list[float]]:
    """For each document, before and after: of each side, how often it was right, found and there."""
    rows: list[list[float]] = []
    for _, group in groupby(sorted(judged), key=lambda it: it[0]):
        items = [tuple(_side(stance) for stance in it[1:]) for it in group]
        row: list[float] = []
        for at in (1, 2):
            for side in _SIDES:
                right = sum(it[0] == it[at] == side for it in items)
                row += [right, sum(it[at] == side for it in items), sum(it[0] == side for it in items)]
        rows.append(row)
    return rows


def macro_f1(counts: Sequence[float]) -> float:
    """Mean F1 over the sides that are there, from right, found and there of each."""
    triples = [counts[n : n + 3] for n in range(0, len(counts), 3)]
    scores = [2 * right / (found + there) for right, found, there in triples if there]
    return math.fsum(scores) / len(scores) if scores else 0.0


def _difference(counts: Sequence[float]) -> float:
    half = len(counts) // 2
    return macro_f1(counts[half:]) - macro_f1(counts[:half])


def _stances(store: Store) -> dict[tuple[str, str], Stance]:
    codebook = store.codebook()
    return {
        (one.statement.id, proposition.id): one.coding.stance
        for proposition in (codebook.propositions if codebook else ())
        for one in store.coded_statements(proposition.id)
        if one.coding is not None
    }


def _changes(before: Mapping[tuple[str, str], Stance], after: Mapping[tuple[str, str], Stance]) -> int:
    return sum(before.get(key, stance) != stance for key, stance in after.items())
