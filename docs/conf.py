"""How the documentation is built. Build it with warnings as errors: ``sphinx-build -W -b html docs site``."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "whipcount"
author = "The whipcount authors"
copyright = "2026, the whipcount authors"  # noqa: A001  # the name that Sphinx reads
release = version = installed_version("whipcount")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "generated_tables",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_ext", "images"]
language = "en-GB"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"  # system fonts only; nothing is loaded from another site
html_title = "whipcount"
html_copy_source = False
html_show_sphinx = False
