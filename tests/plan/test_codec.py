"""Plans as canonical JSON: names, stable bytes, a round trip, and errors that name what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, requirement, scenario

from openairlift.errors import PlanError
from openairlift.model import Item, StockRow
from openairlift.network import Network, build_network
from openairlift.plan import Haul, Load, Mission, Plan, Proof, Purpose, Shortfall, Stop, decode, encode

DEPOT_AT, HUB_AT = 0, 1


@pytest.fixture(scope="module")
def network() -> Network:
    """Two rows of the same stock and two equal roads, so that names repeat."""
    return build_network(
        scenario(
            places=(DEPOT, HUB, TOWN),
            links=(ROAD, ROAD),
            items=(Item(item="crate", unit_mass_kg=500.0),),
            stock=(
                StockRow(place="depot", item="crate", quantity=20),
                StockRow(place="depot", item="crate", quantity=20, ready=at(30)),
            ),
            requirements=(requirement("r1", item="crate", quantity=30.0, destination="town"), requirement("r2")),
        )
    )


def make_plan(*, quantity: float = 20.0, stock: int | None = 1, link: int | None = 1, tail: int = 2) -> Plan:
    load = Load(line=0, number=1, quantity=quantity, mass_kg=quantity * 500, volume_m3=0.5, pallets=2.25,
                value_usd=1e6 / 3, stock=stock, link=link)  # fmt: skip
    stops = (
        Stop(place=DEPOT_AT, purpose=Purpose.ONLOAD, rest_s=3600),
        Stop(place=HUB_AT, purpose=Purpose.OFFLOAD),
        Stop(place=DEPOT_AT, purpose=Purpose.RECOVER),
    )
    return Plan(
        missions=(Mission(tail=tail, stops=stops, loads=(load,), earliest_s=7200),),
        shortfalls=(Shortfall(line=1, quantity=100_000.0, mass_kg=100_000.0, reason="no tail – für später"),),
        method="baseline",
        reproducible=False,
        notes=("a note",),
    )


def test_a_plan_comes_back_as_it_was(network: Network) -> None:
    assert decode(encode(make_plan(), network), network) == make_plan()
    assert decode(encode(Plan(missions=()), network), network) == Plan(missions=())


@settings(max_examples=50, deadline=None)
@given(
    quantity=st.floats(min_value=1e-6, max_value=1e9, allow_nan=False),
    stock=st.sampled_from([None, 0, 1]),
    link=st.sampled_from([None, 0, 1]),
    tail=st.integers(0, 2),
)
def test_every_number_and_name_survives(
    network: Network, quantity: float, stock: int | None, link: int | None, tail: int
) -> None:
    plan = make_plan(quantity=quantity, stock=stock, link=link, tail=tail)
    assert decode(encode(plan, network), network) == plan


def test_the_bytes_are_canonical(network: Network) -> None:
    data = encode(make_plan(), network)
    record = json.loads(data)
    again = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert data == again == encode(decode(data, network), network)
    assert "für später".encode() in data


def hauled() -> Plan:
    """Return the plan with a haul beside its mission."""
    load = Load(
        line=0, number=2, quantity=3.0, mass_kg=1500.0, volume_m3=0.5, pallets=0.0, value_usd=1.5, stock=0, link=1
    )
    return replace(make_plan(), hauls=(Haul(load=load, origin=HUB_AT, earliest_s=60), Haul(load=load, origin=DEPOT_AT)))


def test_hauls_come_back_as_they_were(network: Network) -> None:
    data = encode(hauled(), network)
    assert decode(data, network) == hauled()
    first = json.loads(data)["hauls"][0]
    assert (first["origin"], first["earliest_s"], first["load"]["link"]) == ("hub", 60, "hub/town/road#2")


def test_a_proof_comes_back_as_it_was(network: Network) -> None:
    proof = Proof(
        objective=(0.0, 1e6 / 3, 2.5), bound=(0.0, 1e5, 0.1 + 0.2), nothing=(9e9, 8e8, 7.0), scale=1.5, closure_s=77,
        complete=False,
    )  # fmt: skip
    for stated in (proof, replace(proof, closure_s=None, complete=True)):
        plan = replace(make_plan(), proof=stated)
        assert decode(encode(plan, network), network) == plan
    assert "proof" not in json.loads(encode(make_plan(), network))


def test_a_plan_without_hauls_has_the_bytes_that_it_always_had(network: Network) -> None:
    """So that runs that were stored before there were hauls keep their names and are read."""
    record = json.loads(encode(make_plan(), network))
    assert set(record) == {"format", "method", "missions", "notes", "reproducible", "shortfalls"}
    assert record["format"] == json.loads(encode(hauled(), network))["format"] == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [('"origin":"hub"', '"origin":"hup"', "place 'hup'"), ('"origin"', '"orign"', "lacks a part.*origin")],
)
def test_what_is_wrong_in_a_haul_is_named(network: Network, old: str, new: str, message: str) -> None:
    data = encode(hauled(), network).decode()
    assert old in data
    with pytest.raises(PlanError, match=message):
        decode(data.replace(old, new).encode(), network)


def test_entities_stand_by_name_and_repeats_are_numbered(network: Network) -> None:
    mission = json.loads(encode(make_plan(), network))["missions"][0]
    assert mission["tail"] == "JET 03 ETAR"
    assert [stop["place"] for stop in mission["stops"]] == ["depot", "hub", "depot"]
    assert mission["stops"][0]["purpose"] == "onload"
    assert mission["loads"][0]["stock"] == "depot/crate#2"
    assert mission["loads"][0]["link"] == "hub/town/road#2"
    first = json.loads(encode(make_plan(stock=0, link=0), network))["missions"][0]["loads"][0]
    assert (first["stock"], first["link"]) == ("depot/crate", "hub/town/road")


def test_whole_numbers_and_floats_give_the_same_bytes(network: Network) -> None:
    plan = make_plan()
    mission = plan.missions[0]
    whole = replace(plan, missions=(replace(mission, loads=(replace(mission.loads[0], quantity=20),)),))
    assert encode(whole, network) == encode(plan, network)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"place":"hub"', '"place":"hup"', r"place 'hup'.*did you mean 'hub'\?"),
        ('"tail":"JET 03 ETAR"', '"tail":"JET 09 ETAR"', "tail 'JET 09 ETAR'"),
        ('"purpose":"onload"', '"purpose":"fuel"', "'fuel' is no purpose of a stop; allowed: onload, offload"),
        ('"format":1', '"format":2', "no plan of format 1: got 2"),
        ('"earliest_s"', '"earliest"', "lacks a part.*earliest_s"),
        ('"missions":[', '"missions":', "these bytes are no plan"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(network: Network, old: str, new: str, message: str) -> None:
    data = encode(make_plan(), network).decode()
    assert old in data
    with pytest.raises(PlanError, match=message):
        decode(data.replace(old, new).encode(), network)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"", b"[]", b"null"])
def test_bytes_that_are_no_plan_are_refused(network: Network, data: bytes) -> None:
    with pytest.raises(PlanError, match="no plan"):
        decode(data, network)


def test_an_index_that_the_network_lacks_is_refused(network: Network) -> None:
    with pytest.raises(PlanError, match="tail 7, but the scenario has 3"):
        encode(make_plan(tail=7), network)
    with pytest.raises(PlanError, match="stock -1"):
        encode(make_plan(stock=-1), network)
