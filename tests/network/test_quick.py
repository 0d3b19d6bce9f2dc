from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from geographiclib.geodesic import Geodesic

from openairlift import reference
from openairlift.errors import UsageError
from openairlift.network.airports import Airports
from openairlift.network.quick import QuickLook, quick_look


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
