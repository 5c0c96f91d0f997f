"""Turn the released ONNX files back into PyTorch weights, so that a run can go on from them.

    python -m training.attribution.restore OUT.safetensors

What only training uses (the auxiliary head) is not in the released files and starts anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file

import whipcount.models
from training.attribution.network import NEVER, Reader

MODELS = Path(whipcount.models.__file__).parent


def arrays(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Constants by name; matrices stored as 8-bit integers are widened by their scale."""
    found = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    whole = [name.removesuffix(".q") for name in found if name.endswith(".q")]
    return found | {name: found[f"{name}.q"].astype(np.float32) * found[f"{name}.scale"] for name in whole}


def restore() -> dict[str, torch.Tensor]:
    """Weights of the released reader under the names of ``network.Reader``."""
    parts = [onnx.load(MODELS / name) for name in ("attribution.onnx", "attribution-roles.onnx")]
    found = {k: v for part in parts for k, v in arrays(part).items()}
    renamed = {"words": "encoder.words.weight", "feature_rows": "encoder.features.weight"}
    renamed |= {"places": "encoder.places.weight", "cue_rows": "cue_mark.weight"}
    found |= {new: found[old] for old, new in renamed.items()}
    state = Reader().state_dict()
    for name, tensor in state.items():
        if name in found:
            value = found[name]
            # Matrices stand transposed in the graph, tables of rows do not.
            is_matrix = value.ndim == 2 and name.endswith(".weight") and name not in renamed.values()
            tensor.copy_(torch.from_numpy(np.ascontiguousarray(value.T if is_matrix else value)))
    _restore_distances(state, found["distance"])
    for entry in parts[1].metadata_props:
        values = json.loads(entry.value)
        for key in ("steps", "first"):
            scores = torch.tensor(values[key])
            state[f"{entry.key}.{key}"].copy_(torch.where(scores < NEVER / 2, torch.zeros(()), scores))
    return state


def _restore_distances(state: dict[str, torch.Tensor], rows: np.ndarray) -> None:
    from training.attribution.network import distance_bucket
    from whipcount.attribute.reader import BEFORE

    buckets = distance_bucket(torch.arange(len(rows)) - BEFORE)
    state["distance.weight"][buckets] = torch.from_numpy(rows)


if __name__ == "__main__":
    save_file({k: v.contiguous() for k, v in restore().items()}, sys.argv[1])
