"""The audit of a plan: every limit re-derived, without the planner's code."""

from __future__ import annotations

from openairlift.network.build import build_network
from openairlift.network.network import Network
from openairlift.plan.audit_cargo import audit_cargo
from openairlift.plan.audit_flight import audit_flight, audit_shape
from openairlift.plan.audit_records import Violation
from openairlift.plan.audit_times import audit_dates, audit_places, audit_storage
from openairlift.plan.plan import Plan
from openairlift.plan.timing import time_plan
from openairlift.scenario import Scenario

__all__ = ["Violation", "audit"]


def audit(scenario: Scenario, plan: Plan, *, network: Network | None = None) -> list[Violation]:
    """Return every limit that a plan breaks; none for a plan that can be carried out as it stands.

    A mission moves at its ``earliest_s``, legs take their block times, services their mean times; what follows from
    that without any waiting has to keep every limit. A plan that would need aircraft to wait for a spot or a slot
    does not. Other traffic is left to the simulator. Storage is checked on the exact timing with luck off, because
    vehicles decide how fast it empties.

    Parameters
    ----------
    scenario : the scenario, whose records the limits are taken from.
    plan : what is to be checked.
    network : the scenario's network, where it is already at hand.
    """
    network = build_network(scenario) if network is None else network
    found, sound = audit_shape(network, plan)
    flight, schedule = audit_flight(network, plan, sound)
    found += flight
    found += audit_cargo(scenario, network, plan, sound)
    found += audit_places(network, schedule)
    found += audit_dates(network, plan, schedule)
    flyable = len(sound) == len(plan.missions) and not any(one.rule in ("leg", "quantity") for one in found)
    if flyable and _stores(network, plan):
        found += audit_storage(network, plan, time_plan(network, plan))
    return found


def _stores(network: Network, plan: Plan) -> bool:
    """Whether any mission unloads at a place with limited storage; only then the plan has to be timed."""
    hubs = {mission.stops[mission.offload].place for mission in plan.missions if mission.loads}
    return any(network.places[hub].storage_kg is not None for hub in hubs)
