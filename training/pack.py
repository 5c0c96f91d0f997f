"""Pack weights for a machine that takes and returns only small files: large matrices as int8 rows with a scale each.

    python -m training.pack model.safetensors OUT_PREFIX PARTS [--frozen NAME]
    python -m training.pack --join OUT.safetensors PART …

The rest becomes 16-bit; tensors whose names hold NAME are left out. Fine-tuning starts from the rounded weights, which
costs nothing that could be measured, and the exported models are rounded in the same way.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

LARGE = 100_000  # elements from which a matrix is rounded
UNUSED = ("position_ids", "pooler")


def pack(weights: dict[str, torch.Tensor], frozen: str = "") -> dict[str, torch.Tensor]:
    packed: dict[str, torch.Tensor] = {}
    for name, tensor in weights.items():
        if any(part in name for part in UNUSED) or (frozen and frozen in name):
            continue
        if tensor.ndim == 2 and tensor.numel() >= LARGE:
            rows = tensor.float()
            scale = (rows.abs().amax(1, keepdim=True) / 127).clamp_min(1e-8)
            packed[f"{name}.q"] = (rows / scale).round().to(torch.int8)
            packed[f"{name}.s"] = scale
        else:
            packed[name] = tensor.half().contiguous() if tensor.is_floating_point() else tensor
    return packed


def unpack(packed: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights again, as 32-bit floats."""
    whole = {k: v.float() if v.is_floating_point() else v for k, v in packed.items() if not k.endswith((".q", ".s"))}
    rounded = [k[:-2] for k in packed if k.endswith(".q")]
    return whole | {k: packed[f"{k}.q"].float() * packed[f"{k}.s"].float() for k in rounded}


def split(packed: dict[str, torch.Tensor], parts: int) -> list[dict[str, torch.Tensor]]:
    """Groups of about the same size."""
    total = sum(t.numel() * t.element_size() for t in packed.values())
    groups: list[dict[str, torch.Tensor]] = [{} for _ in range(parts)]
    done = 0
    for name in sorted(packed):
        groups[min(parts - 1, done * parts // total)][name] = packed[name]
        done += packed[name].numel() * packed[name].element_size()
    return groups


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--join", action="store_true")
    parser.add_argument("--frozen", default="", help="leave out tensors whose names hold this")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    if options.join:
        out, *parts = options.paths
        packed = {k: v for part in parts for k, v in load_file(part).items()}
        save_file({k: v.contiguous() for k, v in unpack(packed).items()}, out)
        return
    source, prefix, count = options.paths
    for number, group in enumerate(split(pack(load_file(source), options.frozen), int(count))):
        save_file(group, f"{prefix}.{number}.safetensors")
    print(sum(Path(f"{prefix}.{i}.safetensors").stat().st_size for i in range(int(count))), "bytes")


if __name__ == "__main__":
    main()
