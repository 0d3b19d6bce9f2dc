"""Records of evidence: sources, quotes, chains, statements, observations, claims and the basis of parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BASES = ("quoted", "converted", "derived", "estimated", "assumed")
"""How an input is known, from strongest to weakest."""

QUANTITIES = (
    *("share", "mass", "items", "people", "arrivals_per_day", "diverts", "no_shows"),
    *("closure_days", "first_arrival", "rebuild_months", "runout_months", "other"),
)
"""What an observation can be about."""

MONTHS_AHEAD = ("rebuild_months", "runout_months")
"""Quantities of observations that the stocks outlook answers; no run is compared with them."""


SUPPORTS = ("supports", "qualifies", "contradicts")
GRADE = re.compile(r"[A-F][1-6]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document: where it was published, and its snapshot if there is one."""

    id: str
    title: str
    producer: str
    published: str = ""
    url: str = ""
    text: str = ""
    sha256: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One link of who told whom; an unidentified one caps the reliability of the record at C.

    `reliability` is that of the link, A to F, where it is graded by itself.
    """

    who: str
    mode: str
    on: str = ""
    unidentified: bool = False
    reliability: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a source says at one spot, who said it to whom, and its Admiralty grade.

    Attributes
    ----------
    id, source, says : `says` in the writer's own words.
    paragraph, page, line : where it stands, from 1; paragraphs are blocks between blank lines, headings included.
    figures : numbers with their unit that must stand there.
    exact : a verbatim quote; `prefix` and `suffix` are the words around it, where it stands more than once.
    exact_sha256 : its hash, where the text may not be copied.
    chain : who told whom, publication first, originator last.
    grade : Admiralty grade, such as ``B2``.
    root : the name of the chain's end, where its last link is worded differently from record to record.
    """

    id: str
    source: str
    says: str
    paragraph: int | None = None
    page: int | None = None
    line: int | None = None
    figures: tuple[str, ...] = ()
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    exact_sha256: str = ""
    chain: tuple[ChainLink, ...] = ()
    grade: str = ""
    root: str = ""

    @property
    def locator(self) -> str:
        """Where in the source it stands, in words."""
        for name in ("paragraph", "page", "line"):
            number = getattr(self, name)
            if number is not None:
                return f"{name} {number}"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Who holds which position; no effect on the model."""

    id: str
    holder: str
    on: str
    position: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """An outcome that a source reports: compared with results, never an input; None = the source doesn't say.

    Attributes
    ----------
    quantity : one of `QUANTITIES`.
    value, low, high : the number, or its range.
    package, item, place, meter, mark, of : what it is about; `of` is the denominator, authorised or listed.
    at : a date-time, ``end of DATE``, or ``STATUS + N d`` (or h) of the package's event.
    opens, closes : the window it holds for (``from`` and ``to`` in the file).
    not_comparable : why no result can stand beside it.
    """

    id: str
    quantity: str = "other"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    package: str | None = None
    item: str | None = None
    place: str | None = None
    meter: str | None = None
    mark: str = "unspecified"
    of: str | None = None
    at: str | None = None
    opens: str | None = None
    closes: str | None = None
    evidence: tuple[str, ...] = ()
    not_comparable: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A public sentence made testable.

    Attributes
    ----------
    says, evidence : the sentence in the writer's own words, and the evidence for its having been said.
    test : what would have to hold in a run, in the language of claims.
    readings : the values of each parameter of the test; every combination is one reading.
    tz : time zone of its dates and days; blank = UTC.
    without : options; the claim holds in a run where its test holds, and fails in the same run with these options.
    undefined : parameters that the sentence leaves open, with the reason: what reads them is untestable.
    note : what a reader has to know.
    """

    id: str
    says: str
    test: str
    readings: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    tz: str = ""
    without: tuple[str, ...] = ()
    undefined: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


RULES = ("document", "best_grade", "most_roots", "newest", "lowest", "highest", "middle")
"""By which rule the value in use was taken where sources state several.

``document``: an original document over reports about it.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A value that sources state beside the one in use; it is kept and not run."""

    value: str
    evidence: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """The basis of an input cell ``table/row key/column``; the row key may hold ``*`` for any text.

    `alternatives` are values that other evidence states, `rule` (one of `RULES`) is why they are not the one in use.
    `low` and `high` are the ends of what is plausible: a cell, a factor (``x 0.5``), or a shift (``- 4 d``); all cells
    that the record is about move together.
    """

    key: str
    table: str
    row: str
    column: str
    basis: Mapping[str, str]
    value: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    formula: str = ""
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()
    rule: str = ""
    low: str | None = None
    high: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The evidence that is cited, for the value and beside it."""
        beside = (name for other in self.alternatives for name in other.evidence)
        return tuple(dict.fromkeys((*(name for name, _ in self.evidence), *beside)))

    def covers(self, key: str) -> bool:
        """Whether a row key fits: `row` itself, or any text where it has ``*``.

        Examples
        --------
        >>> param = Parameter(key="", table="stock", row="depot-de:*", column="quantity", basis={"value": "assumed"})
        >>> param.covers("depot-de:tents"), param.covers("depot-us:tents")
        (True, False)
        """
        return re.fullmatch(".*".join(map(re.escape, self.row.split("*"))), key, re.DOTALL) is not None

    @property
    def weakest(self) -> str:
        """The weakest basis of the numbers of the cell."""
        return max(self.basis.values(), key=BASES.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """Which records stand for one row of the list of an article's facts."""

    row: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceBook:
    """Everything that ``evidence.toml`` says, by id, in file order."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    statements: Mapping[str, Statement] = field(default_factory=dict)
    observations: Mapping[str, Observation] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    params: Mapping[str, Parameter] = field(default_factory=dict)
    article_rows: Mapping[str, ArticleRow] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> EvidenceBook:
        """Return a book without records."""
        return cls()

    def find_param(self, table: str, key: str, column: str) -> Parameter | None:
        """Return the parameter record of a cell: its own key first, else the first pattern in file order."""
        own = self.params.get(f"{table}/{key}/{column}")
        if own is not None:
            return own
        for param in self.params.values():
            if param.table == table and param.column == column and "*" in param.row and param.covers(key):
                return param
        return None

    def sources_of(self, evidence: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sources that stand behind some evidence, each once."""
        return tuple(dict.fromkeys(self.evidence[id_].source for id_ in evidence if id_ in self.evidence))
