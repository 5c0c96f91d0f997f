"""Ask the register who could carry a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from whipcount.config import Settings
from whipcount.model import SpeakerKind, content_id
from whipcount.register import shipped
from whipcount.register.entry import Entry, merged
from whipcount.register.names import lookup_words, person_words, whole_key
from whipcount.register.own import load_actors

_KEPT_ENTRIES = 2_000  # parsed entries kept at hand


@dataclass(frozen=True)
class Register:
    """The user's own entries, then the shipped ones; one id in both lists is one entry, the user's words first."""

    own: tuple[Entry, ...] = ()
    with_shipped: bool = True
    _own_index: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    _own_ids: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_word: dict[str, tuple[Entry, ...]] = {}
        for entry in self.own:
            names = [form.name for form in entry.forms]
            for word in lookup_words(names[0], names[1:], entry.kind, entry.family):
                by_word[word] = (*by_word.get(word, ()), entry)
        object.__setattr__(self, "_own_index", by_word)
        object.__setattr__(self, "_own_ids", {entry.id: entry for entry in self.own})

    @property
    def version(self) -> str:
        """What decides the answers: the hash of the shipped list, and that of the user's own."""
        parts = ["shipped@" + shipped.version()] if self.with_shipped else []
        if self.own:
            parts.append("own@" + content_id("register", *map(repr, self.own))[:12])
        return "register " + ", ".join(parts or ["empty"])

    def candidates(self, name: str, kind: SpeakerKind) -> tuple[Entry, ...]:
        """Entries that a name may stand for, in the order of their ids: by family name, or by the whole name."""
        words, _ = person_words(name)
        if not words:
            return ()
        key = words[-1] if kind == "person" else whole_key(name)
        keys = {key, words[0]} if kind == "person" else {key}
        wanted = "person" if kind == "person" else "organisation"
        found = {entry.id: entry for one in keys for entry in self._own_index.get(one, ())}
        if self.with_shipped:
            for entry in (_entry(n) for one in keys for n in shipped.index().get(one, ())):
                own = found.get(entry.id) or self._own_ids.get(entry.id)
                found[entry.id] = merged(own, entry) if own else entry
        return tuple(found[id_] for id_ in sorted(found) if found[id_].kind == wanted)

    def entry(self, identity: str) -> Entry | None:
        """The entry with an id, None where there is none."""
        own = self._own_ids.get(identity)
        number = shipped.ids().get(identity) if self.with_shipped else None
        if number is None:
            return own
        return merged(own, _entry(number)) if own else _entry(number)


@cache
def shipped_register() -> Register:
    """The register without a list of the user's own."""
    return Register()


def register_for(settings: Settings) -> Register:
    """The register with the list of actors that the settings name, if they name one, before the shipped entries.

    Raises:
        ActorListError: The list cannot be read or breaks a rule of its format.
    """
    return Register(load_actors(settings.actors)) if settings.actors else shipped_register()


@lru_cache(maxsize=_KEPT_ENTRIES)
def _entry(number: int) -> Entry:
    return shipped.entry_at(number)
