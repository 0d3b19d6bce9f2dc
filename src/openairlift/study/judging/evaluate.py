"""A test on a study: every part of it as a number a run; what it has to know of the runs is asked for beforehand."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from openairlift.errors import UsageError
from openairlift.evidence.language import FIRST_LANDING, FUNCTIONS, Binary, Call, Name, Node, Number, Text, Unary
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.outlook.cover import brought, lacking, share_by
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL, authorised, groups, listed
from openairlift.study.curves import denominator
from openairlift.study.judging.clock import Clock
from openairlift.study.moments import Unresolved
from openairlift.study.probes import Ask, Probe, complete_probe
from openairlift.units import DAY_S

Asked = Callable[[Probe], FloatArray]
"""Gives a number of every run, shape (runs,)."""

NUMBER, TRUTH, MOMENT, DURATION, TEXT = "number", "truth", "moment", "duration", "text"
_COUNTED = {"arrivals": Ask.ARRIVALS, "diverts": Ask.DIVERTS, "no_shows": Ask.NO_SHOWS}
_METERS = {"mass": "mass", "items": "items", "people": "people"}
_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Value:
    """What a part of a test is: its kind, and a number a run (moments and durations in seconds) or a text."""

    kind: str
    data: Any


@dataclass(frozen=True, slots=True)
class Anchored:
    """A moment that counts from the first landing of a group: so long after it, or by days of the calendar."""

    group: str
    offset_s: int = 0
    calendar: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What an amount is about; `at` is a moment [s] or one that counts from the first landing."""

    meter: str
    mark: str
    group: str
    item: str | None
    at: int | Anchored


