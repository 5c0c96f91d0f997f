"""Write the trained reader as two ONNX files: the encoder with the cue tagger, and the decoder of roles.

    python -m training.attribution.export READER.safetensors OUT_DIR
    python -m training.attribution.export --watched attribution.onnx

The second form gives a released encoder the outputs that tell what each piece looks at, and changes no weight.

The graphs are written node by node with ONNX Runtime's fused operators. Matrices of the layers are stored as 8-bit
integers with a scale for each output column, and multiplied in integers with rows that are scaled one by one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from training.attribution.network import SHIPPED
from training.graph import MICROSOFT, Graph, floats, whole_numbers
from training.pins import pin
from whipcount.attribute.reader import BEFORE, CONTEXT

FINE_LAYERS = 3  # the lower ones, whose errors all others inherit
WATCHED = 3  # the layer whose attention tells best whom a pronoun means, counted from 0


def layers(w: dict[str, np.ndarray], prefix: str) -> int:
    return sum(name.startswith(f"{prefix}.") and name.endswith(".qkv.bias") for name in w)


def encoder(w: dict[str, np.ndarray]) -> onnx.ModelProto:
    g = Graph()
    words = g.rows_of(w["encoder.words.weight"], "ids")
    features = g.op("Gather", [g.constant("feature_rows", w["encoder.features.weight"]), "features"])
    shape = g.op("Shape", ["ids"], start=1, end=2)
    zero = g.constant("zero", np.asarray([0], dtype=np.int64))
    places = g.op("Slice", [g.constant("places", w["encoder.places.weight"]), zero, shape, zero])
    x = g.op("Add", [g.op("Add", [words, features]), places])
    x = g.norm(x, w, "encoder.norm", 1e-12)
    for i in range(layers(w, "encoder.layers")):
        x = g.layer(x, w, f"encoder.layers.{i}", heads=SHIPPED.heads, eps=1e-12, fine=i < FINE_LAYERS)
    states, cues = (g.linear(x, w, n) for n in ("narrow", "cue"))
    return watched(
        g.model(
            "attribution",
            [whole_numbers(n, ["batch", "n"]) for n in ("ids", "features")],
            [floats("states", ["batch", "n", w["narrow.bias"].shape[0]]), floats("cues", ["batch", "n", 3])],
            {states: "states", cues: "cues"},
        )
    )


def watched(model: onnx.ModelProto) -> onnx.ModelProto:
    """The encoder with the queries and keys of one layer as two more outputs, (batch, n, heads, size)."""
    given = onnx.ModelProto()
    given.CopyFrom(model)
    layer = [node for node in model.graph.node if node.op_type == "MultiHeadAttention"][WATCHED]
    heads = next(a.i for a in layer.attribute if a.name == "num_heads")
    shape = np.asarray([0, 0, heads, -1], dtype=np.int64)
    given.graph.initializer.append(numpy_helper.from_array(shape, "heads"))
    for inside, outside in zip(layer.input, ("queries", "keys"), strict=False):
        given.graph.node.append(helper.make_node("Reshape", [inside, "heads"], [outside]))
        given.graph.output.append(floats(outside, ["batch", "n", heads, None]))
    return given


def distance_rows(w: dict[str, np.ndarray]) -> np.ndarray:
    import torch

    from training.attribution.network import distance_bucket

    return w["distance.weight"][distance_bucket(torch.arange(CONTEXT) - BEFORE).numpy()]


def decoder(w: dict[str, np.ndarray]) -> onnx.ModelProto:
    g = Graph()
    marks = g.op("Gather", [g.constant("cue_rows", w["cue_mark.weight"]), "marks"])
    distances = g.op("Gather", [g.constant("distance", distance_rows(w)), "places"])
    x = g.norm(g.op("Add", [g.op("Add", ["states", marks]), distances]), w, "narrow_norm", 1e-5)
    for i in range(layers(w, "layers")):
        x = g.layer(x, w, f"layers.{i}", heads=SHIPPED.narrow_heads, eps=1e-5)
    roles = g.linear(x, w, "role")
    minus, one = (g.constant(name, np.asarray([v], dtype=np.int64)) for name, v in (("minus", -1), ("one", 1)))
    weight = g.op("Unsqueeze", [g.op("Cast", ["marks"], to=TensorProto.FLOAT), minus])
    size = g.op("ReduceSum", [weight, one], keepdims=0)
    cue = g.op("Div", [g.op("ReduceSum", [g.op("Mul", [x, weight]), one], keepdims=0), size])
    both = g.op("Concat", [cue, g.op("ReduceMean", [x], axes=[1], keepdims=0)], axis=-1)
    hidden = g.op("Gelu", [g.linear(both, w, "judge.0")], domain=MICROSOFT)
    judge = g.op("Squeeze", [g.linear(hidden, w, "judge.3"), minus])
    return g.model(
        "attribution-roles",
        [
            floats("states", ["cues", "n", w["narrow.bias"].shape[0]]),
            *(whole_numbers(name, ["cues", "n"]) for name in ("places", "marks")),
        ],
        [floats("roles", ["cues", "n", 5]), floats("judge", ["cues"])],
        {roles: "roles", judge: "judge"},
    )


def field(w: dict[str, np.ndarray], name: str) -> dict[str, list]:
    return {
        "steps": (w[f"{name}.steps"] + w[f"{name}.forbidden"]).tolist(),
        "first": (w[f"{name}.first"] + w[f"{name}.forbidden_first"]).tolist(),
    }


def main(reader: str, out: str) -> None:
    w = {k: v.astype(np.float32) for k, v in load_file(reader).items()}
    first, second = encoder(w), decoder(w)
    for name in ("cue_field", "role_field"):
        second.metadata_props.add(key=name, value=json.dumps(field(w, name)))
    for model, name in ((first, "attribution.onnx"), (second, "attribution-roles.onnx")):
        write(model, Path(out) / name)


def write(model: onnx.ModelProto, path: Path) -> None:
    onnx.checker.check_model(model)
    data = model.SerializeToString()
    path.write_bytes(data)
    pin(path)
    print(path.name, len(data))


if __name__ == "__main__":
    if sys.argv[1] == "--watched":
        write(watched(onnx.load(sys.argv[2])), Path(sys.argv[2]))
    else:
        main(*sys.argv[1:])
