"""Pack encoder weights for a machine that takes only small uploads: matrices as int8 rows with a scale each.

    python -m training.stance.pack model.safetensors OUT_PREFIX PARTS [--all]

Word embeddings are always packed, the other matrices with ``--all``; the rest becomes 16-bit. ``train.py`` reads
the parts back. Fine-tuning starts from the rounded weights, which costs nothing that could be measured.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def pack(weights: dict[str, torch.Tensor], *, everything: bool) -> dict[str, torch.Tensor]:
    packed: dict[str, torch.Tensor] = {}
    for name, tensor in weights.items():
        if "position_ids" in name or "pooler" in name:
            continue
        if tensor.ndim == 2 and (everything or "word_embeddings" in name):
            scale = (tensor.abs().amax(1, keepdim=True) / 127).clamp_min(1e-8)
            packed[f"{name}.q"] = (tensor / scale).round().to(torch.int8)
            packed[f"{name}.s"] = scale.float()
        else:
            packed[name] = tensor.half().contiguous()
    return packed


def main() -> None:
    source, prefix, parts = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    packed = pack(load_file(str(source)), everything="--all" in sys.argv)
    total = sum(t.numel() * t.element_size() for t in packed.values())
    groups: list[dict[str, torch.Tensor]] = [{} for _ in range(parts)]
    done = 0
    for name in sorted(packed):
        groups[min(parts - 1, done * parts // total)][name] = packed[name]
        done += packed[name].numel() * packed[name].element_size()
    for number, group in enumerate(groups):
        save_file(group, f"{prefix}.{number}.safetensors")


if __name__ == "__main__":
    main()
