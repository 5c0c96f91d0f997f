"""Names are completed within the document, and two people with one surname stay two."""

from __future__ import annotations

import pytest

from support.marked import speakers
from whipcount.model import Attribution, Block, Document, Span
from whipcount.resolve import resolve


def names(text: str, **about: str) -> list[str | None]:
    return [s.name for s in speakers(text, **about)]


def test_a_surname_is_completed_to_the_fullest_form():
    text = (
        "[0:Dr. Anna Maria Berg] <0:said> {0:no}. Later [1:Berg] <1:added> {1:never}.\n\n[2:Ms. Berg] <2:left> {2:it}."
    )
    assert names(text) == ["Anna Maria Berg"] * 3


def test_the_name_may_stand_in_full_only_later():
    assert names("[0:Okafor]<0::> {0:No deal}.\n\nThe deal is off, [1:Foreign Minister Chidi Okafor] <1:said>.") == [
        "Chidi Okafor",
        "Chidi Okafor",
    ]


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        (
            "House Foreign Affairs Committee Chair Michael Novak",
            "Michael Novak",
            "House Foreign Affairs Committee Chair",
        ),
        ("Defense Secretary Laura Osei", "Laura Osei", "Defense Secretary"),
        ("U.S. Secretary of State Anthony Boone", "Anthony Boone", "U.S. Secretary of State"),
        ("Mayor of Leeds Susan Hale", "Susan Hale", "Mayor of Leeds"),
        ("Rep. Jane Doe (R-Ariz.)", "Jane Doe", "Rep"),
        ("Hugh Hill, a doctor,", "Hugh Hill", "doctor"),
        ("Jens Holm, a spokesman for the ministry,", "Jens Holm", "spokesman for the ministry"),
        ("the state’s Democratic senator, Joan Shahin,", "Joan Shahin", "state’s Democratic senator"),
        ("Democratic strategist Hank Shein", "Hank Shein", "Democratic strategist"),
        ("Ben van der Berg, who led the talks,", "Ben van der Berg", None),
        ("Brent Boswell Jr.", "Brent Boswell Jr.", None),
        ("Acme Institute’s Doug Holtz-Eakin", "Doug Holtz-Eakin", None),
    ],
)
def test_titles_and_appositions_are_roles_and_no_part_of_the_name(source: str, name: str, role: str | None):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:it is late}}.")
    assert (speaker.name, speaker.kind) == (name, "person")
    assert (speaker.role or "").rstrip(".") == (role or "")


def test_a_role_given_elsewhere_is_found_and_its_place_is_evidence():
    text = "[0:Osei] <0:spoke of> {0:targets}. Defense Secretary Laura Osei was in Bonn."
    (speaker,) = speakers(text)
    plain = text.replace("[0:Osei]", "Osei").replace("<0:spoke of>", "spoke of").replace("{0:targets}", "targets")
    assert speaker.role == "Defense Secretary"
    assert "Defense Secretary" in [plain[s.start : s.end] for s in speaker.evidence]


@pytest.mark.parametrize(
    ("source", "party"),
    [("Rep. Jane Doe (R-Ariz.)", "Republican"), ("Sen. Ann Roe, D-Vt.,", "Democrat"),
     ("Republican Senator Ann Roe", "Republican"), ("Labour MP Ann Roe", "Labour"), ("Ann Roe", None)],
)  # fmt: skip
def test_the_party_is_read_from_brackets_and_titles(source: str, party: str | None):
    assert speakers(f"[0:{source}] <0:said> {{0:it is late}}.")[0].party == party


def test_an_honorific_tells_namesakes_apart():
    text = (
        "Tom Lindqvist and his wife, Sara Lindqvist, came. [0:Mr. Lindqvist] <0:said> {0:yes}. "
        "[1:Mrs. Lindqvist] <1:said> {1:no}."
    )
    assert names(text) == ["Tom Lindqvist", "Sara Lindqvist"]


def test_an_honorific_that_fits_nobody_named_in_full_is_somebody_else():
    text = "Sara Lindqvist opened the fair. [0:Mr. Lindqvist] <0:said> {0:yes}."
    assert names(text) == ["Lindqvist"]


def test_a_bare_surname_of_several_people_is_marked_ambiguous():
    text = "Tom Lindqvist came, and so did his wife, Sara Lindqvist.\n\n[0:Lindqvist] <0:said> {0:yes}."
    (speaker,) = speakers(text)
    (alone,) = speakers("Tom Lindqvist came.\n\n[0:Lindqvist] <0:said> {0:yes}.")
    assert (speaker.name, speaker.rule) == ("Tom Lindqvist", "ambiguous")
    assert speaker.confidence < alone.confidence


def test_short_forms_of_a_first_name_are_one_person():
    text = "Michael Okoro spoke. [0:Mike Okoro] <0:said> {0:yes}. [1:Okoro] <1:left> {1:it}."
    assert len(set(names(text))) == 1


def test_apostrophes_of_either_shape_are_one_name():
    assert names("Commissioner James O’Neill came. [0:O'Neill] <0:said> {0:yes}.") == ["James O’Neill"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[0:The Northern Times] <0:reported> {0:a fire}.", "Northern Times"),
        ("The Trade Union Congress met. [0:The TUC] <0:said> {0:no}.", "Trade Union Congress"),
        ("[0:Kyiv] <0:denied> {0:it}.", "Kyiv"),
        ("[0:The Department of Energy] <0:denied> {0:it}.", "Department of Energy"),
        ("[0:A new Acme University poll released Monday] <0:shows> {0:a lead}.", "Acme University poll"),
        ("[0:A Northern Times article] <0:says> {0:so}.", "Northern Times"),
    ],
)
def test_organisations_keep_their_name(text: str, name: str):
    (speaker,) = speakers(text)
    assert (speaker.name, speaker.kind) == (name, "organisation")


