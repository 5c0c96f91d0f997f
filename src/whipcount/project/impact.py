"""What a change of the codebook would recode: counted, and on request tried out; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import islice
from typing import Literal, TypeAlias

from whipcount.coders import rivals_of, wording_in, wording_read, wording_sent
from whipcount.coding import Change, diff_codebooks
from whipcount.model import Codebook, CodedStatement, Proposition, Stance
from whipcount.project.coding import BATCH, coder_label, in_force, judge, with_documents
from whipcount.project.engines import Coder
from whipcount.project.report import Progress, Tick
from whipcount.store import Store

Fate: TypeAlias = Literal["new", "same", "reworded", "rivals", "gone"]


@dataclass(frozen=True, slots=True)
class PropositionImpact:
    """What becomes of the judgements on one proposition.

    ``fate`` tells why: ``reworded`` where its text, synonyms or arguments change, ``rivals`` where only
    those of another proposition of its question do, ``same`` where nothing changes that judgements depend on.

    ``judged`` current statements have a judgement that counts, ``by_people`` of them a person's, which stays in force
    whatever happens. ``stale`` have a model's, made with other wordings, which would count no
    longer. ``to_judge`` is how many ``whipcount code`` would judge under the new codebook, and ``waiting`` how many it
    would judge under the one in force.
    ``human_codings`` counts the judgements that people ever made; they are kept under the id.
    """

    proposition: str
    text: str
    fate: Fate
    judged: int
    by_people: int
    stale: int
    to_judge: int
    waiting: int
    human_codings: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What putting a codebook in force would do; ``reads_again`` says that the next build reads its articles anew."""

    old: str | None
    new: str
    reads_again: bool
    changes: tuple[Change, ...]
    propositions: tuple[PropositionImpact, ...]


@dataclass(frozen=True, slots=True)
class ChangedStance:
    """A statement that the model judges otherwise under the new codebook; ``human`` is a person's stance on it."""

    statement: str
    speaker: str
    quotation: str
    before: Stance
    after: Stance
    human: Stance | None


@dataclass(frozen=True, slots=True)
class Trial:
    """Statements judged against one proposition as it is and as it would be.

    ``reviewed`` of them have a person's stance, with which the model agrees on ``agreed_before`` and ``agreed_after``.
    """

    proposition: str
    judged: int
    changed: tuple[ChangedStance, ...]
    reviewed: int
    agreed_before: int
    agreed_after: int


def codebook_impact(store: Store, new: Codebook, coder: Coder) -> Impact:
    """Count what a codebook would recode if it were put in force.

    Args:
        store: The record; it is only read.
        new: The codebook.
        coder: The model that would judge; only its name is used.
    """
    coder = in_force(store, coder)
    old = store.codebook()
    kept = [one.id for one in new.propositions]
    gone = [one.id for one in (old.propositions if old else ()) if one.id not in kept]
    found = [_of_proposition(store, _wording(old, id_), _wording(new, id_), coder) for id_ in (*kept, *gone)]
    return Impact(
        old=old.id if old else None,
        new=new.id,
        reads_again=(old.terms if old else ()) != new.terms,
        changes=diff_codebooks(old or Codebook("", (), ()), new),
        propositions=tuple(found),
    )


def trial(
    store: Store, new: Codebook, coder: Coder, *, at_most: int | None = None, progress: Progress = lambda _: None
) -> tuple[Trial, ...]:
    """Judge statements under the codebook in force and under another, for each proposition judged otherwise by it.

    Args:
        store: The record; it is only read.
        new: The codebook.
        coder: The model.
        at_most: Statements tried for each proposition: those with the lowest ids, which are hashes, so that the choice
            is as good as random and the same every time. None for all that would be judged anew.
        progress: Called after each batch.
    """
    coder = in_force(store, coder)
    old = store.codebook()
    found: list[Trial] = []
    for one in new.propositions:
        before, after = _wording(old, one.id), _wording(new, one.id)
        if before is not None and after is not None and before.label(coder) != after.label(coder):
            asked = store.uncoded(one.id, after.label(coder))
            chosen = asked if at_most is None else _sample(asked, at_most)
            pairs = _judged_both_ways(store, chosen, coder, before, after)
            found.append(_summed(one.id, pairs, progress))
    return tuple(found)


