"""Observations beside finished results: what was reported, and where it lies in the prediction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openairlift.errors import UsageError
from openairlift.evidence import MONTHS_AHEAD
from openairlift.model import MARKS, METERS
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL, authorised, groups, listed
from openairlift.study.curves import denominator, quantiles
from openairlift.study.moments import Moment, Unresolved, resolve
from openairlift.study.probes import Ask, Probe
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.evidence import Observation
    from openairlift.study.study import Study

AMOUNTS = ("share", "mass", "items", "people")
_COUNTED = {"arrivals_per_day": Ask.ARRIVALS, "diverts": Ask.DIVERTS, "no_shows": Ask.NO_SHOWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a reported number lies in the prediction at one mark.

    Attributes
    ----------
    mark : the mark, or None for what has none (arrivals a day).
    p10, p50, p90 : quantiles of the prediction in the observation's unit; None = not within the horizon.
    quantile, low_quantile, high_quantile : share of the runs below the reported value (or its low and high end), ties
        counted half; None where that number was not reported.
    """

    mark: str | None
    p10: float | None
    p50: float | None
    p90: float | None
    quantile: float | None
    low_quantile: float | None
    high_quantile: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An observation and the prediction; `placed` is empty where they can't be compared, and `reason` says why.

    Attributes
    ----------
    id, quantity, value, low, high : as reported.
    package, item, place, meter, of : what it is about; `of` as it was used.
    at : the moment it holds for, or None.
    placed : one entry per mark: the stated one, or ``at_hub`` and ``delivered`` where the source names none.
    reason : why nothing is placed, or None.
    notes : what had to be decided for the comparison.
    evidence : ids of evidence.
    """

    id: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    package: str | None
    item: str | None
    place: str | None
    meter: str | None
    of: str | None
    at: Moment | None
    placed: tuple[Placed, ...]
    reason: str | None
    notes: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an observation asks of a study: by mark a probe, and what its value is divided by."""

    at: Moment | None
    of: str | None
    notes: tuple[str, ...]
    probes: tuple[tuple[str | None, Probe, float], ...] = ()
    reason: str | None = None


def ask(scenario: Scenario, network: Network, seen: Observation) -> Asked:
    """Return what has to be known of every run to place an observation, or the reason why it can't be placed."""
    at: Moment | None = None
    of: str | None = seen.of
    notes: tuple[str, ...] = (seen.note,) if seen.note else ()
    try:
        if seen.at is not None:
            at = resolve(seen.at, scenario, package=seen.package)
            notes += (at.note,) if at.note else ()
        if seen.quantity in MONTHS_AHEAD:
            raise Unresolved("it is about months ahead, which the stocks outlook reckons")
        if seen.not_comparable:
            raise Unresolved(seen.not_comparable)
        if seen.package is not None and seen.package not in groups(scenario, network):
            raise Unresolved(f"package {seen.package!r} has no requirements in this scenario as it was run")
        of = _denominator(scenario, network, seen) if seen.quantity == "share" else None
        probes = tuple((mark, *_probe(scenario, network, seen, mark, at, of)) for mark in _marks(seen))
    except (Unresolved, UsageError) as error:
        return Asked(at=at, of=of, notes=notes, reason=str(error))
    return Asked(at=at, of=of, notes=notes, probes=probes)


def observed_probes(scenario: Scenario, network: Network) -> list[Probe]:
    """Return everything that the observations of a scenario need to know of every run."""
    seen = scenario.evidence.observations.values()
    return [probe for one in seen for _, probe, _ in ask(scenario, network, one).probes]


def compare(study: Study, key: str) -> Comparison:
    """Place one observation beside a study."""
    seen = study.scenario.evidence.observations[key]
    asked = ask(study.scenario, study.network, seen)
    return Comparison(
        id=key,
        quantity=seen.quantity,
        value=seen.value,
        low=seen.low,
        high=seen.high,
        package=seen.package,
        item=seen.item,
        place=seen.place,
        meter=seen.meter,
        of=asked.of,
        at=asked.at,
        placed=tuple(_place(seen, mark, study.probed(probe) / whole) for mark, probe, whole in asked.probes),
        reason=asked.reason,
        notes=asked.notes,
        evidence=tuple(seen.evidence),
    )


