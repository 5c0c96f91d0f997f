"""Continue the encoder's masked-word training on news and encyclopaedia text (Gururangan et al. 2020).

    python -m training.attribution.adapt --data DIR --init base.safetensors --out encoder.safetensors --seconds 300

The base encoder was last trained to embed whole sentences, which blurs what single words say; it also has never seen
the case and quotation features, or the paragraph mark. ``--data`` holds ``polnear_train.jsonl.gz`` and
``ibm_wikipedia_articles.jsonl.gz``; no development text.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from training.attribution.data import jsonl
from training.attribution.network import SHIPPED, Encoder, load_base
from whipcount.attribute.pieces import CLS_ID, FEATURES, SEP_ID, to_pieces
from whipcount.models import load_tokenizer

MASK_ID, VOCABULARY, FIRST_WORD = 103, 30522, 999
LENGTH = 254


class Head(nn.Module):
    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        self.dense, self.norm = nn.Linear(SHIPPED.width, SHIPPED.width), nn.LayerNorm(SHIPPED.width)
        self.bias = nn.Parameter(torch.zeros(VOCABULARY))
        self.words = words

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.linear(self.norm(functional.gelu(self.dense(x))), self.words.weight, self.bias)


def stream(path: Path) -> tuple[np.ndarray, np.ndarray]:
    tokenizer = load_tokenizer()
    ids, features = [], []
    for record in jsonl(path):
        pieces = to_pieces(record["text"].replace("[REF]", ""), tokenizer)
        ids.append(pieces.ids)
        features.append(pieces.feature)
    return np.concatenate(ids), np.concatenate(features)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--init", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--news-share", type=float, default=0.4)
    options = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(0)
    texts = [stream(options.data / n) for n in ("polnear_train.jsonl.gz", "ibm_wikipedia_articles.jsonl.gz")]
    streams = [tuple(torch.from_numpy(a.astype(np.int64)).to(device) for a in t) for t in texts]
    print("pieces", [len(s[0]) for s in streams], flush=True)
    encoder = Encoder(0.1).to(device)
    load_base(encoder, load_file(options.init))
    head = Head(encoder.words).to(device)
    parameters = list({id(p): p for m in (encoder, head) for p in m.parameters()}.values())
    optimiser = torch.optim.AdamW(parameters, lr=options.lr, weight_decay=0.01, betas=(0.9, 0.98))
    began, done = time.time(), 0
    news = int(options.batch * options.news_share)
    offsets = torch.arange(LENGTH, device=device)
    while True:
        share = (time.time() - began) / options.seconds
        if share >= 1:
            break
        rate = options.lr * min(1.0, (done + 1) / 300) * max(0.01, 0.5 * (1 + math.cos(math.pi * share)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        parts_i, parts_f = [], []
        for (ids, features), count in zip(streams, (news, options.batch - news), strict=True):
            at = torch.randint(0, len(ids) - LENGTH, (count, 1), device=device) + offsets
            parts_i.append(ids[at])
            parts_f.append(features[at])
        body, feature = torch.cat(parts_i), torch.cat(parts_f)
        rows = len(body)
        column = lambda v, r=rows: torch.full((r, 1), v, device=device)  # noqa: E731
        ids = torch.cat([column(CLS_ID), body, column(SEP_ID)], 1)
        feature = torch.cat([column(0), feature, column(0)], 1)
        chosen = (torch.rand(ids.shape, device=device) < 0.2) & (ids >= FIRST_WORD)
        draw = torch.rand(ids.shape, device=device)
        noisy = torch.where(chosen & (draw < 0.8), MASK_ID, ids)
        noisy = torch.where(
            chosen & (draw > 0.9), torch.randint(FIRST_WORD, VOCABULARY, ids.shape, device=device), noisy
        )
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            states = encoder(noisy, feature.clamp(max=FEATURES - 1), torch.ones_like(ids))
            loss = functional.cross_entropy(head(states[chosen]).float(), ids[chosen])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        done += 1
        if done % 500 == 0:
            print(f"step {done} loss {float(loss):.3f} {time.time() - began:.0f}s", flush=True)
    save_file({k: v.half().contiguous() for k, v in encoder.state_dict().items()}, options.out)


if __name__ == "__main__":
    main()
