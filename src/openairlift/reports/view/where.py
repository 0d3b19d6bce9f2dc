"""Where things are: places, links, closed airspace, and what units reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openairlift.exchange.outward.lines import ring
from openairlift.model.disruptions import polygon_corners
from openairlift.outlook.shapes import reach_rings
from openairlift.reports.lanes import spots_now, steps
from openairlift.reports.places import blurred, placed_places
from openairlift.reports.routes import link_loads, roles

if TYPE_CHECKING:
    from openairlift.network import Network
    from openairlift.study import Study

DIGITS = 4
"""Decimals of a degree: about ten metres."""


def where(study: Study) -> dict[str, Any]:
    """Return the parts ``places``, ``links``, ``airspaces`` and ``reach``.

    Positions are rounded to the grid that the scenario asks for; a place without one has ``at`` null.
    """
    return {
        "places": _places(study),
        "links": _links(study),
        "airspaces": _airspaces(study),
        "reach": _reach(study),
    }


def _places(study: Study) -> list[dict[str, Any]]:
    network = study.network
    placed, words = placed_places(study), roles(study.plan, network)
    found = []
    for index, place in enumerate(network.places):
        here = placed.get(index)
        working = network.working[index]
        found.append(
            {
                "id": place.id, "name": place.name, "icao": place.icao, "country": place.country,
                "at": None if here is None else [round(value, DIGITS) for value in here.position],
                "airfield": place.is_airfield, "stock": "stock" in words[index],
                "used": "not used" not in words[index], "near_end": here is not None and here.near_end,
                "for": words[index], "spots": spots_now(network, index),
                "slots": None if working is None else int(working.values[0][0]), "storage_kg": place.storage_kg,
                "basis": place.position_basis,
            }
        )  # fmt: skip
    return found


def _links(study: Study) -> list[dict[str, Any]]:
    used = link_loads(study.plan)
    return [
        {"from": link.origin, "to": link.destination, "mode": link.record.mode, "loads": used.get(index, 0)}
        for index, link in enumerate(study.network.links)
    ]


def _airspaces(study: Study) -> list[dict[str, Any]]:
    scenario, network = study.scenario, study.network
    found = []
    for row in scenario.disruptions:
        if row.kind == "airspace":
            rings = [
                [[round(x, DIGITS), round(y, DIGITS)] for x, y in one] for one in ring(polygon_corners(row.target))
            ]
            found.append({"rings": rings, "from": _second(network, row.opens), "to": _second(network, row.closes)})
    return found


def _second(network: Network, moment: Any) -> int | None:
    return None if moment is None else int((moment - network.scenario.settings.start).total_seconds())


def _reach(study: Study) -> list[dict[str, Any]]:
    """Return what units that requirements bring reach where they will stand: geometry, not protection."""
    from openairlift.outlook.cover import brought, lacking

    scenario = study.scenario
    found = []
    for one in () if lacking(scenario) else brought(scenario):
        for unit in one.standing:
            type_ = scenario.batteries[unit.unit_type]
            lat, lon = blurred(unit.lat, unit.lon, scenario.settings.blur_m)
            rings = reach_rings(lat, lon, type_.radius_m, sector_deg=type_.sector_deg, azimuth_deg=unit.azimuth_deg)
            found.append(
                {
                    "requirement": one.requirement, "unit": unit.unit_type, "where": unit.where,
                    "radius_m": type_.radius_m, "basis": type_.radius_basis, "emplace_s": one.emplace_s,
                    "rings": [[[round(x, DIGITS), round(y, DIGITS)] for x, y in ring_] for ring_ in rings],
                }
            )  # fmt: skip
    return found


def closed_hours(network: Network, place: int) -> list[list[int]]:
    """Return the stretches of time [s] in which a place has no spot at all, as [from, to]."""
    capacity = steps(network.parking[place])
    if capacity is None:
        return []
    ends = [start for start, _ in capacity[1:]] + [int(network.horizon_s)]
    return [[start, end] for (start, value), end in zip(capacity, ends, strict=True) if value == 0]
