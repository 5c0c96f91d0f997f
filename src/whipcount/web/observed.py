"""Networks of a store as the pages ask for them: read and counted anew only when the store has changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from whipcount.network import Counted, Network, NetworkSettings, counting_settings, network_from
from whipcount.network.columns import Columns, counted_columns
from whipcount.web.site import Site

_KEPT = 8  # countings, each of another window or rule for duplicates


class Observed:
    """The observations of a store, and what was counted of them last.

    A network is looked at in several ways, one after the other: other types, normalisations, pages, edges. All of them
    need the same counts.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._counted: dict[NetworkSettings, tuple[Columns, Counted]] = {}

    def of(self, settings: NetworkSettings) -> Columns:
        """What the speech events on the propositions of a network contribute."""
        return self.site.keeper.observed(settings.propositions or ())

    def network(self, settings: NetworkSettings, *, only: Collection[str] | None = None) -> Network:
        """A network, or the part of it that some actors make."""
        labels = {p.id: p.text for p in self.site.codebook().propositions}
        return network_from(self.counted(settings, labels), settings, labels, only=only)

    def counted(self, settings: NetworkSettings, labels: dict[str, str]) -> Counted:
        """The counts behind a network."""
        observed, key = self.of(settings), counting_settings(settings)
        kept = self._counted.get(key)
        if kept is None or kept[0] is not observed:
            kept = (observed, counted_columns(observed, settings, labels))
            newest = list(self._counted.items())[-_KEPT + 1 :]
            self._counted = {**dict(newest), key: kept}
        return kept[1]

    def days(self, settings: NetworkSettings) -> tuple[date, date] | None:
        """First and last day on which anything was said on the propositions of a network, whatever its window."""
        return self.of(settings).days
