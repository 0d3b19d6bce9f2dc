"""What an airlift costs: flying, charter, landings, handling and surface trips, in all and by requirement [USD]."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from openairlift.network import Network
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import NO_MISSION, Load, Plan
from openairlift.scenario import Scenario
from openairlift.study.cost_prices import KINDS, Prices, legs

__all__ = [
    "KINDS",
    "CostModel",
    "CostSummary",
    "Costs",
    "planned_cost",
    "planned_missions",
    "planned_trips",
    "summarised",
]


@dataclass(frozen=True, eq=False, kw_only=True)
class Costs:
    """Costs of runs; the leading axes are those of the arrays that `CostModel.run` was given.

    Attributes
    ----------
    by_kind : shape (..., kinds) [USD], in the order of `KINDS`. What has no price counts 0; `CostModel.not_stated`
        names it.
    by_requirement : shape (..., requirements) [USD], in the order of `CostModel.requirements`.
    unshared : cost of missions in runs in which none carried anything, so that nobody can bear it [USD].
    """

    by_kind: FloatArray
    by_requirement: FloatArray
    unshared: FloatArray

    @property
    def total(self) -> FloatArray:
        """All kinds together [USD]."""
        return _added(self.by_kind)


@dataclass(frozen=True, eq=False, kw_only=True)
class CostModel:
    """The prices that a plan meets, as arrays, so that many runs are reckoned at once.

    Attributes
    ----------
    requirements : ids of requirements, in the order of `Costs.by_requirement`.
    usd_per_s : price of flying, shape (missions,) [USD/s]; 0 where none is stated or a charter price is.
    charter_usd : price of a mission by a chartered type, shape (missions,) [USD]; 0 for others.
    mission : mission of each load, shape (loads,); for hauls the number of missions, as one that costs nothing.
    requirement : requirement of each load, index into `requirements`, shape (loads,).
    unit_kg : mass of one unit of each load, shape (loads,) [kg].
    handling_usd_per_kg : at onload and at offload, shape (2, loads) [USD/kg].
    trip_usd : price of a surface trip, shape (loads,) [USD].
    used : kinds that the plan causes at all, in the order of `KINDS`.
    priced : kinds of which at least one price is stated.
    not_stated : what the plan uses that has no price, in words.
    """

    requirements: tuple[str, ...]
    usd_per_s: FloatArray
    charter_usd: FloatArray
    mission: IntArray
    requirement: IntArray
    unit_kg: FloatArray
    handling_usd_per_kg: FloatArray
    trip_usd: FloatArray
    used: tuple[bool, ...]
    priced: tuple[bool, ...]
    not_stated: tuple[str, ...]

    @classmethod
    def of(cls, network: Network, plan: Plan) -> CostModel:
        """Return the prices that a plan meets."""
        book = Prices(network, plan)
        types = [network.types[network.tails[mission.tail].type] for mission in plan.missions]
        rates = [0.0 if type_.charter_usd is not None else (type_.cost_usd_per_h or 0.0) / 3600 for type_ in types]
        requirements = tuple(dict.fromkeys(line.requirement for line in network.lines))
        index = {name: i for i, name in enumerate(requirements)}
        lines = [network.lines[load.line] for _, load in plan.loads]
        return cls(
            requirements=requirements,
            usd_per_s=np.array(rates, dtype=np.float64),
            charter_usd=np.array([type_.charter_usd or 0.0 for type_ in types], dtype=np.float64),
            mission=np.array(
                [len(plan.missions) if mission == NO_MISSION else mission for mission, _ in plan.loads], dtype=np.int64
            ),
            requirement=np.array([index[line.requirement] for line in lines], dtype=np.int64),
            unit_kg=np.array([line.unit_kg for line in lines], dtype=np.float64),
            handling_usd_per_kg=np.array(
                [[book.handling(mission, end) for mission, _ in plan.loads] for end in range(2)], dtype=np.float64
            ).reshape(2, len(plan.loads)),
            trip_usd=np.array([book.trip(load) for _, load in plan.loads], dtype=np.float64),
            used=book.used(),
            priced=book.priced(),
            not_stated=book.not_stated(),
        )

    def run(
        self,
        mission_flown_s: npt.ArrayLike,
        mission_landings_usd: npt.ArrayLike,
        carried: npt.ArrayLike,
        trips: npt.ArrayLike,
        landed: npt.ArrayLike = True,
    ) -> Costs:
        """Return the costs of one run, or of many at once.

        A mission costs its flying (or, once it has flown, its charter) and its landings; its loads share that by the
        mass that they carried. A mission that carried nothing is shared by all loads of the run that flew, by mass.
        Handling and surface trips are borne by the load itself; a haul costs its trips only.

        Parameters
        ----------
        mission_flown_s : flying of each mission, shape (..., missions) [s].
        mission_landings_usd : landing charges of each mission, shape (..., missions) [USD].
        carried : quantity of each load, shape (..., loads), in units of its line.
        trips : surface trips of each load, shape (..., loads); on a link with a capacity a day one a load.
        landed : whether each load was unloaded, shape (..., loads); what never lands is handled at onload only.
        """
        flown = np.asarray(mission_flown_s, dtype=np.float64)
        landings = np.asarray(mission_landings_usd, dtype=np.float64)
        mass = np.asarray(carried, dtype=np.float64) * self.unit_kg
        flying = flown * self.usd_per_s
        charter = np.where(flown > 0.0, self.charter_usd, 0.0)
        at_onload, at_offload = self.handling_usd_per_kg
        handling = mass * (at_onload + at_offload * np.asarray(landed, dtype=np.float64))
        surface = np.asarray(trips, dtype=np.float64) * self.trip_usd
        by_kind = np.stack([_added(part) for part in (flying, charter, landings, handling, surface)], axis=-1)

        missions = flying + charter + landings
        missions = np.concatenate([missions, np.zeros((*missions.shape[:-1], 1))], axis=-1)  # at the end that of hauls
        flew = mass * (self.mission < missions.shape[-1] - 1)
        aboard = _grouped(mass, self.mission, missions.shape[-1])
        empty, everything = _added(np.where(aboard > 0.0, 0.0, missions)), _added(flew)
        of_mission = _share(mass, aboard[..., self.mission]) * missions[..., self.mission]
        of_empty = _share(flew, np.broadcast_to(everything[..., None], flew.shape)) * empty[..., None]
        own = of_mission + of_empty + handling + surface
        return Costs(
            by_kind=by_kind,
            by_requirement=_grouped(own, self.requirement, len(self.requirements)),
            unshared=np.where(everything > 0.0, 0.0, empty),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSummary:
    """What a plan or a study costs.

    Attributes
    ----------
    total_usd : all that has a price; None where nothing has.
    by_kind : by `KINDS`; 0 for a kind that the plan does not cause, None for one that it causes without any price.
    by_requirement : by requirement, with its share of missions; None where nothing has a price.
    usd_per_tonne : total over tonnes at the objective's mark; None where nothing arrives or nothing has a price.
    unshared_usd : missions that nobody can bear, because none carried anything.
    not_stated : what has no price and is left out of every figure.
    """

    total_usd: float | None
    by_kind: Mapping[str, float | None]
    by_requirement: Mapping[str, float | None]
    usd_per_tonne: float | None
    unshared_usd: float
    not_stated: tuple[str, ...]


def summarised(model: CostModel, costs: Costs, delivered_kg: npt.ArrayLike) -> CostSummary:
    """Return means over all leading axes of `costs`; per tonne it is mean cost over mean mass.

    Parameters
    ----------
    model, costs : the prices, and what they come to.
    delivered_kg : mass that passed the objective's mark by the horizon, shape (...) [kg].
    """
    kinds = _mean_rows(costs.by_kind)
    requirements = _mean_rows(costs.by_requirement)
    known = any(model.priced)
    total = math.fsum(kinds)
    tonnes = _mean_rows(np.asarray(delivered_kg, dtype=np.float64)[..., None])[0] / 1000
    return CostSummary(
        total_usd=total if known else None,
        by_kind={name: kinds[i] if model.priced[i] or not model.used[i] else None for i, name in enumerate(KINDS)},
        by_requirement={name: requirements[i] if known else None for i, name in enumerate(model.requirements)},
        usd_per_tonne=total / tonnes if known and tonnes > 0.0 else None,
        unshared_usd=_mean_rows(costs.unshared[..., None])[0],
        not_stated=model.not_stated,
    )


def planned_cost(scenario: Scenario, plan: Plan, network: Network) -> CostSummary:
    """Return what a plan costs when everything goes as planned: all missions fly, all loads are carried and arrive."""
    del scenario  # everything that is needed stands in the network, which was made from it
    model = CostModel.of(network, plan)
    flown, landings = planned_missions(network, plan)
    loads = [load for _, load in plan.loads]
    carried = np.array([load.quantity for load in loads], dtype=np.float64)
    trips = np.array([planned_trips(network, load) for load in loads], dtype=np.float64)
    costs = model.run(flown, landings, carried, trips)
    return summarised(model, costs, _added(carried * model.unit_kg))


def planned_missions(network: Network, plan: Plan) -> tuple[FloatArray, FloatArray]:
    """Return flying [s] and landing charges [USD] of every mission as planned, shape (missions,) each.

    A leg begins where the tail ended its mission before (its base at first); a stop where it stands already has no leg
    and no landing. Recovery at the base is a landing.
    """
    flown = np.zeros(len(plan.missions))
    charges = np.zeros(len(plan.missions))
    for index, type_, here, place in legs(network, plan):
        flown[index] += max(int(network.block_s[type_, here, place]), 0)
        charges[index] += network.places[place].landing_usd or 0.0
    return flown, charges


def planned_trips(network: Network, load: Load) -> int:
    """Return the surface trips of a load as planned: by payload and volume of a vehicle, 1 on a capacity a day."""
    if load.link is None:
        return 0
    record = network.links[load.link].record
    trips = 1
    if record.trucks is not None:
        for size, limit in ((load.mass_kg, record.payload_kg), (load.volume_m3, record.payload_m3)):
            trips = trips if limit is None else max(trips, math.ceil(size / limit - 1e-9))
    return trips


def _added(values: FloatArray) -> FloatArray:
    """Add along the last axis in order (numpy's sum pairs terms by what the processor offers)."""
    if values.shape[-1] == 0:
        return np.zeros(values.shape[:-1])
    total: FloatArray = np.cumsum(values, axis=-1)[..., -1]
    return total


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part / whole, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)


def _grouped(values: FloatArray, group: IntArray, count: int) -> FloatArray:
    """Add along the last axis by group, shape (..., count)."""
    found = np.zeros((*values.shape[:-1], count))
    flat, sums = values.reshape(-1, values.shape[-1]), found.reshape(-1, count)
    for row, out in zip(flat, sums, strict=True):
        out += np.bincount(group, weights=row, minlength=count)
    return found


def _mean_rows(values: FloatArray) -> list[float]:
    """Return means over all axes but the last, added in order."""
    rows = values.reshape(-1, values.shape[-1])
    return [float(total) / len(rows) for total in np.cumsum(rows, axis=0)[-1]] if len(rows) else [0.0] * rows.shape[1]
