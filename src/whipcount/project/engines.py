"""The models of a run, behind one seam: tests and other programs hand in their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from whipcount.coding import StanceInput, StanceOutput
from whipcount.config import Settings
from whipcount.pipeline import Reader
from whipcount.register import Register, register_for, shipped_register


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
    """The models that a run may call, and the register that it looks actors up in."""

    reader: Reader
    coder: Coder
    register: Register = field(default_factory=shipped_register)

    @staticmethod
    def shipped(settings: Settings) -> Engines:
        """The models in the package, opened when they are first called, and the register that the settings name.

        Raises:
            ActorListError: The list of actors is wrong.
        """
        from whipcount.attribute import Reader as ShippedReader

        return Engines(ShippedReader(threads=settings.threads), shipped_coder(settings), register_for(settings))


def shipped_coder(settings: Settings) -> Coder:
    """The model in the package that judges statements; opened when it is first called."""
    from whipcount.coding import Coder as ShippedCoder

    return ShippedCoder(threads=settings.threads)
