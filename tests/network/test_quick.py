from __future__ import annotations

import dataclasses
import itertools
import json
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic
from tests.network.build import curve, jet

from openairlift import reference
from openairlift.errors import UsageError
from openairlift.network.airports import Airport, Airports
from openairlift.network.flyer import Flyer, choose_stop, find_flyer, offload_s, runway_warning
from openairlift.network.quick import QuickLook, _reckon, quick_look


def look(**changes: Any) -> QuickLook:
    stated: dict[str, Any] = {
        "mass_kg": 500_000.0,
        "origin": "ETAR",
        "destination": "EPRZ",
        "type_": "C-17A",
        "tails": 8,
        "spots": 2,
        "ground_s": 9900.0,
    }
    return quick_look(**{**stated, **changes})


def test_a_quick_look_follows_the_formulas() -> None:
    found = look()
    record = next(row.record for row in reference.aircraft().rows if row.key == "C-17A")
    a, b = Airports().find("ETAR"), Airports().find("EPRZ")
    flown = Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon)["s12"] * record.route_factor
    block = int(flown / record.block_speed.at(flown) + 0.5)
    payload = record.payload_at_range.at(flown)
    cycle = 2 * block + 2 * 9900
    assert found.out_s == found.back_s == block
    assert found.payload_kg == pytest.approx(payload)
    assert found.missions == -(-500_000 // payload)
    assert found.cycle_s == cycle
    assert found.fleet_kg_per_day == pytest.approx(8 * payload * 86_400 / cycle)
    assert found.station_kg_per_day == pytest.approx(2 * payload * 24 / 2.75 * 0.85)
    assert found.delivered_kg_per_day == min(found.fleet_kg_per_day, found.station_kg_per_day)
    assert found.binds == "spots"
    assert found.arrival_s == 9900 + block
    assert found.closure_s == pytest.approx(found.arrival_s + (found.missions - 1) * 2.75 / 2 / 0.85 * 3600, abs=1)
    assert found.warnings == ()
    assert found.stop is None


def test_few_tails_bind_and_no_spots_mean_no_limit_there() -> None:
    assert look(tails=1).binds == "tails"
    assert look(tails=1).delivered_kg_per_day == look(tails=1).fleet_kg_per_day
    free = look(tails=100, spots=None)
    assert (free.binds, free.station_kg_per_day) == ("tails", None)
    assert look(tails=1, reliability=0.5).delivered_kg_per_day == look(tails=1).delivered_kg_per_day / 2


def test_hours_and_efficiency_act_on_the_station() -> None:
    whole, half = look(), look(hours_per_day=12.0)
    assert half.delivered_kg_per_day == pytest.approx(whole.delivered_kg_per_day / 2)
    assert look(efficiency=1.0).station_kg_per_day == pytest.approx(whole.station_kg_per_day / 0.85)


def test_every_formula_is_written_out_with_its_numbers() -> None:
    found = look()
    names = [line.split(" = ")[0] for line in found.formulas]
    assert names == ["missions", "cycle", "fleet", "station", "delivered", "interval", "time to arrival", "closure"]
    assert f"= {found.missions}" in found.formulas[0]
    assert "2 spots" in found.formulas[3]
    assert "x 0.85" in found.formulas[3]
    assert found.formulas[4].endswith("spots bind")
    assert f"{found.closure_s / 86_400:.1f} days" in found.formulas[-1]


def on_the_equator(code: str, lon: float) -> Airport:
    """Return an airport on the equator."""
    return Airport(icao=code, name=code.lower(), country="GA", lat=0.0, lon=lon)


START, MIDDLE, END = (on_the_equator(code, lon) for code, lon in (("AAAA", 0.0), ("SSSS", 9.0), ("BBBB", 18.0)))
"""Three airports 1,001.875 km apart: 5,009 s at 200 m/s."""


def flying(**fields: Any) -> Flyer:
    """Return a jet with 40 t to 4,000 km and 200 m/s, under the name of a shipped type, whose source is told."""
    record = jet("C-17A", **fields)
    return Flyer(record, record.payload_at_range, record.block_speed)


def reckoned(flyer: Flyer, *stops: Airport, spots: int | None = 2) -> QuickLook:
    """Return the look at 500 t with three tails, 40 t each, 2.5 h on the ground, 20 h a day, 0.8 and 0.9."""
    chain = (START, *stops, END)
    legs = tuple(flyer.leg(a, b) for a, b in itertools.pairwise(chain))
    ends = (START, stops[0] if stops else None, END)
    return _reckon(flyer, ends, legs, (40_000.0, 500_000.0, 9000.0), (3, spots), (20.0, 0.8, 0.9), [])


def test_a_direct_way_is_written_out_as_by_hand() -> None:
    found = reckoned(flying())
    assert found.formulas == (
        "missions = ceil(500.0 t / 40.0 t) = 13",
        "cycle = 2.78 h out + 2.78 h back + 2 x 2.50 h on the ground = 10.57 h",
        "fleet = 3 tails x 40.0 t x 24 h / 10.57 h x 0.9 = 245.3 t a day",
        "station = 2 spots x 40.0 t x 20 h / 2.50 h x 0.8 = 512.0 t a day",
        "delivered = min(tails 245.3 t, spots 512.0 t) = 245.3 t a day; tails bind",
        "interval = 24 h / (245.3 t / 40.0 t) = 3.91 h",
        "time to arrival = 2.78 h flying + 1 x 2.50 h on the ground = 5.28 h",
        "closure = 5.28 h + (13 - 1) x 3.91 h = 52.2 h = 2.2 days",
    )
    assert (found.out_s, found.back_s, found.cycle_s, found.arrival_s) == (10_019, 10_019, 38_038, 19_019)
    assert found.interval_s == round(86_400 * 40_000 / found.fleet_kg_per_day)
    assert found.closure_s == round(19_019 + 12 * 86_400 * 40_000 / found.fleet_kg_per_day)


def test_a_stop_counts_on_the_way_back_only_where_it_is_needed() -> None:
    """Back empty in one leg within the ferry range; else through the stop again."""
    direct, twice = (
        reckoned(flying(), MIDDLE),
        reckoned(flying(payload_at_range=curve((0, 40), (1500, 40), y=1000.0)), MIDDLE),
    )
    assert (direct.out_s, direct.back_s, direct.cycle_s) == (10_018, 10_019, 10_018 + 10_019 + 3 * 9000)
    assert (twice.out_s, twice.back_s, twice.cycle_s) == (10_018, 10_018, 2 * 10_018 + 4 * 9000)
    assert direct.arrival_s == twice.arrival_s == 10_018 + 2 * 9000
    assert direct.formulas[1] == "cycle = 2.78 h out + 2.78 h back + 3 x 2.50 h on the ground = 13.07 h"
    assert twice.formulas[-2] == "time to arrival = 2.78 h flying + 2 x 2.50 h on the ground = 7.78 h"


def test_without_spots_no_station_is_written_out() -> None:
    found = reckoned(flying(), spots=None)
    assert [line.split(" = ")[0] for line in found.formulas].count("station") == 0
    assert found.formulas[3] == "delivered = min(tails 245.3 t) = 245.3 t a day; tails bind"


def test_a_stop_by_name_needs_a_payload_on_both_legs() -> None:
    book, kinds = Airports(), {"payload_at_range": curve((0, 40), (1100, 20), (1200, 0), y=1000.0)}
    start, end = book.find("ETAR"), book.find("EPRZ")
    near = flying(**kinds)
    assert choose_stop(book, near, start, end, "LKPR")[0] == book.find("LKPR")
    with pytest.raises(UsageError) as refused:
        choose_stop(book, near, start, end, "GCLP")
    far = distance_to(start, book.find("GCLP"))
    assert str(refused.value) == (
        f"C-17A carries nothing from ETAR to GCLP, {far:,.0f} km flown; its ferry range is 1,200 km"
    )


def distance_to(a: Airport, b: Airport) -> float:
    """Return the distance of two airports [km]."""
    return float(Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon)["s12"]) / 1000


