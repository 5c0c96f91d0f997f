# ruff: noqa: E501  # what is printed reads best on one line
"""Score the stance model on development data, with 95 % bootstrap intervals over claims.

python -m training.stance.score ../shared/data [--model other.onnx]
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from whipcount.coding import Coder, StanceInput, StanceOutput, codebook_from_proposition
from whipcount.model import STANCES

ROUNDS = 1000


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def asked(text: str, proposition: str, **more: str) -> StanceInput:
    return StanceInput(text=text, proposition=codebook_from_proposition(proposition).propositions[0], **more)


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Mean F1 over the labels of the gold."""
    scores = []
    for label in sorted(set(gold)):
        hit = sum(g == f == label for g, f in zip(gold, found, strict=True))
        scores.append(2 * hit / (Counter(gold)[label] + Counter(found)[label] or 1))
    return sum(scores) / len(scores)


def interval(groups: Sequence[str], gold: Sequence[str], found: Sequence[str], measure: Callable[..., float]) -> str:
    """The measure with its interval, whole claims drawn with replacement."""
    rows: dict[str, list[int]] = defaultdict(list)
    for i, group in enumerate(groups):
        rows[group].append(i)
    rng, names, drawn = random.Random(0), sorted(rows), []
    for _ in range(ROUNDS):
        pick = [i for name in rng.choices(names, k=len(names)) for i in rows[name]]
        drawn.append(measure([gold[i] for i in pick], [found[i] for i in pick]))
    drawn.sort()
    return f"{measure(gold, found):.3f} [{drawn[int(0.025 * ROUNDS)]:.3f}, {drawn[int(0.975 * ROUNDS) - 1]:.3f}]"


def two_way(output: StanceOutput) -> str:
    return "support" if output.scores["support"] >= output.scores["oppose"] else "oppose"


def calibration(gold: Sequence[str], outputs: Sequence[StanceOutput]) -> float:
    """Expected calibration error of for against against, ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for g, o in zip(gold, outputs, strict=True):
        high = max(o.scores["support"], o.scores["oppose"]) / (o.scores["support"] + o.scores["oppose"])
        bins[min(9, int(high * 10))].append((high, two_way(o) == g))
    gap = sum(abs(sum(p for p, _ in b) - sum(hit for _, hit in b)) for b in bins.values())
    return gap / len(gold)


def score(name: str, rows: Sequence[tuple[str, str, str]], outputs: Sequence[StanceOutput]) -> None:
    groups, gold = [r[1] for r in rows], [r[2] for r in rows]
    both, five = [two_way(o) for o in outputs], [o.stance for o in outputs]
    relevant = sum(o.relevant >= 0.5 for o in outputs) / len(outputs)
    print(f"{name}: {len(rows)} pairs, {len(set(groups))} claims; relevant {relevant:.3f}")
    print(f"  for/against macro-F1 {interval(groups, gold, both, macro_f1)}, ECE {calibration(gold, outputs):.3f}")
    print(
        f"  five-way verdict taken as it stands, macro-F1 of support and oppose {interval(groups, gold, five, macro_f1)}"
    )
    print("  verdicts", dict(Counter(five)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--cases", type=Path, default=Path("tests/data/stance_cases.jsonl"))
    args = parser.parse_args()
    coder = Coder()
    if args.model:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        coder.__dict__["_session"] = onnxruntime.InferenceSession(str(args.model), options)
    if args.cases.is_file():
        score_cases(coder, read(args.cases))
    stance = args.data / "stance"
    names = {"support": "support", "undermine": "oppose"}
    persp = [(r["text"], r["proposition"], names[r["label"]]) for r in read(stance / "perspectrum_dev.jsonl")]
    began = time.process_time()
    outputs = coder.code([asked(text, claim) for text, claim, _ in persp])
    print(f"{(time.process_time() - began) / len(persp) * 1000:.1f} ms of CPU a pair")
    score("perspectrum dev", persp, outputs)
    seen = {" ".join(r["text"].casefold().split()) for r in read(stance / "perspectrum_train.jsonl")}
    new = [i for i, r in enumerate(persp) if " ".join(r[0].casefold().split()) not in seen]
    score("perspectrum dev, texts not in train", [persp[i] for i in new], [outputs[i] for i in new])
    argkp = [(r["argument"], r["topic"], "support" if r["stance"] == 1 else "oppose") for r in read(stance / "argkp_dev_arguments.jsonl")]  # fmt: skip
    score("argkp dev", argkp, coder.code([asked(t, c) for t, c, _ in argkp]))
    rng = random.Random(1)
    claims = sorted({c for _, c, _ in persp})
    other = [(t, rng.choice(claims)) for t, c, _ in persp]
    strangers = coder.code([asked(t, c) for t, c in other])
    print(f"perspectrum dev texts under a claim drawn at random: relevant {sum(o.relevant >= 0.5 for o in strangers) / len(other):.3f}")  # fmt: skip


def score_cases(coder: Coder, cases: list[dict[str, str]]) -> None:
    outputs = coder.code([asked(c["content"], c["proposition"], speaker=c.get("speaker", ""), cue=c.get("cue", ""), context=c.get("context", "")) for c in cases])  # fmt: skip
    gold, found = [c["stance"] for c in cases], [o.stance for o in outputs]
    groups = [c["proposition"] for c in cases]
    print(f"cases: {len(cases)}, {len(set(groups))} propositions, macro-F1 {interval(groups, gold, found, macro_f1)}")
    accuracy = sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold)
    swapped = sum({g, f} == {"support", "oppose"} for g, f in zip(gold, found, strict=True)) / len(gold)
    print(f"  accuracy {accuracy:.3f}, for taken as against or the reverse {swapped:.3f}")
    for g in STANCES:
        print(f"  {g:13s}", dict(Counter(f for x, f in zip(gold, found, strict=True) if x == g)))
    for case, output in zip(cases, outputs, strict=True):
        if output.stance != case["stance"]:
            print(f"   {case['stance']:>12s} -> {output.stance:12s} {output.relevant:.2f} | {case.get('cue', '')} | {case['content'][:110]} || {case['proposition'][:50]}")  # fmt: skip


if __name__ == "__main__":
    main()
