"""The islands and the style sheet in the package are what their sources give."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from whipcount.web.site import STATIC, asset

FRONTEND = Path(__file__).parent.parent / "frontend"
MAX_SCRIPT = 30_000  # bytes; a page must not wait for its enhancements


def tool(name: str) -> str:
    found = FRONTEND / "node_modules" / ".bin" / name
    if shutil.which("node") is None or not found.exists():
        pytest.skip(f"{found} is missing: install Node.js and run `npm ci` in frontend/")
    return str(found)


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    tool("esbuild")
    run("node", "build.mjs", str(tmp_path))
    for name in ("app.js", "app-style.css"):
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), (
            f"run `npm run build`: {name} is not current"
        )


def test_the_sources_pass_the_strict_compiler() -> None:
    run(tool("tsc"), "--noEmit")


def test_the_script_is_small() -> None:
    assert (STATIC / "app.js").stat().st_size < MAX_SCRIPT


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name in ("app.js", "app-style.css"):
        assert not re.search(r"https?://|@import|url\(", (STATIC / name).read_text(encoding="utf-8"))


def test_the_lock_names_no_address() -> None:
    assert "resolved" not in (FRONTEND / "package-lock.json").read_text(encoding="utf-8")


def test_an_asset_is_named_by_its_content() -> None:
    assert re.fullmatch(r"/static/app\.js\?v=[0-9a-f]{12}", asset("app.js"))
