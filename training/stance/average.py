"""Average the weights of two training rounds that started alike (Wortsman et al. 2022).

    python -m training.stance.average FIRST SECOND OUT

Each is a folder of safetensors as ``train.py`` leaves it; the temperature is the second one's.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from safetensors.torch import load_file, save_file


def main(first: str, second: str, out: str) -> None:
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(Path(first).glob("*.safetensors")):
        ours, theirs = load_file(path), load_file(Path(second) / path.name)
        mean = {k: ((v.float() + theirs[k].float()) / 2).to(v.dtype).contiguous() for k, v in ours.items()}
        save_file(mean, folder / path.name)
    shutil.copy(Path(second) / "temperature.json", folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
