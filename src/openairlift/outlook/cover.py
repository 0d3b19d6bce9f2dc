"""Which sites cover what, best sites, and the cover as units arrive. Geometry, not protection.

An asset is covered by a unit when it lies within the unit's radius, along the geodesic on WGS 84, and within its
sector. Nothing about what the unit does there is modelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from openairlift.errors import UsageError, nearest
from openairlift.model import Asset, Battery, Site
from openairlift.network.geodesics import ways
from openairlift.scenario import Scenario
from openairlift.solve.covering import Median, maximal_cover, p_median, set_cover

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LABEL = "geometry, not protection"
TABLES = ("assets", "batteries", "sites")
ALL_ROUND = 360.0
_EDGE_DEG = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A unit where it stands, or could.

    Attributes
    ----------
    unit_type : its type.
    where : id of the site, or of the place where there is no site.
    lat, lon : its position [degrees].
    azimuth_deg : middle of its sector; None = all round.
    """

    unit_type: str
    where: str
    lat: float
    lon: float
    azimuth_deg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Units that a requirement of the scenario brings: where they will stand.

    Attributes
    ----------
    requirement : its id.
    units : how many; all are there when the requirement is complete.
    standing : each of them.
    emplace_s : from complete to in place [s].
    """

    requirement: str
    units: int
    standing: tuple[Standing, ...]
    emplace_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """A choice of sites.

    Attributes
    ----------
    standing : units at their sites.
    reach : which assets each covers, shape (units, assets).
    covered : covered weight.
    bound : weight that no choice of so many units of these types at these sites can beat.
    """

    standing: tuple[Standing, ...]
    reach: Bools
    covered: float
    bound: float


def lacking(scenario: Scenario) -> str:
    """Return which of the three tables have no rows, in words; blank where all have."""
    return ", ".join(f"{name}.csv" for name in TABLES if not getattr(scenario, name))


def position(scenario: Scenario, row: Asset | Site) -> tuple[float, float]:
    """Return latitude and longitude of an asset or a site: its own, else its place's [degrees].

    Examples
    --------
    >>> import openairlift as oa
    >>> scenario = oa.read_scenario("relief-small")
    >>> position(scenario, scenario.sites["chimoio-clinic"])
    (-19.116, 33.483)
    """
    if row.lat is not None and row.lon is not None:
        return row.lat, row.lon
    place = scenario.places[str(row.place)]
    assert place.lat is not None  # checked when the scenario is read
    assert place.lon is not None
    return place.lat, place.lon


def weights(scenario: Scenario) -> Floats:
    """Return the weights of the assets in file order, shape (assets,)."""
    return np.array([asset.weight for asset in scenario.assets.values()])


def battery(scenario: Scenario, unit_type: str) -> Battery:
    """Return how far a type of unit reaches.

    Raises
    ------
    UsageError
        When ``batteries.csv`` has no such type.
    """
    if unit_type not in scenario.batteries:
        near = nearest(unit_type, scenario.batteries)
        hint = f"; did you mean {near!r}?" if near else ""
        known = ", ".join(scenario.batteries) or "no type"
        raise UsageError(f"no unit type {unit_type!r} in batteries.csv{hint} It has {known}")
    return scenario.batteries[unit_type]


def _from(scenario: Scenario, points: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return distance [m] and azimuth [degrees] from points to all assets, shape (points, assets)."""
    assets = np.array([position(scenario, asset) for asset in scenario.assets.values()]).reshape(-1, 2)
    here = np.array(points).reshape(-1, 2)
    return ways(here[:, :1], here[:, 1:], assets[:, 0], assets[:, 1])


def _within(far: Floats, towards: Floats, type_: Battery, azimuth_deg: float | None) -> Bools:
    """Return what lies within radius and sector; what lies where the unit stands always does."""
    near: Bools = far <= type_.radius_m
    if azimuth_deg is not None:
        off = np.abs((towards - azimuth_deg + 180.0) % 360.0 - 180.0)
        near &= (off <= type_.sector_deg / 2.0 + _EDGE_DEG) | (far == 0.0)
    return near


