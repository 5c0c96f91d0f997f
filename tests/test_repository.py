"""What is committed: no name of a machine or registry, models within their size, hashes that match."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODELS = ROOT / "src" / "whipcount" / "models"

# Written in two halves so that this file does not name them.
FORBIDDEN = tuple(
    left + right
    for left, right in (
        ("/wo", "rk/"),
        ("py", "pi.org"),
        ("files.python", "hosted"),
        ("registry.", "npmjs"),
        ("registry.", "yarnpkg"),
        ("proxy.", "golang"),
    )
)
LARGEST, LARGEST_TOGETHER = 30_000_000, 70_000_000  # bytes of model files; the wheel carries them
# Path → a line in which the word is no path of a machine.
ALLOWED = {".gitignore": "a folder of this name in the repository is ignored"}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listing.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_machine():
    """Locks pin hashes, not hosts; documents and tests name paths of the repository only."""
    offences = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        if path.relative_to(ROOT).as_posix() not in ALLOWED
        for content in [path.read_bytes().lower()]
        for word in FORBIDDEN
        if word.encode() in content
    ]
    assert not offences, "\n".join(offences)


def test_shared_corpora_are_not_in_the_repository():
    """Corpora stay where they are: no tracked file has the name of one of theirs."""
    names = ("polnear", "cofenet", "perspectrum", "labels_dev", "gum_train", "litbank", "newsmtsc", "argkp")
    offences = [
        path.name for path in tracked()
        if path.suffix in (".jsonl", ".gz", ".json", ".csv") and path.name.lower().startswith(names)
    ]  # fmt: skip
    assert not offences


def test_models_fit_in_the_wheel():
    sizes = {path.name: path.stat().st_size for path in MODELS.iterdir() if path.suffix not in (".py", ".md")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= LARGEST_TOGETHER, sizes


def test_every_model_is_pinned_by_its_hash():
    """Both ways: no pin without its file, no weights without their pin."""
    pins = json.loads((MODELS / "pins.json").read_text(encoding="utf-8"))
    found = {
        name: hashlib.sha256((MODELS / name).read_bytes()).hexdigest() for name in pins if (MODELS / name).is_file()
    }
    assert found == pins
    weights = {path.name for path in MODELS.iterdir() if path.suffix in (".onnx", ".npz", ".safetensors")}
    assert weights <= set(pins)


def test_every_model_has_its_card():
    cards = {path.stem for path in MODELS.glob("*.md")}
    weights = {path.stem for path in MODELS.glob("*.onnx")}
    assert weights <= cards, f"write a model card for {sorted(weights - cards)}"
