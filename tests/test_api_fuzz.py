"""The API, called in every way that its description allows and in some that it does not (check B33), for a short while.

``bench/api_fuzz.py`` does the same for as long as one likes, and as each role.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

BENCH = ROOT / "bench" / "api_fuzz.py"


@pytest.mark.parametrize("role", ["admin", "reader"])
def test_nothing_is_found_in_a_short_while(role: str, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="install schemathesis to call the API by its description")
    command = [sys.executable, BENCH, tmp_path, "--max-examples", "1", "--roles", role, "--phases", "fuzzing"]
    done = subprocess.run(
        [*map(str, command), "--ids", "real" if role == "admin" else "made-up"],
        capture_output=True,
        text=True,
        check=False,
    )
    reports = "\n".join(report.read_text(encoding="utf-8") for report in tmp_path.glob("*.txt"))
    assert done.returncode == 0, done.stdout + done.stderr + reports
    assert " passed" in done.stdout
