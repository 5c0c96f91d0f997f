"""ONNX graphs written node by node, with ONNX Runtime's fused operators and products in 8-bit integers."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
OPSET = 17
GELU_LEAST = 0.17  # how far the activation goes below nought
GELU_FLOOR = 64  # of 256 steps, those kept for what lies below nought
FINE = 1 / 254  # of a step: half a step, what rounding leaves over at most, in 127 parts


class Graph:
    """Collects nodes and initialisers under readable names."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.count = 0

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def number(self, value: float, kind: type = np.float32) -> str:
        """A constant that several nodes share."""
        name = f"{np.dtype(kind).name} {value:.9g}"
        if all(known.name != name for known in self.constants):
            self.constant(name, np.asarray(value, dtype=kind))
        return name

    def several(self, kind: str, inputs: list[str], outputs: int, domain: str = "", **attributes) -> list[str]:
        self.count += 1
        names = [f"{kind}_{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names

    def op(self, kind: str, inputs: list[str], domain: str = "", **attributes) -> str:
        return self.several(kind, inputs, 1, domain, **attributes)[0]

    def norm(self, x: str, weights: dict[str, np.ndarray], name: str, eps: float) -> str:
        scale, bias = (self.constant(f"{name}.{k}", weights[f"{name}.{k}"]) for k in ("weight", "bias"))
        return self.op("LayerNormalization", [x, scale, bias], axis=-1, epsilon=eps)

    def linear(self, x: str, weights: dict[str, np.ndarray], name: str) -> str:
        w = self.constant(f"{name}.weight", weights[f"{name}.weight"].T.astype(np.float32))
        return self.op("Add", [self.op("MatMul", [x, w]), self.constant(f"{name}.bias", weights[f"{name}.bias"])])

    def integers(
        self, x: str, weights: dict[str, np.ndarray], name: str, *, floor: int = 128, fine: bool = False
    ) -> str:
        """A linear layer over one window (1, rows, in), multiplied in 8-bit integers.

        Every row is scaled by its own largest value, so no row depends on another, and every column of the matrix by
        its own. Sums of integers are exact, in whatever order a processor takes them. ``floor`` is what stands for
        nought: 128 where values have both signs, ``GELU_FLOOR`` after the activation, which hardly goes below it.
        ``fine`` multiplies what rounding left over as well.
        """
        value = weights[f"{name}.weight"].T.astype(np.float32)
        scale = np.maximum(np.abs(value).max(axis=0), 1e-8) / 127
        matrix = self.constant(f"{name}.weight.q", np.round(value / scale).clip(-127, 127).astype(np.int8))
        columns = self.constant(f"{name}.weight.scale", scale.astype(np.float32))
        largest = self.op("ReduceMax", [self.op("Abs", [x]) if floor == 128 else x], axes=[0, 2], keepdims=0)
        least = 1e-6 if floor == 128 else GELU_LEAST * (255 - floor) / floor
        step = self.op("Mul", [self.op("Max", [largest, self.number(least)]), self.number(1 / (255 - floor))])
        nought = self.number(floor, np.uint8)
        noughts = self.op("Expand", [nought, self.op("Shape", [step])])

        whole = self.op("QuantizeLinear", [x, step, noughts], axis=1)
        if fine:
            rest = self.op("Sub", [x, self.op("DequantizeLinear", [whole, step, noughts], axis=1)])
            steps = self.op("Mul", [step, self.number(FINE)])
            finer = self.op("QuantizeLinear", [rest, steps, noughts], axis=1)
            whole = self.op("Concat", [whole, finer], axis=1)  # one product: the runtime may not share its matrix
        factors = [whole, matrix, self.number(1.0), columns, nought]
        product = self.op("MatMulIntegerToFloat", factors, domain=MICROSOFT)
        if fine:
            coarse, left = self.several("Split", [product], 2, axis=1)
            product = self.op("Add", [coarse, self.op("Mul", [left, self.number(FINE)])])
        rows = self.op("Unsqueeze", [step, self.constant(f"{name}.last", np.asarray([1], dtype=np.int64))])
        bias = self.constant(f"{name}.bias", weights[f"{name}.bias"])
        return self.op("Add", [self.op("Mul", [product, rows]), bias])

    def rows_of(self, table: np.ndarray, ids: str) -> str:
        """Rows of a table of vectors, which are kept as 8-bit integers with a scale each."""
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
        rows = self.constant("words.q", np.round(table / scale).clip(-127, 127).astype(np.int8))
        found = self.op("Cast", [self.op("Gather", [rows, ids])], to=TensorProto.FLOAT)
        scales = self.constant("words.scale", scale.astype(np.float32))
        return self.op("Mul", [found, self.op("Gather", [scales, ids])])

    def layer(
        self, x: str, weights, name: str, *, heads: int, eps: float, fine: bool = False, batch: str = "", flat: str = ""
    ) -> str:
        """One transformer layer without a mask: nothing is padded, so the runtime may fuse the whole attention.

        ``x`` is one sequence (1, pieces, width), or several of one length joined to one; then ``batch`` names their
        shape (sequences, pieces, width) and ``flat`` that of ``x``. With ``fine`` the products that read the layer's
        states are made finer; the others gain nothing by it.
        """
        joined = self.integers(x, weights, f"{name}.qkv", fine=fine)
        thirds = self.constant(f"{name}.thirds", np.full(3, weights[f"{name}.qkv.bias"].shape[0] // 3, dtype=np.int64))
        parts = self.several("Split", [joined, thirds], 3, axis=-1)
        if batch:
            parts = [self.op("Reshape", [part, batch]) for part in parts]
        mixed = self.op("MultiHeadAttention", parts, domain=MICROSOFT, num_heads=heads)
        if batch:
            mixed = self.op("Reshape", [mixed, flat])
        out = self.integers(mixed, weights, f"{name}.out")
        x = self.norm(self.op("Add", [x, out]), weights, f"{name}.norm1", eps)
        up = self.op("Gelu", [self.integers(x, weights, f"{name}.up", fine=fine)], domain=MICROSOFT)
        down = self.integers(up, weights, f"{name}.down", floor=GELU_FLOOR)
        return self.norm(self.op("Add", [x, down]), weights, f"{name}.norm2", eps)

    def model(self, name: str, inputs, outputs, renames: dict[str, str]) -> onnx.ModelProto:
        for inside, outside in renames.items():
            self.nodes.append(helper.make_node("Identity", [inside], [outside]))
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="whipcount")


def whole_numbers(name: str, shape: list) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def floats(name: str, shape: list) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
