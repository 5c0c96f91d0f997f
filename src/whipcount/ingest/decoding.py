"""From bytes to text that a database can hold, without a guess where a guess would be wrong.

Byte order mark, then UTF-8, then UTF-16 by its zero bytes, then the legacy encodings (charset-normalizer). What was
done is told: an encoding other than UTF-8 and every replaced character stand in the document's metadata.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from whipcount.ingest.origin import Origin
from whipcount.model import JSON

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PK\x03\x04", "a ZIP archive (or a Word, OpenDocument or EPUB file)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SAMPLE = 65_536
_CONTROL_SHARE = 0.02  # of a sample's bytes; text has none to speak of, random bytes have 11 %
_FEW_CONTROLS = 8  # and so many are no proof in a short text
_MOST_BROKEN = 0.1  # of the non-ASCII characters, for a text still to count as damaged UTF-8
# Bytes that Windows-1252 uses for what English text needs beyond ASCII: € … quotes, dashes, ™, no-break space, £, é …
_WESTERN = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa7\xa9\xab\xad\xae\xb0\xb7\xbb\xbc\xbd\xbe")


class Decoded(NamedTuple):
    """Text, and the encoding that it was in."""

    text: str
    encoding: str

    def notes(self) -> dict[str, JSON]:
        """What the document's metadata says about the decoding; nothing for sound UTF-8."""
        return {} if self.encoding == "utf-8" else {"encoding": self.encoding}


def decode(data: bytes, origin: Origin, *, declared: str | None = None) -> Decoded:
    """Text of the bytes; ``declared`` is the encoding that a page claims, believed only where UTF-8 fails.

    Raises:
        InputError: A known binary format, bytes that are no text, or an encoding that cannot be told.
    """
    check_type(data, origin)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    wide = _zero_bytes(data)
    if wide:
        return _marked(data, wide)
    # Zero bytes around the text are padding: they are replaced later, one for one
    sample = data[:_SAMPLE].strip(b"\0 \r\n\t")
    if len(_CONTROL.findall(sample)) > max(_FEW_CONTROLS, _CONTROL_SHARE * len(sample)):
        raise origin.error("binary", "the bytes are not text. Leave the file out, or convert it to text.")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _damaged(data) or _legacy(data, origin, declared)


def check_type(data: bytes, origin: Origin) -> None:
    """Raise InputError where the first bytes are those of a format that is not text."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise origin.error("type", f"this is {name}, whatever its name says. Save it as text or HTML first.")


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding)


def _zero_bytes(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Western text is zero."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * pairs and odd < 0.05 * pairs else None


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes, or cut off inside a character: broken ones become U+FFFD."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(map(len, re.findall("[^\0-\x7f\ufffd]+", text)))
    cut_off = broken == 1 and text.endswith("\ufffd") and data[-1] >= 0x80 and _starts_character(data[-3:])
    if cut_off or (whole and broken <= _MOST_BROKEN * whole):
        return Decoded(text, f"utf-8 ({broken} broken)")
    return None


def _starts_character(tail: bytes) -> bool:
    """Whether the bytes end in the first part of a UTF-8 character of three or four bytes."""
    return bool(re.search(rb"(?:[\xe0-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z", tail))


def _legacy(data: bytes, origin: Origin, declared: str | None) -> Decoded:
    if declared and (text := _as_declared(data, declared)) is not None:
        return Decoded(text, declared)
    runs = _HIGH.findall(data[:_SAMPLE])
    high = b"".join(runs)
    western = sum(byte in _WESTERN or byte >= 0xC0 for byte in high)
    # English holds too few of them for statistics to tell Windows-1252 from its neighbours; other scripts hold words
    if len(high) < 1.5 * len(runs) and western >= 0.9 * len(high):
        return Decoded(data.decode("cp1252", "replace"), "cp1252")
    from charset_normalizer import from_bytes  # here: 40 ms to import, needed for one input in a thousand

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            return Decoded(data.decode(best.encoding), best.encoding)
        except (UnicodeDecodeError, LookupError):
            pass  # the sample was cut inside a character, or did not stand for the rest
    raise origin.error("charset", "its encoding could not be told. Save it as UTF-8.")


def _as_declared(data: bytes, declared: str) -> str | None:
    """The text, where the declared encoding is one for text, fits, and gives no control characters."""
    try:
        if codecs.lookup(declared).name in ("utf-7", "utf-16", "utf-32", "utf-8"):
            return None  # UTF-7 hides markup; the others were tried
        text = str(data, declared)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None
    return text if not re.search("[\x80-\x84\x86-\x9f]", text[:_SAMPLE]) else None


def storable(text: str) -> tuple[str, int]:
    """The text with each NUL and lone surrogate replaced by U+FFFD, one for one, and how many there were.

    No database stores a lone surrogate and few a NUL. One for one, so that offsets into the input stay valid.

    >>> storable("a" + chr(0) + "b")
    ('a\ufffdb', 1)
    """
    return _UNSTORABLE.subn("\ufffd", text)
