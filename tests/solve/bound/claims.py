"""What the bound claims, worked out on its own for plans: what they gain, and what prices may be asked."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from tests.fuzz.scenarios import scenario_files
from tests.solve.worlds import world

import openairlift as oa
from openairlift.audits import audit, objective, time_plan
from openairlift.network import Network, RouteBook, build_network
from openairlift.plan import Haul, Load, Plan, Shortfall
from openairlift.solve.bound.ascend import Ascent
from openairlift.solve.bound.prices import Grid, Prices
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways

Terms = tuple[float, float, float]
WEIGHTS: tuple[Terms, ...] = ((100.0, 10.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def relaxed_of(network: Network) -> Relaxed:
    """Return the relaxed airlift of everything that a network's routes allow."""
    return relax(network, all_ways(network, RouteBook(network)), worth_of(network))


def terms_of(network: Network, plan: Plan) -> Terms:
    """Return terms 1 to 3 of a plan, from its exact times."""
    found = objective(network, plan, time_plan(network, plan))
    return found.undelivered, found.late_weight_days, found.delay_weight_days


def gain(relaxed: Relaxed, weights: Terms, terms: Terms) -> float:
    """Return what a plan gains over delivering nothing."""
    return sum(w * (n - t) for w, n, t in zip(weights, relaxed.worth.nothing, terms, strict=True))


def prices_by_chance(luck: random.Random, relaxed: Relaxed, weights: Terms, scale: float) -> Prices:
    """Return prices about as large as what can be gained, times a scale; some are 0."""
    worth, quantity = relaxed.worth, np.maximum(relaxed.quantity, 1e-9)
    total = sum(w * n for w, n in zip(weights, worth.nothing, strict=True))
    unit = scale * total / max(len(quantity), 1) / quantity
    step = luck.choice([3600, 6 * 3600, 86_400])
    times = np.arange(-(-worth.horizon_s // step), dtype=np.int64) * step
    some = np.random.default_rng(luck.randrange(1 << 30))
    count = len(relaxed.resources)
    each = scale * total / max(count, 1) / worth.horizon_s
    return Prices(
        line=some.random(quantity.size) * unit * (some.random(quantity.size) < 0.8),
        stock=some.random(relaxed.stock.size) * float(unit.mean() if unit.size else 0.0) * 0.1,
        times=times,
        resource=some.random((count, times.size)) * each * (some.random((count, times.size)) < 0.5),
    )


def beaten(network: Network, plans: list[Plan], luck: random.Random, *, deltas: tuple[int, ...]) -> list[str]:
    """Return, in words, where a plan gains more than the bound says that any plan can."""
    relaxed = relaxed_of(network)
    reached = [terms_of(network, plan) for plan in plans]
    found = []
    for delta in deltas:
        grid = Grid(relaxed, delta)
        for weights in WEIGHTS:
            for scale in (0.0, 1e-3, 0.1, 1.0):
                prices = prices_by_chance(luck, relaxed, weights, scale)
                if scale == 0.1:  # the best prices of a short ascent: where a bound that is wrong would show
                    aim = max(gain(relaxed, weights, terms) for terms in reached)
                    _, prices = Ascent(grid, period=6 * 3600).climb(prices, weights, target=aim, iterations=12)
                most = grid.value(prices, weights)
                for number, terms in enumerate(reached):
                    have = gain(relaxed, weights, terms)
                    if have > most + 1e-9 * abs(most) + 1e-6:
                        found.append(f"plan {number}, cells of {delta} s, {weights}, scale {scale}: {have} > {most}")
    return found


def overland(network: Network, plan: Plan) -> Plan:
    """Return a plan that sends by surface what can go so, all of each line in loads of at most 5 t."""
    wanted = {i: line.surface[0] for i, line in enumerate(network.lines) if line.surface}
    missions = []
    for mission in plan.missions:
        kept = tuple(load for load in mission.loads if load.line not in wanted)
        if kept:
            missions.append(replace(mission, loads=kept))
    drawn = {s: row.quantity for s, row in enumerate(network.stocks)}
    for mission in missions:
        for load in mission.loads:
            if load.stock is not None:
                drawn[load.stock] -= load.quantity
    hauls: list[Haul] = []
    short = [part for part in plan.shortfalls if part.line not in wanted]
    for index, (place, stock, link) in wanted.items():
        line = network.lines[index]
        left = line.quantity if stock is None else min(line.quantity, drawn[stock])
        if stock is not None:
            drawn[stock] -= left
        if left < line.quantity:
            rest = line.quantity - left
            short.append(Shortfall(line=index, quantity=rest, mass_kg=rest * line.unit_kg, reason="no stock"))
        number = 0
        while left > 1e-9:
            part = min(left, 5000.0 if line.unit == "kg" else float(max(int(5000.0 / line.unit_kg), 1)))
            number, left = number + 1, left - part
            load = Load(
                line=index, number=number, quantity=part, mass_kg=part * line.unit_kg,
                volume_m3=part * (line.unit_m3 or 0.0), pallets=0.0, value_usd=part * line.unit_usd, stock=stock,
                link=link,
            )  # fmt: skip
            hauls.append(Haul(load=load, origin=place, earliest_s=0))
    return replace(plan, missions=tuple(missions), hauls=tuple(hauls), shortfalls=tuple(short))


def sound(network: Network, plans: list[Plan]) -> list[Plan]:
    """Return the plans that the audit accepts."""
    return [plan for plan in plans if not audit(network.scenario, plan, network=network)]


def small(seed: int) -> Network:
    """Return the network of a small random airlift for planners."""
    luck = random.Random(f"marks {seed}")
    mark = luck.choice(["left_stock", "landed", "at_hub", "forwarded", "delivered"])
    meter = luck.choice(["mass", "items", "usd"])
    return build_network(world(seed, objective_mark=mark, objective_meter=meter))


def varied(seed: int) -> Network:
    """Return the network of a random scenario with everything that files can state."""
    return build_network(oa.read_scenario(scenario_files(seed)))
