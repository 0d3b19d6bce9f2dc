"""One number that is asked of a study: closure, cost, what stays behind, a share by a day, or a text of claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openairlift.errors import UsageError, nearest, pointed
from openairlift.evidence.language import Kind, Node, TestError, check_answer, parse_test
from openairlift.model import MARKS, METERS
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.scenario.checks.draft import listed
from openairlift.study.judging.evaluate import Asked, Evaluator
from openairlift.study.moments import Unresolved
from openairlift.study.probes import Probe
from openairlift.study.study import Study
from openairlift.units import DAY_S

CLOSURE, COST, UNDELIVERED, SHARE = "closure", "cost", "undelivered", "share@"
WORDS = (CLOSURE, COST, UNDELIVERED)
"""Answers that are one word: hours to closure; USD; share of what is listed that is not there by the horizon."""

UNITS = {Kind.NUMBER: "", Kind.DURATION: "hours", Kind.MOMENT: "days after the start"}
_OWN = {CLOSURE: "hours", COST: "USD", UNDELIVERED: "share"}
_DAYS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class _Parsed:
    tree: Node
    kind: Kind
    ids: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """An answer that is asked of a study.

    Attributes
    ----------
    text : ``closure`` (hours from the start), ``cost`` (USD), ``undelivered`` (share of what is listed that has not
        passed the objective's mark by the horizon, in its meter), ``share@DAY:METER:MARK`` (DAY a moment, or days from
        the start; meter and mark may be left out and are then those of the objective), or a number, duration or moment
        in the language of claims.

    Raises
    ------
    UsageError
        When it can't be read.
    """

    text: str

    def __post_init__(self) -> None:
        if self._word not in WORDS and not self._word.startswith(SHARE):
            _parsed(self.text)

    @property
    def _word(self) -> str:
        return self.text.strip()

    @cached_property
    def unit(self) -> str:
        """The unit of what it gives."""
        if self._word.startswith(SHARE):
            return "share"
        return _OWN.get(self._word) or UNITS[_parsed(self.text).kind]

    def _read(self, scenario: Scenario) -> _Parsed:
        """Return the expression; one in short is written out for a scenario."""
        if not self._word.startswith(SHARE):
            return _parsed(self.text)
        return _parsed(_in_full(self._word, scenario))

    def probes(self, scenario: Scenario, network: Network) -> list[Probe]:
        """Return what has to be known of every run."""
        found: list[Probe] = []
        if self._word in WORDS:
            return found

        def asked(probe: Probe) -> FloatArray:
            found.append(probe)
            return np.zeros(1)

        try:
            _work(self._read(scenario).tree, scenario, network, asked)
        except Unresolved:
            return []
        return found

    def check(self, scenario: Scenario, network: Network) -> None:
        """Refuse an answer that names what is not there, or that can't be worked out on the scenario as it is.

        Raises
        ------
        UsageError
            With what is wrong, and the nearest name.
        """
        if self._word in WORDS:
            return
        parsed = self._read(scenario)
        for table, name in sorted(parsed.ids):
            known = list(getattr(scenario, table))
            if name not in known:
                near = nearest(name, known)
                hint = "" if near is None else f"; did you mean {near!r}?"
                raise UsageError(f"the answer names no row of {table}: {name!r}; known: {listed(known)}{hint}")
        try:
            _work(parsed.tree, scenario, network, lambda _: np.zeros(1))
        except Unresolved as error:
            raise UsageError(f"this answer can't be worked out: {error}") from None

    def by_run(self, study: Study) -> FloatArray:
        """Return it for every run, shape (runs,); what does not come within the horizon counts as the horizon.

        It is NaN where it can't be worked out, and where no price is stated.
        """
        horizon = study.network.horizon_s
        match self._word:
            case "closure":
                return np.where(study.closed, study.closure_s, horizon) / 3600.0
            case "cost":
                if study.cost().total_usd is None:
                    return np.full(study.runs, np.nan)
                return np.asarray(np.cumsum(study.tally.cost_usd[:, :-1], axis=1)[:, -1], dtype=np.float64)
            case "undelivered":
                return _left(study)
        parsed = self._read(study.scenario)
        try:
            found = _work(parsed.tree, study.scenario, study.network, study.probed)
        except Unresolved:  # such as a package that this end of a range leaves without requirements
            return np.full(study.runs, np.nan)
        found = np.broadcast_to(found, (study.runs,))
        scale = {Kind.NUMBER: 1.0, Kind.DURATION: 3600.0, Kind.MOMENT: float(DAY_S)}[parsed.kind]
        if parsed.kind is not Kind.NUMBER:
            found = np.where(np.isfinite(found), found, horizon)
        return found / scale


def p50(values: FloatArray) -> float:
    """Return P50 of an answer over the runs; NaN where it could not be worked out.

    Examples
    --------
    >>> p50(np.array([3.0, 1.0, 2.0, 9.0]))
    2.0
    """
    return float(np.quantile(values, 0.5, method="inverted_cdf"))


def _left(study: Study) -> FloatArray:
    """Return the share of what is listed that has not passed the objective's mark by the horizon, shape (runs,)."""
    settings = study.scenario.settings
    curve = study.delivered(mark=settings.objective_mark, meter=settings.objective_meter)
    whole = study.listed(meter=settings.objective_meter)
    there = curve.at(study.layout.horizon_s)
    return np.maximum(1.0 - there / whole, 0.0) if whole > 0 else np.zeros(study.runs)


