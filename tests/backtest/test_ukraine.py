"""Ukraine 2022 against the record, without fitting: parts (a) to (d) of the backtest. Observations are never inputs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from openairlift.network import RouteBook, build_network
from openairlift.network.formulas import arrivals_per_day
from openairlift.plan import Plan
from openairlift.scenario import Scenario, count_bases, read_scenario
from openairlift.sim import simulate_many
from openairlift.solve import make_plan
from openairlift.study import Study, replicate

DAY_S = 86_400
REPORTED_ARRIVALS = 17
REPORTED_SHARE = 240 / 350
FOURTH_OF_MARCH_ENDS = datetime(2022, 3, 5, tzinfo=UTC)


@cache
def base() -> Scenario:
    return read_scenario("ukraine-2022")


@cache
def study() -> Study:
    sc = base()
    net = build_network(sc)
    return replicate(sc, make_plan(sc, network=net), runs=40, seed=7, network=net)


def test_a_two_spots_turn_round_about_what_was_reported() -> None:
    """(a) 2 spots, 2.25–3.25 h, 24 h, 0.85: 12.6 to 18.1 arrivals a day; reported: the field can process 17."""
    hub = base().places["hub"]
    assert hub.parking is not None
    ground = next(row for row in base().ground_times if row.place == "hub" and row.purpose == "offload").time_s
    slow, fast = (
        arrivals_per_day(hub.parking.total, hours_per_day=24, ground_time_h=hours, efficiency=0.85)
        for hours in (ground.parameters[-1] / 3600, ground.parameters[0] / 3600)
    )
    assert (round(slow, 1), round(fast, 1)) == (12.6, 18.1)
    assert slow <= REPORTED_ARRIVALS <= fast


def test_b_when_the_hub_fills_up_depends_on_how_long_aircraft_hold() -> None:
    """(b) All donors' traffic alone; reported full: 5 March. A miss, kept in.

    An arriving aircraft is to be likelier than not to hold or divert first on 4 to 6 March. With the scenario's 45 min
    of patience (assumed) it never is: 42 % from 4 March on. Of three other patiences, tried after that, one falls into
    the window and two fall before it. What is asserted is what came out, not that it came out right.
    """
    own = _holding(minutes=45)
    assert _first_day(own) is None
    assert own[7] == pytest.approx(0.42, abs=0.03)
    assert own.max() < 0.5
    assert _first_day(_holding(minutes=120)) == datetime(2022, 3, 4, tzinfo=UTC)
    assert _first_day(_holding(minutes=480)) == datetime(2022, 3, 3, tzinfo=UTC)


def _holding(*, minutes: float) -> npt.NDArray[np.float64]:
    """Share of the arriving aircraft of each day that hold or are turned away, over 300 runs."""
    settings = replace(base().settings, hold_s=minutes * 60.0)
    net = build_network(replace(base(), requirements={}, settings=settings))
    batch = simulate_many(net, Plan(missions=()), seed=7, first=0, count=300)
    traffic = batch.traffic[:, net.place_index["hub"]].sum(axis=0)
    return np.asarray(traffic[:, 1] / np.maximum(traffic[:, 0], 1), dtype=np.float64)


def _first_day(shares: npt.NDArray[np.float64]) -> datetime | None:
    days = np.flatnonzero(shares > 0.5)
    return base().moment(int(days[0]) * DAY_S) if len(days) else None


def test_c_the_reported_share_lies_below_the_upper_bound() -> None:
    """(c) The least of the stock, fleet and station formulas at the end of 4 March is at least the reported share."""
    assert _upper_bound(FOURTH_OF_MARCH_ENDS) >= REPORTED_SHARE


def test_c_the_bound_bites_when_nothing_is_ready() -> None:
    assert _upper_bound(datetime(2022, 2, 26, 18, tzinfo=UTC)) < REPORTED_SHARE


def _upper_bound(until: datetime) -> float:
    """Most of the authorised value that stock, fleet and stations allow by a moment, by the planning formulas.

    Stock: the value of what is ready. Fleet and stations: tonnes, filled with the dearest cargo first. Every limit is
    taken at its best, so no plan can beat it.
    """
    sc = base()
    net = build_network(sc)
    end = sc.seconds(until)
    tonnes = min(_fleet_kg(sc, end), _station_kg(sc, end))
    lines = [line for line in net.lines if line.package == "pkg350" and line.unit_usd > 0]
    value = 0.0
    for line in sorted(lines, key=lambda row: -row.unit_usd / row.unit_kg):
        ready = sum(
            net.stocks[stock].quantity
            for _, stock in line.sources
            if stock is not None and max(net.stocks[stock].ready_s, line.ready_s) < end
        )
        units = min(line.quantity, ready, tonnes / line.unit_kg)
        tonnes -= units * line.unit_kg
        value += units * line.unit_usd
    authorised = sc.packages["pkg350"].authorised_usd
    assert authorised
    return value / authorised


def _fleet_kg(sc: Scenario, end: int) -> float:
    """Payload × the most trips that each tail can begin, each by its quickest route with least ground times."""
    net = build_network(sc)
    book = RouteBook(net)
    total = 0.0
    for tail in net.tails:
        best = 0.0
        for line in net.lines:
            for origin, _ in line.sources:
                for hub, _ in line.hubs:
                    for route in book.routes(tail.type, origin, hub):
                        trip = 2 * route.flying_s
                        trips = 1 + max(end - tail.available_from_s, 0) // max(trip, 1)
                        best = max(best, route.payload_kg * trips)
        total += best
    return total


def _station_kg(sc: Scenario, end: int) -> float:
    """Spots ÷ least ground time × the largest payload, over all bases, for the whole time."""
    net = build_network(sc)
    total = 0.0
    largest = max(float(net.payload_kg[type_].max()) for type_ in range(len(net.types)))
    for place in sc.places.values():
        if place.parking is None or not any(link.origin == place.id for link in sc.links):
            continue
        total += place.parking.total * (end / (1.25 * 3600)) * largest
    return total


def test_d_the_prediction_stands_beside_the_observation() -> None:
    """(d) Share and closure as quantiles, the observation's quantile; no pass band."""
    seen = {item.id: item for item in study().observations()}
    share = seen["share-240"]
    assert share.value == pytest.approx(REPORTED_SHARE, abs=1e-3)
    placed = [entry for entry in share.placed if entry.p50 is not None]
    assert {entry.mark for entry in placed} == {"at_hub", "delivered"}
    for entry in placed:
        assert entry.quantile is not None
        assert 0.0 <= entry.quantile <= 1.0
        assert entry.p10 is not None
        assert entry.p10 <= entry.p50 <= entry.p90
    assert len(study().closure_quantiles()) == 3


