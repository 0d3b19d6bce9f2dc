"""Where and what the audit says, word for word: whoever planned by hand has to find the fault by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.audits import test_audit, test_hauls, test_limits
from tests.network.build import curve, jet, place, requirement
from tests.plan.plans import FREE_DEPOT, HUB, load, plan_of, shuttle, small

from openairlift.audits import Violation, audit, needs_run
from openairlift.model import FleetRow, UnitLoadsRow
from openairlift.plan import Plan

PLANS: dict[str, tuple[str, str]] = {
    "a tail that is not there": ("mission 0", "tail 9; there are 3"),
    "a place that is not there": ("mission 0", "place 7; there are 5"),
    "a stock that is not there": ("mission 2", "stock row 5; there are 3"),
    "a link that is not there": ("mission 2", "link 3; there are 1"),
    "no stops": ("mission 0", "no stops"),
    "no offload": ("mission 0", "1 onload and 0 offload stops; a mission with loads has one of each"),
    "offload before onload": ("mission 0", "offload at stop 0 before onload at stop 1"),
    "recovery before the end": ("mission 0", "RECOVER at stop 1 is not the last stop"),
    "recovery away from the base": ("mission 0", "RECOVER at hub; the base of JET 01 ETAR is depot"),
    "left on a limited spot": ("tail JET 02 ETAR", "stays for good on a spot at hub, where parking is limited"),
    "a rest below zero": ("mission 0", "a rest of -3600 s at stop 1"),
    "a leg beyond the ferry range": ("mission 0 (JET 01 ETAR)", "JET can't fly from depot to far: 18,277 km flown"),
    "a flight to a place by the road": ("mission 2 (JET 03 ETAR)", "JET can't fly from depot to town: 1,185 km flown"),
    "too much mass": ("mission 0", "45,000.0 kg aboard; the critical leg allows 40,000.0 kg x 1 flown = 40,000.0 kg"),
    "positions that do not follow from the cargo": ("mission 2, load trucks#1", "2 pallet positions; 9 are needed"),
    "a mass that does not follow from the quantity": (
        "mission 2, load trucks#1",
        "mass_kg is 1.000; 4 piece make 36,000.000",
    ),
    "a volume that does not follow": ("mission 2, load trucks#1", "volume_m3 is 1.000; 4 piece make 120.000"),
    "a value that does not follow": ("mission 2, load trucks#1", "value_usd is 1.000; 4 piece make 400,000.000"),
    "a load of nothing": ("mission 0, load bulk#3", "a load of 0 kg"),
    "part of a piece": ("mission 2, load trucks#1", "3.5 piece: a piece does not travel in parts"),
    "more than is required": ("line people", "90.000 person are carried, 80.000 are required"),
    "a part that is neither carried nor short": (
        "line tank",
        "0.000 piece carried and 0.000 reported short make 0.000; 1.000 are required",
    ),
    "a part that is carried and short": (
        "line bulk",
        "60,000.000 kg carried and 5.000 reported short make 60,005.000; 60,000.000 are required",
    ),
    "a shortfall of another mass": ("line tank", "1.000 short weigh 5.0 kg?"),
    "a shortfall of no line": ("shortfalls", "a shortfall names line 8; there are 5"),
    "two loads with one number": ("line bulk", "two loads have number 1: they would share their luck"),
    "load number 0": ("line people", "load number 0; they count from 1"),
    "a load that draws on no stock": ("mission 2, load trucks#1", "loaded at depot; it lies at depot (stock of truck)"),
    "a load that draws on other stock": ("stock of tank at depot", "load trucks#1 of truck is drawn from it"),
    "loaded where it does not lie": ("mission 2, load trucks#1", "loaded at hub; it lies at depot (stock of truck)"),
    "no way on from the hub": ("mission 2, load trucks#1", "left at hub; it is needed at town and no link is planned"),
    "a link away from the destination": (
        "mission 0, load bulk#1",
        "goes on by the link hub>town; it lands at hub and is needed at hub",
    ),
    "loaded before the stock is ready": (
        "mission 2, load trucks#1",
        "onload starts at 10,800 s; the stock is ready at 21,600 s",
    ),
    "landed before the earliest date": (
        "mission 3, load people#1",
        "landed at 66,399 s, before the earliest date 72,000 s",
    ),
    "two missions of a tail at once": (
        "mission 3 (JET 01 ETAR)",
        "is to move at 18,000 s; its mission before ends at 26,598 s",
    ),
    "a rest that is too short": (
        "mission 0 (JET 01 ETAR)",
        "rest at stop 1 is 3,600 s; release, crew rest and report take 48,600 s",
    ),
}

WORLDS: dict[str, tuple[str, str]] = {
    "the payload really flown is less": (
        "mission 0",
        "40,000.0 kg aboard; the critical leg allows 40,000.0 kg x 0.9 flown = 36,000.0 kg",
    ),
    "fewer pallet positions": ("mission 1", "14.44 pallet positions taken (floor counted as positions); JET has 14"),
    "fewer seats": ("mission 3", "80 people on 50 seats of JET"),
    "no oversize cargo": ("mission 2, load trucks#1", "oversize cargo on a JET, which carries bulk, passengers"),
    "no passengers": ("mission 3, load people#1", "JET carries no passengers"),
    "a small door": ("mission 2, load trucks#1", "a piece of 6.5 x 2.4 x 2.5 m does not pass the door of JET"),
    "a short floor": ("mission 2, load trucks#1", "a piece 6.5 m long on the floor of JET, 6 m long"),
    "fewer in stock": ("stock of truck at depot", "4.000 are drawn, 3.000 are held"),
    "ready later": ("mission 3, load people#1", "onload starts at 86,400 s; the cargo is ready at 108,000 s"),
    "a later earliest date": ("mission 3, load people#1", "landed at 107,799 s, before the earliest date 144,000 s"),
    "a window that opens later": ("mission 0 (JET 01 ETAR)", "is to move at 0 s; its window opens at 18,000 s"),
    "a window that closes sooner": (
        "mission 3 (JET 01 ETAR)",
        "ends at 112,998 s; the window of the tail closes at 93,600 s",
    ),
    "a shorter horizon": ("mission 3 (JET 01 ETAR)", "lands its cargo at 107,799 s; the scenario ends at 95,040 s"),
    "a shorter duty day": (
        "mission 0 (JET 01 ETAR)",
        "block-in after hub to depot ends a duty of 6.89 h; the crew may do 6.00 h",
    ),
    "one working slot at the hub": ("hub", "2 are served at 12,399 s; there are 1 working slots"),
    "one working slot at the depot": ("depot", "2 are served at 0 s; there are 1 working slots"),
    "one spot at the hub": ("hub", "2 wide stand there at 12,399 s; the spots are 1 wide"),
    "spots of a smaller class": ("hub", "2 wide stand there at 12,399 s; the spots are 5 narrow"),
    "half of the spots lost for a day": ("hub", "2 wide stand there at 12,399 s; the spots are 1 wide"),
    "half of the slots lost for an hour": ("hub", "2 are served at 14,400 s; there are 1 working slots"),
    "closed at landing": ("mission 3", "lands at hub at 98,799 s, when it is closed"),
    "closed at take-off": ("mission 0", "leaves depot at 7,200 s, when it is closed"),
}

LIMITS: dict[str, tuple[str, str]] = {
    "explosive at the hub": ("mission 0", "500.0 kg of explosive aboard at hub; a spot there may hold 499.0 kg"),
    "explosive at the depot": ("mission 0", "500.0 kg of explosive aboard at depot; a spot there may hold 0.0 kg"),
    "no hot spot": ("mission 0", "500.0 kg of explosive aboard at hub; a spot there may hold 0.0 kg"),
    "one hot spot": ("hub", "2 with much explosive aboard stand there at 12,399 s; there are 1 hot spots"),
    "one loader": ("hub", "2 are loaded or unloaded at 12,399 s; loaders and unloading crews suffice for 1"),
    "arrivals a day": ("hub", "2 arrivals on day 0; it takes 1 a day"),
    "heavier than the field bears": ("mission 0 (JET 01 ETAR)", "JET weighs 200,000 kg; hub bears 199,999 kg"),
    "no mission after the window": (
        "mission 0 (JET 01 ETAR)",
        "ends at 26,598 s; the window of the tail closes at 18,000 s",
    ),
    "landing of everything": ("mission 0", "lands at hub at 12,399 s; landing is cleared at 86,400 s"),
    "overflight of everything": ("mission 0", "leaves for hub at 7,200 s; overflight is cleared at 86,400 s"),
}

HAULS: dict[str, tuple[str, str]] = {
    "a place that is not there": ("haul 0", "place 8; there are 3"),
    "a line that is not there": ("haul 0", "line 7; there are 3"),
    "a stock that is not there": ("haul 0", "stock row 4; there are 2"),
    "a link that is not there": ("haul 0", "link 5; there are 3"),
    "no link": ("haul 0", "no link is planned, and no aircraft"),
    "a link from somewhere else": (
        "haul 0, load crates#1",
        "goes by the link depot>hub; it lies at yard and is needed at hub",
    ),
    "a link to somewhere else": (
        "haul 0, load bulk#1",
        "goes by the link hub>depot; it lies at hub and is needed at hub",
    ),
    "a place where it does not lie": (
        "haul 0, load crates#1",
        "loaded at depot; it lies at yard (stock of crate), depot (stock of crate)",
    ),
    "no stock": ("haul 0, load crates#1", "loaded at yard; it lies at yard (stock of crate), depot (stock of crate)"),
    "more than the stock holds": ("stock of crate at yard", "21.000 are drawn, 20.000 are held"),
    "more than is asked": ("line crates", "25.000 piece are carried, 24.000 are required"),
    "part of a piece": ("haul 0, load crates#1", "2.5 piece: a piece does not travel in parts"),
    "nothing": ("haul 0, load crates#1", "a load of 0 piece"),
    "another mass": ("haul 0, load crates#1", "mass_kg is 7.000; 20 piece make 20,000.000"),
    "pallet positions": ("haul 0, load crates#1", "3 pallet positions; a load that goes by surface takes none"),
    "load number 0": ("line crates", "load number 0; they count from 1"),
    "after the horizon": ("haul 0, load crates#1", "delivered at 903,600 s at best; the scenario ends at 864,000 s"),
}


def told(found: list[Violation]) -> list[tuple[str, str]]:
    """Return where and what of every violation."""
    return [(one.where, one.what) for one in found]


@pytest.mark.parametrize("name", PLANS)
def test_a_broken_plan(name: str) -> None:
    assert PLANS[name] in told(audit(test_audit.world(), test_audit.BAD_PLANS[name][0]))


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_with_a_lower_limit(name: str) -> None:
    assert WORLDS[name] in told(audit(test_audit.world(**test_audit.BAD_WORLDS[name][0]), test_audit.good()))


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_of_a_place(name: str) -> None:
    made, net = test_limits.world(**test_limits.LOWERED[name][0])
    assert LIMITS[name] in told(audit(made, test_limits.two_with_bullets(net), network=net))


@pytest.mark.parametrize("name", HAULS)
def test_a_broken_haul(name: str) -> None:
    made, net = test_hauls.world()
    broken, rule, _ = test_hauls.BROKEN[name]
    plan = Plan(missions=(), hauls=(broken,)) if rule == "index" else test_hauls.made_of(net, broken)
    assert HAULS[name] in told(audit(made, plan, network=net))


def test_a_line_that_is_not_there() -> None:
    made, net = small()
    plan = plan_of(net, shuttle(net, [load(net, 1000.0)]))
    broken = replace(plan.missions[0], loads=(replace(plan.missions[0].loads[0], line=4),))
    assert told(audit(made, replace(plan, missions=(broken,)), network=net))[0] == ("mission 0", "line 4; there are 1")


def test_a_leg_to_a_place_without_a_position() -> None:
    made, net = small(more=(place("nowhere", None, None),))
    plan = plan_of(net, shuttle(net, [load(net, 1000.0)], via=[("nowhere", 0)]))
    what = "JET can't fly from depot to nowhere: a position is not stated"
    assert ("mission 0 (JET 01 ETAR)", what) in told(audit(made, plan, network=net))


def test_a_leg_to_a_dry_place_from_which_nothing_gets_back() -> None:
    """4,400 km there and back: more than the 8,000 km that the type flies empty."""
    far = place("far", 50.0, 70.0, fuel_kg=0.0, fuel_kg_per_day=0.0)
    made, net = small(more=(far,))
    plan = plan_of(net, shuttle(net, [load(net, 1000.0)], hub="far", home=False))
    flown = f"{net.distance_m[0, 2] / 1000.0:,.0f} km flown"
    what = f"JET can't fly from depot to far: {flown}, and on for fuel, which far has not"
    assert ("mission 0 (JET 01 ETAR)", what) in told(audit(made, plan, network=net))


def test_beyond_the_last_point_of_its_curve_a_type_carries_nothing() -> None:
    """The curve ends at 500 km with 30 t; the hub is 1,040 km away."""
    made, net = small(types=(jet(payload_at_range=curve((0, 40), (500, 30), y=1000.0)),))
    found = told(audit(made, plan_of(net, shuttle(net, [load(net, 1000.0)])), network=net))
    what = "1,000.0 kg aboard; the critical leg allows 0.0 kg x 1 flown = 0.0 kg"
    assert ("mission 0", what) in found
    assert ("mission 0 (JET 01 ETAR)", "JET can't fly from depot to hub: 1,040 km flown") in found


def test_a_tail_that_cant_fly_a_leg_is_left_out_from_there() -> None:
    """Where it stands is not known: its next mission, which would overlap, is not spoken of."""
    made, net = small(more=(place("nowhere", 0.0, -170.0, runway_m=None),))
    first = shuttle(net, [load(net, 1000.0)], via=[("nowhere", 0)])
    plan = plan_of(net, first, shuttle(net, [load(net, 1000.0, number=2)]))
    found = audit(made, plan, network=net)
    assert {one.rule for one in found} == {"leg", "runway", "payload"}
    assert {one.where for one in found} <= {"mission 0", "mission 0 (JET 01 ETAR)"}


def test_loads_stated_for_one_type_flown_by_another() -> None:
    made, net = small(
        types=(jet(), jet("BIG")), fleet=(FleetRow(type="BIG", tails=1, home="depot"), FleetRow(type="JET", tails=1,
        home="depot")), unit_loads=(UnitLoadsRow(unit_type="wing", aircraft="JET", loads=1.0),),
        requirements=(requirement(unit_type="wing"),),
    )  # fmt: skip
    right, wrong = (plan_of(net, shuttle(net, [load(net, 1.0)], tail=tail)) for tail in (1, 0))
    assert audit(made, right, network=net) == []
    assert told(audit(made, wrong, network=net)) == [
        ("mission 0, load r1#1", "stated in loads of JET, flown by a BIG")
    ]  # fmt: skip


def test_more_arrivals_than_the_day_takes() -> None:
    made, net = small(replace(HUB, arrivals_per_day=2.0, parking=None, working=None))
    missions = [shuttle(net, [load(net, 1000.0, number=i + 1)], tail=i) for i in range(3)]
    assert told(audit(made, plan_of(net, *missions), network=net)) == [("hub", "3 arrivals on day 0; it takes 2 a day")]
    assert audit(made, plan_of(net, *missions[:2]), network=net) == []


def test_the_window_of_a_tail_binds_only_where_it_closes_before_the_scenario() -> None:
    made, net = small()
    plan = plan_of(net, shuttle(net, [load(net, 1000.0)]))
    ends = 7200 + 2 * int(net.block_s[0, 0, 1]) + 9000
    for closes, horizon, rules in ((ends, 10**6, set()), (ends - 1, 10**6, {"window"}), (ends - 1, ends - 1, set())):
        tails = tuple(replace(tail, available_to_s=closes) for tail in net.tails)
        found = audit(made, plan, network=replace(net, tails=tails, horizon_s=horizon))
        assert {one.rule for one in found} == rules


@pytest.mark.parametrize("stated", [{"storage_kg": 5.0}, {"storage_m3": 5.0}])
def test_a_plan_to_a_place_with_storage_needs_a_run(stated: dict[str, float]) -> None:
    _, net = small(replace(HUB, **stated))
    assert needs_run(net, plan_of(net, shuttle(net, [load(net, 1000.0)])))
    assert not needs_run(net, plan_of(net))
    _, net = small(HUB, replace(FREE_DEPOT, **stated))
    assert not needs_run(net, plan_of(net, shuttle(net, [load(net, 1000.0)])))


def test_a_place_without_a_runway() -> None:
    made, net = small(HUB, more=(place("town", 49.84, 24.03, runway_m=None),))
    found = told(audit(made, plan_of(net, shuttle(net, [load(net, 1000.0)], hub="town", home=False)), network=net))
    assert ("mission 0 (JET 01 ETAR)", "town has no runway") in found


@pytest.mark.parametrize(("runway_m", "says"), [(1000.0, []), (999.0, ["JET needs 1,000 m; hub has 999 m"])])
def test_a_runway_as_long_as_needed_is_long_enough(runway_m: float, says: list[str]) -> None:
    made, net = small(replace(HUB, runway_m=runway_m))
    found = told(audit(made, plan_of(net, shuttle(net, [load(net, 1000.0)])), network=net))
    assert [what for _, what in found if "needs" in what] == says
    assert bool(found) is bool(says)


def test_cargo_may_land_at_the_very_end_and_no_later() -> None:
    made, net = small()
    plan = plan_of(net, shuttle(net, [load(net, 1000.0)], home=False))
    net = replace(net, parking=(None,) * len(net.places))
    landed = 7200 + int(net.block_s[0, 0, 1]) + 9000
    assert audit(made, plan, network=replace(net, horizon_s=landed)) == []
    said = f"lands its cargo at {landed:,} s; the scenario ends at {landed - 1:,} s"
    assert told(audit(made, plan, network=replace(net, horizon_s=landed - 1))) == [("mission 0 (JET 01 ETAR)", said)]


def test_hazards_in_one_aircraft_are_named_with_their_cargo() -> None:
    made, net = test_limits.world()
    cans = test_limits.one(net, (test_limits.FUEL_CANS, 2.0), (test_limits.PEROXIDE, 2.0))
    assert told(audit(made, plan_of(net, cans), network=net)) == [
        ("mission 0", "3 (cans) and 5.1 (peroxide) may not go in one aircraft")
    ]
    shells = test_limits.one(net, (test_limits.BULLETS, 2.0), (test_limits.PEOPLE, 9.0))
    assert told(audit(made, plan_of(net, shells), network=net)) == [
        ("mission 0", "1.1D (bullets) and passengers (people) may not go in one aircraft")
    ]
