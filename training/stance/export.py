"""Turn trained stance weights into one ONNX file and print its SHA-256.

    python -m training.stance.export --weights work/stance/taught --out stance.onnx

The graph is written node by node (``training.graph``): pairs of one length in a batch, without padding or mask;
matrices as 8-bit integers, multiplied in integers. The softmax and the temperature are left to the run time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from training.graph import Graph, floats, whole_numbers

OUTPUTS = ("logits", "match", "pooled")
IRRELEVANT = 5  # the outcome "about something else"
HEADS, WIDTH, EPS = 12, 384, 1e-12
PARTS = {  # of a layer: ours, and those of the checkpoint that are joined to it
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "out": ("attention.output.dense",),
    "norm1": ("attention.output.LayerNorm",),
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
    "norm2": ("output.LayerNorm",),
}
Weights = Mapping[str, np.ndarray]


def load(folder: Path) -> dict[str, np.ndarray]:
    """The trained encoder's tensors; the word embeddings lie in two files, since no file may be larger than 16 MiB."""
    state: dict[str, np.ndarray] = {}
    for path in sorted(folder.glob("*.safetensors")):
        for name, tensor in load_file(str(path)).items():
            value = tensor.astype(np.float32)
            state[name] = np.concatenate([state[name], value]) if name in state else value
    return state


def checkpoint_layer(i: int) -> str:
    return f"encoder.encoder.layer.{i}"


def layer_weights(state: Weights, i: int) -> dict[str, np.ndarray]:
    """A layer's tensors under the names that ``Graph.layer`` reads."""
    return {
        f"layer.{i}.{part}.{kind}": np.concatenate([state[f"{checkpoint_layer(i)}.{name}.{kind}"] for name in names])
        for part, names in PARTS.items()
        for kind in ("weight", "bias")
    }


def embedded(g: Graph, state: Weights) -> str:
    """Sums of the word's, the place's and the segment's vectors (rows, length, width), normalised."""
    base = "encoder.embeddings"
    words = g.rows_of(state[f"{base}.word_embeddings.weight"], "input_ids")
    kinds = g.op("Gather", [g.constant("kinds", state[f"{base}.token_type_embeddings.weight"]), "token_type_ids"])
    zero = g.constant("zero", np.asarray([0], dtype=np.int64))
    length = g.op("Shape", ["input_ids"], start=1, end=2)
    places = g.op("Slice", [g.constant("places", state[f"{base}.position_embeddings.weight"]), zero, length, zero])
    norm = {f"norm.{k}": state[f"{base}.LayerNorm.{k}"] for k in ("weight", "bias")}
    return g.norm(g.op("Add", [g.op("Add", [words, kinds]), places]), norm, "norm", EPS)


def graph(state: Weights, elsewhere: float = 0.0) -> onnx.ModelProto:
    """The model, with ``elsewhere`` nats added to the outcome 'about something else'."""
    g = Graph()
    x = embedded(g, state)
    batch, flat = g.op("Shape", [x]), g.constant("flat", np.asarray([1, -1, WIDTH], dtype=np.int64))
    x = g.op("Reshape", [x, flat])
    layers = sum(name.endswith("intermediate.dense.bias") for name in state)
    for i in range(layers):
        x = g.layer(x, layer_weights(state, i), f"layer.{i}", heads=HEADS, eps=EPS, batch=batch, flat=flat)
    x = g.op("Reshape", [x, batch])
    last = g.constant("last", np.asarray([1], dtype=np.int64))
    first = g.op("Squeeze", [g.op("Gather", [x, "zero"], axis=1), last])
    pooled = g.op("Concat", [first, g.op("ReduceMean", [x], axes=[1], keepdims=0)], axis=-1)
    heads = {f"{n}.{k}": state[f"{n}.{k}"].copy() for n in ("head", "match") for k in ("weight", "bias")}
    heads["head.bias"][IRRELEVANT] += elsewhere
    match = g.op("Squeeze", [g.linear(pooled, heads, "match"), last])
    return g.model(
        "stance",
        [whole_numbers(n, ["batch", "length"]) for n in ("input_ids", "token_type_ids")],
        [floats("logits", ["batch", len(heads["head.bias"])]), floats("match", ["batch"]),
         floats("pooled", ["batch", 2 * WIDTH])],
        dict(zip((g.linear(pooled, heads, "head"), match, pooled), OUTPUTS, strict=True)),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--elsewhere", type=float, default=0.0, help="nats added to the outcome 'about something else'")
    args = parser.parse_args()
    made = graph(load(args.weights), args.elsewhere)
    known = json.loads((args.weights / "temperature.json").read_text(encoding="utf-8"))
    made.metadata_props.add(key="temperature", value=f"{known['temperature']:.3f}")
    onnx.checker.check_model(made)
    data = made.SerializeToString()
    args.out.write_bytes(data)
    print(f"{args.out} {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
