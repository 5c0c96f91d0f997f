"""Guards of revision 0003 in SQLite's own words: a term's spans are held to the text as a statement's are."""

from __future__ import annotations

from whipcount.store.migrations.sqlite_0001 import append_only, guard

_APPEND_ONLY = {
    "terms": "number = NEW.number",
    "term_spans": "term = NEW.term AND role = NEW.role AND piece = NEW.piece",
}
_TEXT = "(SELECT text FROM texts WHERE number = NEW.document)"

TRIGGERS = [
    *append_only(_APPEND_ONLY),
    guard(
        "term_spans_sealed",
        "BEFORE INSERT ON term_spans",
        "EXISTS (SELECT 1 FROM terms WHERE number = NEW.term)",
        "a term takes no more mentions once it is stored",
    ),
    guard(
        "term_spans_inside",
        "BEFORE INSERT ON term_spans",
        "typeof(NEW.start) <> 'integer' OR typeof(NEW.\"end\") <> 'integer'"
        f' OR NEW."end" > ifnull(length({_TEXT}), -1)',
        "a span does not lie inside the text of its document",
    ),
    guard(
        "term_spans_surroundings",
        "BEFORE INSERT ON term_spans",
        f"NEW.prefix IS NOT substr({_TEXT}, max(NEW.start - 32, 0) + 1, min(NEW.start, 32))"
        f' OR NEW.suffix IS NOT substr({_TEXT}, NEW."end" + 1, 32)',
        "the prefix or suffix of a span is not what stands around it",
    ),
    guard(
        "terms_evidence",
        "BEFORE INSERT ON terms",
        "NOT EXISTS (SELECT 1 FROM term_spans WHERE term = NEW.number AND role = 'mention')",
        "a term needs the span of a mention",
    ),
    guard(
        "terms_one_document",
        "BEFORE INSERT ON terms",
        "EXISTS (SELECT 1 FROM term_spans WHERE term = NEW.number AND document <> NEW.document)"
        " OR NEW.document IS NOT (SELECT document FROM extractions WHERE number = NEW.extraction)",
        "a term and its mentions belong to one document",
    ),
]
