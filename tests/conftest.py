"""Fixtures that several tests share."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from support.engines import SaidReader, WordCoder
    from support.shell import Shell
    from whipcount.project import BuildReport


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpora that are never part of the repository; tests that need it are skipped without it."""
    folder = Path(os.environ.get("WHIPCOUNT_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"{folder / 'data'} is missing: put the shared corpora there, or set WHIPCOUNT_SHARED")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, open for one file of tests."""
    from test_browser import CHROMIUM

    sync_api = pytest.importorskip("playwright.sync_api", reason="install playwright to drive a browser")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    """The store of the bundled debate, built once with the shipped models, and what became of its articles."""
    from whipcount.coding import load_codebook
    from whipcount.config import Settings
    from whipcount.demo import demo_codebook, demo_sources
    from whipcount.project import build
    from whipcount.store import open_store

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with open_store(path) as store:
        return path, build(demo_sources(), store, load_codebook(demo_codebook()), Settings())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, with no settings from the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("WHIPCOUNT_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def reader() -> SaidReader:
    """The reader that ``shell`` uses."""
    from support.engines import SaidReader

    return SaidReader()


@pytest.fixture
def coder() -> WordCoder:
    """The coder that ``shell`` uses."""
    from support.engines import WordCoder

    return WordCoder()


@pytest.fixture
def shell(project: Path, reader: SaidReader, coder: WordCoder) -> Iterator[Shell]:
    """The command line, in an empty working directory, with engines made by hand."""
    from support.shell import Shell
    from whipcount.project import Engines

    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield Shell(Engines(reader, coder))
    root.setLevel(level)
    root.handlers[:] = handlers
    logging.captureWarnings(capture=False)
