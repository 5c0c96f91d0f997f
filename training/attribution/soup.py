"""Average the weights of runs that started alike and saw the articles in another order (Wortsman et al. 2022).

python -m training.attribution.soup --data DIR --scorer DIR --out DIR RUN_DIR RUN_DIR …
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

from training.attribution.network import Reader
from training.attribution.train import keep


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
    network = Reader().to(device)
    network.load_state_dict(mean)
    keep(network, options, {"runs": [str(r) for r in options.runs]}, device, score)


if __name__ == "__main__":
    main()
