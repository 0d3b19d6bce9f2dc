"""Compile a network's places, links, streams and types to the kernel's arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from openairlift.luck import key_of
from openairlift.model import Distribution, Place, Shape
from openairlift.network.network import Network
from openairlift.plan.plan import Plan
from openairlift.sim import layout
from openairlift.sim.compile_plan import loads_by_link
from openairlift.sim.layout import Records


@dataclass(slots=True)
class Distributions:
    """The table of distributions under construction: equal ones share a row."""

    rows: dict[Distribution, int] = field(default_factory=dict)

    def row(self, distribution: Distribution | None) -> int:
        """Return the row of a distribution, -1 for none."""
        return -1 if distribution is None else self.rows.setdefault(distribution, len(self.rows))

    def arrays(self) -> tuple[Records, Records]:
        """Return the table and the parameters that it refers to."""
        table = np.zeros(len(self.rows), dtype=layout.DIST)
        parameters: list[float] = []
        for i, distribution in enumerate(self.rows):
            shape, values = distribution.shape, distribution.parameters
            if shape is Shape.LOGNORMAL:
                shape, values = _lognormal(*values)
            table[i] = (int(shape), len(parameters), len(values), distribution.mean)
            parameters += values
        return table, np.array([*parameters, 0.0], dtype=np.float64)


def _lognormal(mean: float, cv: float) -> tuple[Shape, tuple[float, ...]]:
    """Return what a draw needs of a lognormal distribution: location and scale of its logarithm."""
    if mean <= 0.0 or cv <= 0.0:
        return Shape.CONSTANT, (mean,)
    variance = math.log1p(cv * cv)
    return Shape.LOGNORMAL, (math.log(mean) - 0.5 * variance, math.sqrt(variance))


def litres(volume_m3: float) -> int:
    """Return a volume in whole litres, halves up."""
    return int((volume_m3 * 1000.0 + 0.5) // 1)


def grams(mass_kg: float) -> int:
    """Return a mass in whole grams, halves up."""
    return int((mass_kg * 1000.0 + 0.5) // 1)


def _steps(network: Network) -> tuple[list[tuple[int, int]], Records]:
    """Return the rows of `step` of each place's parking, and the table."""
    rows: list[tuple[int, ...]] = []
    ranges = []
    for steps in network.parking:
        first = len(rows)
        if steps is not None:
            rows += [(time, *value) for time, value in zip(steps.times, steps.values, strict=True)]
        ranges.append((first, len(rows)))
    table = np.zeros(len(rows), dtype=layout.STEP)
    for i, row in enumerate(rows):
        table[i] = row
    return ranges, table


def fill_places(
    network: Network, table: Distributions, row_of: dict[tuple[str, int], int]
) -> tuple[Records, Records, list[tuple[int, int]], Records]:
    """Return places, steps of their parking, opening windows, and alternates."""
    place = np.zeros(len(network.places), dtype=layout.PLACE)
    steps, step = _steps(network)
    windows: list[tuple[int, int]] = []
    alternates: list[int] = []
    for i, record in enumerate(network.places):
        p = place[i]
        p["parking_first"], p["parking_last"] = steps[i]
        p["has_parking"] = network.parking[i] is not None
        if network.parking[i] is not None:
            p["step_small"], p["step_narrow"], p["step_wide"] = step[steps[i][0]].tolist()[1:]
            for size in ("small", "narrow", "wide"):
                p[f"cap_{size}"] = p[f"step_{size}"]
        working = network.working[i]
        p["has_working"] = working is not None
        p["slots"] = p["step_slots"] = 0 if working is None else working.values[0][0]
        handling = network.handling[i] if network.handling else None
        p["has_handling"] = handling is not None
        p["handling"] = p["step_handling"] = 0 if handling is None else handling.values[0][0]
        _fill_limits(p, record, network, i)
        hours = network.open_s[i]
        p["always_open"] = hours is None
        p["window_first"] = len(windows)
        windows += hours or ()
        p["window_last"] = len(windows)
        p["is_open"] = hours is None or any(opens <= 0 < closes for opens, closes in hours)
        p["alternate_first"] = len(alternates)
        alternates += [network.place_index[name] for name in record.alternates]
        p["alternate_last"] = len(alternates)
        p["is_airfield"] = record.is_airfield
        p["link"] = next((k for k, link in enumerate(network.links) if link.origin == i), -1)
        p["storage_g"] = -1 if record.storage_kg is None else grams(record.storage_kg)
        p["storage_l"] = -1 if record.storage_m3 is None else litres(record.storage_m3)
        p["clearance"] = table.row(record.clearance_s)
        shares = record.spot_equivalence
        p["narrow_on_wide"], p["small_on_narrow"], p["small_on_wide"] = (
            shares.narrow_on_wide,
            shares.small_on_narrow,
            shares.small_on_wide,
        )
        for name in ("parking", "working", "handling", "storage", "fuel"):
            p[f"resource_{name}"] = row_of.get((name, i), -1)
        p["resource_crew"] = row_of.get(("crews", i), -1)
        p["node"] = p["wake_s"] = p["fuel_wake_s"] = -1
    limited = np.flatnonzero((place["arrivals_limit"] > 0) | (place["moves_limit"] > 0))
    place["limit_row"][limited] = range(len(limited))
    return place, step, windows, np.array(alternates, dtype=np.int64)


