"""What every page is made of: one file, without network, with one style, and one element that prints."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from openairlift.reports.svg import Markup, el

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""The page may load nothing: a browser enforces what the tests check."""


@lru_cache(maxsize=2)
def asset(name: str) -> Markup:
    """Return a file that is shipped with this room and goes into the page as it is."""
    return Markup(files("openairlift.reports").joinpath(name).read_text(encoding="utf-8"))


def brief(*content: object) -> Markup:
    """Return the body of a page that prints, in the one element that the app hides and shows."""
    return el("body", el("div", *content, id="brief", tabindex="-1"))


def document(title: str, body: Markup) -> str:
    """Return a page in one file: no network, and nothing that a script from elsewhere could do."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        el("style", asset("style.css"), id="brief-style"),
    )
    return "<!DOCTYPE html>\n" + el("html", head, body, lang="en") + "\n"
