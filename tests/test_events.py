"""The same utterance in several documents is one event; what only looks alike is not."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.events import NEIGHBOURS, WINDOW, Sighting, candidate_pairs, group_events
from whipcount.model import Form, Speaker, SpeakerKind

DAY = date(2024, 9, 12)
QUOTE = "We will not allow the talks to fail, and we will stay at this table for as long as it takes to finish them"


def seen(
    number: int,
    text: str = QUOTE,
    *,
    form: Form = "direct",
    name: str | None = "Anna Berg",
    kind: SpeakerKind = "person",
    document: str | None = None,
    day: int | None = 0,
    actor: str | None = None,
) -> Sighting:
    speaker = Speaker(name, kind, "she", actor=actor)
    when = None if day is None else DAY + timedelta(days=day)
    return Sighting(f"s{number}", document or f"d{number}", text, form, speaker, when)


def one_event(*sightings: Sighting) -> bool:
    return len(set(group_events(sightings).values())) == 1


@pytest.mark.parametrize(
    "copy",
    [
        QUOTE,
        f"“{QUOTE}.”",
        QUOTE.upper(),
        QUOTE.replace(" ", "\u00a0 "),
        QUOTE.replace(", and", " … and"),
        QUOTE.replace("as long as it takes to finish them", "as long as it takes"),
    ],
    ids=["same", "marks", "case", "white space", "ellipsis", "trimmed"],
)
def test_typography_and_trimming_make_no_difference(copy):
    assert one_event(seen(1), seen(2, copy))


@pytest.mark.parametrize(
    "other",
    [
        QUOTE.replace("will not", "will"),
        QUOTE.replace("We will", "We won’t").replace("not ", ""),
        QUOTE.replace("this table", "table 9"),
        "We will stay at the table",
        "They came here to listen and to learn, and that is what they have done all week in this building",
    ],
    ids=["negation dropped", "contraction", "number", "too little of it", "other words"],
)
def test_change_of_meaning_is_another_event(other):
    assert not one_event(seen(1), seen(2, other))


def test_short_quotations_do_not_match_on_content_alone():
    assert not one_event(seen(1, "We will win"), seen(2, "We will win"))
    assert one_event(seen(1, "We will win this time"), seen(2, "We will win this time"))
    assert not one_event(seen(1, "We will win this time"), seen(2, "We will win this time round"))


def test_reported_speech_needs_nearly_the_same_sentence():
    sentence = "that the government would publish its plans for the northern railway before the end of the week"
    assert one_event(seen(1, sentence, form="indirect"), seen(2, sentence + " at last", form="indirect"))
    trimmed = sentence.removesuffix(" before the end of the week")
    assert not one_event(seen(1, sentence, form="indirect"), seen(2, trimmed, form="indirect"))
    assert not one_event(*(seen(n, "that the plan was ready now", form="indirect") for n in (1, 2)))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Anna Berg", "Berg", True),
        ("Anna Berg", "ANNA BERG", True),
        ("Anna Berg", "A. Berg", True),
        ("Anna Berg", "Anna Maria Berg", True),
        ("Anna Bérg", "Anna Berg", True),
        ("Anna Berg", "Olaf Berg", False),
        ("Anna Berg", "Anna Holm", False),
        ("Anna Berg", None, False),
    ],
)
def test_persons_match_by_surname_unless_given_names_differ(a, b, same):
    assert one_event(seen(1, name=a), seen(2, name=b)) is same


def test_surname_does_not_join_two_people():
    """Berg in the third copy could be either; the event may not hold both Anna and Olaf."""
    events = group_events([seen(1, name="Anna Berg"), seen(2, name="Berg"), seen(3, name="Olaf Berg")])
    assert events["s1"] != events["s3"]


@pytest.mark.parametrize("kind", ["group", "anonymous"])
def test_unnamed_sources_match_by_kind(kind):
    assert one_event(seen(1, name="an official", kind=kind), seen(2, name="a senior official", kind=kind))
    assert not one_event(seen(1, name="an official", kind=kind), seen(2))


def test_organisations_match_by_name():
    assert one_event(seen(1, name="The Red Cross", kind="organisation"), seen(2, name="Red Cross", kind="organisation"))
    assert not one_event(
        seen(1, name="Red Cross", kind="organisation"), seen(2, name="Blue Cross", kind="organisation")
    )


def test_register_entries_that_differ_are_two_speakers():
    assert not one_event(seen(1, actor="a"), seen(2, actor="b"))


def test_days_apart_are_two_events():
    assert one_event(seen(1), seen(2, day=WINDOW))
    assert not one_event(seen(1), seen(2, day=WINDOW + 1))
    assert one_event(seen(1), seen(2, day=None))


def test_chain_of_days_does_not_stretch_the_window():
    assert not one_event(*(seen(n, day=2 * n) for n in range(4)))


def test_one_document_holds_an_event_once():
    """The same words twice in one article are two statements of it, even when a copy elsewhere matches both."""
    events = group_events([seen(1, document="d"), seen(2, document="d"), seen(3)])
    assert events["s1"] != events["s2"]
    assert events["s3"] in (events["s1"], events["s2"])


def test_every_statement_has_an_event():
    assert group_events([]) == {}
    assert set(group_events([seen(1, ""), seen(2, "…"), seen(3)])) == {"s1", "s2", "s3"}


@st.composite
def many(draw: st.DrawFn) -> list[Sighting]:
    texts = [QUOTE, QUOTE + " today", QUOTE.replace("talks", "negotiations"), QUOTE[:60], "We will win this time"]
    return [
        seen(
            number,
            draw(st.sampled_from(texts)),
            form=draw(st.sampled_from(["direct", "indirect", "mixed"])),
            name=draw(st.sampled_from(["Anna Berg", "Berg", "Olaf Berg", None])),
            document=draw(st.sampled_from(["a", "b", "c", "d"])),
            day=draw(st.sampled_from([0, 2, 4, None])),
        )
        for number in range(draw(st.integers(0, 9)))
    ]


@given(st.data(), many())
def test_order_does_not_matter(data, sightings):
    assert group_events(data.draw(st.permutations(sightings))) == group_events(sightings)


@given(many())
def test_events_keep_their_conditions(sightings):
    """Whatever comes in: no document twice in an event, and no more days than the window."""
    events: dict[str, list[Sighting]] = {}
    grouped = group_events(sightings)
    for sighting in sightings:
        events.setdefault(grouped[sighting.statement_id], []).append(sighting)
    for members in events.values():
        assert len({m.document_id for m in members}) == len(members)
        days = [m.day for m in members if m.day]
        assert not days or (max(days) - min(days)).days <= WINDOW


def test_comparisons_grow_with_the_number_of_statements():
    """Stock phrases, one speaker, and a story with a copy in every fifth document: no quadratic cost."""

    def comparisons(size: int) -> int:
        draw = random.Random(7)
        words = [f"word{n}" for n in range(3000)]
        made = [
            seen(n, QUOTE if n % 5 == 0 else "at the end of the day " + " ".join(draw.choices(words, k=20)))
            for n in range(size)
        ]
        return sum(1 for _ in candidate_pairs(made))

    small, large = comparisons(500), comparisons(2000)
    assert small >= 100 - 1  # the copies of the story are compared
    assert large <= 4.5 * small
    assert large <= 2000 * NEIGHBOURS


def test_story_with_many_copies_is_one_event():
    assert one_event(*(seen(n) for n in range(300)))