def _work(tree: Node, scenario: Scenario, network: Network, asked: Asked) -> FloatArray:
    work = Evaluator(scenario, network, readings={}, undefined={}, tz="", asked=asked)
    return np.asarray(work.value(tree).data, dtype=np.float64)


def _parsed(text: str) -> _Parsed:
    try:
        tree = parse_test(text)
    except TestError as error:
        raise UsageError(_told(error, text)) from None
    kind, faults = check_answer(tree, words=WORDS)
    if faults.found:
        raise UsageError(_told(faults.found[0], text))
    if kind not in UNITS:
        raise UsageError(f"an answer is a number, a duration or a moment; this is a {kind}")
    return _Parsed(tree, kind, frozenset(faults.ids))


def _in_full(word: str, scenario: Scenario) -> str:
    """Return ``share@DAY:METER:MARK`` as an expression of the language of claims."""
    rest = word.removeprefix(SHARE).strip()
    parts = re.split(r":(?![0-9])", rest)  # the colon of a time of day is followed by a digit
    day, names = parts[0].strip(), [part.strip() for part in parts[1:]]
    settings = scenario.settings
    chosen = {"meter": settings.objective_meter, "mark": settings.objective_mark}
    for name in names:
        if name in METERS:
            chosen["meter"] = name
        elif name in MARKS:
            chosen["mark"] = name
        else:
            near = nearest(name, [*METERS, *MARKS])
            hint = "" if near is None else f"; did you mean {near!r}?"
            allowed = f"meters: {', '.join(METERS)}; marks: {', '.join(MARKS)}"
            raise UsageError(f"{word!r}: {name!r} is no meter and no mark; {allowed}{hint}")
    if _DAYS.fullmatch(day):
        day = f"{scenario.moment(int(float(day) * DAY_S + 0.5)):%Y-%m-%dT%H:%MZ}"
    if not day or "'" in day:
        raise UsageError(
            f"{word!r}: after the @ stands a moment or a number of days, such as share@5 or share@2022-03-05"
        )
    return f"share(meter='{chosen['meter']}', mark='{chosen['mark']}', at='{day}')"


def _told(error: TestError, text: str) -> str:
    hint = "" if error.near is None else f"; did you mean {error.near!r}?"
    allowed = "" if error.allowed is None else f"; allowed: {error.allowed}"
    lines = "".join(f"\n  {line}" for line in pointed(text, error.at))
    return f"the answer, character {error.at}: {error.what}{allowed}{hint}{lines}"
