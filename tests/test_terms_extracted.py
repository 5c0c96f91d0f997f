"""A document's terms on their way: in the extraction, in its JSON, and in the version of the pipeline."""

from __future__ import annotations

import json

import pytest

from support.engines import SaidReader
from support.terms_stored import defined
from whipcount.errors import InputError
from whipcount.interchange.extraction import extractions, from_json, to_json
from whipcount.model import Document, KnownTerm, Rejected, document_id
from whipcount.pipeline import extract, extract_many, pipeline_version

TEXT = "Ann Lee said the Harbour Safety Agency (HSA) is slow. Bob Ray said the HSA works. Cy Poe said the pier leaks."


def _document(text: str = TEXT) -> Document:
    id_ = document_id(text, title=None, published=None, outlet=None, given_id="a.txt")
    return Document(id_, "a.txt", text, raw_sha256="0" * 64)


def test_an_extraction_has_its_terms_and_each_statement_those_that_it_mentions() -> None:
    line = to_json(extract(_document(), SaidReader()))
    article, statements = line["document"], line["statements"]
    assert isinstance(article, dict)
    assert isinstance(statements, list)
    assert article["terms"] == [
        {
            "name": "Harbour Safety Agency",
            "kind": "agency",
            "acronym": "HSA",
            "mentions": [[17, 38], [40, 43], [71, 74]],
            "evidence": [[17, 44]],
            "rule": "definition",
            "confidence": 0.95,
        }
    ]
    named = [one.get("terms") for one in statements if isinstance(one, dict)]
    assert named == [["Harbour Safety Agency"], ["Harbour Safety Agency"], None]


def test_a_line_with_terms_is_read_back() -> None:
    made = defined()
    assert list(extractions([json.dumps(to_json(made))])) == [made]


def test_a_document_without_terms_says_nothing_of_them() -> None:
    line = json.dumps(to_json(extract(_document("Ann Lee said it rains."), SaidReader())))
    assert "terms" not in line


def test_a_wrong_field_of_a_term_is_named() -> None:
    line = json.loads(json.dumps(to_json(defined())))
    line["document"]["terms"][0]["kind"] = "tank"
    with pytest.raises(InputError, match=r"document.terms\[0\].kind is 'tank'; it must be one of equipment, law"):
        from_json(line)


def test_a_term_outside_its_text_is_rejected() -> None:
    line = json.loads(json.dumps(to_json(defined())))
    line["document"]["terms"][0]["mentions"] = [[0, 9999]]
    (rejected,) = extractions([json.dumps(line)])
    assert isinstance(rejected, Rejected)
    assert "does not lie inside the text" in rejected.detail


def test_the_users_list_reaches_every_document_and_is_part_of_the_version() -> None:
    own = (KnownTerm("Leaky Pier", "other", ("the pier", "pier")),)
    one, many = extract(_document(), SaidReader(), own), list(extract_many([_document()], SaidReader(), own))
    assert many == [one]
    assert "Leaky Pier" in [term.name for term in one.terms]
    versions = {pipeline_version(SaidReader(), listed) for listed in ((), own, (KnownTerm("Leaky Pier", "law"),))}
    assert len(versions) == 3
    assert pipeline_version(SaidReader(), ()) == pipeline_version(SaidReader())