def _marks(seen: Observation) -> tuple[str | None, ...]:
    if seen.quantity in _COUNTED:
        return (None,)
    if seen.mark in MARKS:
        return (seen.mark,)
    if seen.quantity == "first_arrival":
        return ("landed",)
    return ("at_hub", "delivered")


def _denominator(scenario: Scenario, network: Network, seen: Observation) -> str:
    if seen.of is not None:
        return seen.of
    stated = (seen.meter or "usd") == "usd" and authorised(scenario, network, seen.package or ALL) is not None
    return "authorised" if stated else "listed"


def _probe(
    scenario: Scenario, network: Network, seen: Observation, mark: str | None, at: Moment | None, of: str | None
) -> tuple[Probe, float]:
    """Return what to measure in every run, and by what to divide it."""
    if seen.quantity in _COUNTED:
        return _counted(scenario, network, seen)
    if seen.quantity not in (*AMOUNTS, "closure_days", "first_arrival"):
        raise Unresolved(f"this version has no measure for the quantity {seen.quantity!r}")
    group, item = seen.package or ALL, seen.item
    meter = {"mass": "mass", "items": "items", "people": "people"}.get(seen.quantity, seen.meter or "usd")
    if seen.quantity in ("closure_days", "first_arrival"):
        asked = Ask.COMPLETE if seen.quantity == "closure_days" else Ask.FIRST
        return Probe(ask=asked, mark=mark or "", group=group, item=item), DAY_S
    if meter not in METERS:
        raise UsageError(f"{meter!r} is no meter; allowed: {', '.join(METERS)}")
    amount = listed(scenario, network, meter=meter, group=group, item=item)
    whole = 1.0
    if seen.quantity == "share":
        budget = authorised(scenario, network, group)
        whole = denominator(of or "listed", meter=meter, group=group, listed=amount, authorised=budget)
    elif amount == 0:
        raise Unresolved(f"the scenario carries nothing that counts as {item or meter}")
    if at is None:
        raise Unresolved("no moment is stated")
    if not 0 <= at.seconds <= network.horizon_s:
        raise Unresolved(f"{at.moment:%Y-%m-%d %H:%MZ} lies outside the scenario")
    probe = Probe(ask=Ask.AMOUNT, mark=mark or "", meter=meter, group=group, item=item, at_s=at.seconds)
    return probe, whole


def _counted(scenario: Scenario, network: Network, seen: Observation) -> tuple[Probe, float]:
    """Count aircraft over the whole days between `from` and `to` (the whole scenario where they are blank).

    Arrivals are a mean a day, diverts and no-shows a number.
    """
    if seen.place is None or seen.place not in network.place_index:
        raise Unresolved(f"the place {seen.place!r} is not in the network" if seen.place else "no place is named")
    days = -(-network.horizon_s // DAY_S)
    first, last = 0, days
    if seen.opens is not None:
        first = resolve(seen.opens, scenario, package=seen.package).seconds // DAY_S
    if seen.closes is not None:
        last = -(-resolve(seen.closes, scenario, package=seen.package).seconds // DAY_S)
    if not 0 <= first < last <= days:
        raise Unresolved("its window lies outside the scenario")
    asked = _COUNTED[seen.quantity]
    whole = float(last - first) if asked is Ask.ARRIVALS else 1.0
    return Probe(ask=asked, place=seen.place, from_day=first, to_day=last), whole


def _place(seen: Observation, mark: str | None, predicted: FloatArray) -> Placed:
    p10, p50, p90 = (float(value) if np.isfinite(value) else None for value in quantiles(predicted, (0.1, 0.5, 0.9)))
    return Placed(
        mark=mark,
        p10=p10,
        p50=p50,
        p90=p90,
        quantile=mid_rank(predicted, seen.value),
        low_quantile=mid_rank(predicted, seen.low),
        high_quantile=mid_rank(predicted, seen.high),
    )


def mid_rank(predicted: FloatArray, value: float | None) -> float | None:
    """Return the share of predictions below `value`, ties counted half; ties are equal to 9 digits.

    Examples
    --------
    >>> mid_rank(np.array([1.0, 2.0, 2.0, 3.0]), 2.0)
    0.5
    """
    if value is None:
        return None
    near = 1e-9 * max(1.0, abs(value))
    ties = np.count_nonzero(np.abs(predicted - value) <= near)
    below = np.count_nonzero(predicted < value - near)
    return float((below + 0.5 * ties) / len(predicted))
