"""Train a small reader on what larger ones say, beside the labels (Hinton et al. 2015).

    python -m training.attribution.teach --data DIR --init READER.safetensors --teachers T0 T1 T2 T3 --out DIR …

Teacher ``k`` was trained by ``train --large --without k``; a labelled window is taught by the teacher that has not
seen its article, a window of Wikipedia, which has no labels, by all of them together. Teachers read each window anew,
so that none of their views is stored. Label sequences are taught exactly, by their marginals (``Field.taught``).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional

from training.attribution.batches import collate
from training.attribution.data import Article, Plain, Window, is_tuning, jsonl, to_article
from training.attribution.network import LARGE, SHIPPED, Reader, Shape
from training.attribution.train import candidates, decoder_batch, fit, fold, keep, shuffled
from whipcount.attribute.reader import CONTEXT

LIKELY = 0.12  # probability from which a teacher's cue in a text without labels is decoded
MOST_CUES = 12  # of one such window
Batch = dict[str, torch.Tensor]


def thinner(state: dict[str, torch.Tensor], shape: Shape) -> dict[str, torch.Tensor]:
    """The weights of the shipped shape, cut to fewer layers, evenly spread, and to the strongest inner neurons."""
    kept = np.linspace(0, SHIPPED.layers - 1, shape.layers).round().astype(int).tolist()
    out = {k: v for k, v in state.items() if not k.startswith("encoder.layers.")}
    for new, old in enumerate(kept):
        prefix = f"encoder.layers.{old}."
        out |= {f"encoder.layers.{new}.{k[len(prefix) :]}": v for k, v in state.items() if k.startswith(prefix)}
    for prefix, size in [(f"encoder.layers.{i}", shape.inner) for i in range(shape.layers)] + [
        (f"layers.{i}", shape.narrow_inner) for i in range(shape.narrow_layers)
    ]:
        up, down = out[f"{prefix}.up.weight"].float(), out[f"{prefix}.down.weight"].float()
        best = (up.norm(dim=1) * down.norm(dim=0)).topk(size).indices.sort().values
        for name in ("up.weight", "up.bias"):
            out[f"{prefix}.{name}"] = out[f"{prefix}.{name}"][best]
        out[f"{prefix}.down.weight"] = out[f"{prefix}.down.weight"][:, best]
    return out


class Teachers:
    """Several large readers; each window has its weights over them (windows, teachers)."""

    def __init__(self, paths: list[Path], device: str) -> None:
        self.device = device
        self.networks = []
        for path in paths:
            network = Reader(0.0, LARGE).to(device)
            network.load_state_dict({k: v.float() for k, v in load_file(path).items()})
            self.networks.append(network.eval().requires_grad_(False))

    def weights(self, batch: list[Window], labelled: int) -> torch.Tensor:
        n = len(self.networks)
        rows = torch.full((len(batch), n), 1 / n)
        for i, window in enumerate(batch[:labelled]):
            rows[i] = functional.one_hot(torch.tensor(fold(window.article) % n), n)
        return rows.to(self.device)

    def read(self, t: Batch, weights: torch.Tensor):
        """Decoder states of each teacher, and the mixture's marginals of the cue labels."""
        states, first, each = [], 0.0, 0.0
        with torch.no_grad(), torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            for k, network in enumerate(self.networks):
                narrow, cues, _ = network.read(t["ids"], t["features"], t["mask"])
                states.append(narrow)
                a, b = network.cue_field.marginals(cues.float(), t["mask"])
                first, each = first + weights[:, k, None] * a, each + weights[:, k, None, None, None] * b
        return states, first, each

    def decode(self, states: list[torch.Tensor], rows: Rows, weights: torch.Tensor):
        """The mixture's marginals of the role labels and its probability that each cue is one."""
        first, each, cue = 0.0, 0.0, 0.0
        with torch.no_grad(), torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            for k, network in enumerate(self.networks):
                roles, judge = network.decode(rows.context(states[k]), rows.marks, rows.mask)
                a, b = network.role_field.marginals(rows.chain(roles), rows.inside)
                w = weights[rows.batch, k]
                first, each = first + w[:, None] * a, each + w[:, None, None, None] * b
                cue = cue + w * judge.float().sigmoid()
        return first, each, cue


class Rows:
    """Places of the decoder's rows in their windows; the chain starts at a row's first real piece, as at run time."""

    def __init__(self, rows: list, t: Batch, device: str) -> None:
        self.batch, self.index, mask, self.marks, self.labels = decoder_batch(rows, t["ids"].shape[1], device)
        self.mask = mask * t["mask"][self.batch].gather(1, self.index)
        self.gold = torch.tensor([r[3] for r in rows], device=device)
        offsets = torch.arange(CONTEXT, device=device)[None]
        self.shift = (offsets + self.mask.argmax(1)[:, None]).clamp(max=CONTEXT - 1)
        self.inside = offsets < self.mask.sum(1)[:, None]

    def context(self, narrow: torch.Tensor) -> torch.Tensor:
        return narrow[self.batch[:, None], self.index] * self.mask[..., None].to(narrow.dtype)

    def chain(self, roles: torch.Tensor) -> torch.Tensor:
        return roles.float().gather(1, self.shift[..., None].expand(-1, -1, roles.shape[-1]))


