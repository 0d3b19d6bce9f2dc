"""Observations beside finished results: what was reported, and where it lies in the prediction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from openairlift.errors import UsageError
from openairlift.model import MARKS
from openairlift.network.network import FloatArray
from openairlift.study.curves import ALL, NEVER, Curve, quantiles
from openairlift.study.moments import Moment, Unresolved, resolve
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.evidence import Observation
    from openairlift.study.study import Study

AMOUNTS = ("share", "mass", "items", "people")


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


def compare(study: Study, key: str) -> Comparison:
    """Place one observation beside a study."""
    seen = study.scenario.evidence.observations[key]
    stated: dict[str, Any] = {
        "id": key,
        "quantity": seen.quantity,
        "value": seen.value,
        "low": seen.low,
        "high": seen.high,
        "package": seen.package,
        "item": seen.item,
        "place": seen.place,
        "meter": seen.meter,
        "evidence": tuple(seen.evidence),
    }
    at: Moment | None = None
    of: str | None = seen.of
    notes: list[str] = [seen.note] if seen.note else []
    try:
        if seen.at is not None:
            at = resolve(seen.at, study.scenario, package=seen.package)
            notes += [at.note] if at.note else []
        if seen.not_comparable:
            raise Unresolved(seen.not_comparable)
        if seen.package is not None and seen.package not in study.groups:
            raise Unresolved(f"package {seen.package!r} has no requirements in this scenario as it was run")
        of = _denominator(study, seen) if seen.quantity == "share" else None
        placed = tuple(_place(seen, mark, _predicted(study, seen, mark, at, of)) for mark in _marks(seen))
    except (Unresolved, UsageError) as error:
        return Comparison(**stated, of=of, at=at, placed=(), reason=str(error), notes=tuple(notes))
    return Comparison(**stated, of=of, at=at, placed=placed, reason=None, notes=tuple(notes))


def _marks(seen: Observation) -> tuple[str | None, ...]:
    if seen.quantity == "arrivals_per_day":
        return (None,)
    if seen.mark in MARKS:
        return (seen.mark,)
    if seen.quantity == "first_arrival":
        return ("landed",)
    return ("at_hub", "delivered")


def _denominator(study: Study, seen: Observation) -> str:
    if seen.of is not None:
        return seen.of
    stated = (seen.meter or "usd") == "usd" and study.authorised(seen.package or ALL) is not None
    return "authorised" if stated else "listed"


def _predicted(study: Study, seen: Observation, mark: str | None, at: Moment | None, of: str | None) -> FloatArray:
    """Return the predicted number per run, shape (runs,); inf = not within the horizon."""
    if seen.quantity == "arrivals_per_day":
        return _arrivals(study, seen)
    if seen.quantity not in (*AMOUNTS, "closure_days", "first_arrival"):
        raise Unresolved(f"this version has no measure for the quantity {seen.quantity!r}")
    meter = {"mass": "mass", "items": "items", "people": "people"}.get(seen.quantity, seen.meter or "usd")
    if seen.quantity in ("closure_days", "first_arrival"):
        meter = "mass"
    curve = study.delivered(mark=mark, meter=meter, group=seen.package or ALL, item=seen.item)
    if seen.quantity == "closure_days":
        last, closed = curve.reached()
        return np.where(closed, last / DAY_S, np.inf)
    if seen.quantity == "first_arrival":
        carried = np.where(curve.amounts > 0, curve.times_s, NEVER).min(axis=1, initial=NEVER)
        return np.where(carried == NEVER, np.inf, carried / DAY_S)
    if seen.quantity == "share":
        curve = curve.share(of or "listed")
    elif curve.listed == 0:
        raise Unresolved(f"the scenario carries nothing that counts as {seen.item or meter}")
    return _amount(study, curve, at)


def _amount(study: Study, curve: Curve, at: Moment | None) -> FloatArray:
    if at is None:
        raise Unresolved("no moment is stated")
    if not 0 <= at.seconds <= study.network.horizon_s:
        raise Unresolved(f"{at.moment:%Y-%m-%d %H:%MZ} lies outside the scenario")
    return curve.at(at.seconds)


def _arrivals(study: Study, seen: Observation) -> FloatArray:
    """Mean arrivals a day over the whole days between `from` and `to` (the whole scenario where they are blank)."""
    if seen.place is None or seen.place not in study.network.place_index:
        raise Unresolved(f"the place {seen.place!r} is not in the network" if seen.place else "no place is named")
    days = study.samples.traffic.shape[2]
    first, last = 0, days
    if seen.opens is not None:
        first = resolve(seen.opens, study.scenario, package=seen.package).seconds // DAY_S
    if seen.closes is not None:
        last = -(-resolve(seen.closes, study.scenario, package=seen.package).seconds // DAY_S)
    if not 0 <= first < last <= days:
        raise Unresolved("its window lies outside the scenario")
    arrived = study.samples.traffic[:, study.network.place_index[seen.place], first:last, 0]
    return np.asarray(arrived.sum(axis=1) / float(last - first), dtype=np.float64)


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
