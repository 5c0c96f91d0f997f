"""What is seen of a case beside the rule: rivals, and whether other ways to resolve it agree."""

from __future__ import annotations

from support.marked import marked
from whipcount.model import Speaker
from whipcount.resolve.confidence import calibrated
from whipcount.resolve.doubts import afterthoughts
from whipcount.resolve.reading import Reading
from whipcount.resolve.rules import sweep


def seen(text: str) -> tuple[str, ...]:
    """What was seen of the last statement of an article."""
    reading = Reading.begin(*marked(text))
    for _ in sweep(reading):
        pass
    last = len(reading.attributions) - 1
    return (*reading.seen[last], *afterthoughts(reading)[last])


def test_a_pronoun_after_the_only_person_has_no_rival_and_all_ways_agree():
    found = seen("[0:Tom Berg] <0:said> {0:yes}. [1:He] <1:added> {1:no}.")
    assert "acted=True spoke=True pronoun" in found
    assert "nearer=0 pronoun" in found
    assert "by name=True pronoun" in found


def test_somebody_nearer_is_seen():
    found = seen("[0:Tom Berg] <0:said> {0:yes}. John Hale and Bo Ek came. [1:Berg] <1:added> {1:no}.")
    assert "nearer=2 name" in found


def test_words_that_stay_as_they_are_say_their_kind():
    found = seen("It rained. [0:The union] <0:said> {0:no}.")
    assert "noun=body plural=False opens=the organisation" in found


def test_a_statement_beside_others_by_the_same_speaker_is_seen():
    found = seen("[0:Tom Berg] <0:said> {0:yes}. [1:Berg] <1:added> {1:no}.")
    assert "beside=1 name" in found


def test_what_was_seen_counts():
    speaker = Speaker("union", "organisation", "The union", rule="description_kept", confidence=0.7)
    people = calibrated(speaker, None, ("noun=person plural=True capitals=False",)).confidence
    thing = calibrated(speaker, None, ("noun=other plural=False opens=none none",)).confidence
    assert people > thing


def test_how_the_statements_beside_were_resolved_is_seen():
    found = seen("[0:Tom Berg] <0:said> {0:yes}. [1:He] <1:added> {1:no}.")
    assert "before=name pronoun" in found
    assert "before same=True by name=True pronoun" in found
    assert "after=none pronoun" in found


def test_the_pronoun_itself_and_what_stands_where_nobody_does_are_seen():
    assert "pronoun=he quoted=False" in seen("[0:Tom Berg] <0:said> {0:yes}. [1:He] <1:added> {1:no}.")
    assert "nobody stands there, cue=according" in seen("It rained, <0:according to reports>, {0:a lot}.")


def test_whether_the_same_words_mean_the_same_speaker_everywhere_is_seen():
    met = "[0:Tom Berg] <0:said> {0:yes}. "
    assert "same words=none name" in seen(met)
    assert "same words=same name" in seen(f"{met}[1:Tom Berg] <1:added> {{1:no}}.")
    two = (
        "[0:Tom Berg] <0:said> {0:yes}. [1:He] <1:added> {1:so}. [2:Bo Ek] <2:said> {2:no}. [3:He] <3:added> {3:never}."
    )
    assert "same words=other pronoun" in seen(two)