def test_every_observation_is_placed_or_says_why_not() -> None:
    for seen in study().observations():
        ranks = [rank for at in seen.placed for rank in (at.quantile, at.low_quantile, at.high_quantile)]
        assert seen.reason or any(rank is not None for rank in ranks), seen.id


def test_no_input_cites_what_an_observation_rests_on() -> None:
    book = base().evidence
    observed = {id_ for record in book.observations.values() for id_ in record.evidence}
    cited = {id_ for item in base().inputs for id_ in item.evidence}
    assert observed
    assert cited
    assert not observed & cited


def test_every_row_of_the_article_has_records_that_exist() -> None:
    book = base().evidence
    assert [int(row) for row in book.article_rows] == list(range(1, 20))
    homes = {
        "statement": book.statements, "observation": book.observations, "evidence": book.evidence,
        "claim": book.claims, "param": book.params, "option": base().options, "source": book.sources,
    }  # fmt: skip
    for row in book.article_rows.values():
        assert row.records
        for record in row.records:
            kind, _, key = record.partition(".")
            assert key in homes[kind], f"row {row.row}: {record}"


def test_the_example_is_no_token() -> None:
    sc = base()
    onward = {link.origin for link in sc.links}
    assert len(onward) >= 6
    assert len({row.place for row in sc.stock}) >= 3
    assert len({row.type for row in sc.fleet}) >= 4
    assert len({row.item for row in sc.requirements.values() if row.item}) >= 20
    assert any(row.people == 500 for row in sc.requirements.values())
    counts = count_bases(sc.inputs)
    assert counts["quoted"] > 0
    assert counts["assumed"] > counts["quoted"]


def test_the_drawdown_ceiling_is_the_memorandums() -> None:
    assert base().packages["pkg350"].authorised_usd == 350_000_000


def test_options_are_only_considered() -> None:
    for name in ("patriot", "thaad"):
        assert [event.status for event in base().options[name].events] == ["considered"]
        assert len(read_scenario("ukraine-2022", options=[name]).requirements) == len(base().requirements) + 1


def test_two_batteries_were_announced_and_build_on_the_first() -> None:
    option = base().options["patriot-2"]
    assert [(event.on, event.status) for event in option.events] == [("2022-03-09", "announced")]
    both = read_scenario("ukraine-2022", options=["patriot-2"])
    assert {row.req_id for row in both.requirements.values() if row.unit_type} == {"patriot-1", "patriot-2"}


def test_own_options_claim_no_status() -> None:
    for name in ("one-base-fewer", "hub-hit-day-5", "airspace-closed"):
        assert not base().options[name].events


def test_closed_airspace_forces_a_way_round_on_legs_that_are_flown() -> None:
    open_, closed = (build_network(read_scenario("ukraine-2022", options=names)) for names in ([], ["airspace-closed"]))
    place = {record.id: i for i, record in enumerate(open_.places)}
    c17 = next(i for i, record in enumerate(open_.types) if record.type == "C-17A")
    (shock,) = [shock for shock in closed.shocks if shock.block_s is not None]

    def longer(start: str, end: str) -> int:
        assert shock.block_s is not None
        return int(shock.block_s[c17, place[start], place[end]] - open_.block_s[c17, place[start], place[end]])

    assert longer("depot-it", "base-krakow") > 1500  # round the Alps: 1,214 km in place of 699
    assert longer("depot-de", "base-otopeni") > 200
    assert longer("depot-de", "hub") == 0
    assert (shock.block_s >= 0)[c17, place["depot-us"], place["depot-de"]]
