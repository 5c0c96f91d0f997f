"""Tables that are generated from the code, so that they cannot fall behind it: settings and reasons."""

from __future__ import annotations

import ast
import inspect
from dataclasses import MISSING, fields
from itertools import pairwise

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from whipcount import config
from whipcount.errors import REASONS

Row = tuple[str, ...]


def setting_rows() -> list[Row]:
    """Name, default, environment variable and meaning of each setting, from the class and its docstrings."""
    tree = ast.parse(inspect.getsource(config))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    meanings: dict[str, str] = {}
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            meanings[field.target.id] = " ".join(str(ast.literal_eval(text.value)).split())
    return [
        (
            f"``{field.name}``",
            "" if field.default is MISSING else f"``{field.default!r}``",
            f"``{config.ENVIRONMENT_PREFIX}{field.name.upper()}``",
            meanings[field.name],
        )
        for field in fields(config.Settings)
    ]


def reason_rows() -> list[Row]:
    """Each reason code with what it means."""
    return [(f"``{reason}``", meaning) for reason, meaning in REASONS.items()]


class _Table(SphinxDirective):
    heads: Row = ()

    def rows(self) -> list[Row]:
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Write the table as reStructuredText and let the parser lay it out."""
        lines = [".. list-table::", "   :header-rows: 1", ""]
        for row in (self.heads, *self.rows()):
            lines += [f"   {'* -' if n == 0 else '  -'} {cell}" for n, cell in enumerate(row)]
        container = nodes.container()
        self.state.nested_parse(StringList(lines, source="generated"), self.content_offset, container)
        return container.children


class SettingsTable(_Table):
    """``.. settings-table::``."""

    heads = ("Setting", "Default", "Environment variable", "Meaning")

    def rows(self) -> list[Row]:
        """Rows of the settings table."""
        return setting_rows()


class ReasonsTable(_Table):
    """``.. reasons-table::``."""

    heads = ("Reason", "Meaning")

    def rows(self) -> list[Row]:
        """Rows of the reasons table."""
        return reason_rows()


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx of the directives."""
    app.add_directive("settings-table", SettingsTable)
    app.add_directive("reasons-table", ReasonsTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
