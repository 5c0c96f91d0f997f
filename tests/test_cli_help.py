"""The command line before it does anything: help, version, and what they load."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.shell import Shell
from whipcount.cli.main import cli

HEAVY = (
    "onnxruntime",
    "numpy",
    "sqlalchemy",
    "fastapi",
    "lxml",
    "pandas",
    "polars",
    "pyarrow",
    "tokenizers",
    "uvicorn",
)


def test_help_loads_nothing_heavy() -> None:
    """``whipcount --help`` answers before a model, a database or a web server is so much as imported."""
    script = (
        "import sys\n"
        "from whipcount.cli import main\n"
        "assert main(['--help']) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "The main job" in done.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import sys, whipcount; print([name for name in ('click', *{HEAVY!r}) if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_each_command_explains_itself_and_its_options(shell: Shell, name: str) -> None:
    shown = shell(name, "--help")
    assert shown.code == 0
    assert shown.out.startswith("Usage: whipcount " + name)
    command = cli.commands[name]
    assert command.help
    assert "\\b" not in shown.out, "the mark that keeps examples on their lines is written out"
    undocumented = [p.name for p in command.params if p.param_type_name == "option" and not getattr(p, "help", None)]
    assert undocumented == []


def test_version_names_the_package(shell: Shell) -> None:
    shown = shell("--version")
    assert shown.code == 0
    assert shown.out.startswith("whipcount 0.")


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["build"], ["build", "--nonsense", "x"], ["extract", "x", "--published", "yesterday"]]
)
def test_a_wrong_call_exits_2_and_says_why(shell: Shell, arguments: list[str]) -> None:
    shown = shell(*arguments)
    assert shown.code == 2
    assert "Error: " in shown.err
    assert shown.out == ""


def test_a_bad_date_is_quoted_with_the_right_form(shell: Shell) -> None:
    shown = shell("extract", "x", "--published", "12/09/2024")
    assert "'12/09/2024' is not a date" in shown.err
    assert "2024-09-12" in shown.err