def kept_codings(impact: Impact) -> tuple[str, ...]:
    """What becomes of people's codings, where the proposition they were made for is another one or gone."""
    renamed = {change.before: change.after for change in impact.changes if change.kind == "renamed"}
    return tuple(
        _kept(one, renamed.get(one.proposition))
        for one in impact.propositions
        if one.human_codings and one.fate in ("gone", "reworded")
    )


def _kept(one: PropositionImpact, renamed: str | None) -> str:
    count = one.human_codings
    made = f"{count:,} {'coding' if count == 1 else 'codings'} by people of {one.proposition}"
    if renamed is not None:
        return f"{made}. It is now called {renamed}, and they do not follow it: keep the old id if you can."
    if one.fate == "gone":
        return f"{made}. It is gone, so they are not shown until its id comes back."
    return f"{made}. They stay in force; where its meaning changed, give it a new id instead."


@dataclass(frozen=True, slots=True)
class _Wording:
    """A proposition as one codebook words it, beside the others of its question."""

    proposition: Proposition
    rivals: tuple[Proposition, ...]

    def label(self, coder: Coder) -> str:
        return coder_label(coder, self.proposition, self.rivals)


def _wording(book: Codebook | None, id_: str) -> _Wording | None:
    found = next((one for one in (book.propositions if book else ()) if one.id == id_), None)
    return None if found is None else _Wording(found, rivals_of(book, found))


def _of_proposition(store: Store, before: _Wording | None, after: _Wording | None, coder: Coder) -> PropositionImpact:
    known = after or before
    if known is None:
        raise ValueError("A proposition of neither codebook has no impact.")
    one = known.proposition
    judged = store.judged(one.id)
    return PropositionImpact(
        proposition=one.id,
        text=one.text,
        fate=_fate(before, after, coder),
        judged=judged.statements,
        by_people=judged.by_people,
        stale=sum(count for label, count in judged.coders.items() if not _holds(label, after)),
        to_judge=_to_judge(store, after, coder),
        waiting=_to_judge(store, before, coder),
        human_codings=judged.human_codings,
    )


def _holds(label: str, after: _Wording | None) -> bool:
    """Whether a model's judgement goes on to count: it was made with the wording that there will be, or with none."""
    if after is None:
        return False
    words = ("", wording_read(after.proposition, after.rivals), wording_sent(after.proposition))
    return wording_in(label) in words


def _fate(before: _Wording | None, after: _Wording | None, coder: Coder) -> Fate:
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.label(coder) == after.label(coder):
        return "same"
    own = coder_label(coder, before.proposition) == coder_label(coder, after.proposition)
    return "rivals" if own else "reworded"


def _to_judge(store: Store, wording: _Wording | None, coder: Coder) -> int:
    """Asked as ``code_all`` asks, so that what is told is what would be done."""
    return store.count_uncoded(wording.proposition.id, wording.label(coder)) if wording else 0


def _sample(asked: Iterable[CodedStatement], at_most: int) -> list[CodedStatement]:
    chosen = nsmallest(at_most, asked, key=lambda item: item.statement.id)
    return sorted(chosen, key=lambda item: (item.statement.document_id, item.statement.content))


def _judged_both_ways(
    store: Store, asked: Iterable[CodedStatement], coder: Coder, before: _Wording, after: _Wording
) -> Iterator[tuple[CodedStatement, Stance, Stance]]:
    remaining = iter(asked)
    while items := list(islice(remaining, BATCH)):
        batch = list(with_documents(items, store))
        old, new = (list(judge(batch, w.proposition, w.rivals, coder, w.label(coder))) for w in (before, after))
        for item, a, b in zip(items, old, new, strict=True):
            yield item, a.stance, b.stance


def _summed(id_: str, pairs: Iterable[tuple[CodedStatement, Stance, Stance]], progress: Progress) -> Trial:
    result = Trial(id_, 0, (), 0, 0, 0)
    changed: list[ChangedStance] = []
    for item, old, new in pairs:
        speaker, coding = item.statement.speaker, item.coding
        human = coding.stance if coding is not None and coding.coder_kind == "human" else None
        result = replace(
            result,
            judged=result.judged + 1,
            reviewed=result.reviewed + (human is not None),
            agreed_before=result.agreed_before + (human == old),
            agreed_after=result.agreed_after + (human == new),
        )
        if old != new:
            name = speaker.name or speaker.as_written
            changed.append(ChangedStance(item.statement.id, name, item.quotation, old, new, human))
        progress(Tick("coding", result.judged))
    return replace(result, changed=tuple(changed))