def test_a_direct_leg_with_less_payload_is_said_in_tonnes() -> None:
    """1,040 km lie where the payload falls; a stop between lies where it does not."""
    book = Airports()
    start, end = book.find("ETAR"), book.find("EPRZ")
    flyer = flying(payload_at_range=curve((0, 40), (700, 40), (1100, 20), (1200, 0), y=1000.0))
    stop, said = choose_stop(book, flyer, start, end, None)
    direct = flyer.leg(start, end)
    assert stop is None
    assert said.startswith(
        f"1,040 km in one leg cut the payload of C-17A from 40.0 t to {direct.payload_kg / 1e3:.1f} t."
    )
    helped = book.find(said.split("A stop at ")[1][:4])
    both = min(flyer.leg(start, helped).payload_kg, flyer.leg(helped, end).payload_kg)
    assert said.endswith(f" A stop at {helped.icao} ({helped.name}) would allow {both / 1e3:.1f} t.")
    assert both > direct.payload_kg
    assert helped.icao not in ("ETAR", "EPRZ")
    assert choose_stop(book, flying(), start, end, None) == (None, "")


def test_a_leg_at_the_ferry_range_can_be_flown_and_one_beyond_carries_nothing() -> None:
    reach = Geodesic.WGS84.Inverse(0.0, 0.0, 0.0, 18.0)["s12"] / 1000
    just = flying(payload_at_range=curve((0, 40), (reach + 0.001, 10), y=1000.0))
    short = flying(payload_at_range=curve((0, 40), (reach - 0.001, 10), y=1000.0))
    assert just.leg(START, END).payload_kg == pytest.approx(10_000.0, rel=1e-5)
    assert short.leg(START, END).payload_kg == 0.0
    assert short.leg(START, END).block_s == 10_019
    assert flying(route_factor=1.1).leg(START, END).flown_m == pytest.approx(1.1 * reach * 1000)


