"""Who is one actor across documents: a form of the name and a reason, or a doubt for a person."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whipcount.identities import Identities, Mention, identities
from whipcount.model import SpeakerKind, content_id


def mention(name: str, document: str, kind: SpeakerKind = "person", written: str = "", **known: object) -> Mention:
    named = kind in ("person", "organisation")
    key = content_id("actor", kind, name.casefold(), "" if named else document)
    given = {"roles": (), "countries": (), "parties": (), "linked": False} | known
    sets = {name: frozenset(value) for name, value in given.items() if name != "linked"}  # type: ignore[call-overload]
    return Mention(key, document, name, kind, frozenset({written or name}), linked=bool(given["linked"]), **sets)


def found(*mentions: Mention) -> tuple[dict[tuple[str, str], str], list[str]]:
    """Clusters by (name, document) with the name or "another" that they lead to, and the reasons of the doubts."""
    came = identities(mentions)
    names = {m.key: m.name for m in mentions}
    clusters = {
        (names[key], document): names.get(actor, "another") for (key, document), (actor, _) in came.clusters.items()
    }
    return clusters, sorted(came.doubts.values())


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"countries": ["Norland"]}, {"countries": ["Sudland"]}, "country: Norland and Sudland"),
        ({"parties": ["Green"]}, {"parties": ["Labour"]}, "party: Green and Labour"),
        ({"roles": ["state senator"]}, {"roles": ["plumber from Ohio"]}, "role: state senator and plumber from Ohio"),
    ],
)
def test_two_people_of_one_name_are_kept_apart_and_told(one: dict, other: dict, told: str) -> None:
    clusters, doubts = found(
        mention("John Miller", "a", **one), mention("John Miller", "b", **one), mention("John Miller", "c", **other)
    )
    assert clusters == {("John Miller", "c"): "another"}
    assert doubts == [f"one name, kept apart: {told}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"roles": ["mayor"]}, {"roles": ["lawyer"]}),
        ({"roles": ["councillor"]}, {"roles": ["former councillor and teacher"]}),
        ({"roles": ["senator"], "parties": ["Green"]}, {}),
        ({"parties": ["Green"]}, {"parties": ["Green", "Labour"]}),
    ],
)
def test_what_may_be_one_person_stays_one(one: dict, other: dict) -> None:
    assert found(mention("John Miller", "a", **one), mention("John Miller", "b", **other)) == ({}, [])


def test_people_in_the_register_are_left_to_it() -> None:
    apart = [mention("John Miller", d, countries=[c], linked=True) for d, c in (("a", "Norland"), ("b", "Sudland"))]
    assert found(*apart) == ({}, [])


def test_names_that_are_merely_alike_are_never_one() -> None:
    names = ("George W. Bush", "George H. W. Bush", "Jon Miller", "John Miller", "J. Miller", "Joan Millar")
    assert found(*(mention(name, "a") for name in names)) == ({}, [])


def test_an_acronym_is_the_organisation_whose_initials_it_has_where_one_document_has_both() -> None:
    board, short = mention("Saltmere Harbour Board", "a", "organisation"), mention("SHB", "a", "organisation")
    elsewhere = mention("SHB", "b", "organisation")
    assert found(board, short, elsewhere)[0] == {
        ("SHB", "a"): "Saltmere Harbour Board", ("SHB", "b"): "Saltmere Harbour Board",
    }  # fmt: skip
    assert found(board, elsewhere) == ({}, [])  # nothing shows that they are one
    rival = mention("Sudland Housing Bank", "a", "organisation")
    assert found(board, rival, short) == ({}, [])  # it may be either


def test_the_captain_is_the_one_captain_of_the_document() -> None:
    quill = mention("Marta Quill", "a", roles=["Captain"])
    captain = mention("captain", "a", "anonymous", "The captain")
    assert found(quill, captain)[0] == {("captain", "a"): "Marta Quill"}
    assert found(quill, mention("captain", "b", "anonymous", "The captain"))[0] == {}
    assert found(quill, mention("Bo Ray", "a", roles=["ship’s captain"]), captain)[0] == {}
    assert found(quill, mention("captain", "a", "anonymous", "A captain"))[0] == {}


def test_the_union_is_the_one_union_of_the_document() -> None:
    union = mention("Dockers’ Union", "a", "organisation")
    assert found(union, mention("union", "a", "organisation", "the union"))[0] == {("union", "a"): "Dockers’ Union"}
    other = mention("Sailors’ Union", "a", "organisation")
    assert found(union, other, mention("union", "a", "organisation", "the union"))[0] == {}


def test_a_surname_alone_is_left_in_doubt() -> None:
    clusters, doubts = found(mention("Petra Lindqvar", "a"), mention("Jonas Lindqvar", "a"), mention("Lindqvar", "b"))
    assert clusters == {}
    assert doubts == ["“Lindqvar” may be Jonas Lindqvar", "“Lindqvar” may be Petra Lindqvar"]


def test_an_office_with_its_place_is_left_in_doubt_where_one_person_has_it() -> None:
    mayor = mention("mayor of Saltmere", "b", "anonymous", "The mayor of Saltmere")
    assert found(mention("Ingrid Halloway", "a", roles=["mayor"]), mayor) == (
        {}, ["“the mayor of Saltmere” may be Ingrid Halloway"],
    )  # fmt: skip
    leader = mention("leader of the Civic Alliance", "b", "anonymous", "The leader of the Civic Alliance")
    assert found(mention("Marta Quill", "a", roles=["pilots’ leader"]), leader) == ({}, [])
    assert len(found(mention("Noor Bellamy", "a", roles=["Alliance leader"]), leader)[1]) == 1
    two = (mention("Ingrid Halloway", "a", roles=["mayor"]), mention("Bo Ray", "c", roles=["mayor"]))
    assert found(*two, mayor) == ({}, [])


NAMES = ("John Miller", "Jane Miller", "Miller", "Harbour Board", "HB", "captain", "union")
MENTIONS = st.lists(
    st.builds(
        mention,
        st.sampled_from(NAMES),
        st.sampled_from("abc"),
        st.sampled_from(("person", "organisation", "anonymous")),
        st.sampled_from(("The captain", "A captain", "")),
        roles=st.lists(st.sampled_from(("captain", "senator", "plumber")), max_size=2),
        countries=st.lists(st.sampled_from(("Norland", "Sudland")), max_size=1),
    ),
    max_size=12,
    unique_by=lambda m: (m.key, m.document),
)


@given(MENTIONS, st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order(mentions: list[Mention], rng: random.Random) -> None:
    shuffled = mentions[:]
    rng.shuffle(shuffled)
    assert identities(shuffled) == identities(mentions)


@given(MENTIONS)
def test_nothing_is_clustered_that_is_not_there(mentions: list[Mention]) -> None:
    came: Identities = identities(mentions)
    there = {(m.key, m.document) for m in mentions}
    assert set(came.clusters) <= there
    assert all(first < second for first, second in came.doubts)
