"""Compare weights, and the mean of several, on the tuning and the development articles.

    python -m training.attribution.compare score --shared DIR --out DIR A.safetensors B.safetensors A…+B…
    python -m training.attribution.compare table A+B.json --against A.json B.json

``score`` reads whole articles, without ``segment``, in 32 bits. Readers joined by ``+`` are read as one: their
emissions, judgements and transitions are averaged, which is the geometric mean of their probabilities, label sequences
included; what each saw alone in the same call is not computed again. The confidence is fitted anew on the tuning
articles, for each in the same way. ``table`` gives each measure, and its difference to the mean of other runs, with
intervals over articles.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from bench.measures import attribution_counts, cofenet_counts, scorer

from training.attribution.calibrate import fitted
from training.attribution.data import Record, is_tuning, jsonl
from whipcount.attribute.assemble import assemble
from whipcount.attribute.field import Field, Floats
from whipcount.attribute.pieces import Pieces, to_pieces
from whipcount.attribute.reader import Array, Candidate, Engine, read_candidates
from whipcount.evaluate.scores import Counts, bootstrap, total
from whipcount.models import load_tokenizer

SHOWN = {
    "tuning": ("attribution_soft", "attribution_exact"),
    "dev": ("attribution_soft", "attribution_exact", "cofenet_source", "cofenet_cue", "cofenet_content"),
}


class MeanEngine:
    """Several engines as one; the states of all stand side by side, so that each decodes its own."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self.engines = engines
        self.cue_field, self.role_field = (
            Field(*(np.mean([getattr(f, part) for f in fields], axis=0) for part in ("steps", "first")))
            for fields in ([e.cue_field for e in engines], [e.role_field for e in engines])
        )

    def read(self, ids: Array, features: Array) -> tuple[Floats, Floats]:
        states, cues = zip(*(e.read(ids, features) for e in self.engines), strict=True)
        return np.concatenate(states, axis=1), np.mean(cues, axis=0)

    def decode(self, states: Floats, places: Array, marks: Array) -> tuple[Floats, float]:
        own = np.split(states, len(self.engines), axis=1)
        found = [e.decode(s, places, marks) for e, s in zip(self.engines, own, strict=True)]
        return np.mean([roles for roles, _ in found], axis=0), float(np.mean([judge for _, judge in found]))


