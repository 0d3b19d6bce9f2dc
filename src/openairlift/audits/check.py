"""The audit of a plan: every limit re-derived, without the planner's code or the simulator's."""

from __future__ import annotations

from openairlift.audits import crews, fields, links, surface
from openairlift.audits.cargo import audit_cargo
from openairlift.audits.danger import audit_clearances, audit_danger
from openairlift.audits.flight import audit_flight, audit_shape
from openairlift.audits.hauls import audit_hauls, sound_hauls
from openairlift.audits.log import entries
from openairlift.audits.places import audit_dates, audit_places
from openairlift.audits.records import Violation, asked
from openairlift.audits.timing import Timing, time_plan
from openairlift.network.build import build_network
from openairlift.network.network import Network
from openairlift.plan import Plan
from openairlift.scenario import Scenario

__all__ = ["Violation", "audit", "audit_run"]


def audit(scenario: Scenario, plan: Plan, *, network: Network | None = None) -> list[Violation]:
    """Return every limit that a plan breaks; none for a plan that can be carried out as it stands.

    A mission moves at its ``earliest_s``, legs take their block times, services their mean times; what follows from
    that without any waiting has to keep every limit that can be kept by planning. A plan that would need aircraft to
    wait for a spot, a slot, a clearance or a date does not. Hauls may wait for their link. Other traffic is left to the
    simulator.

    How fast storage empties, and who gets fuel, a crew from a pool or a movement, is only found out when the plan is
    carried out. Where such a limit is stated, a plan that keeps the others is simulated with luck off, and the event
    list has to keep it.

    Parameters
    ----------
    scenario : the scenario, whose records the limits are taken from.
    plan : what is to be checked.
    network : the scenario's network, where it is already at hand.
    """
    network = build_network(scenario) if network is None else network
    lines = [asked(scenario, network, line) for line in network.lines]
    found, sound = audit_shape(network, plan)
    faults, hauled = sound_hauls(network, plan)
    found += faults
    flight, schedule = audit_flight(network, plan, sound)
    found += flight
    found += audit_cargo(scenario, network, plan, sound, hauled, lines)
    found += audit_hauls(scenario, network, plan, lines)
    found += audit_danger(network, plan, sound, lines)
    found += audit_clearances(network, plan, schedule, lines)
    found += audit_places(network, plan, schedule, lines)
    found += audit_dates(network, plan, schedule)
    if not found and needs_run(network, plan):
        found += audit_run(network, plan, time_plan(network, plan))
    return found


def needs_run(network: Network, plan: Plan) -> bool:
    """Return whether some limits can be checked only in a run, for which the simulator has to be compiled."""
    return any(room.needs_run(network, plan) for room in (crews, fields, surface))


def audit_run(network: Network, plan: Plan, timing: Timing) -> list[Violation]:
    """Return the limits that a run with luck off breaks: crews, fuel, arrivals, movements, storage, links."""
    log = entries(timing)
    return [
        *crews.audit_crews(network, plan, log),
        *fields.audit_fuel(network, plan, log),
        *fields.audit_movements(network, plan, log),
        *surface.audit_storage(network, plan, log, timing.carried),
        *links.audit_links(network, plan, log),
    ]
