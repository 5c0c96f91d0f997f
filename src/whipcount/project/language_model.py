"""The language model of the settings, as a coder: its address, its name, and what it may be told."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from whipcount.coders import model_label, wording_sent
from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.llm import Address, Endpoint, parse_address, prompt_hash
from whipcount.model import Proposition

PREFIX: Final = "llm:"
LEAST_TRUST: Final = 0.5  # below it, the stance named would not be the most probable one
_LONGEST_NAME: Final = 100  # characters of a model's name


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A language model that the settings name."""

    address: Address
    model: str
    settings: Settings

    @property
    def name(self) -> str:
        """Under which its codings are kept: the model, and the hash of the prompt."""
        return f"{PREFIX}{self.model}@{prompt_hash()}"

    def label(self, proposition: Proposition) -> str:
        """Its name with the wording that it judges against, definition and arguments included."""
        return llm_label(self.name, proposition)

    def may_see(self, outlet: str | None) -> bool:
        """Whether text of an outlet may be sent: to this machine any, beyond it only what the settings list."""
        allowed = {one.casefold() for one in self.settings.llm_outlets}
        return self.address.local or (outlet or "").casefold() in allowed

    def endpoint(self, environment: Mapping[str, str] | None = None) -> Endpoint:
        """The server, with the key that the environment holds.

        Raises:
            UsageError: The variable is not set, or holds what is no key.
        """
        return Endpoint(
            self.address,
            self.model,
            key=_key(self.settings.llm_key_variable, os.environ if environment is None else environment),
            timeout=self.settings.llm_timeout,
            interval=60.0 / self.settings.llm_per_minute,
        )


def language_model(settings: Settings) -> LanguageModel:
    """The language model of the settings.

    Raises:
        UsageError: None is set, or a setting cannot be used.
    """
    if not settings.llm_endpoint or not settings.llm_model:
        raise UsageError(
            "No language model is set. Give llm_endpoint and llm_model, such as endpoint and model under [llm] in "
            "whipcount.toml."
        )
    if not settings.llm_model.isprintable() or len(settings.llm_model) > _LONGEST_NAME or "," in settings.llm_model:
        raise UsageError(f"The setting llm_model is {settings.llm_model[:_LONGEST_NAME]!r}, which is no model's name.")
    if not LEAST_TRUST < settings.llm_trust <= 1:
        raise UsageError(f"The setting llm_trust is {settings.llm_trust}; it lies above {LEAST_TRUST} and up to 1.")
    if settings.llm_timeout <= 0 or settings.llm_per_minute < 1:
        raise UsageError("The settings llm_timeout and llm_per_minute must be above 0.")
    return LanguageModel(parse_address(settings.llm_endpoint), settings.llm_model, settings)


def llm_label(name: str, proposition: Proposition) -> str:
    """The name of a language model with the wording that it judges against."""
    return model_label(name, wording_sent(proposition))


def _key(variable: str, environment: Mapping[str, str]) -> str:
    if not variable:
        return ""
    key = environment.get(variable, "").strip()
    if not key:
        raise UsageError(f"The variable {variable!r}, which llm_key_variable names, is not set. Put the key there.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise UsageError(f"The variable {variable!r}, which llm_key_variable names, holds what is no key.")
    return key
