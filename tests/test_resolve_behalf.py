"""On whose behalf: spokesmen, lawyers and campaigns are tied to whom they speak for."""

from __future__ import annotations

import pytest

from support.marked import speakers

BEFORE = "Laura Osei’s campaign and the Lakeland Foundation met at the White House. "


@pytest.mark.parametrize(
    ("source", "name", "behalf"),
    [
        ("Osei campaign spokesman Jan Holm", "Jan Holm", "Osei campaign"),
        ("Jan Holm, a spokesman for the Osei campaign,", "Jan Holm", "Osei campaign"),
        ("Jan Holm, the campaign’s press secretary,", "Jan Holm", "Osei campaign"),
        ("Jan Holm, a lawyer for Ms. Osei,", "Jan Holm", "Laura Osei"),
        ("Jan Holm, a spokesman for the foundation,", "Jan Holm", "Lakeland Foundation"),
        ("White House press secretary Jan Holm", "Jan Holm", "White House"),
        ("a Justice Department spokeswoman", "Justice Department spokeswoman", "Justice Department"),
        ("a spokesman for Laura Osei", "spokesman for Laura Osei", "Laura Osei"),
        ("the Osei campaign", "Osei campaign", "Laura Osei"),
        ("Jan Holm, a former spokesman for Ms. Osei,", "Jan Holm", None),
        ("Jan Holm, a lawyer from Ohio,", "Jan Holm", None),
    ],
)
def test_whoever_is_spoken_for_is_named(source: str, name: str, behalf: str | None):
    (speaker,) = speakers(f"{BEFORE}[0:{source}] <0:said> {{0:no}}.")
    assert (speaker.name, speaker.on_behalf_of) == (name, behalf)


def test_a_spokeswoman_of_hers_speaks_for_her():
    (speaker,) = speakers("Laura Osei ran. [0:Her spokeswoman, Ida Brandt,] <0:said> {0:no}.")
    assert (speaker.name, speaker.on_behalf_of) == ("Ida Brandt", "Laura Osei")


def test_it_is_known_again_where_only_the_surname_stands():
    text = f"{BEFORE}Osei campaign spokesman Jan Holm came. [0:Holm] <0:said> {{0:no}}. [1:He] <1:added> {{1:never}}."
    assert [s.on_behalf_of for s in speakers(text)] == ["Osei campaign", "Osei campaign"]


def test_a_nested_voice_is_about_the_outer_speaker():
    """What somebody hopes is his; what he says somebody else would do is the other one's voice within his."""
    text = "[0:Jan Holm] <0:said> {0:[1:he] <1:hoped> {1:to win}} and {2:[2:Ida Brandt] <2:would oppose> it}."
    first, second, third = speakers(text)
    assert (first.name, second.name, third.name) == ("Jan Holm", "Jan Holm", "Ida Brandt")


def test_whoever_is_quoted_does_not_call_himself_he():
    text = 'Tom Berg met Jan Holm. {0:"[1:He] <1:thinks> {1:it is late},"} [0:Holm] <0:said>.'
    assert [s.name for s in speakers(text)] == ["Jan Holm", "Tom Berg"]


@pytest.mark.parametrize("who", ["A source close to", "Someone close to", "Two people close to"])
def test_whoever_is_close_to_somebody_is_not_himself(who: str):
    (speaker,) = speakers(f"[0:{who} Finance Minister Anneli Koskinen] <0:said> {{0:no}}.")
    assert speaker.name is not None
    assert "close to" in speaker.name
    assert speaker.kind in ("anonymous", "group")
    assert speaker.on_behalf_of == "Anneli Koskinen"


def test_a_union_whose_name_holds_its_members_is_spoken_for():
    (speaker,) = speakers("[0:Jan Holm, a spokesman for the Doctors' Union,] <0:said> {0:no}.")
    assert speaker.on_behalf_of == "Doctors' Union"


@pytest.mark.parametrize(
    ("source", "behalf"),
    [
        ("foreign ministry spokesman Guo Linfeng", "foreign ministry"),
        ("a Russian defence ministry spokesman", "Russian defence ministry"),
        ("Jim Tolland, who represents the Northern Hospital,", "Northern Hospital"),
        ("Ann Lee, speaking for the Port Council,", "Port Council"),
        ("Ann Lee, who represents Ohio,", None),
    ],
)
def test_whom_somebody_represents_is_named(source: str, behalf: str | None):
    (speaker,) = speakers(f"[0:{source}] <0:said> {{0:no}}.")
    assert speaker.on_behalf_of == behalf