def _fill_limits(p: Records, record: Place, network: Network, i: int) -> None:
    """Enter arrivals, movements, dangerous cargo, fuel, charges and pace of a place."""
    p["arrivals_limit"] = 0 if record.arrivals_per_day is None else max(1, int(record.arrivals_per_day))
    p["moves_limit"] = 0 if record.movements_per_h is None else max(1, int(record.movements_per_h))
    p["has_hot"] = record.hot_spots is not None or record.spot_explosive_kg is not None
    p["hot_spots"] = record.hot_spots or 0
    p["spot_explosive_g"] = grams(record.spot_explosive_kg or 0.0)
    fuel = network.fuel[i] if network.fuel else None
    p["has_fuel"] = fuel is not None
    p["is_dry"] = network.is_dry(i)
    if fuel is not None:
        p["fuel_stock"], p["fuel_day"] = fuel.stock_kg, fuel.kg_per_day
    p["landing_usd"] = record.landing_usd or 0.0
    p["pace"] = 1.0


def pairs(windows: list[tuple[int, int]]) -> Records:
    """Return opening windows as a table."""
    table = np.zeros(len(windows), dtype=layout.WINDOW)
    for i, window in enumerate(windows):
        table[i] = window
    return table


def fill_links(
    network: Network,
    plan: Plan,
    table: Distributions,
    row_of: dict[tuple[str, int], int],
    windows: list[tuple[int, int]],
) -> tuple[Records, Records]:
    """Return links and vehicles; a link that states neither capacity nor vehicles has one for every trip.

    Opening windows of links are added to `windows`.
    """
    link = np.zeros(len(network.links), dtype=layout.LINK)
    owners: list[int] = []
    carried = loads_by_link(plan, len(network.links))
    for k, surface in enumerate(network.links):
        record = surface.record
        payload = 0 if record.payload_kg is None else max(grams(record.payload_kg), 1)
        volume = 0 if record.payload_m3 is None else max(litres(record.payload_m3), 1)
        loads, mass_kg, volume_m3 = carried[k]
        trips = loads + (0 if not payload else int(mass_kg * 1000.0 / payload) + 1)
        trips += 0 if not volume else int(volume_m3 * 1000.0 / volume) + 1
        count = 0 if record.capacity_kg_per_day is not None else record.trucks or trips
        later = (j for j in range(k + 1, len(network.links)) if network.links[j].origin == surface.origin)
        row = link[k]
        row["origin"], row["destination"], row["next"] = surface.origin, surface.destination, next(later, -1)
        row["payload_g"], row["payload_l"] = payload, volume
        row["convoy"] = record.convoy or 1
        row["factor"] = 1.0
        hours = network.link_open_s[k] if network.link_open_s else None
        row["always_open"] = hours is None
        row["window_first"] = len(windows)
        windows += hours or ()
        row["window_last"] = len(windows)
        row["is_open"] = hours is None or any(opens <= 0 < closes for opens, closes in hours)
        row["capacity_kg_per_day"] = record.capacity_kg_per_day or 0.0
        row["load"], row["unload"] = table.row(record.load_s), table.row(record.unload_s)
        row["transit"], row["border"] = table.row(record.transit_s), table.row(record.border_wait_s)
        row["resource"] = row_of["trucks", k]
        row["head"] = row["tail"] = row["ready_head"] = row["ready_tail"] = -1
        row["free"] = len(owners) if count else -1
        row["vehicles"] = row["limit"] = count
        owners += [k] * count
    vehicle = np.zeros(len(owners), dtype=layout.VEHICLE)
    vehicle["link"] = owners
    for v in range(len(owners)):
        vehicle["next"][v] = v + 1 if v + 1 < len(owners) and owners[v + 1] == owners[v] else -1
    return link, vehicle


def fill_streams(network: Network, table: Distributions) -> Records:
    """Return the streams of other traffic."""
    stream = np.zeros(len(network.streams), dtype=layout.STREAM)
    for j, record in enumerate(network.streams):
        row = stream[j]
        row["place"], row["body"], row["rate"] = record.place, record.body, record.arrivals_per_day
        row["opens_s"], row["closes_s"] = record.opens_s, record.closes_s
        row["key"] = key_of(f"traffic:{record.key}")
        row["ground"] = table.row(record.ground_s)
        row["nominal_s"] = int((record.ground_s.mean + 0.5) // 1)
        row["no_show_share"] = record.no_show_share
    return stream


def whole(seconds: float | None) -> int:
    """Return a time in whole seconds, halves up; 0 where none is stated."""
    return 0 if seconds is None else int((seconds + 0.5) // 1)


def fill_kinds(network: Network, table: Distributions, row_of: dict[tuple[str, int], int]) -> Records:
    """Return the aircraft types."""
    kind = np.zeros(len(network.types), dtype=layout.KIND)
    for t, record in enumerate(network.types):
        row = kind[t]
        row["repair"], row["share"] = table.row(record.repair_s), table.row(record.payload_flown_share)
        row["resource"] = row_of.get(("fleet", t), -1)
        row["report_s"], row["release_s"] = whole(record.report_s), whole(record.release_s)
        row["rest_s"] = whole(record.rest_s)
        row["hours_s"] = -1 if record.hours_per_30d is None else whole(record.hours_per_30d * 3600.0)
        row["fuel_kg_per_h"] = record.fuel_kg_per_h or 0.0
        row["sound"] = t in network.sound
        row["reliability"] = 1.0 if record.reliability_share is None else record.reliability_share
    return kind
