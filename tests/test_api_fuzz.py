"""The API, called in every way that its description allows and in some that it does not (check B33).

Here with as many examples as the time of all checks allows, as the roles that may do most and least. With
``WHIPCOUNT_FUZZ=200`` in the environment it is every role, with ids that exist and with ids that do not, and that many
examples an operation: most of an hour. ``bench/api_fuzz.py`` does the same in parts.
"""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from support import ROOT

BENCH = ROOT / "bench" / "api_fuzz.py"
EXAMPLES = 20
ASKED = os.environ.get("WHIPCOUNT_FUZZ", "")
CASES = (
    list(product(("admin", "editor", "coder", "reader"), ("real", "made-up")))
    if ASKED
    else [("admin", "real"), ("reader", "made-up")]
)


@pytest.mark.parametrize(("role", "ids"), CASES)
def test_nothing_is_found(role: str, ids: str, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="install schemathesis to call the API by its description")
    command = [sys.executable, BENCH, tmp_path, "--max-examples", ASKED or EXAMPLES, "--roles", role, "--ids", ids]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    reports = "\n".join(report.read_text(encoding="utf-8") for report in tmp_path.glob("*.txt"))
    assert done.returncode == 0, done.stdout + done.stderr + reports
    assert " passed" in done.stdout
