"""The built wheel holds everything that the installed program needs, and nothing that it does not."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from support import ROOT

PACKAGE = ROOT / "src" / "whipcount"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    """Whatever git tracks under src/whipcount is inside: models, templates, migrations, demo, codebook."""
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--", "src/whipcount"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    present = {name for name in tracked if (ROOT / name).is_file()}
    missing = {name.removeprefix("src/") for name in present} - set(wheel.namelist())
    assert missing == set()


@pytest.mark.parametrize(
    "pattern",
    ["models/*.json", "store/migrations/versions/*.py", "demo/articles/*.html", "demo/codebook.yaml", "py.typed"],
)
def test_the_wheel_holds_what_is_not_code(wheel: zipfile.ZipFile, pattern: str) -> None:
    files = [path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.glob(pattern)]
    assert files
    assert set(files) <= set(wheel.namelist())


def test_the_wheel_holds_built_pages(wheel: zipfile.ZipFile) -> None:
    """The front end's bundle is built, not tracked: the wheel must have it all the same."""
    names = wheel.namelist()
    for folder in ("web/templates/", "web/static/"):
        files = {
            f"whipcount/{folder}{p.relative_to(PACKAGE / folder).as_posix()}"
            for p in (PACKAGE / folder).rglob("*")
            if p.is_file()
        }
        assert files
        assert files <= set(names)


def test_every_pinned_model_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    from whipcount.models import pins

    assert {f"whipcount/models/{name}" for name in pins()} <= set(wheel.namelist())


def test_every_pinned_list_of_the_register_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    from whipcount.models import pins
    from whipcount.register.shipped import FOLDER

    assert {f"whipcount/register/data/{name}" for name in pins(FOLDER)} <= set(wheel.namelist())


def test_the_wheel_has_no_tests_and_no_caches(wheel: zipfile.ZipFile) -> None:
    assert [n for n in wheel.namelist() if not n.startswith(("whipcount/", "whipcount-"))] == []
    assert [n for n in wheel.namelist() if "__pycache__" in n or Path(n).suffix in (".db", ".pt", ".safetensors")] == []


def test_the_command_is_an_entry_point(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "whipcount = whipcount.cli:main" in wheel.read(entry_points).decode()
