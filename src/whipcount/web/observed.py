"""Networks of a store as the pages ask for them: read and counted anew only when the store has changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from whipcount.model import CodedStatement
from whipcount.network import (
    Counted,
    Network,
    NetworkSettings,
    Observation,
    counted,
    counting_settings,
    network_from,
)
from whipcount.project.network import observations
from whipcount.web.site import Site

_KEPT = 8  # countings, each of another window or rule for duplicates


class Observed:
    """The observations of a store, and what was counted of them last.

    A network is looked at in several ways, one after the other: other types, normalisations, pages, edges. All of them
    need the same counts.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._observed: dict[str, tuple[tuple[CodedStatement, ...], tuple[Observation, ...]]] = {}
        self._counted: dict[NetworkSettings, tuple[list[tuple[Observation, ...]], Counted]] = {}

    def of(self, proposition: str) -> tuple[Observation, ...]:
        """What the speech events on a proposition contribute."""
        coded = self.site.coded_statements(proposition)
        kept = self._observed.get(proposition)
        if kept is None or kept[0] is not coded:
            kept = (coded, tuple(observations(coded, self.site.settings)))
            self._observed = {**self._observed, proposition: kept}
        return kept[1]

    def network(self, settings: NetworkSettings, *, only: Collection[str] | None = None) -> Network:
        """A network, or the part of it that some actors make."""
        labels = {p.id: p.text for p in self.site.codebook().propositions}
        return network_from(self.counted(settings, labels), settings, labels, only=only)

    def counted(self, settings: NetworkSettings, labels: dict[str, str]) -> Counted:
        """The counts behind a network."""
        parts = [self.of(id_) for id_ in settings.propositions or ()]
        key = counting_settings(settings)
        kept = self._counted.get(key)
        if kept is None or len(kept[0]) != len(parts) or any(a is not b for a, b in zip(kept[0], parts, strict=True)):
            kept = (parts, counted([item for part in parts for item in part], settings, labels))
            newest = list(self._counted.items())[-_KEPT + 1 :]
            self._counted = {**dict(newest), key: kept}
        return kept[1]

    def days(self, settings: NetworkSettings) -> tuple[date, date] | None:
        """First and last day on which anything was said on the propositions of a network, whatever its window."""
        days = [item.day for id_ in settings.propositions or () for item in self.of(id_) if item.day]
        return (min(days), max(days)) if days else None
