"""Where a view can be sent, put into another page, and printed: addresses that hold outside of this server."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from starlette.requests import Request

from whipcount.web.site import Site


@dataclass(frozen=True, slots=True)
class Share:
    """What the control of a page offers. ``code`` is None where no site may frame anything."""

    link: str
    small: str
    code: str | None
    brief: str | None = None


def share(site: Site, request: Request, path: str, small: str, *, title: str, height: int) -> Share:
    """The link to a view, and the code that puts its small page into another page.

    Args:
        site: The pages, with the settings that say who may frame them.
        request: Tells by which name the server is reached.
        path: Address of the view in the project.
        small: Address of its small page in the project.
        title: What a screen reader calls the frame.
        height: Of the frame, in CSS pixels.
    """
    root = root_of(site, request)
    code = (
        f'<iframe src="{escape(root + small)}" title="{escape(title)}" width="100%" height="{height}" loading="lazy">'
        "</iframe>"
    )
    return Share(root + path, small, code if site.settings.embed_sites else None)


def root_of(site: Site, request: Request) -> str:
    """What stands before an address of the project for somebody elsewhere, without a stroke at its end."""
    secure = site.settings.team and (site.settings.behind_tls or bool(site.settings.tls_certificate))
    scheme = "https" if secure else request.url.scheme
    prefix = site.project.prefix if site.project else ""
    return f"{scheme}://{request.headers.get('host', '')}{prefix}"
