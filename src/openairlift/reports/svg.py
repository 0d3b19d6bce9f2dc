"""Building HTML and SVG as text: one function that makes an element and escapes everything it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "col"})
"""HTML elements without content."""


class Markup(str):
    """Text that is markup already and must not be escaped again."""

    __slots__ = ()


def escape(text: object) -> Markup:
    """Return text that is safe between tags and inside a quoted attribute.

    Characters that no document may hold (control characters, lone surrogates) become U+FFFD.

    Examples
    --------
    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    if isinstance(text, Markup):
        return text
    clean = _CONTROL.sub("\ufffd", str(text))
    for raw, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        clean = clean.replace(raw, safe)
    return Markup(clean)


def number(value: float, *, digits: int = 2) -> str:
    """Return a coordinate in the shortest form, always with a point and never as minus zero.

    Examples
    --------
    >>> number(3.0), number(-0.001), number(12.345)
    ('3', '0', '12.35')
    """
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def join(children: object) -> Markup:
    """Join children into one piece of markup; None is left out, lists are flattened, text is escaped."""
    if children is None:
        return Markup("")
    if isinstance(children, str):
        return escape(children)
    if isinstance(children, Iterable):
        return Markup("".join(join(child) for child in children))
    return escape(number(children) if isinstance(children, float) else children)


def el(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element with its children and attributes, all escaped.

    A trailing underscore of an attribute is dropped (``class_``), others become hyphens (``stroke_width``). An
    attribute that is None or False is left out; True repeats its own name, which is well-formed XML too.

    Examples
    --------
    >>> el("p", "5 < 6", class_="note")
    '<p class="note">5 &lt; 6</p>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-") if key != "viewBox" else key
        if not _NAME.fullmatch(attribute):
            raise ValueError(f"{key!r} is no attribute name")
        if value is True:
            value = attribute
        text = number(value) if isinstance(value, float) else value
        parts.append(f'{attribute}="{escape(text)}"')
    content = join(children)
    head = " ".join(parts)
    if name in VOID:
        return Markup(f"<{head}/>")
    return Markup(f"<{head}>{content}</{name}>")


def picture(
    *children: object, width: float, height: float, title: str, description: str, key: str, class_: str = ""
) -> Markup:
    """Return an SVG picture that scales with its column and carries a title and a description for screen readers.

    Parameters
    ----------
    width, height : of the picture's own coordinates.
    title, description : what it shows, in a line and in full.
    key : prefix of the ids in this picture; unique in the page.
    """
    return el(
        "svg",
        el("title", title, id=f"{key}-title"),
        el("desc", description, id=f"{key}-desc"),
        *children,
        viewBox=f"0 0 {number(width)} {number(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_=f"picture {class_}".strip(),
    )


def path(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """Return the path data of a polyline.

    Examples
    --------
    >>> path([(0, 0), (1, 2.5)])
    'M0 0L1 2.5'
    """
    steps = [f"{number(x, digits=1)} {number(y, digits=1)}" for x, y in points]
    if not steps:
        return ""
    return "M" + "L".join(steps) + ("Z" if closed else "")
