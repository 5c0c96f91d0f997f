"""What differs between two codebooks, in their own terms: not lines, but propositions, wordings and arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from whipcount.model import Argument, Codebook, Proposition

ChangeKind: TypeAlias = Literal["added", "removed", "reworded", "moved", "renamed"]
Part: TypeAlias = Literal[
    "question", "proposition", "definition", "boundary in", "boundary out", "synonym", "example for",
    "example against", "argument", "side", "order", "actor", "term", "notes",
]  # fmt: skip
REWORDED: Final = 0.6  # likeness from which a text that is gone and one that is new are one text, reworded
MOST_PAIRS: Final = 10_000  # texts gone times texts new, past which likeness is not worth its time


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two codebooks.

    ``where`` is the id of the proposition (of the question for a question, empty for the codebook as a whole), the new
    one where both have one. ``before`` and ``after`` are the words, or for what moved or was renamed the place or id.
    """

    kind: ChangeKind
    part: Part
    where: str
    before: str = ""
    after: str = ""


def diff_codebooks(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """Changes from one codebook to another, in the order of the new one, what is gone last.

    A proposition is known by its id; one whose id alone changed is renamed. A text that left one list and stands word
    for word in another has moved. Other texts that are gone and new in one list are one text reworded where they are
    alike.
    """
    renamed = _renamed(old, new)
    before = {renamed.get(one.id, one.id): one for one in old.propositions}
    after = {one.id: one for one in new.propositions}
    questions = [{one.id: one.text for one in book.questions} for book in (old, new)]
    found = [
        *_by_id("question", "", *questions),
        *(Change("renamed", "proposition", b, a, b) for a, b in renamed.items()),
    ]
    for id_, one in after.items():
        if id_ in before:
            found += _proposition(before[id_], one)
        else:
            found.append(Change("added", "proposition", id_, after=one.text))
            found += _texts(Proposition(id_, one.text, one.question), one)
    for id_, one in before.items():
        if id_ not in after:
            found.append(Change("removed", "proposition", id_, before=one.text))
            found += _texts(one, Proposition(id_, one.text, one.question))
    found += _order("proposition", "", list(before), list(after))
    return (*_without_parts_of_whole(_moved(found)), *_rest(old, new))


def _renamed(old: Codebook, new: Codebook) -> dict[str, str]:
    """Old id to new id of propositions with the same text, where each text stands once."""
    gone = {one.text: one.id for one in old.propositions if all(one.id != other.id for other in new.propositions)}
    come = {one.text: one.id for one in new.propositions if all(one.id != other.id for other in old.propositions)}
    return {gone[text]: come[text] for text in gone if text in come}


def _by_id(part: Part, where: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Changes between texts under ids; ``where`` empty stands for the id itself."""
    for id_, text in after.items():
        if id_ not in before:
            yield Change("added", part, where or id_, after=text)
        elif before[id_] != text:
            yield Change("reworded", part, where or id_, before[id_], text)
    for id_, text in before.items():
        if id_ not in after:
            yield Change("removed", part, where or id_, before=text)
    yield from _order(part, where, list(before), list(after))


def _proposition(old: Proposition, new: Proposition) -> Iterator[Change]:
    if old.question != new.question:
        yield Change("moved", "proposition", new.id, old.question, new.question)
    if old.text != new.text:
        yield Change("reworded", "proposition", new.id, old.text, new.text)
    yield from _texts(old, new)


def _texts(old: Proposition, new: Proposition) -> Iterator[Change]:
    """Changes to all that hangs on a proposition."""
    yield from _one_text("definition", new.id, old.definition, new.definition)
    lists: tuple[tuple[Part, Sequence[str], Sequence[str]], ...] = (
        ("boundary in", old.boundaries_in, new.boundaries_in),
        ("boundary out", old.boundaries_out, new.boundaries_out),
        ("synonym", old.synonyms, new.synonyms),
        ("example for", old.examples_for, new.examples_for),
        ("example against", old.examples_against, new.examples_against),
    )
    for part, before, after in lists:
        yield from _list(part, new.id, before, after)
    yield from _arguments(new.id, old.arguments, new.arguments)


def _one_text(part: Part, where: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        kind: ChangeKind = "reworded" if before and after else "added" if after else "removed"
        yield Change(kind, part, where, before, after)


def _arguments(where: str, old: Sequence[Argument], new: Sequence[Argument]) -> Iterator[Change]:
    before, after = ({one.id: one for one in arguments} for arguments in (old, new))
    texts = ({id_: f"{id_}: {one.text}" for id_, one in arguments.items()} for arguments in (before, after))
    yield from _by_id("argument", where, *texts)
    for id_, one in after.items():
        if id_ in before and before[id_].side != one.side:
            yield Change("moved", "side", where, f"{id_}: {before[id_].side}", f"{id_}: {one.side}")


def _list(part: Part, where: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    gone = [text for text in dict.fromkeys(before) if text not in after]
    come = [text for text in dict.fromkeys(after) if text not in before]
    pairs = _alike(gone, come)
    yield from (Change("reworded", part, where, old, new) for old, new in pairs.items())
    yield from (Change("added", part, where, after=text) for text in come if text not in pairs.values())
    yield from (Change("removed", part, where, before=text) for text in gone if text not in pairs)
    yield from _order(part, where, before, after)


def _order(part: Part, where: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Order is content: the wordings are read in it, and so the model's codings are told apart by it."""
    kept = ([text for text in before if text in after], [text for text in after if text in before])
    if kept[0] != kept[1]:
        yield Change("moved", "order", where, f"{part}: " + "; ".join(kept[0]), f"{part}: " + "; ".join(kept[1]))


def _alike(gone: Sequence[str], come: Sequence[str]) -> dict[str, str]:
    """Which text that is gone became which new one, the most alike first."""
    if len(gone) * len(come) > MOST_PAIRS:
        return {}
    scored = [(SequenceMatcher(None, a, b, autojunk=False).ratio(), a, b) for a in gone for b in come]
    pairs: dict[str, str] = {}
    for score, old, new in sorted(scored, key=lambda one: -one[0]):
        if score >= REWORDED and old not in pairs and new not in pairs.values():
            pairs[old] = new
    return {old: pairs[old] for old in gone if old in pairs}


def _moved(changes: Sequence[Change]) -> list[Change]:
    """The changes with each pair of the same words removed in one place and added in another made one."""
    left = list(changes)
    for removed in changes:
        if removed.kind != "removed" or removed.part in ("proposition", "question"):
            continue
        if added := next((one for one in left if _same_words(one, removed)), None):
            words = removed.before
            moved = replace(
                added, kind="moved", before=f"{_place(removed)}: {words}", after=f"{_place(added)}: {words}"
            )
            left[left.index(added)] = moved
            left.remove(removed)
    return left


def _same_words(added: Change, removed: Change) -> bool:
    """An argument stays an argument; any other text may become another part (an example for, one against)."""
    alike = (added.part == "argument") == (removed.part == "argument")
    return (
        alike
        and added.kind == "added"
        and added.part not in ("proposition", "question")
        and (added.after == removed.before)
    )


def _without_parts_of_whole(changes: Sequence[Change]) -> list[Change]:
    """Without what came or went because its proposition did."""
    whole = {(one.kind, one.where) for one in changes if one.part == "proposition" and one.kind in ("added", "removed")}
    return [one for one in changes if one.part in ("proposition", "question") or (one.kind, one.where) not in whole]


def _place(change: Change) -> str:
    return f"{change.where}, {change.part}"


def _rest(old: Codebook, new: Codebook) -> Iterator[Change]:
    actors = [_named((one.name, ", ".join((one.name, *one.aliases))) for one in book.actors) for book in (old, new)]
    yield from _by_id("actor", "", *actors)
    terms = [
        _named((t.name, f"{', '.join((t.name, *t.aliases))} ({t.kind})") for t in book.terms) for book in (old, new)
    ]
    yield from _by_id("term", "", *terms)
    yield from _one_text("notes", "", old.notes, new.notes)


def _named(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Texts by name; where a name stands twice, its texts are one."""
    found: dict[str, str] = {}
    for name, text in rows:
        found[name] = f"{found[name]}; {text}" if name in found else text
    return found
