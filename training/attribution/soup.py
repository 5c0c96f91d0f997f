"""Average the weights of runs that started alike and saw the articles in another order (Wortsman et al. 2022).

python -m training.attribution.soup --data DIR --scorer DIR --out DIR RUN_DIR RUN_DIR …
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.attribution.data import jsonl, to_article
from training.attribution.network import Options, Reader
from training.attribution.train import is_tuning, report


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("runs", nargs="+", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.scorer))
    from attribution import score  # the official scorer

    device = "cuda" if torch.cuda.is_available() else "cpu"
    states = [load_file(run / "reader.safetensors") for run in options.runs]
    mean = {k: torch.stack([s[k].float() for s in states]).mean(0) for k in states[0]}
    network = Reader(Options()).to(device)
    network.load_state_dict(mean)
    options.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.half().contiguous() for k, v in mean.items()}, options.out / "reader.safetensors")
    result = {"runs": [str(r) for r in options.runs]}
    tuning = [r for r in jsonl(options.data / "polnear_train.jsonl.gz") if is_tuning(r["doc"])]
    result["tuning"] = report(
        network, [to_article(r) for r in tuning], tuning, device, score, options.out / "tuning.jsonl"
    )
    if options.dev:
        records = jsonl(options.data / "polnear_dev.jsonl")
        result["dev"] = report(
            network, [to_article(r) for r in records], records, device, score, options.out / "dev.jsonl"
        )
    (options.out / "report.json").write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
