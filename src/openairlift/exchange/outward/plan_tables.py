"""A plan and the events of a run as tables with names, moments and stored units, for spreadsheets and statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from openairlift.audits import Timing
from openairlift.exchange.outward.cells import columns_of, with_banner
from openairlift.exchange.outward.flown import Flown, flown_legs
from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.plan import NO_MISSION, Plan

Tables = dict[str, dict[str, Any]]

MISSIONS = (
    "mission", "tail", "type", "onload", "offload", "earliest", "block_out", "block_in", "loads", "mass_kg",
    "volume_m3", "people", "value_usd",
)  # fmt: skip
LEGS = ("mission", "leg", "tail", "type", "from", "to", "purpose", "block_out", "block_in", "block_h", "mass_kg")
LOADS = (
    "load", "requirement", "line", "number", "mission", "tail", "mode", "onload", "offload", "destination",
    "quantity", "unit", "mass_kg", "volume_m3", "pallets", "value_usd", *MARKS,
)  # fmt: skip


def plan_tables(plan: Plan, network: Network, timing: Timing) -> Tables:
    """Return the tables ``missions``, ``legs`` and ``loads`` of a plan with its planned times; empty ones are left out.

    Numbers are in stored units, moments in UTC (ISO 8601); an empty moment lies beyond the horizon.
    """
    legs = flown_legs(plan, timing.events)
    made = {
        "missions": columns_of(MISSIONS, _missions(plan, network, timing, legs)),
        "legs": columns_of(LEGS, _legs(plan, network, legs)),
        "loads": columns_of(LOADS, _loads(plan, network, timing)),
    }
    banner = network.scenario.settings.banner
    return {name: with_banner(table, banner) for name, table in made.items() if table[next(iter(table))]}


def events_table(named: dict[str, Any], network: Network) -> dict[str, Any]:
    """Return an event log, its columns given by name, with moments in UTC in place of seconds."""
    rows = {name: list(values) for name, values in named.items()}
    moments = [_moment(network, int(second)) for second in rows["time_s"]]
    table = {"run": rows.pop("run"), "moment": moments, **rows}
    return with_banner(table, network.scenario.settings.banner)


def _missions(plan: Plan, network: Network, timing: Timing, legs: list[Flown]) -> Iterator[tuple[Any, ...]]:
    first = {leg.mission: leg.out_s for leg in sorted(legs, key=lambda leg: -leg.out_s)}
    last = {leg.mission: leg.in_s for leg in sorted(legs, key=lambda leg: leg.in_s) if _ends(plan, leg)}
    for number, (mission, stops) in enumerate(zip(plan.missions, timing.stops, strict=True), start=1):
        tail = network.tails[mission.tail]
        people = sum(load.quantity for load in mission.loads if network.lines[load.line].people)
        yield (
            number, tail.name, network.types[tail.type].type,
            network.places[mission.stops[mission.onload].place].id,
            network.places[mission.stops[mission.offload].place].id,
            _moment(network, mission.earliest_s), _moment(network, first.get(number - 1, stops[0].depart)),
            _moment(network, last.get(number - 1, stops[-1].park)), len(mission.loads),
            sum(load.mass_kg for load in mission.loads), sum(load.volume_m3 for load in mission.loads), people,
            sum(load.value_usd for load in mission.loads),
        )  # fmt: skip


def _ends(plan: Plan, leg: Flown) -> bool:
    """Whether a leg leads to the last stop of its mission."""
    return not leg.diverted and leg.stop == len(plan.missions[leg.mission].stops) - 1


def _legs(plan: Plan, network: Network, legs: list[Flown]) -> Iterator[tuple[Any, ...]]:
    counts: Counter[int] = Counter()
    for leg in sorted(legs, key=lambda leg: (leg.mission, leg.out_s)):
        counts[leg.mission] += 1
        mission, tail = plan.missions[leg.mission], network.tails[leg.tail]
        yield (
            leg.mission + 1, counts[leg.mission], tail.name, network.types[tail.type].type,
            network.places[leg.origin].id, network.places[leg.destination].id,
            "diverted" if leg.diverted else mission.stops[leg.stop].purpose.name.lower(), _moment(network, leg.out_s),
            _moment(network, leg.in_s), (leg.in_s - leg.out_s) / 3600.0,
            sum(load.mass_kg for load in mission.loads) if leg.laden else 0.0,
        )  # fmt: skip


def _loads(plan: Plan, network: Network, timing: Timing) -> Iterator[tuple[Any, ...]]:
    for number, ((index, load), marks) in enumerate(zip(plan.loads, timing.marks, strict=True), start=1):
        line = network.lines[load.line]
        link = None if load.link is None else network.links[load.link]
        mission = None if index == NO_MISSION else plan.missions[index]
        onload = None if mission is None else network.places[mission.stops[mission.onload].place].id
        offload = None if mission is None else network.places[mission.stops[mission.offload].place].id
        if onload is None and link is not None:
            onload = network.places[link.origin].id
        mode = "air" if link is None else link.record.mode if mission is None else f"air, {link.record.mode}"
        yield (
            number, line.requirement, line.name, load.number, None if mission is None else index + 1,
            None if mission is None else network.tails[mission.tail].name, mode, onload, offload,
            network.places[line.destination].id, load.quantity, line.unit, load.mass_kg, load.volume_m3, load.pallets,
            load.value_usd, *(_moment(network, second) for second in marks),
        )  # fmt: skip


def _moment(network: Network, second: int | None) -> str | None:
    return None if second is None else f"{network.scenario.moment(second):%Y-%m-%dT%H:%M:%SZ}"
