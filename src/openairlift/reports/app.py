"""The app inside a page: script, style and record in one file, and the page as it prints below it."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from openairlift.errors import OpenAirliftError
from openairlift.reports.svg import Markup
from openairlift.reports.view import view_bytes

FILES = ("app.js", "app.css")
"""What the build leaves in ``reports/data/app``."""

RECORD_ID = "airlift-view"


@lru_cache(maxsize=len(FILES))
def built(name: str) -> str:
    """Return a file of the built app.

    Raises
    ------
    OpenAirliftError
        When the app was not built, as in a checkout that was never installed.
    """
    try:
        return files("openairlift.reports").joinpath("data", "app", name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise OpenAirliftError(
            f"the app's {name} is missing: it is built by `pip install .`, or in a checkout by `python hatch_build.py`"
        ) from None


def with_app(page: str, record: dict[str, Any]) -> str:
    """Return a page with the app on top, which carries the record; without scripts, and in print, the page remains.

    Parameters
    ----------
    page : HTML with one ``<head>`` and a ``<body>`` whose content is in one element with id ``brief``.
    record : as `openairlift.reports.view.view` makes it.
    """
    head = f"<style>{_inside(built('app.css'), 'style')}</style>"
    data = view_bytes(record).decode("utf-8").replace("<", "\\u003c").replace("\u2028", "\\u2028")
    tail = (
        f'<script type="application/json" id="{RECORD_ID}">{data}</script>\n'
        f"<script>{_inside(built('app.js'), 'script')}</script>\n"
    )
    opened, closed = page.index("</head>"), page.rindex("</body>")
    start = page.index(">", page.index("<body")) + 1
    return "".join(
        (page[:opened], head, page[opened:start], '<div id="app"></div>', page[start:closed], tail, page[closed:])
    )


def record_in(page: bytes) -> bytes | None:
    """Return the record that a page carries, as JSON; None where it carries none.

    Examples
    --------
    >>> record_in(b'<script type="application/json" id="airlift-view">{"form":1}</script>')
    b'{"form":1}'
    """
    _, found, rest = page.partition(f'<script type="application/json" id="{RECORD_ID}">'.encode())
    return rest[: rest.index(b"</script>")] if found else None


def _inside(text: str, element: str) -> Markup:
    """Return a text that may stand inside of an element of its own: nothing in it may end that element."""
    if f"</{element}" in text.lower() or "<!--" in text:
        raise OpenAirliftError(f"the built app holds text that would end a {element} element; build it anew")
    return Markup(text)
