"""Turn trained stance weights into one ONNX file and print its SHA-256.

    python -m training.stance.export --base work/stance/minilm --weights work/stance/taught --out stance.onnx

Weights are kept as 8-bit integers with a scale for each output channel and made floating-point again when the file is
opened (weight-only): a quarter of the size, and scores that differ in the third digit. ``--dynamic`` uses integer
arithmetic instead, for comparison. The softmax and the temperature are left to the run time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file

from training.stance.train import IRRELEVANT, PairEncoder

OUTPUTS = ("logits", "match", "pooled")
MIN_SIZE = 4096  # smaller tensors (biases, norms) stay as they are


def load(base: Path, weights: Path) -> PairEncoder:
    """The trained encoder; the word embeddings lie in two files, since no file may be larger than 16 MiB."""
    state: dict[str, torch.Tensor] = {}
    for path in sorted(weights.glob("*.safetensors")):
        for name, tensor in load_file(str(path)).items():
            state[name] = torch.cat([state[name], tensor.float()]) if name in state else tensor.float()
    model = PairEncoder(base)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or [m for m in missing if "position_ids" not in m]:
        raise SystemExit(f"weights do not fit: missing {missing}, unexpected {unexpected}")
    return model.eval()


class Plain(torch.nn.Module):
    """Outputs from ids, mask and types; the mask is built without the library's own graph of casts."""

    def __init__(self, model: PairEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of the outcomes (rows, labels), of the match (rows), and what both are made of (rows, 2 * width)."""
        pooled = self.model.pooled(input_ids, attention_mask, token_type_ids)
        return self.model.head(pooled), self.model.match(pooled)[:, 0], pooled


def export(model: PairEncoder, path: Path) -> onnx.ModelProto:
    ids = torch.randint(1000, 2000, (2, 16))
    mask, types = torch.ones_like(ids), torch.zeros_like(ids)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in names} | {name: {0: "batch"} for name in OUTPUTS}
    torch.onnx.export(
        Plain(model), (ids, mask, types), str(path), input_names=names, output_names=list(OUTPUTS),
        dynamic_axes=axes, opset_version=17, dynamo=False, do_constant_folding=True,
    )  # fmt: skip
    return onnx.load(str(path))


def rows_quantised(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    other = tuple(i for i in range(matrix.ndim) if i != axis)
    scale = np.maximum(np.abs(matrix).max(axis=other), 1e-8) / 127
    shape = [-1 if i == axis else 1 for i in range(matrix.ndim)]
    return np.clip(np.rint(matrix / scale.reshape(shape)), -127, 127).astype(np.int8), scale.astype(np.float32)


def weight_only(model: onnx.ModelProto) -> onnx.ModelProto:
    """Put each large matrix behind a DequantizeLinear: per row for embeddings, per column for products."""
    gathered = {node.input[0] for node in model.graph.node if node.op_type == "Gather"}
    keep, made, nodes = [], [], []
    for tensor in model.graph.initializer:
        matrix = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or matrix.size < MIN_SIZE or matrix.ndim != 2:
            keep.append(tensor)
            continue
        axis = 0 if tensor.name in gathered else 1
        values, scale = rows_quantised(matrix, axis)
        zero = np.zeros(scale.shape, dtype=np.int8)
        name = tensor.name
        made += [numpy_helper.from_array(a, f"{name}.{k}") for a, k in ((values, "q"), (scale, "s"), (zero, "z"))]
        nodes.append(helper.make_node("DequantizeLinear", [f"{name}.q", f"{name}.s", f"{name}.z"], [name], axis=axis))
    rest = list(model.graph.node)
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend([*keep, *made])
    model.graph.node.extend([*nodes, *rest])
    onnx.checker.check_model(model)
    return model


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--elsewhere", type=float, default=0.0, help="nats added to the outcome 'about something else'")
    parser.add_argument("--dynamic", action="store_true")
    parser.add_argument("--float", action="store_true", help="keep 32-bit weights, for comparison")
    args = parser.parse_args()
    trained = load(args.base, args.weights)
    with torch.no_grad():
        trained.head.bias[IRRELEVANT] += args.elsewhere
    model = export(trained, args.out)
    if args.dynamic:
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(str(args.out), str(args.out), weight_type=QuantType.QInt8, per_channel=True)
    elif not args.float:
        model = weight_only(model)
        onnx.save(model, str(args.out))
    made = onnx.load(str(args.out))
    known = json.loads((args.weights / "temperature.json").read_text(encoding="utf-8"))
    made.metadata_props.add(key="temperature", value=f"{known['temperature']:.3f}")
    onnx.save(made, str(args.out))
    data = args.out.read_bytes()
    print(f"{args.out} {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
