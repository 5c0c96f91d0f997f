"""Average the weights of two training rounds that started alike (Wortsman et al. 2022).

    python -m training.stance.average FIRST SECOND OUT [SHARE]

Each is a folder of safetensors, as ``train.py`` or ``restore.py`` leaves it. ``SHARE`` is the second one's, a half
where it is not given; a matrix that the first one has not is the second's. So is the temperature.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def read(folder: Path) -> dict[str, torch.Tensor]:
    """Every matrix of a folder; one may lie in two files."""
    found: dict[str, torch.Tensor] = {}
    for path in sorted(folder.glob("*.safetensors")):
        for name, tensor in load_file(str(path)).items():
            found[name] = torch.cat([found[name], tensor]) if name in found else tensor
    return found


def main(first: str, second: str, out: str, share: str = "0.5") -> None:
    ours, theirs, part = read(Path(first)), read(Path(second)), float(share)
    mixed = {
        name: (part * tensor.float() + (1 - part) * ours.get(name, tensor).float()).contiguous()
        for name, tensor in theirs.items()
    }
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(mixed, folder / "model.safetensors")
    shutil.copy(Path(second) / "temperature.json", folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
