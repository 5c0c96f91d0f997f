"""The lists, the user's first, give a term its name; a document's own definition goes before the shipped list."""

from __future__ import annotations

from support.terms_found import terms_in, written
from whipcount.model import Document, KnownTerm
from whipcount.terms import find_terms
from whipcount.terms.listed import shipped


def test_a_widely_known_acronym_has_its_long_name() -> None:
    text = "The F.B.I. asked, and an FBI agent answered."
    term = terms_in(text)["Federal Bureau of Investigation"]
    assert (term.acronym, term.kind, term.rule) == ("FBI", "agency", "list")
    assert written(text, term) == ["F.B.I", "FBI"]


def test_the_documents_own_meaning_goes_before_the_list() -> None:
    text = "The European Parking Agency (EPA) ruled. The EPA, it said, would not move."
    found = terms_in(text)
    assert list(found) == ["European Parking Agency"]
    assert written(text, found["European Parking Agency"]) == ["European Parking Agency", "EPA", "EPA"]


def test_an_acronym_that_means_another_thing_here_is_not_the_listed_terms() -> None:
    text = (
        "The European Parking Agency (EPA) wrote to the Environmental Protection Agency. The EPA waits for an answer."
    )
    found = terms_in(text)
    assert {name: term.acronym for name, term in found.items()} == {
        "European Parking Agency": "EPA",
        "Environmental Protection Agency": None,
    }
    assert len(found["European Parking Agency"].mentions) == 3


def test_the_users_list_goes_before_all() -> None:
    own = KnownTerm("Mole Repair Scheme", "programme", ("MRS plan", "Mole Act"))
    text = "The Mole Act passed. The MRS plan, or the Mole Repair Scheme, begins."
    found = terms_in(text, own)
    assert list(found) == ["Mole Repair Scheme"]
    term = found["Mole Repair Scheme"]
    assert (term.kind, term.rule) == ("programme", "own")
    assert written(text, term) == ["Mole Act", "MRS plan", "Mole Repair Scheme"]


def test_a_listed_name_that_is_not_there_is_no_term() -> None:
    assert not terms_in("Nothing of the kind was said.", KnownTerm("Mole Repair Scheme", "programme"))


def test_an_unexplained_acronym_is_kept_below_what_is_shown() -> None:
    """Another document may say what it stands for."""
    text = "He gave them the XQTZ at noon."
    (term,) = find_terms(Document("d", "d", text, ""))
    assert (term.name, term.kind, term.rule) == ("XQTZ", "other", "capitals")
    assert term.confidence < 0.5


def test_no_widely_known_name_is_claimed_twice() -> None:
    names = [name for term in shipped() for name in (term.name, *term.aliases)]
    assert len(names) == len(set(names))


def test_a_definition_of_a_names_end_is_one_of_the_name() -> None:
    text = "Denver's Department of Housing Stability, or HOST, runs it. HOST will grow."
    found = terms_in(text)
    assert list(found) == ["Department of Housing Stability"]
    term = found["Department of Housing Stability"]
    assert (term.kind, written(text, term)) == ("agency", ["Department of Housing Stability", "HOST", "HOST"])


def test_whose_law_it_is_is_no_part_of_a_defined_name() -> None:
    text = "The European Commission's Digital Services Act (DSA) applies. The DSA bans dark patterns."
    assert [name for name in terms_in(text) if name.endswith("Act")] == ["Digital Services Act"]


def test_a_digit_may_stand_for_a_word() -> None:
    text = "The city's Safe Streets for All programme (SS4A) got money. SS4A will grow."
    (term,) = [term for term in terms_in(text).values() if term.acronym == "SS4A"]
    assert written(text, term)[-1] == "SS4A"
