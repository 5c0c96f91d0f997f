"""The shipped list of equipment: named once each, pinned, and made from the published list by its script."""

from __future__ import annotations

import pytest

from support import ROOT
from whipcount.errors import ModelError
from whipcount.models import model_bytes
from whipcount.register.equipment import equipment
from whipcount.register.shipped import FOLDER


def test_each_system_has_one_name_a_class_and_a_maker() -> None:
    names = [item.name for item in equipment()]
    assert len(names) == len(set(names)) == 317
    assert all(item.category and item.maker for item in equipment())
    assert not [name for name in names if "unknown" in name.casefold()]
    assert "T-90M" in names


def test_a_file_that_is_not_pinned_is_refused() -> None:
    with pytest.raises(ModelError, match="Reinstall"):
        model_bytes("other.jsonl", folder=FOLDER)


@pytest.mark.corpus
def test_the_script_gives_the_shipped_bytes() -> None:
    actors = ROOT.parent / "shared" / "data" / "actors"
    if not actors.is_dir():
        pytest.skip("the published lists are not beside the repository")
    from training.register.build import files

    for name, content in files(actors).items():
        assert model_bytes(name, folder=FOLDER) == content
