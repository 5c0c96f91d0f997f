"""What a coder is called in the record: a person's name, or a model's with the wordings that it judged against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whipcount.model import Codebook, CoderKind, Proposition, content_id

WORDING = ", wording "
WORDING_DIGITS = 8
LEARNED = "+learned@"


def model_label(name: str, wording: str) -> str:
    """Name under which a model's codings are kept.

    >>> model_label("stance@f79e", "310a1a97")
    'stance@f79e, wording 310a1a97'
    """
    return f"{name}{WORDING}{wording}"


def learned_name(name: str, head: str) -> str:
    """Name of a model with a head that a project taught it.

    >>> learned_name("stance@f79e", "3c5f")
    'stance@f79e+learned@3c5f'
    """
    return f"{name}{LEARNED}{head}"


def head_id(weights: str) -> str:
    """Twelve digits of the hash of a learned head's weights, as they are kept."""
    return content_id("head", weights)[:12]


def coder_name(label: str, kind: CoderKind) -> str:
    """Whom a label stands for: one model has a label for each wording of each proposition, a person has one name.

    >>> coder_name("stance@f79e, wording 310a1a97", "model"), coder_name("ines", "human")
    ('stance@f79e', 'ines')
    """
    return label.rpartition(WORDING)[0] or label if kind == "model" else label


def wording_in(label: str) -> str:
    """The wording that a model's label names; empty where it names none.

    >>> wording_in("stance@f79e, wording 310a1a97"), wording_in("imported")
    ('310a1a97', '')
    """
    return label.rpartition(WORDING)[2] if WORDING in label else ""


def rivals_of(codebook: Codebook | None, proposition: Proposition) -> tuple[Proposition, ...]:
    """The other propositions of the same question."""
    every = codebook.propositions if codebook else ()
    return tuple(one for one in every if one.question == proposition.question and one.id != proposition.id)


def wording_read(proposition: Proposition, rivals: Sequence[Proposition] = ()) -> str:
    """Hash of all that the local model reads beside a statement, so that a reworded proposition is judged again.

    Definitions, boundaries and examples are written for people; that model does not read them.
    """
    parts = (
        proposition.text,
        *proposition.synonyms,
        *(f"{argument.side} {argument.id} {argument.text}" for argument in proposition.arguments),
        *("rival " + wording for rival in rivals for wording in (rival.text, *rival.synonyms)),
    )
    return content_id("wording", *parts)[:WORDING_DIGITS]


def wording_sent(proposition: Proposition) -> str:
    """Hash of all that a language model is sent of a proposition, definition and arguments included."""
    arguments = (f"{a.side} {a.id} {a.text}" for a in proposition.arguments)
    return content_id("llm wording", proposition.text, proposition.definition, *arguments)[:WORDING_DIGITS]


def wordings_of(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Each proposition's id with the wordings under which a model's judgements of it belong to this codebook."""
    for one in codebook.propositions:
        yield from ((one.id, wording_read(one, rivals_of(codebook, one))), (one.id, wording_sent(one)))
