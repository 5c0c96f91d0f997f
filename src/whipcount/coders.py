"""What a coder is called in the record: a person's name, or a model's with the wordings that it judged against."""

from __future__ import annotations

from whipcount.model import CoderKind, content_id

_WORDING = ", wording "
LEARNED = "+learned@"


def model_label(name: str, wording: str) -> str:
    """Name under which a model's codings are kept.

    >>> model_label("stance@f79e", "310a1a97")
    'stance@f79e, wording 310a1a97'
    """
    return f"{name}{_WORDING}{wording}"


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
    return label.rpartition(_WORDING)[0] or label if kind == "model" else label
