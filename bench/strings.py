"""Gather every string that somebody can read on the pages into the catalogue that translations are made from.

python bench/strings.py [--check]

Strings stand in templates (``_("…")``, ``{% trans %}``, ``| count("statement")``), in modules (``_("…")`` and tables
of words) and in scripts (``_("…")``). They are read from the sources, none of which is run.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from whipcount.language import SCRIPT

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "whipcount"
CATALOGUE = PACKAGE / "web" / "strings" / "whipcount.pot"
# Calls in modules: in which arguments the strings stand.
CALLS = {"_": (0,), "Sign": (1, 3)}
# Tables whose values are strings, and types whose members are shown as words; what shows one of them translates it.
TABLES = {
    "agreement": ("Field",),
    "bulk": ("VERDICT_WORDS",),
    "codebook_diff": ("ChangeKind", "Part"),
    "errors": ("ADVICE", "REASONS"),
    "failures": ("_BACK", "_NOT_FOUND"),
    "filters": ("ORDER_WORDS", "REJECTED_WORDS"),
    "graphs": ("LEFT_OUT_WORDS",),
    "hall": ("NOTICES", "_REFUSALS"),
    "history": ("ACTION_WORDS", "FIELD_WORDS", "KIND_WORDS", "_WITHOUT_STATEMENT"),
    "members": ("MAY",),
    "model": ("FactKind", "ShiftKind", "Stance", "TermKind"),
    "network_query": ("DUPLICATE_WORDS", "NORMALISE_WORDS", "PLURALS"),
    "own_account": ("_WRONG",),
    "pressure": ("Grouping", "Period"),
    "resuming": ("DID", "DOING", "State"),
    "review_order": ("STANCE_WORDS",),
    "settings": ("Nodes", "Normalise", "Type"),
    "statements": ("FACET_HEADINGS",),
    "views": ("DONE",),
    "query": ("BOARD_KEYS", "STATEMENT_KEYS"),
    "records": ("IdentityAction", "Role", "Verdict"),
    "words": (
        "BLOCK_LABELS", "EVIDENCE_WORDS", "FATES", "FORM_WORDS", "KIND_WORDS", "OUTCOME_WORDS", "REVIEW_WORDS",
        "TONE_WORDS", "_DAYS", "_MONTHS",
    ),
}  # fmt: skip
COUNTS = {"count": 0, "summary": 1}  # in templates, where the noun stands: one, and many unless it only takes an s
NAMES = re.compile(r"%\(\w+\)s")
_SCRIPTED = re.compile(r'(?<![\w.])_\(\s*("(?:[^"\\]|\\.)*")')


class Found(NamedTuple):
    """A string, the form for many where it counts, its context where it has one, and the file that shows it."""

    one: str
    many: str | None
    context: str | None
    file: str


def counted(noun: str, nouns: str | None = None) -> tuple[str, str]:
    """The two forms of a count with its noun, as ``words.count`` makes them."""
    return f"%(number)s {noun}", f"%(number)s {nouns or noun + 's'}"


def in_templates() -> Iterator[Found]:
    """Strings of the templates."""
    environment = jinja2.Environment(
        extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )  # nothing is rendered
    environment.newstyle_gettext = True
    for path in sorted((PACKAGE / "web" / "templates").glob("*.html")):
        file = path.relative_to(ROOT).as_posix()
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for _, function, texts in extract_from_ast(tree, babel_style=False):
            given = [text for text in texts if text is not None]
            if function == "ngettext":
                yield Found(given[0], given[1], None, file)
            elif function == "pgettext":
                yield Found(given[1], None, given[0], file)
            else:
                yield Found(given[0], None, None, file)
        for node in tree.find_all((nodes.Filter, nodes.Call)):
            name = node.name if isinstance(node, nodes.Filter) else getattr(node.node, "attr", "")
            if name in COUNTS:
                nouns = [arg.value for arg in node.args[COUNTS[name] :] if isinstance(arg, nodes.Const)]
                if nouns:
                    yield Found(*counted(*nouns[:2]), None, file)


def in_modules() -> Iterator[Found]:
    """Strings of the modules."""
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _called(node, file)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id in TABLES.get(path.stem, ()):
                    texts = list(_values(node.value))
                    shown = [*texts, *(text.replace("_", " ") for text in texts if "_" in text)]
                    yield from (Found(text, None, None, file) for text in shown)


def _called(node: ast.Call, file: str) -> Iterator[Found]:
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    texts = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in node.args]
    made = [arg for arg in node.args if isinstance(arg, (ast.JoinedStr, ast.BinOp))]
    if function in CALLS:
        if function == "_" and made:
            raise SystemExit(f"{file}:{node.lineno}: a string that is put together has no translation; use names in it")
        chosen = [texts[at] for at in CALLS[function] if at < len(texts)]
        yield from (Found(text, None, None, file) for text in chosen if text and any(map(str.isalpha, text)))
    elif function == "ngettext" and texts[0] and texts[1]:
        yield Found(texts[0], texts[1], None, file)
    elif function == "pgettext" and texts[0] and texts[1]:
        yield Found(texts[1], None, texts[0], file)
    elif function == "count" and len(texts) > 1 and texts[1]:
        yield Found(*counted(texts[1], texts[2] if len(texts) > 2 else None), None, file)


def _values(node: ast.expr) -> Iterator[str]:
    """The texts in a table: values of a mapping, not its keys."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    elif isinstance(node, ast.Subscript):  # Literal[…]
        yield from _values(node.slice)
    elif isinstance(node, (ast.Tuple, ast.List)):
        for value in node.elts:
            yield from _values(value)


def in_scripts() -> Iterator[Found]:
    """Strings of the scripts; pages carry the translations of these along."""
    for path in sorted((ROOT / "frontend" / "src").glob("*.ts")):
        for match in _SCRIPTED.finditer(path.read_text(encoding="utf-8")):
            yield Found(json.loads(match[1]), None, SCRIPT, path.relative_to(ROOT).as_posix())


def gathered() -> str:
    """The catalogue, as it should be."""
    catalogue = Catalog(project="whipcount", copyright_holder="the whipcount authors", fuzzy=False)
    catalogue.header_comment = "# Strings of the pages of whipcount. Made by bench/strings.py; do not edit."
    for found in (*in_templates(), *in_modules(), *in_scripts()):
        if found.many and set(NAMES.findall(found.many)) - set(NAMES.findall(found.one)):
            raise SystemExit(f"{found.file}: “{found.one}” must name what “{found.many}” names")
        entry = (found.one, found.many) if found.many else found.one
        catalogue.add(entry, locations=[(found.file, 1)], context=found.context)
    made = io.BytesIO()
    write_po(made, catalogue, width=100, sort_by_file=True, include_lineno=False)
    lines = made.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(('"POT-Creation-Date', '"Generated-By')))


def main() -> None:
    """Write the catalogue, or say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where it is not up to date")
    asked = parser.parse_args()
    made = gathered()
    if asked.check:
        sys.exit(0 if CATALOGUE.read_text(encoding="utf-8") == made else "Run python bench/strings.py.")
    CATALOGUE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
