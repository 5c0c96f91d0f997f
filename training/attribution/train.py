"""Train the attribution reader.

    python -m training.attribution.train --data DIR --init ENCODER.safetensors --out DIR [--seed N] [--epochs N] …

``--init`` may be a whole reader, to go on from it (``restore``).
``--data`` holds ``polnear_train.jsonl.gz`` and ``polnear_dev.jsonl``. Of the train articles every twelfth, by hash of
its name, is kept apart as the tuning set: early decisions, thresholds and calibration come from there, never from the
development split, which is only scored at the end.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
import random
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from training.attribution.auxiliary import Auxiliary
from training.attribution.batches import collate, reduced
from training.attribution.data import Article, Window, is_tuning, jsonl, role_row, to_article, windows
from training.attribution.network import LARGE, SHIPPED, Layer, Reader, load_base
from whipcount.attribute.field import Field as RunField
from whipcount.attribute.reader import BEFORE, CONTEXT, read_candidates

MASK_ID, FIRST_WORD = 103, 999  # "[MASK]", and the first id in the vocabulary that is no special piece
HEAD_START_RATE = 3e-3
FOLDS = 4  # parts of the articles; each teacher leaves out one, and teaches that one


def fold(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) // 12 % FOLDS


class TorchEngine:
    """The network behind the same interface as the shipped one."""

    def __init__(self, network: Reader, device: str) -> None:
        self.network, self.device = network.eval(), device
        self.cue_field, self.role_field = (
            RunField(*(t.detach().float().cpu().numpy() for t in f.transitions()))
            for f in (network.cue_field, network.role_field)
        )

    @torch.inference_mode()
    def read(self, ids, features):
        window = [torch.from_numpy(a)[None].to(self.device) for a in (ids, features)]
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            states, cues, _ = self.network.read(*window, torch.ones_like(window[0]))
        return states[0].float().cpu().numpy(), cues[0].float().cpu().numpy()

    @torch.inference_mode()
    def decode(self, states, places, marks):
        row = torch.zeros((1, CONTEXT, states.shape[1]), device=self.device)
        flags = torch.zeros((2, 1, CONTEXT), dtype=torch.long, device=self.device)
        row[0, places] = torch.from_numpy(states).to(self.device)
        flags[0, 0, places], flags[1, 0, places] = torch.from_numpy(marks).to(self.device), 1
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            roles, judge = self.network.decode(row, *flags)
        return roles[0, places].float().cpu().numpy(), float(judge[0])


def candidates(batch: list[Window], cue_probability: np.ndarray, rng: random.Random, negatives: int):
    """Rows for the decoder: gold cues, displaced cues with their gold roles, and false alarms of the cue tagger."""
    rows = []
    for b, window in enumerate(batch):
        gold_at = {}
        for g in window.gold:
            rows.append((b, g.cue, g, 1.0))
            for p in range(*g.cue):
                gold_at[p] = g
            if g.cue[1] - g.cue[0] > 1 and rng.random() < 0.15:
                cue = (g.cue[0] + 1, g.cue[1]) if rng.random() < 0.5 else (g.cue[0], g.cue[1] - 1)
                rows.append((b, cue, g, 1.0))
        taken = window.cues > 0
        likely = [
            (cue_probability[b, p], p)
            for p in range(1, len(window.ids) - 1)
            if cue_probability[b, p] > 0.005 and not taken[p]
        ]
        for _, p in sorted(likely, reverse=True)[:negatives]:
            rows.append((b, (p, p + 1), None, 0.0))
    return rows


def decoder_batch(rows, n: int, device: str):
    count = len(rows)
    index = np.zeros((count, CONTEXT), dtype=np.int64)
    mask, marks, labels = (np.zeros((count, CONTEXT), dtype=np.int64) for _ in range(3))
    batch_of = np.asarray([r[0] for r in rows])
    for i, (_, cue, gold, _) in enumerate(rows):
        origin = cue[0] - BEFORE
        places = np.arange(origin, origin + CONTEXT)
        ok = (places >= 0) & (places < n)
        index[i] = places.clip(0, n - 1)
        mask[i] = ok
        marks[i, BEFORE : min(BEFORE + cue[1] - cue[0], CONTEXT)] = 1
        if gold is not None:
            labels[i] = role_row(gold, cue[0])
    to = lambda a: torch.from_numpy(a).to(device)  # noqa: E731
    return to(batch_of), to(index), to(mask), to(marks), to(labels)


def step(network: Reader, batch: list[Window], device: str, rng: random.Random, options) -> torch.Tensor:
    t = collate(batch, device)
    if options.word_dropout:
        hidden = (torch.rand(t["ids"].shape, device=device) < options.word_dropout) & (t["ids"] >= FIRST_WORD)
        t["ids"] = torch.where(hidden, MASK_ID, t["ids"])
    with reduced(device):
        narrow, cues, states = network.read(t["ids"], t["features"], t["mask"])
        aux = network.role_aux(states)
    n_gold = max(1, int((t["cues"] == 1).sum()))
    loss = network.cue_field.loss(cues, t["cues"], t["mask"]).sum() / n_gold
    real = t["mask"].bool()
    loss = loss + options.aux * functional.cross_entropy(aux[real].float(), t["aux"][real]) * 4
    if network.auxiliary is not None:
        loss = loss + network.auxiliary(network.encoder, batch, states)
    probability = functional.softmax(cues.detach().float(), -1)[..., 1].cpu().numpy()
    rows = candidates(batch, probability, rng, options.negatives)
    if not rows:
        return loss
    b, index, mask, marks, labels = decoder_batch(rows, t["ids"].shape[1], device)
    mask = mask * t["mask"][b].gather(1, index)
    context = narrow[b[:, None], index] * mask[..., None].to(narrow.dtype)
    with reduced(device):
        roles, judge = network.decode(context, marks, mask)
    target = torch.tensor([r[3] for r in rows], device=device)
    positive = target > 0
    if positive.any():
        # The chain starts at its first real piece, as at run time.
        first = mask[positive].argmax(1)
        shift = (torch.arange(CONTEXT, device=device)[None] + first[:, None]).clamp(max=CONTEXT - 1)
        length = mask[positive].sum(1)
        inside = torch.arange(CONTEXT, device=device)[None] < length[:, None]
        emissions = roles[positive].float().gather(1, shift[..., None].expand(-1, -1, roles.shape[-1]))
        gold = labels[positive].gather(1, shift)
        loss = loss + options.role_weight * network.role_field.loss(emissions, gold, inside).mean()
    return loss + 0.5 * functional.binary_cross_entropy_with_logits(judge.float(), target)


def begin(options, device: str) -> Reader:
    """The network before the first step: a trained reader to go on from, or an encoder with new heads."""
    torch.manual_seed(0)  # heads start alike in every run, so that runs can be averaged
    network = Reader(options.dropout, LARGE if options.large else SHIPPED).to(device)
    if options.attention_dropout is not None:
        for layer in (m for m in network.modules() if isinstance(m, Layer)):
            layer.attention_dropout = options.attention_dropout
    tensors = {k: v.float() for k, v in load_file(options.init).items()}
    if "encoder.words.weight" in tensors:
        network.load_state_dict(tensors)
        network.encoder.words.requires_grad_(False)  # half of all weights, and learnt enough
    elif "words.weight" in tensors:
        network.encoder.load_state_dict(tensors)
    else:
        load_base(network.encoder, tensors)
    if options.auxiliary:
        network.auxiliary = Auxiliary.over(options.data.parent, options.auxiliary).to(device)
    return network


def train(articles: list[Article], options, device: str) -> Reader:
    network = begin(options, device)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    epoch = lambda: shuffled(articles, options.batch, rng)  # noqa: E731
    loss_of = partial(step, network, device=device, rng=rng, options=options)
    if options.head_start:
        head_start(network, shuffled(articles, options.batch, random.Random(0))[: options.head_start], loss_of)
    average = fit(network, epoch, loss_of, options, device)
    average.auxiliary = None  # served its turn
    return average


def head_start(network: Reader, batches: list[list[Window]], loss_of) -> None:
    """Fit what only training uses, which a released reader lacks, before it pulls at all else (Kumar et al. 2022)."""
    new = [*network.role_aux.parameters(), *(network.auxiliary.parameters() if network.auxiliary else ())]
    held = [p for p in network.parameters() if p.requires_grad and all(p is not q for q in new)]
    for parameter in held:
        parameter.requires_grad_(False)
    optimiser = torch.optim.AdamW(new, lr=HEAD_START_RATE)
    for batch in batches:
        loss = loss_of(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
    for parameter in held:
        parameter.requires_grad_(True)


def fit(network: Reader, epoch, loss_of, options, device: str) -> Reader:
    """Train to the end of ``options.epochs`` or ``options.seconds``, and give the average over the last steps.

    Args:
        network: What is trained, in place.
        epoch: Gives the batches of one pass over the articles.
        loss_of: Gives the loss of a batch.
        options: As of the command line.
        device: Where the network lies.
    """
    average = copy.deepcopy(network).requires_grad_(False)
    optimiser = optimiser_of(network, options, device)
    done, began, share = 0, time.time(), 0.0
    while share < 1:
        batches = epoch()
        total = min(len(batches) * options.epochs, options.limit or sys.maxsize)
        network.train()
        running, before = 0.0, done
        for batch in batches:
            share = max(done / total, (time.time() - began) / options.seconds)
            set_rate(optimiser, done, total, share)
            loss = loss_of(batch)
            advance(network, average, optimiser, loss, min(options.ema, (1 + done) / (10 + done)))
            done += 1
            running += float(loss.detach())
            if share >= 1 or (options.limit and done >= options.limit):
                share = 1.0
                break
        mean = running / max(1, done - before)
        print(f"step {done} of {total} loss {mean:.3f} {time.time() - began:.0f}s", flush=True)
        share = max(share, done / total)
    return average


def optimiser_of(network: Reader, options, device: str) -> torch.optim.AdamW:
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": options.lr}, {"params": heads, "lr": options.head_lr}]
    for group in groups:
        group["peak"] = group["lr"]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=device == "cuda")


def set_rate(optimiser: torch.optim.Optimizer, done: int, total: int, share: float) -> None:
    """Warm up over 6 % of the steps, then fall by a cosine to the end of the steps or of the time."""
    factor = min(1.0, (done + 1) / (0.06 * total)) * max(0.02, 0.5 * (1 + math.cos(math.pi * min(1.0, share))))
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * factor


def advance(
    network: Reader, average: Reader, optimiser: torch.optim.Optimizer, loss: torch.Tensor, decay: float
) -> None:
    """One step of the optimiser and of the average over steps."""
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    with torch.no_grad():
        torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - decay)


def shuffled(articles: list[Article], size: int, rng: random.Random) -> list[list[Window]]:
    """Batches of windows of like length, in random order."""
    items = list(windows(articles, rng))
    rng.shuffle(items)
    chunks = [sorted(items[i : i + size * 16], key=lambda w: len(w.ids)) for i in range(0, len(items), size * 16)]
    batches = [c[i : i + size] for c in chunks for i in range(0, len(c), size)]
    rng.shuffle(batches)
    return batches


def report(network: Reader, articles: list[Article], records, device: str, score, dump: Path) -> dict[str, float]:
    """Scores at a few cue thresholds; every candidate with its scores goes to ``dump`` for calibration."""
    engine = TorchEngine(network, device)
    found = [f.candidates for f in read_candidates([a.pieces for a in articles], engine)]
    lines = []
    for article, items in zip(articles, found, strict=True):
        span = lambda r, p=article.pieces: [int(p.start[r[0]]), int(p.end[r[1] - 1])]  # noqa: E731
        lines.append(
            {
                "doc": article.name,
                "attributions": [
                    {
                        "cue": [span(c.cue)],
                        "source": [span(s) for s in c.source],
                        "content": [span(s) for s in c.content],
                        "scores": [round(c.cue_probability, 4), round(c.judge, 3), round(c.roles, 3)],
                    }
                    for c in items
                ],
            }
        )
    dump.write_text("\n".join(json.dumps(line) for line in lines))
    best: dict[str, float] = {}
    for threshold in (0.2, 0.3, 0.4, 0.5):
        predicted = {
            line["doc"]: {
                "doc": line["doc"],
                "attributions": [
                    a
                    for a in line["attributions"]
                    if a["content"] and (a["scores"][0] + 1 / (1 + math.exp(-a["scores"][1]))) / 2 >= threshold
                ],
            }
            for line in lines
        }
        result = score({r["doc"]: r for r in records}, predicted)
        now = {
            k: (v["p"], v["r"], v["f1"]) for k, v in result.items() if isinstance(v, dict) and not k.endswith("char")
        }
        print(threshold, now, flush=True)
        if now["attribution_soft"][2] > best.get("attribution_soft", (0, 0, 0))[2]:
            best = now
    return best


def keep(network: Reader, options, facts: dict, device: str, score) -> None:
    """Write the weights, every candidate of the tuning (and development) articles, and a report."""
    options.out.mkdir(parents=True, exist_ok=True)
    state = {k: v.half().contiguous() if v.is_floating_point() else v for k, v in network.state_dict().items()}
    save_file(state, options.out / "reader.safetensors")
    if options.unscored:
        return
    splits = {"tuning": [r for r in jsonl(options.data / "polnear_train.jsonl.gz") if is_tuning(r["doc"])]}
    if options.dev:
        splits["dev"] = jsonl(options.data / "polnear_dev.jsonl")
    for name, records in splits.items():
        articles = [to_article(r) for r in records]
        facts[name] = report(network, articles, records, device, score, options.out / f"{name}.jsonl")
    (options.out / "report.json").write_text(json.dumps(facts, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--init", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0, help="order of the articles; the heads always start alike")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--word-dropout", type=float, default=0.0)
    parser.add_argument("--aux", type=float, default=0.3)
    parser.add_argument("--negatives", type=int, default=6)
    parser.add_argument("--role-weight", type=float, default=0.5)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--limit", type=int, default=0, help="steps at most; the rate falls to their end")
    parser.add_argument("--auxiliary", type=float, default=0.0, help="weight of entities and coreference; 0 is none")
    parser.add_argument("--attention-dropout", type=float, help="another than --dropout; 0 halves a step on a CPU")
    parser.add_argument("--head-start", type=int, default=0, help="steps of the new heads alone")
    parser.add_argument("--seconds", type=float, default=1e9, help="the rate falls to the end of this time")
    parser.add_argument("--large", action="store_true", help="the encoder is MPNet's, a teacher for teach.py")
    parser.add_argument("--without", type=int, default=-1, help="leave out this one of the FOLDS parts of the articles")
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--unscored", action="store_true", help="write the weights and no figures")
    parser.add_argument("--all", action="store_true", help="train on the tuning articles too")
    parser.add_argument("--dev", action="store_true", help="score the development split at the end")
    options = parser.parse_args()
    sys.path.insert(0, str(options.scorer))
    from attribution import score  # the official scorer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    records = jsonl(options.data / "polnear_train.jsonl.gz")
    if options.articles:
        records = records[: options.articles]
    fit = records if options.all else [r for r in records if not is_tuning(r["doc"])]
    fit = [r for r in fit if fold(r["doc"]) != options.without]
    network = train([to_article(r) for r in fit], options, device)
    keep(network, options, {"options": {k: str(v) for k, v in vars(options).items()}}, device, score)


if __name__ == "__main__":
    main()