def _azimuths(far: Floats, towards: Floats, type_: Battery) -> list[float | None]:
    """Return the directions of a sector that have to be tried at one site.

    A sector that may be turned can be turned clockwise until its first edge meets an asset without losing one; so the
    directions in which that edge lies on an asset are enough.
    """
    if type_.sector_deg >= ALL_ROUND:
        return [None]
    if type_.azimuth_deg is not None:
        return [type_.azimuth_deg]
    edges = np.unique(towards[(far <= type_.radius_m) & (far > 0.0)])
    found = {round(float(edge + type_.sector_deg / 2.0) % 360.0, 9) for edge in edges}
    return [*sorted(found)] or [0.0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Everything that could stand somewhere: by type, site and direction.

    Attributes
    ----------
    standing : the candidates.
    reach : which assets each covers, shape (candidates, assets).
    kinds, sites : index of the type and of the site of each.
    """

    standing: tuple[Standing, ...]
    reach: Bools
    kinds: Ints
    sites: Ints


def candidates(scenario: Scenario, unit_types: Sequence[str]) -> Candidates:
    """Return what could stand at the sites, for some types of unit."""
    types = [battery(scenario, name) for name in unit_types]
    points = [position(scenario, site) for site in scenario.sites.values()]
    far, towards = _from(scenario, points)
    standing: list[Standing] = []
    reach: list[Bools] = []
    kinds: list[int] = []
    sites: list[int] = []
    for at, site in enumerate(scenario.sites.values()):
        for kind, type_ in enumerate(types):
            if site.unit_types and type_.unit_type not in site.unit_types:
                continue
            for azimuth in _azimuths(far[at], towards[at], type_):
                lat, lon = points[at]
                standing.append(
                    Standing(unit_type=type_.unit_type, where=site.id, lat=lat, lon=lon, azimuth_deg=azimuth)
                )
                reach.append(_within(far[at], towards[at], type_, azimuth))
                kinds.append(kind)
                sites.append(at)
    shape = (len(standing), len(scenario.assets))
    return Candidates(
        standing=tuple(standing),
        reach=np.array(reach, dtype=np.bool_).reshape(shape),
        kinds=np.array(kinds, dtype=np.int64),
        sites=np.array(sites, dtype=np.int64),
    )


def cover(scenario: Scenario, counts: Mapping[str, int] | None = None) -> Found:
    """Return where units cover most weight, and what they cover there: geometry, not protection.

    Maximal covering, exact: the sites of ``sites.csv``, the assets of ``assets.csv`` with their weights, and the radii
    and sectors of ``batteries.csv``. At most one unit stands at a site.

    Parameters
    ----------
    scenario : with rows in these tables.
    counts : units by type; None = as many as the scenario's requirements bring.

    Returns
    -------
    Found
        Units at their sites; the covered weight, and the weight that no choice can beat.

    Raises
    ------
    UsageError
        When a table has no rows, a type is not known, or no requirement brings units and none are asked for.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.cover(oa.read_scenario("relief-small"), {"clinic": 2})
    >>> sorted(unit.where for unit in found.standing), found.covered == found.bound
    (['chimoio-clinic', 'dondo-clinic'], True)
    """
    lacks = lacking(scenario)
    if lacks:
        raise UsageError(f"cover needs assets, batteries and sites, and {scenario.name} has no rows in {lacks}")
    if counts is None:
        types = [unit.unit_type for one in brought(scenario) for unit in one.standing]
        counts = {name: types.count(name) for name in dict.fromkeys(types)}
        if not counts:
            known = ", ".join(scenario.batteries)
            raise UsageError(f"no requirement brings units that reach anything; name types and counts, of {known}")
    for name, number in counts.items():
        if number < 0:
            raise UsageError(f"the number of units of {name!r} is a whole number, 0 or more; got {number}")
    return best_sites(scenario, counts)


def best_sites(scenario: Scenario, counts: Mapping[str, int]) -> Found:
    """Return where so many units of each type cover most weight, one at a site; exact.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = best_sites(oa.read_scenario("relief-small"), {"clinic": 1})
    >>> [unit.where for unit in found.standing], found.covered == found.bound
    (['dondo-clinic'], True)
    """
    made = candidates(scenario, list(counts))
    found = maximal_cover(made.reach, weights(scenario), list(counts.values()), kinds=made.kinds, sites=made.sites)
    chosen = list(found.chosen)
    standing = tuple(made.standing[c] for c in chosen)
    return Found(standing=standing, reach=made.reach[chosen], covered=found.weight, bound=found.bound)


def fewest_sites(scenario: Scenario, unit_type: str) -> Found:
    """Return the fewest units of a type that cover whatever units of that type at these sites can cover; exact."""
    made = candidates(scenario, [unit_type])
    found = set_cover(made.reach, sites=made.sites)
    chosen = list(found.chosen)
    reach = made.reach[chosen]
    covered = float(weights(scenario) @ reach.any(axis=0))
    standing = tuple(made.standing[c] for c in chosen)
    return Found(standing=standing, reach=reach, covered=covered, bound=found.bound)


def nearest_sites(scenario: Scenario, unit_type: str, k: int) -> tuple[tuple[str, ...], Median, float]:
    """Return the k sites with the least mean distance to the assets, whatever the radius; exact.

    Returns
    -------
    The ids of the sites, the p-median, and the weighted mean distance [m].
    """
    battery(scenario, unit_type)
    own = [s for s in scenario.sites.values() if not s.unit_types or unit_type in s.unit_types]
    if not own:
        raise UsageError(f"no site of sites.csv takes a unit of the type {unit_type!r}")
    far, _ = _from(scenario, [position(scenario, site) for site in own])
    found = p_median(far, weights(scenario), min(k, len(own)))
    return tuple(own[i].id for i in found.chosen), found, found.cost / float(weights(scenario).sum())


def brought(scenario: Scenario) -> tuple[Brought, ...]:
    """Return the units that requirements of the scenario bring, in file order.

    A unit stands at the first site whose place is the requirement's destination and that takes its type, else at the
    destination itself. Sectors that may be turned are turned so that all units together cover most.
    """
    found = []
    for name, row in scenario.requirements.items():
        if row.unit_type is None or row.unit_type not in scenario.batteries:
            continue
        type_ = scenario.batteries[row.unit_type]
        sites = (s for s in scenario.sites.values() if s.place == row.destination)
        site = next((s for s in sites if not s.unit_types or row.unit_type in s.unit_types), None)
        place = scenario.places[row.destination]
        if site is None and (place.lat is None or place.lon is None):
            continue  # a destination without a position: nobody knows what lies within reach
        lat, lon = position(scenario, site) if site is not None else (float(place.lat or 0), float(place.lon or 0))
        where = row.destination if site is None else site.id
        units = int(row.quantity or 1)
        azimuth = None if type_.sector_deg >= ALL_ROUND else type_.azimuth_deg or 0.0
        one = Standing(unit_type=row.unit_type, where=where, lat=lat, lon=lon, azimuth_deg=azimuth)
        emplace = type_.emplace_s or 0.0
        found.append(Brought(requirement=name, units=units, standing=(one,) * units, emplace_s=emplace))
    return _turned(scenario, tuple(found))


def _turned(scenario: Scenario, found: tuple[Brought, ...]) -> tuple[Brought, ...]:
    """Return the units with sectors that may be turned, turned so that all of them together cover most."""
    units = [(at, unit) for at, one in enumerate(found) for unit in one.standing]
    free = [scenario.batteries[unit.unit_type] for _, unit in units]
    if not any(type_.sector_deg < ALL_ROUND and type_.azimuth_deg is None for type_ in free):
        return found
    far, towards = _from(scenario, [(unit.lat, unit.lon) for _, unit in units])
    made: list[tuple[int, float | None]] = []
    reach = []
    for number, (_, _unit) in enumerate(units):
        for azimuth in _azimuths(far[number], towards[number], free[number]):
            made.append((number, azimuth))
            reach.append(_within(far[number], towards[number], free[number], azimuth))
    owner = np.array([number for number, _ in made], dtype=np.int64)
    best = maximal_cover(np.array(reach), weights(scenario), len(units), sites=owner)
    turned = {made[c][0]: made[c][1] for c in best.chosen}
    result: list[list[Standing]] = [[] for _ in found]
    for number, (at, unit) in enumerate(units):
        azimuth = turned.get(number, unit.azimuth_deg)
        result[at].append(
            Standing(unit_type=unit.unit_type, where=unit.where, lat=unit.lat, lon=unit.lon, azimuth_deg=azimuth)
        )
    return tuple(
        Brought(requirement=one.requirement, units=one.units, standing=tuple(own), emplace_s=one.emplace_s)
        for one, own in zip(found, result, strict=True)
    )


def reached(scenario: Scenario, standing: Sequence[Standing]) -> Bools:
    """Return which assets each unit covers, shape (units, assets)."""
    if not standing:
        return np.zeros((0, len(scenario.assets)), dtype=np.bool_)
    far, towards = _from(scenario, [(unit.lat, unit.lon) for unit in standing])
    rows = [
        _within(far[i], towards[i], scenario.batteries[unit.unit_type], unit.azimuth_deg)
        for i, unit in enumerate(standing)
    ]
    return np.array(rows)


def share_by(
    scenario: Scenario,
    units: Sequence[Brought],
    complete_s: Mapping[str, Floats],
    moments_s: Sequence[float],
    *,
    unit_type: str | None = None,
    assets: Sequence[str] | None = None,
) -> Floats:
    """Return the covered part of the weight as units come into place, shape (runs, moments).

    Parameters
    ----------
    units : what is brought, as `brought` gives it.
    complete_s : by requirement, when all of it is at its destination in each run [s]; inf = never. Of one plan: one
        run. All need the same number of runs.
    moments_s : when to look [s].
    unit_type : count units of this type only.
    assets : of these assets only, by id; None = of all.

    Raises
    ------
    UsageError
        When these assets weigh nothing.

    Examples
    --------
    >>> import openairlift as oa
    >>> scenario = oa.read_scenario("relief-small", options=["clinics"])
    >>> units = brought(scenario)
    >>> days = {unit.requirement: np.array([86_400.0 * (i + 1)]) for i, unit in enumerate(units)}
    >>> share_by(scenario, units, days, [0.0, 5 * 86_400.0]).round(2).tolist()
    [[0.0, 0.91]]
    """
    runs = max((len(values) for values in complete_s.values()), default=1)
    weight = weights(scenario)
    if assets is not None:
        weight = weight * np.isin(list(scenario.assets), list(assets))
    whole = float(weight.sum())
    if whole <= 0.0:
        raise UsageError("these assets weigh nothing: no part of them can be covered")
    ready = np.full((runs, len(scenario.assets)), np.inf)
    for one in units:
        if unit_type is None or all(unit.unit_type == unit_type for unit in one.standing):
            at = complete_s[one.requirement] + one.emplace_s
            inside = reached(scenario, one.standing).any(axis=0)
            ready = np.where(inside, np.minimum(ready, at[:, None]), ready)
    found = np.empty((runs, len(moments_s)))
    for column, moment in enumerate(moments_s):
        there = ready <= moment
        found[:, column] = np.cumsum(np.where(there, weight, 0.0), axis=1)[:, -1] / whole
    return found
