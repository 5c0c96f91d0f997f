"""Dependencies point one way, and what must not be in the source is not in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "whipcount"

# Lowest first. A part imports parts of a lower rank, never of its own rank or a higher one.
ORDER: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("language", "model"),
    ("coders", "config", "passages", "regards", "term_keys"),
    ("models",),
    ("register",),
    ("ingest", "segment", "terms", "attribute", "resolve", "when", "coding"),
    ("pipeline",),
    ("readings", "events", "identities", "network"),
    ("gists",),
    ("positions", "posterior"),
    ("pressure",),
    ("store", "accounts"),
    ("batch",),
    ("interchange",),
    ("evaluate", "llm"),
    ("project",),
    ("api", "demo"),
    ("__init__",),
    ("web",),
    ("cli",),
    ("__main__",),
)
STAGES = ORDER[5]

# What a part must not know although its rank would allow it (design.md, section 2).
STRANGERS: dict[str, tuple[str, ...]] = {
    "store": (*STAGES, "models", "pipeline", "gists", "positions", "posterior", "pressure", "readings"),
    "gists": (*STAGES, "models", "pipeline"),
    "positions": (*STAGES, "models", "pipeline"),
    "posterior": (*STAGES, "models", "pipeline"),
    "pressure": (*STAGES, "models", "pipeline"),
    "events": (*STAGES, "models", "pipeline"),
    "identities": (*STAGES, "models", "pipeline"),
    "network": (*STAGES, "models", "pipeline"),
    "interchange": (*STAGES, "models", "pipeline"),
    # It sees the text of one question and gives back a choice: it can reach no record and no page.
    "llm": (*STAGES, "models", "pipeline", "positions", "store", "interchange"),
    # Asking a language model is a command that tells what it costs, not something that a page does.
    "web": (*STAGES, "models", "pipeline", "llm"),
}

# Outside package → the only parts or files that may import it. Everything else is an offence.
RESERVED: dict[str, tuple[str, ...]] = {
    "sqlalchemy": ("store",),
    "alembic": ("store",),
    # The doctor reports which SQLite is linked and tries FTS5 in memory; it opens no store.
    # Accounts are kept apart from stores, in a file of their own.
    "sqlite3": ("store", "accounts", "cli/checkup.py"),
    "onnxruntime": ("models",),
    "tokenizers": ("models", "attribute", "coding"),
    "fastapi": ("web",),
    "starlette": ("web",),
    "uvicorn": ("web",),
    "jinja2": ("web",),
    "click": ("cli",),
    "trafilatura": ("ingest",),
    "htmldate": ("ingest",),
    "lxml": ("ingest",),
    "pyarrow": ("interchange", "batch"),
    # It listens on the address that the user gave; nothing of ours connects to one.
    "socket": ("web/server.py",),
}

NETWORK_CLIENTS = frozenset(
    {"aiohttp", "ftplib", "http.client", "httpcore", "httpx", "httpx2", "imaplib", "poplib", "pycurl", "requests",
     "smtplib", "telnetlib", "urllib.request", "urllib3", "websocket", "websockets", "xmlrpc"}
)  # fmt: skip
# The files that may hold a network client, each with the reason.
CONNECTS: dict[str, str] = {
    "llm/endpoint.py": "the language model of the settings, off by default: one address, no redirects, no proxies",
}
NEVER = re.compile(r"pickle|torch\.load|joblib|trust_remote_code|yaml\.load\(|\beval\(|\bexec\(")

LONG, LONGEST = 400, 600  # lines
# Files above LONG, each with the reason why it is not cut.
ARGUED: dict[str, str] = {
    "store/schema.py": "every table that queries see, in one place; each column is a line",
    "model.py": "the values that pass between stages, in one place; each is a few lines",
    "store/store.py": "the one list of what may be asked of a store; each method is one transaction of a few lines",
    "resolve/rules.py": "one ladder of rules that is read from top to bottom; each rung is a short function",
}


class Import(NamedTuple):
    """``file`` (relative to the package) imports ``module``; ``line`` says where."""

    file: str
    module: str
    line: int

    @property
    def part(self) -> str:
        return part_of(self.file)


def part_of(file: str) -> str:
    return file.split("/")[0].removesuffix(".py")


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for file, tree in trees().items() for found in _imports(file, tree))


def _imports(file: str, tree: ast.Module) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(file, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative import; write the full name"
            yield Import(file, node.module or "", node.lineno)
            # "from http import client" imports the module http.client.
            yield from (Import(file, f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def ours() -> Iterator[tuple[Import, str]]:
    """Imports of our own parts by other parts."""
    for found in imports():
        package, _, rest = found.module.partition(".")
        if package == "whipcount":
            target = rest.split(".")[0]
            if not target or not ((SOURCE / target).is_dir() or (SOURCE / f"{target}.py").is_file()):
                target = "__init__"
            if target != found.part:
                yield found, target


def listed(offences: list[str]) -> str:
    return "\n".join(sorted(set(offences)))


def test_every_part_has_a_rank():
    """A new module is given its place before it is used."""
    ranked = {part for rank in ORDER for part in rank}
    found = {part_of(file) for file in trees()}
    assert found <= ranked, f"give these a place in ORDER: {sorted(found - ranked)}"


def test_imports_point_one_way():
    rank = {part: n for n, parts in enumerate(ORDER) for part in parts}
    offences = [
        f"{found.file}:{found.line} imports {target}"
        for found, target in ours()
        # The package's own namespace is re-exported names: "from whipcount import x" is an import of x's part.
        if rank[target] >= rank[found.part] and not (target == "__init__" and _names_only_parts(found))
    ]
    assert not offences, listed(offences)


def _names_only_parts(found: Import) -> bool:
    """Whether the import only takes a subpackage from the namespace, which is judged on its own."""
    return found.module == "whipcount"


def test_parts_keep_to_their_own_matter():
    """Stages know neither each other nor the store; the store knows no language; pages know no models."""
    offences = [
        f"{found.file}:{found.line} imports {target}"
        for found, target in ours()
        if target in STRANGERS.get(found.part, ()) or (found.part in STAGES and target in STAGES)
    ]
    assert not offences, listed(offences)


@pytest.mark.parametrize("package", RESERVED)
def test_outside_package_stays_in_its_part(package):
    offences = [
        f"{found.file}:{found.line} imports {found.module}"
        for found in imports()
        if found.module.split(".")[0] == package and not {found.part, found.file} & set(RESERVED[package])
    ]
    assert not offences, listed(offences)


def test_nothing_connects_to_a_network():
    offences = [
        f"{found.file}:{found.line} imports {found.module}"
        for found in imports()
        if found.file not in CONNECTS
        and any(found.module == client or found.module.startswith(f"{client}.") for client in NETWORK_CLIENTS)
    ]
    assert not offences, listed(offences)


def test_the_one_network_client_follows_nothing():
    """It is built on the plain protocol: the clients that follow redirects or ask proxies are in no file at all."""
    used = {found.module for found in imports() if found.file in CONNECTS}
    assert "http.client" in used
    assert not used & (NETWORK_CLIENTS - {"http.client"})


def test_nothing_runs_code_out_of_data():
    """No pickled model, no YAML that builds objects, no evaluated text."""
    offences = [
        f"{path.relative_to(SOURCE)}: {match.group()}"
        for path in sorted(SOURCE.rglob("*.py"))
        for match in NEVER.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not offences, listed(offences)


def test_files_stay_readable():
    lengths = {file: len((SOURCE / file).read_text(encoding="utf-8").splitlines()) for file in trees()}
    assert not {file: n for file, n in lengths.items() if n > LONGEST}, f"cut these: at most {LONGEST} lines"
    unargued = {file: n for file, n in lengths.items() if n > LONG and file not in ARGUED}
    assert not unargued, f"cut these, or argue for them in ARGUED: {unargued}"


def test_everything_public_has_a_docstring():
    offences = [f"{file}: {name}" for file, tree in trees().items() for name in _undocumented(tree)]
    assert not offences, listed(offences)


def _undocumented(tree: ast.Module) -> Iterator[str]:
    if tree.body and not ast.get_docstring(tree):
        yield "module"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield from _of_definition(node)


def _of_definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    overloads = any("overload" in ast.unparse(decorator) for decorator in node.decorator_list)
    if not ast.get_docstring(node) and not overloads:
        yield node.name
    if isinstance(node, ast.ClassDef):
        methods = (m for m in node.body if isinstance(m, (ast.FunctionDef, ast.AsyncFunctionDef)))
        for method in methods:
            if not method.name.startswith("_"):
                yield from (f"{node.name}.{name}" for name in _of_definition(method))


def test_only_the_command_line_prints():
    offences = [
        f"{file}:{node.lineno}"
        for file, tree in trees().items()
        if part_of(file) not in ("cli", "__main__")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not offences, listed(offences)


def test_library_configures_no_logging():
    offences = [
        f"{file}:{node.lineno}"
        for file, tree in trees().items()
        if part_of(file) not in ("cli", "__main__")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("basicConfig", "dictConfig", "captureWarnings")
    ]
    assert not offences, listed(offences)
