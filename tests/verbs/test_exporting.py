"""Exports of a scenario and of a run."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from openairlift.audits import time_plan
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.network import build_network
from openairlift.scenario import read_scenario
from openairlift.solve import make_plan
from openairlift.store.parquet import read_parquet
from openairlift.verbs import run
from openairlift.verbs.exporting import FORMS, export

EXAMPLE = "relief-small"
BANNER = "Fictional numbers on real geography"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(EXAMPLE, runs=3, seed=7, out=tmp_path_factory.mktemp("runs")).folder


def written(to: str, tmp_path: Path, source: str | Path = EXAMPLE) -> dict[str, bytes]:
    export(source, to=to, out=tmp_path)
    return {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}


def test_a_map_has_places_and_every_leg(tmp_path: Path) -> None:
    found = json.loads(written("geojson", tmp_path)["map.geojson"])
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    assert found["banner"] == BANNER
    kinds = [feature["properties"]["kind"] for feature in found["features"]]
    scenario = read_scenario(EXAMPLE)
    assert kinds.count("place") == sum(place.lat is not None for place in scenario.places.values())
    network = build_network(scenario)
    plan = make_plan(scenario, network=network)
    timing = time_plan(network, plan)
    flown = sum(legs.park is not None for stops in timing.stops for legs in stops)
    assert 0 < kinds.count("leg") <= flown + len(plan.missions) * 2
    laden = [f["properties"] for f in found["features"] if f["properties"].get("loads") and "tail" in f["properties"]]
    carried = {name for row in laden for name in row["loads"] if row["to"] == "beira"}
    assert carried == {f"{network.lines[load.line].name}#{load.number}" for index, load in plan.loads if index >= 0}


def test_trips_move_forward_in_time(tmp_path: Path) -> None:
    found = json.loads(written("trips", tmp_path)["trips.geojson"])
    start = read_scenario(EXAMPLE).settings.start.timestamp()
    assert found["features"]
    for feature in found["features"]:
        assert feature["geometry"]["type"] == "LineString"
        points = feature["geometry"]["coordinates"]
        assert all(len(point) == 4 for point in points)
        times = [point[3] for point in points]
        assert times == sorted(times)
        assert times[0] >= start
        assert times[-1] < 1e10  # seconds, not milliseconds


def test_a_run_holds_its_trips_the_same_bytes_every_time(stored: Path, tmp_path: Path) -> None:
    again = run(EXAMPLE, runs=3, seed=7, out=tmp_path / "runs").folder
    kept = (stored / "trips.geojson").read_bytes()
    assert kept == (again / "trips.geojson").read_bytes()
    assert kept == written("trips", tmp_path / "out", stored)["trips.geojson"]
    assert kept != written("trips", tmp_path / "planned")["trips.geojson"]


def test_tables_of_a_run_in_csv_and_parquet_agree(stored: Path, tmp_path: Path) -> None:
    texts = written("csv", tmp_path / "csv", stored)
    assert sorted(texts) == ["events.csv", "legs.csv", "loads.csv", "missions.csv"]
    written("parquet", tmp_path / "parquet", stored)
    for name, data in texts.items():
        table = read_parquet(tmp_path / "parquet" / name.replace(".csv", ".parquet"))
        lines = data.decode().splitlines()
        assert lines[0].split(",") == list(table)
        assert len(lines) - 1 == len(table["banner"])
        assert set(table["banner"]) == {BANNER}


def test_calendars_are_read_by_another_library(tmp_path: Path) -> None:
    files = written("ical", tmp_path)
    assert "slots-beira.ics" in files
    seen = set()
    for data in files.values():
        assert data.endswith(b"END:VCALENDAR\r\n")
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert b"\n" not in data.replace(b"\r\n", b"")
        calendar = Calendar.from_ical(data)
        for event in calendar.walk("VEVENT"):
            assert event["DTSTART"].dt < event["DTEND"].dt
            assert str(event["DESCRIPTION"]).startswith(BANNER)
            assert event["UID"] not in seen
            seen.add(event["UID"])
    scenario = read_scenario(EXAMPLE)
    network = build_network(scenario)
    plan = make_plan(scenario, network=network)
    beira = [e for e in Calendar.from_ical(files["slots-beira.ics"]).walk("VEVENT") if "offload" in str(e["SUMMARY"])]
    assert len(beira) == sum(
        network.places[mission.stops[mission.offload].place].id == "beira" for mission in plan.missions
    )


def test_slots_keep_their_names_when_the_plan_is_made_again(tmp_path: Path) -> None:
    def uids(folder: Path, **more: Any) -> set[str]:
        export(EXAMPLE, to="ical", out=folder, **more)
        return set(re.findall(rb"UID:(\S+)", b"".join(path.read_bytes() for path in folder.iterdir())))

    assert len(uids(tmp_path / "a") & uids(tmp_path / "b", options=["third-slot"])) > 20


def test_a_plan_that_was_kept_can_be_exported(tmp_path: Path) -> None:
    from openairlift.verbs import plan

    plan(EXAMPLE, effort=1, out=tmp_path / "plan")
    export(EXAMPLE, to="csv", out=tmp_path / "one", plan=tmp_path / "plan")
    export(EXAMPLE, to="csv", out=tmp_path / "two")
    assert (tmp_path / "one" / "legs.csv").read_bytes() == (tmp_path / "two" / "legs.csv").read_bytes()
    with pytest.raises(UsageError, match="holds no plan"):
        export(EXAMPLE, to="csv", out=tmp_path / "x", plan=tmp_path / "nowhere")


def test_nothing_is_overwritten_and_wrong_calls_are_told(stored: Path, tmp_path: Path) -> None:
    export(EXAMPLE, to="geojson", out=tmp_path)
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        export(EXAMPLE, to="geojson", out=tmp_path)
    with pytest.raises(UsageError, match="allowed: geojson, trips, csv, parquet, ical"):
        export(EXAMPLE, to="kml")
    with pytest.raises(UsageError, match="--out"):
        export(EXAMPLE, to="csv")
    with pytest.raises(UsageError, match="run folder holds its options"):
        export(stored, to="trips", options=["third-slot"])


@pytest.mark.parametrize("to", FORMS)
def test_the_same_call_gives_the_same_bytes(to: str, tmp_path: Path) -> None:
    assert written(to, tmp_path / "a") == written(to, tmp_path / "b")


def test_names_of_files_and_moments_are_plain(tmp_path: Path) -> None:
    legs = written("csv", tmp_path)["legs.csv"].decode().splitlines()
    out = legs[1].split(",")[7]
    assert datetime.fromisoformat(out.replace("Z", "+00:00")) >= read_scenario(EXAMPLE).settings.start
