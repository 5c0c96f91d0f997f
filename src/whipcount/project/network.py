"""From the record to a network."""

from __future__ import annotations

from whipcount.config import Settings
from whipcount.errors import UsageError
from whipcount.model import Codebook
from whipcount.network import Network, NetworkSettings, network
from whipcount.project.count import propositions_of
from whipcount.project.observing import observations
from whipcount.store import Store


def network_of(store: Store, settings: Settings, wanted: NetworkSettings) -> Network:
    """The network of a store.

    Args:
        store: The record.
        settings: Thresholds of relevance and of a clear stance.
        wanted: What to count and how.
    Raises:
        UsageError: The codebook has no such proposition, or there are too many actors for one matrix.
    """
    known = propositions_of(store)
    texts = {one.id: one.text for one in known}
    for id_ in wanted.propositions or ():
        propositions_of(store, id_)
    asked = [id_ for id_ in texts if wanted.propositions is None or id_ in wanted.propositions]
    found = [item for id_ in asked for item in observations(store.coded_statements(id_), settings)]
    return network(found, wanted, texts)


def propositions_on(codebook: Codebook | None, question: str) -> tuple[str, ...]:
    """Ids of the propositions on a question.

    Raises:
        UsageError: The codebook has no such question.
    """
    known = {one.id for one in codebook.questions} if codebook else set[str]()
    if codebook is None or question not in known:
        raise UsageError(
            f"The codebook has no question “{question}”. Its questions: {', '.join(sorted(known)) or 'none'}."
        )
    return tuple(one.id for one in codebook.propositions if one.question == question)