def test_people_named_together_are_one_group():
    text = "Michael Novak and Laura Turner came. [0:Novak and Turner] <0:wrote> {0:a letter}. [1:They] <1:said> {1:go}."
    first, second = speakers(text)
    assert (first.name, first.kind) == ("Michael Novak and Laura Turner", "group")
    assert second.name == first.name


def test_a_name_in_capitals_is_written_as_a_name():
    assert names("[0:WALLENBERG]<0::> {0:Go on}.\n\nFor the rest see below.") == ["Wallenberg"]


def test_people_named_together_with_others_speak_together():
    text = "[0:Mayor Ida Brandt, Deputy Mayor Tomas Eide and other city leaders] <0:signed> {0:the letter}."
    speaker = speakers(text)[0]
    assert (speaker.name, speaker.kind) == ("Ida Brandt and Tomas Eide", "group")


def test_a_photo_credit_is_no_antecedent():
    credit = "(Jan Novak/Harbour Images News Agency)"
    text = f"The letter came on Monday.\n\n{credit}\n\nIt criticises the council."
    at, it = text.index(credit), text.index("It criticises")
    blocks = (
        Block("body", 0, at - 2),
        Block("credit", at, at + len(credit)),
        Block("body", it, len(text)),
    )
    found = Attribution((Span(it, it + 2),), (Span(it + 3, it + 13),), (Span(it + 14, len(text) - 1),), "indirect", 1.0)
    assert resolve(Document("d", "d", text, "", blocks=blocks), [found])[0].name is None


def test_a_misspelt_surname_is_the_one_person_it_may_be_and_says_so():
    text = "Ida Brandtner came. [0:Brantner] <0:said> {0:no}. [1:She] <1:added> {1:never}. [2:Bo Berg] <2:left> {2:it}."
    found = speakers(text)
    assert [s.name for s in found] == ["Ida Brandtner", "Ida Brandtner", "Bo Berg"]
    assert found[0].rule == "misspelt"


@pytest.mark.parametrize("source", ["Bergs", "Lindquist", "Mr. Brantner"])
def test_a_like_name_is_somebody_else(source: str):
    """Short names, names like those of two people, and a gentleman beside a lady are not joined."""
    text = f"Bo Berg, Ida Brandtner, Tom Lindqvist and Ann Lindquest came. [0:{source}] <0:said> {{0:no}}."
    assert names(text)[0] not in ("Bo Berg", "Ida Brandtner", "Tom Lindqvist", "Ann Lindquest")


@pytest.mark.parametrize("name", ["Jabbar al-Hilfi", "Hamad el-Sisi", "Nour ul-Haq", "Luc d’Arcy"])
def test_a_particle_grown_together_with_a_name_belongs_to_it(name: str):
    family = name.split()[-1]
    text = f"[0:Iraq's oil minister, {name},] <0:said> {{0:no}}. [1:{family[0].upper()}{family[1:]}] <1:said> {{1:no}}."
    assert names(text) == [name, name]


def test_what_an_office_is_of_opens_a_sentence_too():
    (speaker,) = speakers("The town voted. [0:Town Manager Beth Kowalski] <0:said> {0:no}.")
    assert speaker.role == "Town Manager"


def test_one_of_them_is_somebody_unnamed():
    text = "Two men were at the gate. [0:One of them] <0:said> {0:no}. [1:The other] <1:said> {1:yes}."
    assert [s.kind for s in speakers(text)] == ["anonymous", "anonymous"]


def test_we_with_words_beside_it_is_the_writer():
    (speaker,) = speakers("[0:We at this newspaper] <0:argued> {0:no}.", byline="By Fergus Lyle")
    assert (speaker.name, speaker.kind) == ("Fergus Lyle", "writer")


@pytest.mark.parametrize("name", ["Rebecca Hall", "Kari Lake", "Dorothy Day", "Bill A. Post"])
def test_a_first_name_makes_a_person_of_a_surname_that_is_a_place_too(name: str):
    (speaker,) = speakers(f"[0:{name}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "person")


@pytest.mark.parametrize("name", ["Trinity Church", "Carnegie Hall"])
def test_a_church_stays_a_church(name: str):
    (speaker,) = speakers(f"[0:{name}] <0:said> {{0:no}}.")
    assert speaker.kind == "organisation"


def test_the_conservative_of_a_place_is_a_description():
    text = "Oliver Penhaligon, the minister for fisheries, left. [0:The Cornish Conservative] <0:said> {0:no}."
    assert names(text) == ["Oliver Penhaligon"]


def test_capitals_at_the_head_of_a_turn_are_a_surname():
    found = speakers("[0:MOYLAN]<0::> {0:I do not.}\n\n[1:CNN]<1::> {1:Why?}")
    assert [(s.name, s.kind) for s in found] == [("Moylan", "person"), ("CNN", "organisation")]


def test_a_foreign_word_of_address_is_no_name():
    text = "Leticia Moreau-Díaz came. [0:Moreau-Díaz] <0:said> {0:no}. [1:Mme Moreau-Díaz] <1:said> {1:no}."
    assert names(text) == ["Leticia Moreau-Díaz"] * 2


def test_names_of_other_languages_show_a_gender():
    text = "PM Rui Falcão met the union leader Teresa Abrantes. [0:She] <0:accused> {0:him}. [1:He] <1:denied> {1:it}."
    assert names(text) == ["Teresa Abrantes", "Rui Falcão"]


@pytest.mark.parametrize("name", ["Channel 9", "Radio 4"])
def test_a_numbered_station_is_an_organisation(name: str):
    (speaker,) = speakers(f"[0:{name}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.kind) == (name, "organisation")
