"""What can be called, set, caught or visited is described in the documentation, and what it describes exists."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from whipcount import errors
from whipcount.config import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    path for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("changes/*.md")] if "images" not in path.parts
)
# The package's attribute of this name is the function that runs the group, so the module is asked for by its full name.
CLI: click.Group = importlib.import_module("whipcount.cli.main").cli
BOARD = "docs/images/board.png"


def _tables() -> ModuleType:
    path = DOCS / "_ext" / "generated_tables.py"
    specification = importlib.util.spec_from_file_location("generated_tables", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _command_lines() -> Iterator[tuple[str, str]]:
    """Every line in a console or sh block that calls whipcount, with its page."""
    for page in PAGES:
        for block in re.findall(r"^ *```(?:console|sh)\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.M | re.S):
            for line in block.splitlines():
                for part in line.strip().removeprefix("$ ").split("&&"):
                    call = part.strip()
                    if re.match(r"(\S*/)?whipcount( |$)", call):
                        yield page.relative_to(ROOT).as_posix(), call


CALLS = sorted(set(_command_lines()))


@pytest.mark.parametrize("name", sorted(CLI.commands))
def test_each_command_is_in_the_table_of_commands_and_says_what_it_does(name: str) -> None:
    assert f"`whipcount {name}`" in _text("reference/commands.md")
    command = CLI.commands[name]
    assert command.help
    undescribed = [p.opts for p in command.params if isinstance(p, click.Option) and not p.help]
    assert undescribed == []


def test_the_commands_are_described_from_the_code_with_all_their_options() -> None:
    page = _text("reference/commands.md")
    assert ".. click:: whipcount.cli.main:cli" in page
    assert ":nested: full" in page


@pytest.mark.parametrize("name", list(Settings.__dataclass_fields__))
def test_each_setting_has_a_row_with_a_meaning(name: str) -> None:
    pytest.importorskip("sphinx", reason="the tables are made by a Sphinx extension; the docs group is not installed")
    rows = {row[0].strip("`"): row for row in _tables().setting_rows()}
    assert len(rows[name][3].split()) >= 3
    assert rows[name][2] == f"``WHIPCOUNT_{name.upper()}``"
    assert ".. settings-table::" in _text("reference/settings.md")


@pytest.mark.parametrize("reason", sorted(errors.REASONS))
def test_each_reason_has_a_row(reason: str) -> None:
    pytest.importorskip("sphinx", reason="the tables are made by a Sphinx extension; the docs group is not installed")
    rows = dict(_tables().reason_rows())
    assert rows[f"``{reason}``"]
    assert ".. reasons-table::" in _text("reference/errors.md")


ERRORS = [thing for _, thing in inspect.getmembers(errors, inspect.isclass) if issubclass(thing, errors.WhipcountError)]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_each_error_is_described_and_stands_in_the_tree(error: type[Exception]) -> None:
    assert error.__doc__
    assert error.__name__ in (errors.__doc__ or "")
    assert ".. automodule:: whipcount.errors" in _text("reference/errors.md")


def _routes(directory: Path) -> set[str]:
    from whipcount.store import open_store
    from whipcount.web.app import create_app

    path = directory / "empty.db"
    open_store(path).close()
    return set(_paths(create_app(path, Settings()).routes))


def _paths(routes: Iterable[object]) -> Iterator[str]:
    # Some versions of FastAPI flatten included routers into the application's routes, others keep them whole.
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _paths(included.routes)
        else:
            yield route.path  # type: ignore[attr-defined]


def test_each_page_of_the_server_is_described(tmp_path: Path) -> None:
    described = _text("reference/pages.md")
    routes = _routes(tmp_path)
    assert {"/", "/statements.csv", "/healthz"} <= routes
    for route in routes:
        plain = re.sub(r":path\}", "}", route)
        page, _, twin = plain.partition(".")
        row = next((line for line in described.splitlines() if f"`{page}`" in line), None)
        assert row is not None, f"{plain} is not in docs/reference/pages.md"
        assert twin in row, f"the {twin} twin of {page} is not in docs/reference/pages.md"


@pytest.mark.parametrize(("page", "call"), CALLS, ids=[call for _, call in CALLS])
def test_each_command_line_in_the_documents_exists(page: str, call: str) -> None:
    words = shlex.split(call)[1:]
    redirect = next((n for n, word in enumerate(words) if word in {">", "<", "|"}), len(words))
    words = words[:redirect]
    command = CLI.commands[words.pop(0)]
    if isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    # Parsing runs no command; a wrong option, value or number of arguments raises.
    with command.make_context(str(command.name), words, resilient_parsing=False):
        pass


NESTED = sorted((name, one) for name, g in CLI.commands.items() if isinstance(g, click.Group) for one in g.commands)


@pytest.mark.parametrize(("group", "name"), NESTED)
def test_each_command_of_a_group_explains_itself_and_is_named_in_a_document(group: str, name: str) -> None:
    commands = CLI.commands[group]
    assert isinstance(commands, click.Group)
    assert commands.commands[name].help
    assert [p.opts for p in commands.commands[name].params if isinstance(p, click.Option) and not p.help] == []
    assert any(f"whipcount {group} {name}" in page.read_text(encoding="utf-8") for page in PAGES)


def test_the_documents_call_every_part_of_the_main_job() -> None:
    called = {shlex.split(call)[1] for _, call in CALLS if len(shlex.split(call)) > 1}
    assert {"demo", "init", "build", "serve", "read", "code", "review", "export", "log", "positions"} <= called


def test_the_readme_commands_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/whipcount demo" in readme
    assert "demo" in CLI.commands
    assert "bash .ci/test" in readme
    assert (ROOT / ".ci" / "test").is_file()


def test_relative_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if target != BOARD:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_the_readme_shows_the_board() -> None:
    assert f"]({BOARD})" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / BOARD).is_file()


def test_no_page_shows_where_it_was_written() -> None:
    """Paths of somebody's machine have no place in a document."""
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(home|root|Users|work|tmp)/", page.read_text(encoding="utf-8")), page


GLOSSARY = re.findall(
    r"\w+",
    "document outlet block attribution source cue content form mention actor statement question proposition stance "
    "argument coding coder position shift codebook run sighting store term",
)


@pytest.mark.parametrize("word", GLOSSARY)
def test_each_word_of_the_design_is_in_the_glossary(word: str) -> None:
    assert f"\n{word}\n  " in _text("glossary.md")


def test_the_theme_loads_nothing_from_elsewhere() -> None:
    configuration = (DOCS / "conf.py").read_text(encoding="utf-8")
    assert 'html_theme = "furo"' in configuration
    assert "http" not in configuration