def test_a_runway_is_said_to_be_short_only_where_both_lengths_are_known() -> None:
    row = next(row.record for row in reference.airfields().rows if row.record.runway_m is not None)
    there = Airports().find(row.icao or row.id)
    runway = row.runway_m or 0.0
    assert runway_warning(jet(runway_m=runway), there) == ""
    assert runway_warning(jet(runway_m=runway + 1), there) == (
        f"The longest runway of {there.icao} is {runway:,.0f} m; JET needs {runway + 1:,.0f} m."
    )
    assert runway_warning(jet(runway_m=None), there) == ""
    assert runway_warning(jet(runway_m=9000.0), START) == ""


def test_the_offload_time_is_that_of_the_type_and_of_offload_or_turn() -> None:
    rows = [row.record for row in reference.ground_times().rows]
    for name in dict.fromkeys(row.type for row in rows):
        own = [row for row in rows if row.type == name and row.purpose in ("offload", "turn")]
        if own:
            assert offload_s(jet(name)) == own[0].time_s.mean
    with pytest.raises(UsageError, match="the shipped table has no ground time for JET; state ground_s"):
        offload_s(jet())


def test_a_type_is_found_by_its_name_in_any_case() -> None:
    assert find_flyer("an-124-100").record.type == find_flyer("An-124-100").record.type == "An-124-100"
    with pytest.raises(UsageError) as refused:
        find_flyer("Zeppelin of 1936")
    assert str(refused.value).startswith("'Zeppelin of 1936' is no shipped aircraft type; allowed: C-17A")
    assert "did you mean" not in str(refused.value)


def test_iata_codes_and_lower_case_are_understood() -> None:
    found = look(origin="rms", destination="Rze", type_="c-17a")
    assert (found.origin.icao, found.destination.icao, found.type) == ("ETAR", "EPRZ", "C-17A")


def test_the_ground_time_of_the_shipped_table_stands_in() -> None:
    rows = reference.ground_times().rows
    row = next(row.record for row in rows if (row.record.type, row.record.purpose) == ("C-17A", "offload"))
    assert look(ground_s=None).ground_s == row.time_s.mean


def test_a_leg_that_cuts_the_payload_is_said_with_a_stop_that_would_help() -> None:
    found = look(origin="KSUU", type_="C-17A")
    (warning,) = found.warnings
    assert found.stop is None
    assert "cut the payload of C-17A" in warning
    assert "A stop at " in warning
    stop = warning.split("A stop at ")[1][:4]
    through = look(origin="KSUU", via=stop)
    assert through.payload_kg > found.payload_kg
    assert through.stop is not None
    assert [leg.origin for leg in through.legs] == ["KSUU", stop]
    assert through.cycle_s == through.out_s + through.back_s + (3 if through.back_s != through.out_s else 4) * 9900


def test_a_leg_beyond_the_ferry_range_is_reckoned_with_a_stop() -> None:
    found = look(origin="KDOV", type_="C-130J-30")
    assert found.stop is not None
    assert len(found.legs) == 2
    assert "too far for C-130J-30" in found.warnings[0]
    assert found.payload_kg == min(leg.payload_kg for leg in found.legs) > 0
    assert found.back_s == found.out_s
    assert found.cycle_s == 2 * found.out_s + 4 * 9900
    assert found.arrival_s == found.out_s + 2 * 9900


def test_what_no_single_stop_can_reach_is_refused() -> None:
    with pytest.raises(UsageError, match="even with one stop"):
        look(origin="KDOV", type_="DHC-6")
    with pytest.raises(UsageError, match="DHC-6 carries nothing from KDOV to CYQX"):
        look(origin="KDOV", type_="DHC-6", via="CYQX")


def test_a_stated_payload_wins_and_one_that_is_too_large_is_said() -> None:
    assert look(payload_kg=30_000.0).payload_kg == 30_000.0
    assert look(payload_kg=30_000.0).warnings == ()
    assert "is above what C-17A carries" in look(payload_kg=90_000.0).warnings[0]


def test_a_short_runway_is_said() -> None:
    rows = [row.record for row in reference.airfields().rows if row.record.runway_m is not None]
    shortest = min(rows, key=lambda row: row.runway_m or 0.0)
    found = look(origin=shortest.icao, type_="An-124-100")
    assert any(f"The longest runway of {shortest.icao} is" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"origin": "Rzeszow"}, "no airport has the code 'Rzeszow'; allowed: .*did you mean EPRZ"),
        ({"origin": "ETAX"}, "no airport has the code 'ETAX'.*did you mean ET"),
        ({"type_": "C17A"}, "'C17A' is no shipped aircraft type; allowed: C-17A.*did you mean 'C-17A'"),
        ({"origin": "RZE"}, "the same airport, EPRZ"),
        ({"mass_kg": 0.0}, "mass_kg must be above 0, got 0"),
        ({"mass_kg": float("nan")}, "mass_kg must be above 0, got nan"),
        ({"spots": 0}, "spots must be above 0"),
        ({"tails": 1.5}, "whole numbers"),
        ({"hours_per_day": 25.0}, "hours_per_day must be at most 24"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        look(**changes)


def test_the_record_goes_into_json() -> None:
    text = json.dumps(dataclasses.asdict(look()), allow_nan=False)
    assert json.loads(text)["origin"]["icao"] == "ETAR"
