"""Networks of actors and propositions, as Discourse Network Analyzer defines them, with their evidence and intervals.

``network`` counts one from observations; ``account`` shows the arithmetic of an edge. No store, no page, no model.
Formulas, departures and limits stand in ``docs/methods/network.md``.
"""

from __future__ import annotations

from whipcount.network.arithmetic import Account, Line, account
from whipcount.network.build import Counted, Edge, Network, Node, counted, counting_settings, network, network_from
from whipcount.network.observations import Member, Observation
from whipcount.network.settings import NetworkSettings

__all__ = [
    "Account", "Counted", "Edge", "Line", "Member", "Network", "NetworkSettings", "Node", "Observation",
    "account", "counted", "counting_settings", "network", "network_from",
]  # fmt: skip
