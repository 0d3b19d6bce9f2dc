"""How a verb is declared for the web: once, for the interface, the forms of the pages and the process of a job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

MOST_WHOLE = 2**53 - 1
"""Whole numbers up to here are the same in every reader of JSON."""

MOST_TEXT = 10_000
"""Letters of a text."""

MOST_NAMES = 200
"""Entries of a list."""

MOST_TABLE = 1_000_000
"""Letters of a table that is sent along."""


class Kind(StrEnum):
    """What a setting holds."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    NAMES = "names"
    LEVELS = "levels"
    RANGES = "ranges"
    MASS = "mass"
    TIME = "time"
    PERCENT = "percent"
    MOMENT = "moment"
    TABLE = "table"
    PLAN = "plan"
    SCENARIO = "scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One argument of a verb.

    Attributes
    ----------
    name : as the verb's function names it.
    says : one line.
    kind : what it holds; `Kind.TABLE` is the text of a CSV file, `Kind.PLAN` the id of a run or of a job that made a
        plan, `Kind.SCENARIO` the name of a scenario, `Kind.MASS` and `Kind.TIME` a number with its unit.
    low, high : bounds, included; with `above` the lower one is not.
    choices : allowed texts; none = any.
    default : value where it is not stated.
    required : whether it must be stated.
    """

    name: str
    says: str
    kind: Kind = Kind.WHOLE
    low: float | None = None
    high: float | None = None
    above: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb of the command line as the server offers it.

    Attributes
    ----------
    name : as the command line says it.
    says : one line.
    home, text : function that does it, and function that puts its record into words (``module:name``).
    takes : what it is asked about: ``scenario``, ``run``, or nothing.
    settings : its arguments.
    job : whether it is long work, which gets a process of its own.
    told : how it tells progress: ``stages`` (what, done, total), ``words`` (what), ``timed``
        (what, time left), ``none``.
    searches : whether it tells what the planner does.
    out : whether it can write files of its own.
    page : page among these files.
    resumes : whether a folder with part of its work lets it go on.
    """

    name: str
    says: str
    home: str
    text: str
    takes: tuple[str, ...] = ("scenario",)
    settings: tuple[Setting, ...] = ()
    job: bool = True
    told: str = "stages"
    searches: bool = False
    out: bool = False
    page: str | None = None
    resumes: bool = False

    @property
    def slug(self) -> str:
        """The name in an address."""
        return self.name.replace(" ", "-")

    def told_as(self) -> dict[str, Any]:
        """Return the declaration as a record, from which a form can be made."""
        return {
            "name": self.name, "slug": self.slug, "says": self.says, "takes": list(self.takes), "job": self.job,
            "page": self.page is not None, "resumes": self.resumes,
            "settings": [
                {
                    "name": item.name, "says": item.says, "kind": str(item.kind), "low": item.low, "high": item.high,
                    "above": item.above, "choices": list(item.choices), "required": item.required,
                    "default": list(item.default) if isinstance(item.default, tuple) else item.default,
                }
                for item in self.settings
            ],
        }  # fmt: skip

    def function(self) -> Callable[..., Any]:
        """Return what does it; its room is imported now."""
        return _imported(self.home)

    def words(self, record: Any) -> str:
        """Return a record as a person reads it."""
        made = _imported(self.text)
        needs_profile = self.text in ("reports.text:summary_text", "reports.relief:relief_text")
        profile = {"profile": record["scenario"]["profile"]} if needs_profile else {}
        return str(made(record, **profile)).rstrip()


def _imported(where: str) -> Callable[..., Any]:
    module, _, name = where.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"openairlift.{module}"), name)
    return found
