"""whipcount: who said what, when, for or against which proposition, and the sentence that proves it.

The public names are loaded when they are first used, so that ``import whipcount`` costs nothing::

    extraction = whipcount.extract(text, published=date(2024, 9, 12))
    with whipcount.open("debate.db") as record:
        frame = record.statements().to_pandas()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whipcount.api import Record, Rows, extract, open  # noqa: A004  # whipcount.open reads as it should

__all__ = ["Record", "Rows", "extract", "open"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from whipcount import api

        return getattr(api, name)
    raise AttributeError(f"module 'whipcount' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
