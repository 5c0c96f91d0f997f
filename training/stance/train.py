"""Fine-tune the stance model: a pair encoder with six outcomes and a match, alone or taught by a larger one.

    python -m training.stance.train --base work/stance/minilm --rows work/stance/rows.jsonl.gz --out OUT

``--soft`` reads a teacher's probabilities (``--predict`` writes them) and mixes them with the labels; rows without a
label (y = -2) are learned from the teacher alone. The teacher is used in training only and is not shipped. Rows with
``m`` (1 or 0: the text gives the argument ``p``, or not) teach the match and nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
import zlib
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  # the name that everybody knows it by
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

LENGTHS = (48, 112, 48)  # word pieces kept of proposition, text, context
LABELS = 6
IRRELEVANT = 5


class PairEncoder(torch.nn.Module):
    """Encoder, then two linear layers over the first vector beside the mean of all: outcomes, and the match."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(base)
        self.encoder = AutoModel.from_config(config, add_pooling_layer=False, attn_implementation="eager")
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(2 * config.hidden_size, LABELS)
        self.match = torch.nn.Linear(2 * config.hidden_size, 1)
        self.types = config.model_type == "bert"

    def pooled(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """What the linear layers see (rows, 2 * width), from word pieces (rows, length)."""
        extra = {"token_type_ids": types} if self.types else {}
        hidden = self.encoder(input_ids=ids, attention_mask=mask, **extra).last_hidden_state
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1)
        return torch.cat([hidden[:, 0], mean], -1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Logits of the outcomes and, last, of the match (rows, LABELS + 1) from word pieces (rows, length)."""
        seen = self.dropout(self.pooled(ids, mask, types))
        return torch.cat([self.head(seen), self.match(seen)], -1)


def load_base(model: PairEncoder, folders: list[Path]) -> None:
    """Weights from safetensors files, some stored as int8 rows (``.q``) with their scales (``.s``)."""
    state: dict[str, torch.Tensor] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.safetensors")):
            for name, tensor in load_file(str(path)).items():  # one matrix may lie in two files
                state[name] = torch.cat([state[name], tensor]) if name in state else tensor
    full = {k: v.float() for k, v in state.items() if not k.endswith((".q", ".s"))}
    for k in [k for k in state if k.endswith(".q")]:
        full[k[:-2]] = state[k].float() * state[k[:-2] + ".s"].float()
    if any(k.startswith("encoder.encoder.") for k in full):  # weights of an earlier run, head and all, to go on from
        missing = model.load_state_dict(full, strict=False)  # weights from before the match have none
        print("missing", missing.missing_keys, "unexpected", missing.unexpected_keys, flush=True)
        return
    missing = model.encoder.load_state_dict(full, strict=False)
    print("missing", missing.missing_keys[:4], "unexpected", missing.unexpected_keys[:4], flush=True)


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def encode(rows: list[dict], base: Path, bert: bool) -> list[tuple[list[int], list[int]]]:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    start, stop = (101, 102) if bert else (0, 2)
    parts = []
    for key, limit in zip("ptx", LENGTHS, strict=True):
        done = tokenizer.encode_batch([r.get(key) or "" for r in rows], add_special_tokens=False)
        parts.append([e.ids[:limit] for e in done])
    pairs = []
    for p, t, x in zip(*parts, strict=True):
        second = t + [stop] + ([*x, stop] if x else [])
        first = [start, *p, stop] if bert else [start, *p, stop, stop]
        pairs.append((first + second, [0] * len(first) + [1] * len(second)))
    return pairs


def batches(lengths: list[int], size: int, rng: random.Random | None) -> list[list[int]]:
    """Rows of like length together, so that little is padded; shuffled when ``rng`` is given."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + (rng.random() * 6 if rng else 0))
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    if rng:
        rng.shuffle(cut)
    return cut


def tensors(pairs: list, take: list[int], pad: int, device: str) -> tuple[torch.Tensor, ...]:
    width = (max(len(pairs[i][0]) for i in take) + 7) // 8 * 8
    ids = torch.full((len(take), width), pad)
    mask = torch.zeros((len(take), width), dtype=torch.long)
    types = torch.zeros((len(take), width), dtype=torch.long)
    for n, i in enumerate(take):
        a, b = pairs[i]
        ids[n, : len(a)] = torch.tensor(a)
        mask[n, : len(a)] = 1
        types[n, : len(b)] = torch.tensor(b)
    return tuple(t.to(device, non_blocking=True) for t in (ids, mask, types))


def loss_of(
    logits: torch.Tensor, y: torch.Tensor, match: torch.Tensor, soft: torch.Tensor | None, mix: float
) -> torch.Tensor:
    """Cross-entropy; the relevance part alone where the stance is unknown; mixed with the teacher's view.

    ``match`` is 1 or 0 in rows that teach the match alone, and -1 elsewhere. ``soft`` holds probabilities of the
    outcomes and, last, of the match, which is no number where the teacher has no view of it.
    """
    target = match.clamp_min(0).float()
    if soft is not None:
        seen = soft[:, LABELS]
        target = torch.where(seen.isnan(), target, (1 - mix) * target + mix * seen.nan_to_num())
    matched = F.binary_cross_entropy_with_logits(logits[:, LABELS].float(), target, reduction="none")
    outcome = outcome_loss(logits[:, :LABELS], y, soft[:, :LABELS] if soft is not None else None, mix)
    return torch.where(match >= 0, matched, outcome)


def outcome_loss(logits: torch.Tensor, y: torch.Tensor, soft: torch.Tensor | None, mix: float) -> torch.Tensor:
    logp = F.log_softmax(logits.float(), -1)
    known = F.nll_loss(logp, y.clamp_min(0), reduction="none") * 0.95 - logp.mean(-1) * 0.05
    relevant = -torch.log1p(-logp[:, IRRELEVANT].exp().clamp(max=1 - 1e-4))
    hard = torch.where(y >= 0, known, torch.where(y == -1, relevant, torch.zeros_like(known)))
    if soft is None:
        return hard
    taught = -(soft * logp).sum(-1)
    return torch.where(y == -2, taught, (1 - mix) * hard + mix * taught)


def train(model: PairEncoder, rows: list[dict], pairs: list, soft: np.ndarray | None, args: argparse.Namespace) -> None:
    device = args.device
    rng = random.Random(args.seed)
    y = torch.tensor([r["y"] for r in rows])
    match = torch.tensor([r.get("m", -1) for r in rows])
    w = torch.tensor([r["w"] for r in rows])
    steps = args.epochs * (len(rows) // args.batch + 1)
    if args.freeze or args.hold:
        model.encoder.embeddings.requires_grad_(False)
    model.encoder.encoder.layer[: args.hold].requires_grad_(False)
    learned = [p for p in model.parameters() if p.requires_grad]
    decayed = [p for p in learned if p.ndim > 1]
    plain = [p for p in learned if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=args.lr, fused=device == "cuda")
    model.train()
    pad, began, step = (0 if model.types else 1), time.time(), 0
    for epoch in range(args.epochs):
        total = 0.0
        for take in batches([len(a) for a, _ in pairs], args.batch, rng):
            with torch.autocast(device, torch.bfloat16, enabled=args.bf16):
                logits = model(*tensors(pairs, take, pad, device))
            target = torch.tensor(soft[take]).to(device) if soft is not None else None
            each = loss_of(logits, y[take].to(device), match[take].to(device), target, args.mix)
            weight = w[take].to(device)
            loss = (each * weight).sum() / weight.sum()
            done = max(step / steps, (time.time() - began) / args.seconds if args.seconds else 0)
            for (
                group
            ) in optimizer.param_groups:  # a lent machine is lent by the minute: the rate falls with the clock too
                group["lr"] = args.lr * min(step / (0.06 * steps), max(0.0, 1 - done))
            if done >= 1:
                print("time is up at step", step, "of", steps, flush=True)
                return
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 100 == 0:
                total = loss.item()
                print(f"step {step} loss {total:.3f} {time.time() - began:.0f}s", flush=True)
        print(f"epoch {epoch} step {step} loss {total:.3f} {time.time() - began:.0f}s", flush=True)


@torch.no_grad()
def predict(model: PairEncoder, pairs: list, device: str, *, bf16: bool) -> np.ndarray:
    model.eval()
    out = np.zeros((len(pairs), LABELS + 1), dtype=np.float32)
    for take in batches([len(a) for a, _ in pairs], 512 if device == "cuda" else 64, None):
        with torch.autocast(device, torch.bfloat16, enabled=bf16):
            logits = model(*tensors(pairs, take, 0 if model.types else 1, device))
        out[take] = logits.float().cpu().numpy()
    return out


def left_out(group: str) -> bool:
    """About 6 % of the groups, by hash, so that every run leaves out the same ones."""
    return zlib.crc32(group.encode()) % 100 < 6


def held_out(row: dict) -> bool:
    return left_out(row["g"])


def learnable(row: dict) -> bool:
    """Not of a group left out, nor under a claim left out."""
    return not held_out(row) and not left_out(f"claim-{row['p']}")


def report(rows: list[dict], logits: np.ndarray) -> None:
    from sklearn.metrics import f1_score

    match = np.array([r.get("m", -1) for r in rows])
    if (match >= 0).sum() > 20:
        from sklearn.metrics import average_precision_score

        known = match >= 0
        print(f"held-out match n={known.sum()} AP {average_precision_score(match[known], logits[known, LABELS]):.3f}")
    logits, y = logits[:, :LABELS], np.array([r["y"] for r in rows])
    for name in ("examples", "articles", "topics", "perspectrum", "argkp", "clause", ""):
        pick = np.array([r["s"].startswith(name) for r in rows], dtype=bool) & (y >= 0)
        if pick.sum() > 20:
            six = f1_score(y[pick], logits[pick].argmax(1), average="macro")
            two = pick & (y < 2)
            pair = f1_score(y[two], logits[two][:, :2].argmax(1), average="macro")
            print(
                f"held-out {name or 'all':12s} n={pick.sum():5d} macro-F1 {six:.3f}  for/against {pair:.3f}", flush=True
            )


def views(paths: list[Path], count: int, temperature: float) -> np.ndarray:
    """Mean of several teachers' probabilities (rows, LABELS + 1): the outcomes and, last, the match."""
    total = np.zeros((count, LABELS + 1), dtype=np.float32)
    for path in paths:
        logits = torch.tensor(np.load(path)[:count].astype(np.float32)) / temperature
        match = logits[:, LABELS:].sigmoid() if logits.shape[1] > LABELS else torch.full((len(logits), 1), torch.nan)
        total += torch.cat([logits[:, :LABELS].softmax(-1), match], -1).numpy()
    return total / len(paths)


def temperature(rows: list[dict], logits: np.ndarray) -> float:
    y = torch.tensor([r["y"] for r in rows])
    logits = logits[:, :LABELS]
    keep = (y >= 0) & torch.tensor([r["s"] not in ("dse", "newsmtsc") for r in rows])
    z, y = torch.tensor(logits)[keep], y[keep]
    losses = {t: F.cross_entropy(z / t, y).item() for t in np.arange(0.6, 3.01, 0.05)}
    return float(min(losses, key=losses.__getitem__))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", type=Path, nargs="+", required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--extra", type=Path)
    parser.add_argument("--predict", type=Path, help="write the logits of rows and extra there, and no weights")
    parser.add_argument("--look", type=Path, help="rows to predict and nothing else; logits beside those of --predict")
    parser.add_argument("--soft", type=Path, nargs="+", help="logits of one teacher or several, which are averaged")
    parser.add_argument("--drop", default="", help="origins to leave out, comma-separated")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--mix", type=float, default=0.6)
    parser.add_argument("--soft-t", type=float, default=1.5)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--freeze", action="store_true", help="leave the embeddings as they are, to save time")
    parser.add_argument("--hold", type=int, default=0, help="leave this many lower layers as they are too")
    args = parser.parse_args()
    args.bf16 = args.device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True

    model = PairEncoder(args.base[0])
    load_base(model, args.base)
    model.to(args.device)
    rows = read(args.rows)
    extra = read(args.extra) if args.extra else []
    if args.limit:
        rows, extra = rows[: args.limit], extra[: args.limit]
    pairs = encode(rows + extra, args.base[0], model.types)
    soft = views(args.soft, len(pairs), args.soft_t) if args.soft else None
    everything = rows + (extra if soft is not None else [])
    dropped = set(args.drop.split(","))
    keep = [i for i, r in enumerate(everything) if learnable(r) and r["s"] not in dropped]
    test = [i for i, r in enumerate(rows) if held_out(r)]
    print(len(keep), "rows to learn from,", len(test), "held out", flush=True)
    train(
        model, [everything[i] for i in keep], [pairs[i] for i in keep], soft[keep] if soft is not None else None, args
    )
    scored = predict(model, [pairs[i] for i in test], args.device, bf16=args.bf16)
    report([rows[i] for i in test], scored)
    t = temperature([rows[i] for i in test], scored)
    print("temperature", t, flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.predict:
        np.save(args.predict, predict(model, pairs, args.device, bf16=args.bf16).astype(np.float16))
        if args.look:
            looked = predict(model, encode(read(args.look), args.base[0], model.types), args.device, bf16=args.bf16)
            np.save(args.predict.with_suffix(".look.npy"), looked.astype(np.float16))
    else:
        halves = {k: v.half().contiguous().cpu() for k, v in model.state_dict().items() if "position_ids" not in k}
        names = sorted(halves)
        big = [n for n in names if "word_embeddings" in n]
        rest = [n for n in names if n not in big]
        save_file({n: halves[n][:15000] for n in big}, str(args.out / "a.safetensors"))
        save_file({n: halves[n][15000:] for n in big}, str(args.out / "b.safetensors"))
        save_file({n: halves[n] for n in rest[: len(rest) // 2]}, str(args.out / "c.safetensors"))
        save_file({n: halves[n] for n in rest[len(rest) // 2 :]}, str(args.out / "d.safetensors"))
        (args.out / "temperature.json").write_text(json.dumps({"temperature": t}))


if __name__ == "__main__":
    main()
