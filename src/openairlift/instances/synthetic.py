"""Synthetic instances as the files of a scenario."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from openairlift.errors import UsageError, nearest
from openairlift.instances.demands import Demand, demands
from openairlift.instances.draws import Draws
from openairlift.instances.sites import (
    DESTINATIONS,
    ORIGINS,
    STAGING,
    Site,
    Slots,
    busy_slots,
    few_slots,
    sites,
    staging_slots,
    times,
)
from openairlift.instances.sizes import LOADS, SIZES, TYPES, Size
from openairlift.instances.words import readme

_START = datetime(2030, 5, 1, tzinfo=UTC)
_MOST_SEED = 2**53
_MOST_SLOTS = 1000
_PURPOSES = ("onload", "enroute", "offload")


def synthetic(size: str, *, load: str = "light", seed: int = 1, slots: float = 1.0) -> dict[str, str]:
    """Return the files of a synthetic instance by name: the same arguments give the same text on every machine.

    Parameters
    ----------
    size : S, M or L.
    load : light or congested; the load changes masses (size S: dates too), the places and the fleet stay.
    seed : 0 to 2^53.
    slots : factor of all parking spots and working slots, above 0, at most 1000; rounded, at least 1 is left.

    Raises
    ------
    UsageError
        When there is no such size or load, or the seed or the factor is out of range.

    Examples
    --------
    >>> files = synthetic("S", load="congested", seed=3)
    >>> sorted(files)[:3], files["requirements.csv"].count("r0")
    (['README.md', 'aircraft.csv', 'fleet.csv'], 5)
    """
    kind = _size(size, load, seed, slots)
    draws = Draws(kind.name, seed)
    origins = sites(draws, ORIGINS, kind.origins, gap_deg=kind.gap_deg)
    staging = sites(draws, STAGING, kind.staging, gap_deg=kind.gap_deg)
    destinations = sites(draws, DESTINATIONS, kind.destinations, gap_deg=kind.gap_deg)
    asked = demands(
        kind,
        draws,
        load=load,
        origins=tuple(site.id for site in origins),
        destinations=tuple(site.id for site in destinations),
    )
    limits = _limits(kind, draws, origins, staging, destinations, asked)
    places = (*origins, *staging, *destinations)
    return {
        "scenario.toml": _settings(kind, load, seed, slots),
        "places.csv": _places(places, {name: times(item, slots) for name, item in limits.items()}),
        "aircraft.csv": _aircraft(kind),
        "fleet.csv": _fleet(kind, draws, origins),
        "ground_times.csv": _ground_times(kind),
        "requirements.csv": _requirements(asked),
        "README.md": readme(kind, load=load, seed=seed, slots=slots),
    }


def _size(size: str, load: str, seed: int, slots: float) -> Size:
    for what, value, known in (("size", size, tuple(SIZES)), ("load", load, LOADS)):
        if value not in known:
            near = nearest(value, known)
            hint = "" if near is None else f"; did you mean {near!r}?"
            raise UsageError(f"{value!r} is no {what} of synthetic instances; there are: {', '.join(known)}{hint}")
    if not 0 <= seed <= _MOST_SEED:
        raise UsageError(f"the seed is {seed}; allowed: 0 to {_MOST_SEED}")
    if not 0 < slots <= _MOST_SLOTS:
        raise UsageError(f"the factor of slots is {slots:.15g}; allowed: a number above 0, at most {_MOST_SLOTS}")
    return SIZES[size]


def _limits(
    kind: Size,
    draws: Draws,
    origins: tuple[Site, ...],
    staging: tuple[Site, ...],
    destinations: tuple[Site, ...],
    asked: tuple[Demand, ...],
) -> dict[str, Slots]:
    """Return the slots of every place; they follow shares of the mass, which are the same for every load."""
    if kind.loads:
        return {site.id: few_slots(kind, draws, site) for site in (*origins, *staging, *destinations)}
    found = {site.id: staging_slots(kind, draws, site) for site in staging}
    for site in origins:
        share = sum(item.share for item in asked if item.origin == site.id)
        found[site.id] = busy_slots(kind, draws, site, share, purpose="onload")
    for site in destinations:
        share = sum(item.share for item in asked if item.destination == site.id)
        found[site.id] = busy_slots(kind, draws, site, share, purpose="offload")
    return found


def _settings(kind: Size, load: str, seed: int, slots: float) -> str:
    factor = "" if slots == 1 else f", slots x {slots:.15g}"
    return (
        f'title = "Synthetic {kind.name}, {load}, seed {seed}{factor}"\n'
        f'start = "{_START:%Y-%m-%dT%H:%MZ}"\n'
        f"horizon_days = {kind.horizon_days}\n"
        f"seed = {seed}\n"
        'profile = "us-nato"\n'
        'objective_meter = "mass"\n'
        'objective_mark = "landed"\n'
        "rank_weights = [4, 2, 1]\n"
        'banner = "Synthetic instance: no real places, aircraft or cargo"\n'
    )


def _table(header: str, rows: list[str]) -> str:
    return "\n".join((header, *rows)) + "\n"


def _places(places: tuple[Site, ...], limits: dict[str, Slots]) -> str:
    return _table(
        "id,name,lat,lon,position_basis,runway_m,parking,working",
        [
            f"{site.id},{site.name},{site.lat:.3f},{site.lon:.3f},drawn,{site.runway_m},"
            f"wide:{limits[site.id].parking},{limits[site.id].working}"
            for site in places
        ],
    )


def _aircraft(kind: Size) -> str:
    rows = []
    for squad in kind.squads:
        type_ = TYPES[squad.type]
        payload = ((0, type_.payload[0][1]), *type_.payload)
        curve = ";".join(f"{leg}km:{mass}kg" for leg, mass in payload)
        speed = ";".join(f"{leg}km:{fast}kmh" for leg, fast in type_.speed)
        rows.append(f"{type_.name},{type_.title},{type_.body},{curve},{speed},{';'.join(type_.classes)}")
    return _table("type,name,body,payload_at_range,block_speed,cargo_classes", rows)


def _ground_times(kind: Size) -> str:
    return _table(
        "place,type,purpose,time_h",
        [
            f"*,{squad.type},{purpose},{getattr(TYPES[squad.type], purpose):.4f}"
            for squad in kind.squads
            for purpose in _PURPOSES
        ],
    )


def _fleet(kind: Size, draws: Draws, origins: tuple[Site, ...]) -> str:
    homes = draws.dealt("home", origins, sum(squad.rows for squad in kind.squads))
    rows = []
    for squad in kind.squads:
        for i in range(squad.rows):
            tails = squad.tails // squad.rows + (i < squad.tails % squad.rows)
            rows.append(f"{squad.type},{tails},{homes.pop(0).id}")
    return _table("type,tails,home", rows)


def _requirements(asked: tuple[Demand, ...]) -> str:
    return _table(
        "req_id,cargo_class,mass_kg,origin,destination,ready,required,rank",
        [
            f"{item.id},{item.cargo_class},{item.mass_kg},{item.origin},{item.destination},"
            f"{_moment(item.ready_min)},{_moment(item.required_min)},{item.rank}"
            for item in asked
        ],
    )


def _moment(minutes: int) -> str:
    return f"{_START + timedelta(minutes=minutes):%Y-%m-%dT%H:%MZ}"
