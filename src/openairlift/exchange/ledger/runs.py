"""What a scenario lists and authorises, and what its runs send and receive, as entries of a ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from openairlift.exchange.readers.entries import MARK_STEPS, Entry
from openairlift.model import METERS, Package
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.study import Study
from openairlift.study.amounts import ALL, item_of, unit_amount
from openairlift.study.curves import Curve

DAY_S = 86_400


def of_scenario(scenario: Scenario, network: Network) -> tuple[Entry, ...]:
    """Return what the packages authorise, and what the requirements list, by package and item in every meter."""
    dates: dict[str, str] = {}
    for event in scenario.package_events:
        if event.status in ("approved", "allocated"):
            dates.setdefault(event.package, f"{event.on:%Y-%m-%d}")
    entries = [
        Entry(
            step="authorised",
            meter="usd",
            amount=package.authorised_usd,
            word="authorised_usd",
            package=package.package,
            donor=package.donor or "",
            on=dates.get(package.package, ""),
        )
        for package in scenario.packages.values()
        if package.authorised_usd
    ]
    listed: dict[tuple[str, str, str], float] = {}
    for line in network.lines:
        for meter in METERS:
            amount = line.quantity * unit_amount(line, meter)
            if amount:
                key = (line.package or "", item_of(scenario, line) or "", meter)
                listed[key] = listed.get(key, 0.0) + amount
    for (name, item, meter), amount in listed.items():
        donor = _donor(scenario.packages.get(name))
        entries.append(
            Entry(step="listed", meter=meter, amount=amount, word="listed", package=name, donor=donor, item=item)
        )
    return tuple(entries)


def _donor(package: Package | None) -> str:
    return "" if package is None else package.donor or ""


def of_study(study: Study, *, items: bool = False, dates: bool = False) -> tuple[Entry, ...]:
    """Return what the runs sent and received, means over the runs, by package, mark and meter.

    Each comes with the tenth and ninetieth percentile at the horizon, or day by day (increments of the mean).

    Parameters
    ----------
    study : its curves; of items, where `items` is set, which `replicate` has to have been told of.
    items : one entry an item, in place of one a package.
    dates : one entry a day, in place of one for the whole.
    """
    entries: list[Entry] = []
    packages = [name for name in study.groups if name != ALL]
    for name in [*packages, ""]:
        for item in _items(study, name) if items else [None]:
            for meter in METERS:
                for mark in MARK_STEPS:
                    entries += _entries(study, name, item, meter, mark, items=items, dates=dates)
    return tuple(entries)


def _items(study: Study, package: str) -> list[str | None]:
    found = {study.item_of(line): None for line in study.network.lines if (line.package or "") == package}
    return [name for name in found if name is not None] + ([None] if None in found else [])


def _amounts(
    study: Study, package: str, item: str | None, meter: str, mark: str, *, items: bool
) -> tuple[FloatArray, float | None, float | None] | None:
    """Return the mean by moment, and the range at the horizon where one curve holds it; None = nothing is listed.

    What belongs to no package is what is left of all, and cargo that is no item what is left of its package: means
    add up, ranges don't.
    """
    packages = [name for name in study.groups if name != ALL]
    parts: list[tuple[str, str | None, float]] = [(package or ALL, item, 1.0)]
    if not package:
        parts += [(name, item, -1.0) for name in packages]
    if items and item is None:
        parts += [(name, other, -sign) for name, _, sign in tuple(parts) for other in _named(study, name)]
    found = [
        (sign, curve) for name, other, sign in parts if (curve := _curve(study, name, other, meter, mark)) is not None
    ]
    if sum(sign * curve.listed for sign, curve in found) <= 1e-6 * max((curve.listed for _, curve in found), default=1):
        return None
    mean = np.sum([sign * curve.mean() for sign, curve in found], axis=0)
    if len(found) > 1:
        return mean, None, None
    low, high = found[0][1].quantile([0.1, 0.9], at=[study.layout.horizon_s])[:, 0].tolist()
    return mean, low, high


def _named(study: Study, group: str) -> list[str]:
    found = {study.item_of(line): None for line in study.network.lines if group in (ALL, line.package)}
    return [name for name in found if name is not None]


def _curve(study: Study, group: str, item: str | None, meter: str, mark: str) -> Curve | None:
    if not study.listed(meter=meter, group=group, item=item):
        return None
    return study.delivered(mark=mark, meter=meter, group=group, item=item)


def _entries(
    study: Study, package: str, item: str | None, meter: str, mark: str, *, items: bool, dates: bool
) -> Iterator[Entry]:
    amounts = _amounts(study, package, item, meter, mark, items=items)
    if amounts is None:
        return
    mean, low, high = amounts
    shared: dict[str, Any] = {
        "step": MARK_STEPS[mark],
        "meter": meter,
        "mark": mark,
        "word": "simulated",
        "package": package,
        "item": item or "",
        "donor": _donor(study.scenario.packages.get(package)),
    }
    grid = study.layout.grid_s
    if not dates:
        yield Entry(**shared, amount=float(mean[-1]), low=low, high=high)
        return
    before = 0.0
    ends = [*range(DAY_S, int(grid[-1]), DAY_S), int(grid[-1])]
    for end in ends:
        now = float(mean[np.searchsorted(grid, end, side="right") - 1])
        if now > before:
            day = study.scenario.moment(max(end - DAY_S, 0) if end % DAY_S == 0 else end - end % DAY_S)
            yield Entry(**shared, amount=now - before, on=f"{day:%Y-%m-%d}")
        before = now
