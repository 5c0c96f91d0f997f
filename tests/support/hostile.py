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
