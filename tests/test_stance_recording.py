"""A coder's answer becomes a coding with its condition, and a statement in its document becomes a question."""

from __future__ import annotations

import pytest

from whipcount.coding import StanceOutput, condition_span, stance_input, to_coding
from whipcount.model import Document, Proposition, Span, Speaker, Statement

SCORES = {"support": 0.1, "oppose": 0.1, "conditional": 0.6, "noncommittal": 0.1, "none": 0.1}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("He would agree, but only if the courts approve, he said.", "only if the courts approve"),
        ("She will back it as long as prices fall.", "as long as prices fall"),
        ("No deal unless the hostages are freed", "unless the hostages are freed"),
        ("If the money is found, we will build it.", "If the money is found"),
        ("We will do it provided that everyone signs; not before.", "provided that everyone signs"),
        ("They could, on condition that it ends in May, accept.", "on condition that it ends in May"),
        ("If asked, he would agree only if it were free.", "only if it were free"),
        ("“Not until the war is over,” he said.", "Not until the war is over"),
        ("She asked if it would be built.", None),
        ("It is as if nothing had happened.", None),
        ("We will build it.", None),
        ("If so, yes.", None),
        ("", None),
    ],
)
def test_the_condition_is_found(text: str, condition: str | None):
    span = condition_span(text)
    assert (span and text[span.start : span.end]) == condition


def test_the_condition_lies_inside_the_content():
    text = "If it rains, he said, we go unless it snows heavily. If not, not."
    start, end = text.index("we go"), text.index(" If not")
    span = condition_span(text, start, end)
    assert span is not None
    assert text[span.start : span.end] == "unless it snows heavily"


def test_a_condition_is_kept_only_with_a_conditional_stance():
    output = StanceOutput(0.9, "conditional", SCORES)
    coding = to_coding(output, "s", "p", "stance@1", condition=Span(3, 9), argument="a")
    assert (coding.statement_id, coding.proposition, coding.coder, coding.coder_kind) == ("s", "p", "stance@1", "model")
    assert (coding.condition, coding.argument, coding.relevant) == (Span(3, 9), "a", 0.9)
    assert to_coding(StanceOutput(0.9, "support", SCORES), "s", "p", "m", condition=Span(3, 9)).condition is None


def test_a_statement_is_asked_about_with_its_cue_and_the_sentence_before():
    text = "It rained. Reporters asked about buses. “We will see,” he said on Monday. Then he left."
    sentences = (Span(0, 10), Span(11, 39), Span(40, 73), Span(74, len(text)))
    speaker = Speaker(name="Ann Li", kind="person", as_written="he")
    cue, content = text.index("said"), text.index("“We")
    statement = Statement(
        "s", "d", (), (Span(cue, cue + 4),), (Span(content, content + 14),), "direct", speaker, None, 0.9
    )  # fmt: skip
    document = Document(id="d", given_id="d", text=text, raw_sha256="", sentences=sentences)
    item = stance_input(document, statement, Proposition("p", "Buses should be free", "q"))
    assert (item.text, item.speaker, item.cue) == ("“We will see,”", "Ann Li", "said")
    assert item.context == "Reporters asked about buses. “We will see,” he said on Monday."


@pytest.mark.parametrize(
    ("rule", "asked"), [("description_salient", "chairman of the board"), ("description_role", "Ann Li")]
)
def test_where_a_name_is_a_guess_the_coder_reads_the_articles_words(rule: str, asked: str):
    speaker = Speaker(name="Ann Li", kind="person", as_written="the chairman of the board", rule=rule)
    statement = Statement("s", "d", (), (), (Span(0, 3),), "direct", speaker, None, 0.9)
    document = Document(id="d", given_id="d", text="Yes.", raw_sha256="")
    assert stance_input(document, statement, Proposition("p", "Buses should be free", "q")).speaker == asked
