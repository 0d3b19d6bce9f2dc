"""Errors and issues that a user can act on: what, where, what was got, what is allowed, the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class OpenAirliftError(Exception):
    """Base of every error that this package raises on purpose."""


class UnitError(OpenAirliftError, ValueError):
    """A unit is missing, unknown, or of the wrong kind."""


class UsageError(OpenAirliftError, ValueError):
    """A verb was called with arguments that can't go together; the command line exits with 2."""


class Interrupted(OpenAirliftError):  # noqa: N818 - a state, not a fault
    """Work was stopped by the user; what is done is kept and the same call resumes it."""


class Severity(StrEnum):
    """How much an issue weighs: an error stops the reading, a warning is printed and reported."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing in the input that is wrong or doubtful.

    Attributes
    ----------
    what : the fault in a sentence.
    file : file as the user knows it, relative to the scenario (``places.csv``); a cell of a workbook (``Places!F12``).
    row : line in the file, counted from 1, or None for the whole file.
    column : column or key as the user wrote it, or None.
    got, allowed, nearest : the text found, what would be accepted, the nearest valid name.
    text, at : where the fault stands at a character of a longer text: that text, and the character, counted from 1.
    """

    what: str
    file: str
    row: int | None = None
    column: str | None = None
    got: str | None = None
    allowed: str | None = None
    nearest: str | None = None
    severity: Severity = Severity.ERROR
    text: str | None = None
    at: int | None = None

    @property
    def where(self) -> str:
        """The cell as a person would name it, such as ``places.csv, row 3, column parking`` or ``Places!F12``."""
        if "!" in self.file:  # a cell of a workbook, which says row and column itself
            return self.file + (f" ({self.column})" if self.column is not None else "")
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}" if self.row is not None else f"key {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}"
        if self.got is not None:
            text += f"; got {self.got!r}"
        if self.allowed is not None:
            text += f"; allowed: {self.allowed}"
        if self.nearest is not None:
            text += f"; did you mean {self.nearest!r}?"
        return text


class ScenarioError(OpenAirliftError, ValueError):
    """The scenario can't be used; carries every issue at once."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        errors = [issue for issue in self.issues if issue.severity is Severity.ERROR]
        noun = "issue" if len(errors) == 1 else "issues"
        super().__init__(f"{len(errors)} {noun} in the scenario\n" + "\n".join(_shown(issue) for issue in errors))


def _shown(issue: Issue) -> str:
    lines = [] if issue.text is None or issue.at is None else pointed(issue.text, issue.at)
    return "\n".join([f"  {issue}", *(f"    {line}" for line in lines)])


class TwoStageError(OpenAirliftError, ValueError):
    """A two-stage programme is not well stated, or has no optimum."""


class PlanError(OpenAirliftError, ValueError):
    """A plan can't be carried out as it stands."""


def pointed(text: str, at: int, *, width: int = 90) -> list[str]:
    """Return two lines: the part of a text around a character (counted from 1), and a caret under that character.

    Examples
    --------
    >>> pointed("share => 0.5", 7)
    ['share => 0.5', '      ^']
    """
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    here = min(max(at - 1, 0), len(line))
    first = max(min(here - width // 2, len(line) - width), 0)
    shown = line[first : first + width]
    if first:
        shown = "…" + shown[1:]
    if first + width < len(line):
        shown = shown[:-1] + "…"
    return [shown, " " * (here - first) + "^"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `name`, or None when none is near.

    Examples
    --------
    >>> nearest("parkng", ["parking", "working"])
    'parking'
    """
    names = list(known)
    lowered = {candidate.lower(): candidate for candidate in names}
    found = difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[found[0]] if found else None