class Evaluator:
    """Works out one reading of a test on the runs of one scenario.

    Parameters
    ----------
    scenario, network : what was simulated.
    readings : the value of every parameter.
    undefined : parameters that the claim leaves open, with the reason.
    tz : time zone of the claim.
    asked : gives a number of every run.
    """

    def __init__(
        self,
        scenario: Scenario,
        network: Network,
        *,
        readings: Mapping[str, Any],
        undefined: Mapping[str, str],
        tz: str,
        asked: Asked,
    ) -> None:
        self.scenario, self.network, self.asked = scenario, network, asked
        self.readings, self.undefined = readings, undefined
        self.clock = Clock(scenario, tz)

    def value(self, node: Node, group: str = ALL) -> Value:
        """Return what a node is in every run.

        Raises
        ------
        Unresolved
            When it can't be known: the text says why.
        """
        match node:
            case Number():
                return Value(NUMBER, np.float64(node.value))
            case Text():
                return Value(TEXT, node.value)
            case Name():
                return self._name(node)
            case Unary():
                return self._unary(node, group)
            case Binary():
                return self._binary(node, group)
            case Call():
                return self._call(node, group)

    def subject(self, node: Call) -> Subject:
        """Return what a call of share, mass, items or people is about."""
        given = self._given(node)
        group = self._group(given)
        meter = _METERS.get(node.function) or self._text(given["meter"])
        item = self._text(given["item"]) if "item" in given else None
        at = self._moment(self.value(given["at"], group), group)
        if not isinstance(at, Anchored):
            at = self._second(at)
            if not 0 <= at <= self.network.horizon_s:
                raise Unresolved(f"{self.scenario.moment(at):%Y-%m-%d %H:%MZ} lies outside the scenario")
        return Subject(meter, self._text(given["mark"]), group, item, at)

    def whole(self, subject: Subject, of: str) -> float:
        """Return what a share is of."""
        amount = listed(self.scenario, self.network, meter=subject.meter, group=subject.group, item=subject.item)
        budget = authorised(self.scenario, self.network, subject.group)
        try:
            return denominator(of, meter=subject.meter, group=subject.group, listed=amount, authorised=budget)
        except UsageError as error:
            raise Unresolved(str(error)) from None

    def denominated(self, node: Call) -> str:
        """Return what a share is of, in a word."""
        given = self._given(node)
        return self._text(given["of"]) if "of" in given else "listed"

    # --- leaves -------------------------------------------------------------------------------------------------

    def _name(self, node: Name) -> Value:
        if node.name in self.undefined:
            raise Unresolved(f"{node.name} is not defined: {self.undefined[node.name]}")
        value = self.readings[node.name]
        return Value(TEXT, value) if isinstance(value, str) else Value(NUMBER, np.float64(value))

    def _text(self, node: Node) -> str:
        value = self.value(node)
        if value.kind != TEXT:
            raise Unresolved(f"a {value.kind} stands where a text is needed")
        return str(value.data)

    def _number(self, node: Node, group: str = ALL) -> float:
        value = self.value(node, group)
        if value.kind != NUMBER or np.ndim(value.data) != 0 or not math.isfinite(float(value.data)):
            raise Unresolved("a number that is the same in every run is needed here")
        return float(value.data)

    def _group(self, given: Mapping[str, Node]) -> str:
        if "package" not in given:
            return ALL
        package = self._text(given["package"])
        if package not in groups(self.scenario, self.network):
            raise Unresolved(f"package {package!r} has no requirements in this scenario as it was run")
        return package

    def _moment(self, value: Value, group: str) -> Any:
        """Return a moment: seconds, seconds in every run, or one that counts from the first landing."""
        if value.kind == MOMENT:
            return value.data
        if value.kind != TEXT:
            raise Unresolved(f"a {value.kind} stands where a moment is needed")
        if value.data.strip() == FIRST_LANDING:
            return Anchored(group)
        return np.float64(self.clock.seconds(value.data, None if group == ALL else group))

    @staticmethod
    def _second(at: Any) -> int:
        if np.ndim(at) != 0 or not math.isfinite(float(at)) or abs(float(at)) > 1e12:
            raise Unresolved("an amount is asked for by a moment that differs from run to run")
        return int(float(at) + 0.5)

    def _seconds(self, data: Any) -> Any:
        """Return a moment as numbers: those of every run where it counts from the first landing."""
        if not isinstance(data, Anchored):
            return data
        first = self.asked(Probe(ask=Ask.FIRST, mark="landed", group=data.group))
        if not data.calendar:
            return first + data.offset_s
        opens = np.array([pair[0] for pair in data.calendar])
        ends = np.array([pair[1] for pair in data.calendar], dtype=np.float64)
        rows = np.clip(np.searchsorted(opens, first, side="right") - 1, 0, len(ends) - 1)
        return np.where(np.isfinite(first), ends[rows], np.inf)

    # --- signs --------------------------------------------------------------------------------------------------

    def _unary(self, node: Unary, group: str) -> Value:
        value = self.value(node.operand, group)
        return Value(TRUTH, ~value.data) if node.sign == "not" else Value(value.kind, -value.data)

    def _binary(self, node: Binary, group: str) -> Value:
        left, right = self.value(node.left, group), self.value(node.right, group)
        if node.sign == "and":
            return Value(TRUTH, left.data & right.data)
        if node.sign == "or":
            return Value(TRUTH, left.data | right.data)
        if TEXT in (left.kind, right.kind):
            left, right = (
                Value(MOMENT, self._moment(side, group)) if side.kind == TEXT else side for side in (left, right)
            )
        if node.sign in "+-*/":
            return self._arithmetic(node.sign, left, right)
        one, other = self._seconds(left.data), self._seconds(right.data)
        with np.errstate(all="ignore"):
            return Value(TRUTH, np.asarray(_COMPARED[node.sign](one, other), dtype=np.bool_))

    def _arithmetic(self, sign: str, left: Value, right: Value) -> Value:
        kinds = (left.kind, right.kind)
        if isinstance(left.data, Anchored) and right.kind == DURATION and np.ndim(right.data) == 0:
            return Value(MOMENT, self._shifted(left.data, float(right.data) * (1 if sign == "+" else -1)))
        one, other = self._seconds(left.data), self._seconds(right.data)
        if sign == "/" and np.ndim(other) == 0 and float(other) == 0.0:
            raise Unresolved("it divides by zero")
        with np.errstate(all="ignore"):
            data = np.asarray(_ARITHMETIC[sign](one, other), dtype=np.float64)
        if MOMENT in kinds:
            return Value(DURATION if kinds == (MOMENT, MOMENT) else MOMENT, data)
        if DURATION in kinds:
            return Value(NUMBER if kinds == (DURATION, DURATION) and sign == "/" else DURATION, data)
        return Value(NUMBER, data)

    @staticmethod
    def _shifted(moment: Anchored, seconds: float) -> Anchored:
        if not abs(seconds) < 1e10:
            raise Unresolved("a moment is moved too far")
        shift = math.floor(seconds + 0.5)
        if moment.calendar:
            return replace(moment, calendar=tuple((opens, end + shift) for opens, end in moment.calendar))
        return replace(moment, offset_s=moment.offset_s + shift)

    # --- calls --------------------------------------------------------------------------------------------------

    @staticmethod
    def _given(node: Call) -> dict[str, Node]:
        names = list(FUNCTIONS[node.function].arguments)
        return {name or names[number]: value for number, (name, value) in enumerate(node.arguments)}

    def _call(self, node: Call, group: str) -> Value:
        given = self._given(node)
        match node.function:
            case "share":
                subject = self.subject(node)
                whole = self.whole(subject, self.denominated(node))
                return Value(NUMBER, self._amount(subject) / whole)
            case "mass" | "items" | "people":
                return Value(NUMBER, self._amount(self.subject(node)))
            case "date_of":
                return Value(MOMENT, self._date(given))
            case "count":
                return Value(NUMBER, self._count(given))
            case "stock":
                return Value(NUMBER, self._stock(given))
            case "days" | "hours":
                return self._span(node, given, group)
            case "end":
                return Value(MOMENT, self._end(given, group))
            case _:  # cover
                return Value(NUMBER, self._cover(given))

    def _amount(self, subject: Subject) -> FloatArray:
        if listed(self.scenario, self.network, meter=subject.meter, group=subject.group, item=subject.item) <= 0:
            what = subject.item or subject.meter
            raise Unresolved(f"the scenario carries nothing that counts as {what}")
        probe = Probe(ask=Ask.AMOUNT, mark=subject.mark, meter=subject.meter, group=subject.group, item=subject.item)
        at = subject.at
        if isinstance(at, Anchored):
            if at.group != subject.group:
                raise Unresolved("a moment counts from the first landing of other cargo")
            return self.asked(replace(probe, after="landed", at_s=at.offset_s, calendar=at.calendar))
        return self.asked(replace(probe, at_s=at))

    def _date(self, given: Mapping[str, Node]) -> FloatArray:
        group = self._group(given)
        item = self._text(given["item"]) if "item" in given else None
        meter = self._text(given["meter"]) if "meter" in given else "mass"
        subject = Subject(meter, self._text(given["mark"]), group, item, 0)
        part = self._number(given["share"]) if "share" in given else 1.0
        if not part > 0.0:
            raise Unresolved("a share of nothing is there at once")
        whole = self.whole(subject, self._text(given["of"]) if "of" in given else "listed")
        asked = Probe(ask=Ask.REACHED, mark=subject.mark, meter=meter, group=group, item=item, amount=part * whole)
        return self.asked(asked)

    def _count(self, given: Mapping[str, Node]) -> FloatArray:
        place = self._text(given["place"])
        if place not in self.network.place_index:
            raise Unresolved(f"the place {place!r} is not in the network")
        days = -(-self.network.horizon_s // DAY_S)
        first, last = 0, days
        if "since" in given:
            first = self._second(self._fixed(given["since"])) // DAY_S
        if "until" in given:
            last = -(-self._second(self._fixed(given["until"])) // DAY_S)
        if not 0 <= first < last <= days:
            raise Unresolved("the window of a count lies outside the scenario")
        asked = _COUNTED[self._text(given["what"])]
        return self.asked(Probe(ask=asked, place=place, from_day=first, to_day=last))

    def _stock(self, given: Mapping[str, Node]) -> FloatArray:
        item = self._text(given["item"])
        place = self._text(given["place"]) if "place" in given else ""
        held = [
            row.quantity
            for row in self.network.stocks
            if row.item == item and (not place or self.network.places[row.place].id == place)
        ]
        if not held:
            raise Unresolved(f"no stock of {item}" + (f" at {place}" if place else "") + " is stated")
        at = self.network.horizon_s if "at" not in given else self._second(self._fixed(given["at"]))
        if not 0 <= at <= self.network.horizon_s:
            raise Unresolved(f"{self.scenario.moment(at):%Y-%m-%d %H:%MZ} lies outside the scenario")
        probe = Probe(ask=Ask.AMOUNT, mark="left_stock", meter="items", item=item, place=place, at_s=at)
        return math.fsum(held) - self.asked(probe)

    def _cover(self, given: Mapping[str, Node]) -> FloatArray:
        lacks = lacking(self.scenario)
        if lacks:
            raise Unresolved(f"cover needs assets, batteries and sites, and the scenario has no rows in {lacks}")
        type_ = self._text(given["unit_type"]) if "unit_type" in given else None
        assets = None
        if "place" in given:
            place = self._text(given["place"])
            assets = [asset.id for asset in self.scenario.assets.values() if asset.place == place]
        at = self.network.horizon_s if "at" not in given else self._second(self._fixed(given["at"]))
        if not 0 <= at <= self.network.horizon_s:
            raise Unresolved(f"{self.scenario.moment(at):%Y-%m-%d %H:%MZ} lies outside the scenario")
        units = brought(self.scenario)
        complete = {unit.requirement: self.asked(complete_probe(unit.requirement, "delivered")) for unit in units}
        try:
            found = share_by(self.scenario, units, complete, [at], unit_type=type_, assets=assets)
        except UsageError as error:
            raise Unresolved(str(error)) from None
        shares: FloatArray = found[:, 0] if units else found[0, 0]  # one number for all runs where nothing is brought
        return shares

    def _fixed(self, node: Node) -> Any:
        found = self._moment(self.value(node), ALL)
        if isinstance(found, Anchored):
            raise Unresolved("a moment that counts from the first landing can't stand here")
        return found

    def _span(self, node: Call, given: Mapping[str, Node], group: str) -> Value:
        unit = DAY_S if node.function == "days" else _HOUR_S
        value = self.value(given["value"], group)
        if value.kind == NUMBER:
            return Value(DURATION, value.data * unit)
        if value.kind == DURATION:
            return Value(NUMBER, value.data / unit)
        raise Unresolved(f"{node.function} of a {value.kind}")

    def _end(self, given: Mapping[str, Node], group: str) -> Any:
        days = self._number(given["days"], group)
        rule = self.clock.rule(self._text(given["rule"]), days) if "rule" in given else None
        start = self._moment(self.value(given["start"], group), group)
        if isinstance(start, Anchored):
            if start.calendar or (start.offset_s and rule is not None and rule.days is not None):
                raise Unresolved("days are counted from the first landing itself only")
            if rule is not None and rule.days is not None:
                return replace(start, calendar=self.clock.calendar(rule.days))
            self.clock.end(0, days, None)  # checks the days
            return self._shifted(start, days * DAY_S)
        return np.float64(self.clock.end(self._second(start), days, rule))


_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: np.true_divide(a, b),
}
