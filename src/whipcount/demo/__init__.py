"""The bundled example debate: an invented harbour city quarrels over cruise ships.

Thirty-odd articles from seven invented outlets, written for this package, over six weeks of 2025; a codebook with two
propositions; and a gold list of statements that the end-to-end test is scored against. Nobody named in them exists.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def _folder() -> Path:
    # The package is always installed as real files, never read from a zip: the board serves paths.
    return Path(str(files("whipcount.demo")))


def demo_sources() -> list[Path]:
    """The example articles, in the order of their names: JSONL records, HTML pages and plain text.

    >>> sorted({path.suffix for path in demo_sources()})
    ['.html', '.jsonl', '.txt']
    """
    return sorted((_folder() / "articles").iterdir())


def demo_codebook() -> Path:
    """The example codebook: one question, two propositions.

    >>> demo_codebook().name
    'codebook.yaml'
    """
    return _folder() / "codebook.yaml"


def demo_gold() -> Path:
    """Hand-labelled statements of the example debate, one JSON object a line.

    >>> demo_gold().name
    'gold.jsonl'
    """
    return _folder() / "gold.jsonl"
