"""The models of a run, behind one seam: tests and other programs hand in their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from whipcount.coding import StanceInput, StanceOutput
from whipcount.config import Settings
from whipcount.pipeline import Reader


class Coder(Protocol):
    """A model that judges statements; ``name`` tells its version."""

    @property
    def name(self) -> str:
        """Name and version, as recorded with every coding."""
        ...

    def code(self, items: Sequence[StanceInput], /) -> Sequence[StanceOutput]:
        """One judgement for each item, in the same order."""
        ...

    def arguments(self, items: Sequence[StanceInput], outputs: Sequence[StanceOutput], /) -> Sequence[str | None]:
        """Id of the codebook's argument that each item gives, None where none clearly matches."""
        ...


@dataclass(frozen=True, slots=True)
class Engines:
    """The models that a run may call."""

    reader: Reader
    coder: Coder

    @staticmethod
    def shipped(settings: Settings) -> Engines:
        """The models in the package; their files are opened when they are first called."""
        from whipcount.attribute import Reader as ShippedReader
        from whipcount.coding import Coder as ShippedCoder

        return Engines(ShippedReader(threads=settings.threads), ShippedCoder(threads=settings.threads))
