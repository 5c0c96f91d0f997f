"""Fit the first look before the encoder (``whipcount.coding.sieve``).

    python -m training.stance.sieve [--shared ../shared/data] [--out src/whipcount/models/sieve.onnx]

The vectors are the stance encoder's word vectors, pressed to 64 numbers by principal components; a word piece's weight
is its rarity in the training articles. The regression learns from the labelled statements of the part train, each also
under another article's proposition; the limit is where, in cross-validation by question, so few are lost as ``LOST``
says. Prints what passes of the part tuning, and writes nothing without ``--out``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from training.attribution.data import jsonl
from training.pins import pin
from training.stance import articles
from training.stance.examples import part
from whipcount.coding.sieve import UNIT, Words, likenesses, words_of
from whipcount.coding.stance import StanceInput, surroundings
from whipcount.models import load_tokenizer, model_bytes

WIDTH = 64
STEPS = 40  # of a weight, which is kept as a whole number: e-fold rarer is worth so many
FAR = 1.5  # statements under another article's proposition, for each under its own
NEAR = 0.1  # weight of a statement of an article that has others about the proposition: the encoder is there for those
LOST = 0.01  # of those that are about the proposition
FOLDS = 5


class Case(NamedTuple):
    question: str
    likenesses: list[float]
    about: bool
    far: bool


def vectors() -> np.ndarray:
    """(word pieces, WIDTH) whole numbers, every row of length UNIT or nearly so."""
    graph = onnx.load_from_string(model_bytes("stance.onnx")).graph
    known = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    table = known["words.q"].astype(np.float64) * known["words.scale"]
    table -= table.mean(axis=0)
    _, directions = np.linalg.eigh(table.T @ table)
    pressed = table @ directions[:, ::-1][:, :WIDTH]
    pressed /= np.linalg.norm(pressed, axis=1, keepdims=True)
    return np.round(pressed * UNIT).astype(np.int8)


def rarities(texts: Sequence[str], pieces: int) -> np.ndarray:
    """(word pieces,) the logarithm of how rare each is, in steps; at most what one byte holds."""
    counts = np.ones(pieces)
    for text in texts:
        counts[np.unique(load_tokenizer().encode(text, add_special_tokens=False).ids)] += 1
    return np.round(np.log((len(texts) + 1) / counts) * STEPS).clip(0, 255).astype(np.uint8)


class Reader:
    """Likenesses of statements to propositions; what was read once is kept."""

    def __init__(self, table: np.ndarray, weights: np.ndarray, texts: Mapping[str, str]) -> None:
        self.table, self.weights, self.texts = table.astype(np.float32), weights.astype(np.float64), texts
        self.known: dict[str, tuple[Words, Words]] = {}

    def words(self, text: str) -> tuple[Words, Words]:
        if text not in self.known:
            self.known[text] = words_of(text, self.table, self.weights)
        return self.known[text]

    def likenesses(self, item: StanceInput, doc: str) -> list[float]:
        asked, _ = self.words(item.proposition.text)
        return likenesses(asked, (self.words(surroundings(item))[0], *self.words(self.texts[doc])))


def cases(wanted: str, reader: Reader, shared: Path) -> Iterator[Case]:
    """Labelled statements of a part, and as many more under propositions of other articles."""
    rng = random.Random(1)
    labelled = [one for one in articles.read() if part(one.question) == wanted]
    given = list(articles.inputs(labelled, shared))
    for one, item, label in given:
        yield Case(one.question, reader.likenesses(item, one.doc), label != "irrelevant", far=False)
    docs: dict[str, set[str]] = {}
    for one in labelled:
        docs.setdefault(one.question, set()).add(one.doc)
    for _ in range(round(FAR * len(given))):
        (one, item, _), (other, asked, _) = rng.choice(given), rng.choice(given)
        if one.doc not in docs[other.question]:
            far = StanceInput(item.text, asked.proposition, item.speaker, item.cue, item.context)
            yield Case(other.question, reader.likenesses(far, one.doc), about=False, far=True)


def columns(found: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    return np.asarray([c.likenesses for c in found]), np.asarray([c.about for c in found])


def passed(scores: np.ndarray, found: Sequence[Case]) -> dict[str, float]:
    """Share let through, of statements about the proposition, of others in its articles, and of other articles."""
    kinds = {"about it": (True, False), "in its articles": (False, False), "in other articles": (False, True)}
    return {
        name: round(float(np.mean([s >= 0 for s, c in zip(scores, found, strict=True) if (c.about, c.far) == kind])), 4)
        for name, kind in kinds.items()
    }


def fitted(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=10.0, max_iter=2000).fit(x, y, sample_weight=weight)


def model(table: np.ndarray, weights: np.ndarray, factors: Sequence[float], constant: float) -> onnx.ModelProto:
    """A file that gives the two tables, with the regression in its metadata."""
    tables = [numpy_helper.from_array(table, "vectors.kept"), numpy_helper.from_array(weights, "weights.kept")]
    nodes = [helper.make_node("Identity", [f"{name}.kept"], [name]) for name in ("vectors", "weights")]
    outputs = [
        helper.make_tensor_value_info("vectors", TensorProto.INT8, table.shape),
        helper.make_tensor_value_info("weights", TensorProto.UINT8, weights.shape),
    ]
    graph = helper.make_graph(nodes, "sieve", [], outputs, tables)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    for key, value in {"factors": json.dumps(factors), "constant": repr(constant)}.items():
        made.metadata_props.add(key=key, value=value)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[3] / "shared" / "data")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    texts = {r["doc"]: r["text"] for r in jsonl(options.shared / articles.CORPUS)}
    table = vectors()
    weights = rarities([*texts.values()], len(table))
    reader = Reader(table, weights, texts)
    learned = list(cases("train", reader, options.shared))
    x, y = columns(learned)
    weight = np.where(y | np.asarray([c.far for c in learned]), 1.0, NEAR)
    unseen = np.empty(len(y))
    for fit, held in GroupKFold(FOLDS).split(x, y, [c.question for c in learned]):
        unseen[held] = fitted(x[fit], y[fit], weight[fit]).decision_function(x[held])
    limit = float(np.quantile(unseen[y], LOST))
    regression = fitted(x, y, weight)
    factors = [round(float(f), 4) for f in regression.coef_[0]]
    constant = round(float(regression.intercept_[0]) - limit, 4)
    print("cross-validated", passed(unseen - limit, learned))
    tuning = list(cases("tuning", reader, options.shared))
    print("tuning", passed(columns(tuning)[0] @ np.asarray(factors) + constant, tuning))
    if options.out:
        onnx.save(model(table, weights, factors, constant), options.out)
        pin(options.out)


if __name__ == "__main__":
    main()
