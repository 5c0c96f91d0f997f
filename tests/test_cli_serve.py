"""``whipcount serve`` as a process: it says where the board is, answers there, and ends when told to."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from support.shell import Shell


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_the_board_is_served_until_the_server_is_told_to_stop(
    shell: Shell, project: Path, sign: signal.Signals
) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.\n")
    shell("build", "a.txt", "--proposition", "The city should build the tram")
    command = [sys.executable, "-m", "whipcount", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert found is not None, told + process.stderr.read()
        with urlopen(found[0]) as answer:
            page = answer.read().decode()
        process.send_signal(sign)
        rest = process.stderr.read()
    assert "The city should build the tram" in page
    assert "Ann Lee" in page
    assert "Traceback" not in rest
    assert process.returncode in (0, -signal.SIGTERM)
