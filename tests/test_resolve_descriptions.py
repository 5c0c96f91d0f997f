"""Descriptions find their person by role; groups, unnamed sources and impersonal ones are kept as such."""

from __future__ import annotations

import pytest

from support.marked import speakers

PEOPLE = (
    "Senator Ann Roe (R-Ariz.) met former foreign minister Tom Berg and Chi Nwosu, a billionaire investor. "
    "John Hale, the chancellor, was away.\n\n"
)


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("the Arizona Republican", "Ann Roe"),
        ("the senator", "Ann Roe"),
        ("the former foreign minister", "Tom Berg"),
        ("the billionaire", "Chi Nwosu"),
        ("the chancellor", "John Hale"),
    ],
)
def test_a_description_finds_its_person(description: str, name: str):
    (speaker,) = speakers(f"{PEOPLE}[0:{description}] <0:said> {{0:it is late}}.")
    assert speaker.name == name
    assert speaker.rule == "description_role"


@pytest.mark.parametrize("source", ["Labour’s shadow chancellor", "The deputy chancellor", "Norland’s chancellor"])
def test_a_like_office_is_not_the_same_office(source: str):
    (speaker,) = speakers(f"{PEOPLE}[0:{source}] <0:said> {{0:it is late}}.")
    assert speaker.name != "John Hale" or speaker.confidence < 0.5


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("advocates of the ban", "advocates of the ban", "group"),
        ("A group of high-level lawmakers", "group of high-level lawmakers", "group"),
        ("52 percent of the voters", "52 percent of the voters", "group"),
        ("critics", "critics", "group"),
        ("Republicans", "Republicans", "group"),
        ("a senior official", "senior official", "anonymous"),
        ("two senior officials", "two senior officials", "anonymous"),
        ("sources close to the talks", "sources close to the talks", "anonymous"),
        ("the report", "report", "none"),
        ("public records", "public records", "none"),
    ],
)
def test_who_is_not_named_is_kept_by_description(source: str, name: str, kind: str):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:it is late}}.")
    assert (speaker.name, speaker.kind) == (name, kind)
    assert speaker.on_behalf_of is None


def test_a_possessive_pronoun_is_replaced_by_the_name():
    speakers_ = speakers("Laura Osei ran. [0:Her campaign] <0:said> {0:yes}. [1:Her supporters] <1:said> {1:no}.")
    assert [(s.name, s.kind) for s in speakers_] == [("Osei campaign", "organisation"), ("Osei’s supporters", "group")]
    assert speakers_[0].on_behalf_of == "Laura Osei"


@pytest.mark.parametrize(
    ("source", "behalf"),
    [
        ("a spokesman for Laura Osei", "Laura Osei"),
        ("Osei’s lawyer", "Laura Osei"),
        ("Jens Holm, a spokesman for Laura Osei,", "Laura Osei"),
        ("Jens Holm, a baker,", None),
    ],
)
def test_a_spokesman_speaks_for_somebody(source: str, behalf: str | None):
    assert speakers(f"Laura Osei ran. [0:{source}] <0:said> {{0:yes}}.")[0].on_behalf_of == behalf


def test_the_report_is_that_of_whoever_reported():
    text = "[0:Acme Institute] <0:published> {0:a study}. [1:The study] <1:says> {1:it is late}."
    assert speakers(text)[1].name == "Acme Institute"


def test_a_further_paragraph_without_a_source_goes_on():
    text = '[0:Laura Osei] <0:said> {0:"We won.}\n\n{1:"And we shall win."}'
    assert speakers(text)[1].name == "Laura Osei"
    assert speakers(text)[1].rule == "continued"


def test_a_participle_takes_the_subject_of_the_sentence():
    text = "Laura Osei left the room, <0:saying> {0:it was late}."
    assert speakers(text)[0].name == "Laura Osei"


def test_a_passive_without_agent_is_nobody():
    (speaker,) = speakers("Laura Osei <0:is expected> {0:to win}.")
    assert (speaker.name, speaker.kind) == (None, "none")


def test_other_words_for_the_person_of_the_story_mean_that_person():
    text = "Ida Brandt spoke on Monday. She was clear. [0:The retired neurosurgeon] <0:said> {0:no}."
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.rule) == ("Ida Brandt", "description_salient")


@pytest.mark.parametrize(
    "text",
    [
        "Ida Brandt met a surgeon. She was clear. [0:The surgeon] <0:said> {0:no}.",
        "Ida Brandt spoke on Monday. She was clear. [0:The employee] <0:said> {0:no}.",
        "Ida Brandt spoke on Monday. She was clear. [0:The Berg supporter] <0:said> {0:no}.",
    ],
)
def test_words_for_somebody_else_stay_as_written(text: str):
    (speaker,) = speakers(text)
    assert speaker.kind == "anonymous"


def test_a_title_of_two_words_is_one_at_the_start_of_a_sentence_too():
    text = "Vice President Ida Brandt left. In Bergen, [0:the vice president] <0:said> {0:no}."
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.rule) == ("Ida Brandt", "description_role")


@pytest.mark.parametrize("source", ["The Swede", "The 58-year-old"])
def test_one_person_called_by_land_or_age_is_whoever_is_plainly_in_mind(source: str):
    (speaker,) = speakers(f"In a letter, founder Ulf Lindgren wrote a lot. [0:{source}] <0:said> {{0:no}}.")
    assert speaker.name == "Ulf Lindgren"


def test_a_people_is_not_one_person():
    (speaker,) = speakers("In a letter, founder Ulf Lindgren wrote a lot. [0:The French] <0:said> {0:no}.")
    assert speaker.name != "Ulf Lindgren"


def test_an_office_held_until_a_month_is_that_office():
    text = (
        "[0:Mr Abbott, who was transport minister until March,] <0:said> {0:no}. His successor, Joy Linton, disagreed. "
    )
    assert [s.name for s in speakers(text + "[1:The former minister] <1:said> {1:no}.")] == ["Abbott", "Abbott"]
