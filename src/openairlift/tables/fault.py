"""The one error of the cell grammar."""

from __future__ import annotations

from openairlift.errors import OpenAirliftError


class CellError(OpenAirliftError, ValueError):
    """A cell can't be read.

    Attributes
    ----------
    what : the fault, without the place where it stands.
    allowed : what would be accepted, or None.
    nearest : the nearest valid word, or None.
    """

    def __init__(self, what: str, *, allowed: str | None = None, nearest: str | None = None) -> None:
        self.what = what
        self.allowed = allowed
        self.nearest = nearest
        text = what if allowed is None else f"{what}; allowed: {allowed}"
        super().__init__(text if nearest is None else f"{text}; did you mean {nearest!r}?")
