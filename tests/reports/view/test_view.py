"""The record of the app against the study and the log it was made from."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from openairlift.plan import EventKind
from openairlift.reports.app import record_in, with_app
from openairlift.reports.page import first_log
from openairlift.reports.view import FORM, view, view_bytes
from openairlift.store import StoredRun, open_run
from openairlift.verbs import run

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    return open_run(run("relief-small", runs=5, seed=7, workers=1, out=tmp_path_factory.mktemp("runs")).folder)


@pytest.fixture(scope="module")
def record(stored: StoredRun) -> dict[str, Any]:
    return view(stored.study, stored.summary, first_log(stored.study))


def test_the_form_is_the_one_that_the_app_reads() -> None:
    assert f"export const FORM = {FORM};" in (ROOT / "frontend" / "src" / "data" / "view.ts").read_text()


def test_the_same_run_gives_the_same_bytes(stored: StoredRun, record: dict[str, Any]) -> None:
    again = view_bytes(view(stored.study, stored.summary, first_log(stored.study)))
    assert again == view_bytes(record)


def test_the_report_carries_the_record(stored: StoredRun, record: dict[str, Any]) -> None:
    page = (stored.folder.path / "report.html").read_bytes()
    carried = record_in(page)
    assert carried is not None
    assert json.loads(carried) == json.loads(view_bytes(record))


def test_text_in_the_record_can_not_end_its_element() -> None:
    page = with_app("<html><head></head><body><div id='brief'></div></body></html>", {"title": "</script><b>"})
    assert page.count("</script>") == 2
    assert record_in(page.encode()) == b'{"title":"\\u003c/script>\\u003cb>"}'


def test_a_tail_is_in_one_state_at_a_time(record: dict[str, Any]) -> None:
    spans: dict[int, list[tuple[int, int]]] = {}
    for part, start, end in (("legs", "out", "over"), ("stays", "from", "to")):
        rows = record[part]
        for tail, begins, ends in zip(rows["tail"], rows[start], rows[end], strict=True):
            spans.setdefault(tail, []).append((begins, ends))
    assert spans
    for held in spans.values():
        held.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(held))


def test_services_last_as_long_as_in_the_log(stored: StoredRun, record: dict[str, Any]) -> None:
    log = first_log(stored.study)
    started = log[log["kind"] == EventKind.START]
    ended = log[log["kind"] == EventKind.END]
    total = int(ended["time"].astype(np.int64).sum() - started["time"].astype(np.int64).sum())
    states, rows = record["words"]["states"], record["stays"]
    served = {states.index(name) for name in ("onload", "offload", "en route", "service")}
    spent = sum(
        end - start
        for state, start, end in zip(rows["state"], rows["from"], rows["to"], strict=True)
        if state in served
    )
    assert len(started) == len(ended)
    assert spent == total


def test_curves_are_those_of_the_study(stored: StoredRun, record: dict[str, Any]) -> None:
    for curve in record["curves"]:
        for mark, rows in curve["marks"].items():
            whole = stored.study.delivered(mark=mark, meter=curve["meter"]).share(curve["of"])
            at = [int(np.searchsorted(whole.grid_s, second)) for second in curve["grid_s"]]
            wanted = whole.quantile((0.1, 0.5, 0.9))
            np.testing.assert_allclose(np.array(rows), wanted[:, at], atol=5e-6)


def test_every_input_is_there_with_its_basis(stored: StoredRun, record: dict[str, Any]) -> None:
    assert len(record["inputs"]) == len(stored.scenario.inputs)
    assert {row["basis"] for row in record["inputs"]} == {item.basis for item in stored.scenario.inputs}
    known = set(record["book"]["evidence"])
    assert all(set(row["evidence"]) <= known for row in record["inputs"])


def test_positions_are_rounded_to_the_grid_that_the_scenario_asks_for(
    tmp_path: Path, record: dict[str, Any], stored: StoredRun
) -> None:
    assert stored.scenario.settings.blur_m is None or stored.scenario.settings.blur_m == 0
    exact = {place.id: (place.lon, place.lat) for place in stored.scenario.places.values() if place.lat is not None}
    for place in record["places"]:
        if place["at"] is not None:
            assert place["at"] == pytest.approx(exact[place["id"]], abs=1e-4)


def test_what_left_the_stocks_is_what_the_log_says(stored: StoredRun, record: dict[str, Any]) -> None:
    log, loads = first_log(stored.study), stored.study.plan.loads
    gone = [loads[int(row["who"])][1] for row in log[log["kind"] == EventKind.LEFT_STOCK]]
    left = [load.mass_kg for load in gone if load.stock is not None]
    drawn = sum(one["left"][-1][1] for one in record["stocks"] if one["left"])
    assert drawn == pytest.approx(sum(left), abs=0.1 * len(left) + 1)
    for one in record["stocks"]:
        amounts = [kg for _, kg in one["left"]]
        assert amounts == sorted(amounts)
        assert amounts[-1] <= one["kg"] + 1


def test_closing_in_time_is_counted_run_by_run(stored: StoredRun, record: dict[str, Any]) -> None:
    dates = [line.required_s for line in stored.study.network.lines if line.required_s is not None]
    closed = [int(second) for second in stored.study.closure_s]
    wanted = sum(0 <= second <= max(dates) for second in closed) / len(closed)
    assert record["closing"] == {"required_s": max(dates), "share": pytest.approx(wanted), "undated": 0}


def test_fuel_is_told_where_it_is_limited(tmp_path: Path, stored: StoredRun) -> None:
    folder = tmp_path / "dry"
    shutil.copytree(ROOT / "src" / "openairlift" / "examples" / "relief-small", folder)
    places = folder / "places.csv"
    head, *rows = places.read_text().splitlines()
    fuel = [row + (",900,100" if row.startswith("joburg,") else ",,") for row in rows]
    places.write_text("\n".join([head + ",fuel_t,fuel_t_per_day", *fuel]) + "\n")
    found = open_run(run(folder, runs=2, seed=7, workers=1, out=tmp_path / "runs").folder)
    log = first_log(found.study)
    record = view(found.study, found.summary, log)
    limited = {record["places"][one["place"]]["id"]: one["fuel"] for one in record["lanes"]["places"] if one["fuel"]}
    assert set(limited) == {"joburg"}
    assert (limited["joburg"]["kg"], limited["joburg"]["kg_per_day"]) == (900_000, 100_000)
    issued = log[(log["kind"] == EventKind.FUEL)]
    assert limited["joburg"]["issued"][-1][1] == int(issued["aux"].astype(np.int64).sum())
