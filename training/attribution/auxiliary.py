"""Heads that serve training alone: names and coreference, learnt beside attributions by the same encoder.

Who is a source and what a pronoun in it means may be easier to tell for an encoder that must also tell names and what
refers to what (Caruana 1997). Entities are tagged piece by piece. Each mention points to one of its antecedents in the
window, or to none (Lee et al. 2017). Labels come from ``silver``; a few windows of GUM, which has no attributions, are
read beside each batch. Nothing of this is exported.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.attribution.batches import collate, reduced
from training.attribution.data import Plain, Window
from training.attribution.network import DISTANCES, NEVER, SHIPPED, Encoder, distance_bucket
from training.attribution.silver import ENTITY_LABELS, Labels, Mention, by_name, gum, in_window, silver

MENTION = 64  # width in which mentions are compared
BESIDE = 2  # windows of GUM beside a batch


class Pointer(nn.Module):
    """Scores each earlier mention of a window as the antecedent of each mention, and that there is none."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(2 * width, MENTION), nn.Linear(2 * width, MENTION)
        self.none = nn.Linear(2 * width, 1)
        self.far = nn.Embedding(DISTANCES, 1)
        nn.init.zeros_(self.far.weight)

    def loss(self, states: Tensor, mentions: Sequence[Mention]) -> Tensor:
        """States (n, width) of a window and its mentions → mean surprise at the right antecedents, in nats."""
        first, end, chain = torch.tensor(mentions, device=states.device).T
        both = torch.cat([states[first], states[end - 1]], -1)
        scores = self.query(both) @ self.key(both).T / MENTION**0.5
        scores = scores.float() + self.far(distance_bucket(first[None] - first[:, None]))[..., 0]
        earlier = torch.ones_like(scores, dtype=torch.bool).tril(-1)
        right = earlier & (chain[:, None] == chain[None])
        scores = torch.cat([scores.masked_fill(~earlier, NEVER), self.none(both).float()], 1)
        right = torch.cat([right, ~right.any(1, keepdim=True)], 1)
        return (scores.logsumexp(1) - scores.masked_fill(~right, NEVER).logsumexp(1)).mean()


class Auxiliary(nn.Module):
    """The two heads, what they learn from, and their loss."""

    def __init__(self, known: Mapping[str, Labels], beside: Plain, weight: float, width: int = SHIPPED.width) -> None:
        super().__init__()
        self.entity = nn.Linear(width, ENTITY_LABELS)
        self.pointer = Pointer(width)
        self.known, self.beside, self.weight = known, beside, weight

    @classmethod
    def over(cls, data: Path, weight: float) -> Auxiliary:
        """Over all texts under ``data``, the folder that holds ``attribution`` and ``coref``."""
        by_hand = list(gum(data))
        beside = Plain([article for article, _ in by_hand], random.Random(0))
        return cls({**by_name(silver(data)), **by_name(by_hand)}, beside, weight)

    def forward(self, encoder: Encoder, batch: Sequence[Window], states: Tensor) -> Tensor:
        """Weighted loss of a batch, whose states (windows, n, width) are there, and of some windows of GUM."""
        more = self.beside.take(BESIDE)
        device = states.device.type
        t = collate(more, device)
        with reduced(device):
            others = encoder(t["ids"], t["features"], t["mask"])
            parts = [self.losses(batch, states), self.losses(more, others)]
        shares = torch.tensor([len(batch), len(more)], device=states.device) / (len(batch) + len(more))
        return self.weight * (torch.stack(parts) * shares).sum()

    def losses(self, batch: Sequence[Window], states: Tensor) -> Tensor:
        """Mean surprise at entity labels, fourfold as most are O, and at antecedents; nats."""
        told = [(row, in_window(self.known[w.article], w)) for row, w in enumerate(batch) if w.article in self.known]
        if not told:
            return states.sum() * 0
        tags = torch.cat([states[row, : len(found.entities)] for row, found in told])
        gold = torch.cat([torch.from_numpy(found.entities) for _, found in told]).to(states.device)
        loss = 4 * functional.cross_entropy(self.entity(tags).float(), gold)
        linked = [self.pointer.loss(states[row], found.mentions) for row, found in told if len(found.mentions) > 1]
        return loss + torch.stack(linked).mean() if linked else loss
