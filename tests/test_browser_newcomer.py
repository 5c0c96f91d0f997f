"""An analyst's questions are answered from the first page in two clicks, by words that stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newcomer import QUESTIONS, LostError, answered, which_reasons
from support.gold_store import build_gold_store
from support.pages import started
from test_browser import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: install it, or set WHIPCOUNT_CHROMIUM"),
]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> str:
    return started(build_gold_store(tmp_path_factory.mktemp("newcomer") / "debate.db")).rstrip("/")


# The gold of the demo names no arguments.
@pytest.mark.parametrize("question", [question for question, way in QUESTIONS.items() if way is not which_reasons])
def test_a_question_is_answered_in_two_clicks(browser: Browser, origin: str, question: str) -> None:
    found = answered(browser, origin, QUESTIONS[question], (1280, 800))
    assert found["answer"]
    clicks, screens = found["clicks"], found["screens"]
    assert isinstance(clicks, int)
    assert isinstance(screens, int)
    assert clicks <= 2
    assert screens <= 1


def test_what_is_not_there_is_not_found(browser: Browser, origin: str) -> None:
    with pytest.raises(LostError, match="the number beside it"):
        answered(browser, origin, which_reasons, (1280, 800))
