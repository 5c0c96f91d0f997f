"""The coder gives calibrated stances that sum to one, whatever else is judged in the call."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whipcount.coding import Coder, StanceInput, StanceOutput, codebook_from_proposition
from whipcount.coding.parts import passages
from whipcount.coding.stance import RULES
from whipcount.model import STANCES, Argument, Proposition
from whipcount.models import model_bytes, pins

BUSES = Proposition(id="buses", text="The city should build bus lanes in the centre", question="q")
CODER = Coder()  # Hypothesis runs a test many times and takes no fixture of a function's scope
TEXTS = (
    "The mayor urged the council to build bus lanes in the centre.",
    "Shopkeepers came out against bus lanes.",
    "The zoo has a new elephant.",
    "She said she would back the bus lanes only if parking stays free.",
    "He declined to say whether the city should build bus lanes.",
    "“No.”",
    "",
    " \n ",
    "🚌 " * 40,
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return CODER


def asked(text: str, proposition: Proposition = BUSES, **more: str) -> StanceInput:
    return StanceInput(text=text, proposition=proposition, **more)


@given(st.lists(st.sampled_from(TEXTS), max_size=6))
@settings(max_examples=15, deadline=None)
def test_scores_are_probabilities(texts: list[str]):
    outputs = CODER.code([asked(text) for text in texts])
    assert len(outputs) == len(texts)
    for output in outputs:
        assert set(output.scores) == set(STANCES)
        assert sum(output.scores.values()) == pytest.approx(1, abs=1e-9)
        assert all(0 <= score <= 1 for score in output.scores.values())
        assert 0 <= output.relevant <= 1
        assert output.scores[output.stance] == max(output.scores.values())
        assert output.relevant >= 1 - output.scores["none"] - 1e-5  # a stance is never likelier than relevance


@given(st.permutations(range(len(TEXTS))))
@settings(max_examples=8, deadline=None)
def test_a_judgement_does_not_depend_on_the_company(order: list[int]):
    alone = [CODER.code([asked(text)])[0] for text in TEXTS]
    together = CODER.code([asked(TEXTS[i]) for i in order])
    for place, i in enumerate(order):
        assert together[place].stance == alone[i].stance
        assert together[place].relevant == pytest.approx(alone[i].relevant, abs=2e-5)
        assert together[place].scores == pytest.approx(dict(alone[i].scores), abs=2e-5)


def test_the_name_tells_the_version_without_opening_the_model(coder: Coder):
    assert coder.name == f"stance@{pins()['stance.onnx'][:12]}.{RULES}"
    assert "_session" not in vars(Coder())


def test_the_model_is_small_enough_to_ship():
    assert len(model_bytes("stance.onnx")) <= 30_000_000


@pytest.mark.parametrize(("text", "stance"), [(TEXTS[0], "support"), (TEXTS[1], "oppose"), (TEXTS[2], "none"),
                                             (TEXTS[3], "conditional"), (TEXTS[4], "noncommittal")])  # fmt: skip
def test_plain_sentences(coder: Coder, text: str, stance: str):
    assert coder.code([asked(text)])[0].stance == stance


def test_a_proposition_turned_round_turns_the_stance(coder: Coder):
    against = Proposition(id="none", text="The city should not build bus lanes in the centre", question="q")
    assert coder.code([asked(TEXTS[0], against)])[0].stance == "oppose"
    assert coder.code([asked(TEXTS[1], against)])[0].stance == "support"


def test_the_cue_turns_a_reason_round(coder: Coder):
    reason = "that bus lanes would ruin the shops"
    said, rejected = coder.code([asked(reason, cue="warned"), asked(reason, cue="dismissed the claim")])
    assert said.stance == "oppose"
    assert rejected.stance == "support"


def test_a_short_reply_is_read_in_its_context(coder: Coder):
    question = "Asked whether the city should build bus lanes in the centre, the mayor was brief."
    (bare,) = coder.code([asked("“We are still looking at that”", speaker="the mayor", cue="said")])
    (placed,) = coder.code([asked("“We are still looking at that”", speaker="the mayor", cue="said", context=question)])
    assert bare.stance == "none"
    assert placed.stance == "noncommittal"
    assert placed.relevant > bare.relevant


def test_a_long_statement_is_judged_by_its_clearest_passage(coder: Coder):
    filler = "The zoo has a new elephant and the river has a new bridge of steel and stone. " * 12
    text = f"{filler}We urge the council to build bus lanes in the centre. {filler}"
    assert len(passages(text)) > 2
    assert coder.code([asked(filler)])[0].stance == "none"
    assert coder.code([asked(text)])[0].stance == "support"


def test_passages_keep_every_word():
    text = "He agreed. " * 100 + "“Did she?” Dr. Smith of the U.S. asked. It was 7.5 p.m. then."
    assert " ".join(" ".join(passages(text)).split()) == " ".join(text.split())


def test_a_sentence_without_an_end_is_still_judged(coder: Coder):
    (output,) = coder.code([asked("build bus lanes " * 2000)])
    assert output.scores.keys() == set(STANCES)


def test_synonyms_lift_what_is_said_in_other_words(coder: Coder):
    text = "The council must bring in the Red Route at once"
    plain = codebook_from_proposition("The city should give buses priority").propositions[0]
    known = Proposition(
        id=plain.id, text=plain.text, question="q", synonyms=("The city should bring in the Red Route",)
    )
    before, after = coder.code([asked(text, plain), asked(text, known)])
    assert after.relevant >= before.relevant
    assert after.stance == "support"


def test_the_argument_that_matches_is_named(coder: Coder):
    arguments = (
        Argument("faster", "Bus lanes make the trip to work shorter", "pro"),
        Argument("cleaner", "Bus lanes make the air cleaner", "pro"),
        Argument("parking", "Bus lanes take parking places away from shops", "con"),
    )
    proposition = Proposition(id="b", text=BUSES.text, question="q", arguments=arguments)
    items = [
        asked("With bus lanes people would get to work faster, so the city should build them", proposition),
        asked("The city should not build bus lanes, because shops would lose their parking places", proposition),
        asked("The zoo has a new elephant.", proposition),
    ]
    assert coder.arguments(items, coder.code(items)) == ["faster", "parking", None]


def test_a_conditional_statement_may_give_an_argument_of_either_side(coder: Coder):
    arguments = (
        Argument("faster", "Bus lanes make the trip to work shorter", "pro"),
        Argument("parking", "Bus lanes take parking places away from shops", "con"),
    )
    proposition = Proposition(id="b", text=BUSES.text, question="q", arguments=arguments)
    text = "only if shops get new parking places, as bus lanes take parking places away from them"
    conditional = StanceOutput(1.0, "conditional", {stance: float(stance == "conditional") for stance in STANCES})
    noncommittal = StanceOutput(1.0, "noncommittal", {stance: float(stance == "noncommittal") for stance in STANCES})
    assert coder.arguments([asked(text, proposition)] * 2, [conditional, noncommittal]) == ["parking", None]


def test_an_argument_may_stand_at_the_end_of_a_long_statement(coder: Coder):
    arguments = (
        Argument("work", "Bus lanes make the trip to work shorter", "pro"),
        Argument("air", "The air is cleaner", "pro"),
    )
    proposition = Proposition(id="b", text=BUSES.text, question="q", arguments=arguments)
    filler = "The zoo has a new elephant and the river has a new bridge of steel and stone. " * 12
    support = StanceOutput(1.0, "support", {stance: float(stance == "support") for stance in STANCES})
    for text in ("", filler):
        said = asked(
            f"{text}With bus lanes people would get to work faster, so the city should build them.", proposition
        )
        assert coder.arguments([said], [support]) == ["work"]


def test_nothing_asked_nothing_answered(coder: Coder):
    assert coder.code([]) == []
    assert coder.arguments([], []) == []