def likely_cues(batch: list[Window], labelled: int, unary: np.ndarray) -> list:
    """Rows for the cues that the teachers see in texts without labels; ``unary`` (windows, n, labels)."""
    rows = []
    for b in range(labelled, len(batch)):
        n = len(batch[b].ids) - 1
        places = [p for p in np.flatnonzero(unary[b, :n, 1] > LIKELY).tolist() if p > 0]
        for p in sorted(places, key=lambda p: -unary[b, p, 1])[:MOST_CUES]:
            end = p + 1
            while end < n and unary[b, end, 2] > 0.5:
                end += 1
            rows.append((b, (p, end), None, 0.0))
    return rows


def step(network: Reader, teachers: Teachers, batch: list[Window], labelled: int, rng: random.Random, options):
    device = teachers.device
    t = collate(batch, device)
    weights = teachers.weights(batch, labelled)
    wide, first, each = teachers.read(t, weights)
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        narrow, cues, _ = network.read(t["ids"], t["features"], t["mask"])
    unary = torch.cat([first[:, None], each.sum(2)], 1)  # (windows, n, labels)
    expected = unary[..., 1].sum().clamp(min=1)
    known = slice(0, labelled)
    gold = network.cue_field.loss(cues[known], t["cues"][known], t["mask"][known]).sum()
    gold = gold / max(1, int((t["cues"][known] == 1).sum()))
    loss = (1 - options.mix) * gold + options.mix * network.cue_field.taught(
        cues, t["mask"], first, each
    ).sum() / expected
    probability = functional.softmax(cues.detach().float(), -1)[..., 1].cpu().numpy()
    found = candidates(batch[:labelled], probability, rng, options.negatives)
    found += likely_cues(batch, labelled, unary.cpu().numpy())
    if not found:
        return loss
    rows = Rows(found, t, device)
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
        roles, judge = network.decode(rows.context(narrow), rows.marks, rows.mask)
    first, each, cue = teachers.decode(wide, rows, weights)
    chain = rows.chain(roles)
    by_teacher = (network.role_field.taught(chain, rows.inside, first, each) * cue).sum() / cue.sum().clamp(min=1)
    positive = rows.gold > 0
    by_label = torch.zeros((), device=device)
    if positive.any():
        gold_labels = rows.labels[positive].gather(1, rows.shift[positive])
        by_label = network.role_field.loss(chain[positive], gold_labels, rows.inside[positive]).mean()
    loss = loss + options.role_weight * ((1 - options.mix) * by_label + options.mix * by_teacher)
    share = torch.where(rows.batch < labelled, options.mix, 1.0)
    target = share * cue + (1 - share) * rows.gold
    return loss + 0.5 * functional.binary_cross_entropy_with_logits(judge.float(), target)


def teach(network: Reader, teachers: Teachers, labelled: list[Article], plain: list[Article], options) -> Reader:
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    others = Plain(plain, rng)

    def loss_of(batch: list[Window]) -> torch.Tensor:
        return step(network, teachers, batch + others.take(options.plain), len(batch), rng, options)

    return fit(network, lambda: shuffled(labelled, options.batch, rng), loss_of, options, teachers.device)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--init", required=True, help="a trained reader of the shipped shape")
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=SHIPPED.layers)
    parser.add_argument("--inner", type=int, default=SHIPPED.inner)
    parser.add_argument("--narrow-inner", type=int, default=SHIPPED.narrow_inner)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--plain", type=int, default=12, help="windows without labels in each batch")
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--head-lr", type=float, default=5e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--mix", type=float, default=0.5, help="share of the teachers beside the labels")
    parser.add_argument("--negatives", type=int, default=6)
    parser.add_argument("--role-weight", type=float, default=0.5)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--unscored", action="store_true", help="write the weights and no figures")
    parser.add_argument("--dev", action="store_true", help="score the development split at the end")
    options = parser.parse_args()
    sys.path.insert(0, str(options.scorer))
    from attribution import score  # the official scorer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    records = [r for r in jsonl(options.data / "polnear_train.jsonl.gz") if not is_tuning(r["doc"])]
    plain = [
        {"doc": r["id"], "text": r["text"].replace("[REF]", ""), "attributions": []}
        for r in jsonl(options.data / "ibm_wikipedia_articles.jsonl.gz")
    ]
    if options.articles:
        records, plain = records[: options.articles], plain[: options.articles]
    shape = replace(SHIPPED, layers=options.layers, inner=options.inner, narrow_inner=options.narrow_inner)
    network = Reader(options.dropout, shape).to(device)
    state = {k: v.float() for k, v in load_file(options.init).items()}
    network.load_state_dict(thinner(state, shape) if shape != SHIPPED else state)
    network.encoder.words.requires_grad_(False)  # half of all weights, and learnt enough
    average = teach(
        network,
        Teachers(options.teachers, device),
        [to_article(r) for r in records],
        [to_article(r) for r in plain],
        options,
    )
    keep(average, options, {"options": json.loads(json.dumps(vars(options), default=str))}, device, score)


if __name__ == "__main__":
    main()
