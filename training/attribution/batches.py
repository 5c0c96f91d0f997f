"""Windows as tensors, and the precision in which they are computed."""

from __future__ import annotations

import numpy as np
import torch

from training.attribution.data import Window


def reduced(device: str) -> torch.autocast:
    """Products in bfloat16 where the device multiplies these faster; weights and their steps stay in 32 bits."""
    fast = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=fast)


def collate(batch: list[Window], device: str) -> dict[str, torch.Tensor]:
    longest = -(-max(len(w.ids) for w in batch) // 32) * 32
    arrays = {k: np.zeros((len(batch), longest), dtype=np.int64) for k in ("ids", "features", "cues", "aux", "mask")}
    for row, window in enumerate(batch):
        n = len(window.ids)
        for key in ("ids", "features", "cues", "aux"):
            arrays[key][row, :n] = getattr(window, key)
        arrays["mask"][row, :n] = 1
    return {k: torch.from_numpy(v).to(device, non_blocking=True) for k, v in arrays.items()}
