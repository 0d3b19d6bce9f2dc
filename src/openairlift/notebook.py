"""Small views of objects for notebooks: a title and a table, escaped, without scripts or styles from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def rich(title: str, rows: Sequence[tuple[str, object]], *, note: str | None = None) -> str:
    """Return a title and a table of two columns as HTML.

    Parameters
    ----------
    title : what it is.
    rows : names with values; a value that is None or "" is left out.
    note : a line below; None = none.

    Examples
    --------
    >>> rich("A <plan>", [("missions", 3), ("notes", None)])
    '<div><strong>A &lt;plan&gt;</strong><table><tr><th scope="row">missions</th><td>3</td></tr></table></div>'
    """
    cells = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(str(value))}</td></tr>'
        for name, value in rows
        if value not in (None, "")
    )
    below = f"<p><small>{escape(note)}</small></p>" if note else ""
    return f"<div><strong>{escape(title)}</strong><table>{cells}</table>{below}</div>"
