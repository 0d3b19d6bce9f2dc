"""Lines of a terminal: 100 columns, and nothing in them that a terminal would obey."""

from __future__ import annotations

import textwrap

WIDTH = 100


def wrap(text: object, indent: str = "  ", hang: str | None = None) -> list[str]:
    r"""Return a text as indented lines; what can't be printed, escape sequences too, becomes a mark.

    Parameters
    ----------
    text : in one paragraph.
    indent, hang : of the first line and of the others; None = as the first.

    Examples
    --------
    >>> wrap("Relief\x1b[2J  by air", "- ", "  ")
    ['- Relief�[2J by air']
    """
    clean = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(str(text).split()))
    return textwrap.wrap(
        clean, WIDTH, initial_indent=indent, subsequent_indent=indent if hang is None else hang, break_on_hyphens=False
    )