class Remembered:
    """One reader's engine, which computes nothing twice."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.cue_field, self.role_field = engine.cue_field, engine.role_field
        self.seen: dict[bytes, Any] = {}

    def read(self, ids: Array, features: Array) -> tuple[Floats, Floats]:
        return self._once(self.engine.read, ids, features)

    def decode(self, states: Floats, places: Array, marks: Array) -> tuple[Floats, float]:
        return self._once(self.engine.decode, states, places, marks)

    def _once(self, compute: Callable[..., Any], *given: np.ndarray) -> Any:
        key = hashlib.sha256(b"|".join(np.ascontiguousarray(a).tobytes() for a in given)).digest()
        if key not in self.seen:
            self.seen[key] = compute(*given)
        return self.seen[key]


def opened(path: Path) -> Engine:
    """Weights as training leaves them, on one core; what only scoring needs is imported here."""
    import torch
    from safetensors.torch import load_file

    from training.attribution.network import Reader
    from training.attribution.train import TorchEngine

    torch.set_num_threads(1)
    network = Reader()
    network.load_state_dict({k: v.float() for k, v in load_file(path).items()})
    return TorchEngine(network, "cpu")


def predicted(
    record: Record, pieces: Pieces, candidates: Sequence[Candidate], calibration: dict[str, float]
) -> dict[str, Any]:
    found = assemble(record["text"], pieces, candidates, calibration)
    rows = [
        {role: [[s.start, s.end] for s in getattr(a, role)] for role in ("source", "cue", "content")} for a in found
    ]
    return {"doc": record["doc"], "attributions": rows}


def score(shared: Path, engines: Sequence[Engine]) -> dict[str, Any]:
    """Counts of each measure in each article of both splits, and the calibration they were made with."""
    began = time.process_time()
    one = MeanEngine(engines)
    official, cofenet = scorer(shared, "attribution"), scorer(shared, "cofenet")
    data, tokenizer = shared / "data/attribution", load_tokenizer()
    items: defaultdict[str, list[Record]] = defaultdict(list)
    for item in jsonl(data / "cofenet_valid.jsonl"):
        items[item["id"].rsplit("_", 1)[0]].append(item)
    splits = {
        "tuning": [r for r in jsonl(data / "polnear_train.jsonl.gz") if is_tuning(r["doc"])],
        "dev": jsonl(data / "polnear_dev.jsonl"),
    }
    out: dict[str, Any] = {}
    calibration: dict[str, float] = {}
    for name, records in splits.items():
        pieces = [to_pieces(r["text"], tokenizer) for r in records]
        found = [f.candidates for f in read_candidates(pieces, one)]
        calibration = calibration or fitted(records, pieces, found, official)
        out[name] = {}
        for record, p, candidates in zip(records, pieces, found, strict=True):
            guess = predicted(record, p, candidates, calibration)
            counts = attribution_counts(record, guess, official)
            if name == "dev":
                counts |= cofenet_counts(items[record["doc"]], record, guess, cofenet)
            out[name][record["doc"]] = {
                k: [c.right, c.predicted, c.gold] for k, c in counts.items() if k in SHOWN[name]
            }
    return out | {"calibration": calibration, "cpu_seconds": round(time.process_time() - began)}


def name_of(reader: Path) -> str:
    """A run's folder, where ``train`` wrote the weights, or the file's own name."""
    return reader.parent.name if reader.stem == "reader" else reader.stem


def table(against: Sequence[Path], files: Sequence[Path]) -> list[str]:
    """A line for each measure and file: F1, and its difference to the mean F1 of others, with intervals."""
    base = [json.loads(path.read_text()) for path in against]
    runs = {path.stem: json.loads(path.read_text()) for path in files}
    lines = []
    for split, measures in SHOWN.items():
        for measure in measures:
            for name, run in runs.items():
                counts = [[Counts(*one[split][doc][measure]) for one in (run, *base)] for doc in run[split]]
                lines.append(f"{split:6} {measure:18} {name:20} {described(counts)}")
    return lines


def described(documents: Sequence[Sequence[Counts]]) -> str:
    """Of each article the counts of a run come first, and then those of what it is held against."""

    def gain(drawn: Sequence[Sequence[Counts]]) -> float:
        own, *others = (total(counts).f1 for counts in zip(*drawn, strict=True))
        return own - sum(others) / len(others)

    def value(drawn: Sequence[Sequence[Counts]]) -> float:
        return total(counts[0] for counts in drawn).f1

    (low, high), (less, more) = bootstrap(documents, value), bootstrap(documents, gain)
    return f"{value(documents):.4f} ({low:.3f}–{high:.3f})  {gain(documents):+.4f} ({less:+.4f} to {more:+.4f})"


def main() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    scoring = commands.add_parser("score")
    scoring.add_argument("--shared", type=Path, required=True)
    scoring.add_argument("--out", type=Path, required=True)
    scoring.add_argument("readers", nargs="+", help="files of weights; those joined by + are read as one")
    showing = commands.add_parser("table")
    showing.add_argument("files", nargs="+", type=Path)
    showing.add_argument("--against", nargs="+", type=Path, required=True)
    options = parser.parse_args()
    if options.command == "table":
        print("\n".join(table(options.against, options.files)))
        return
    engines = {path: Remembered(opened(Path(path))) for joined in options.readers for path in joined.split("+")}
    for joined in options.readers:
        report = score(options.shared, [engines[path] for path in joined.split("+")])
        name = "+".join(name_of(Path(path)) for path in joined.split("+"))
        (options.out / f"{name}.json").write_text(json.dumps(report))


if __name__ == "__main__":
    main()
