"""The verb `daily`: what is loaded, flown, driven and left on each day adds up to the plan."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from openairlift.errors import UsageError
from openairlift.exchange.workbook.products import Product, products_workbook
from openairlift.network import build_network
from openairlift.reports.daily import COLUMNS, SHEETS, daily_page, daily_tables, daily_text
from openairlift.scenario import read_scenario
from openairlift.solve import make_plan
from openairlift.verbs.daily import daily

SCENARIO = read_scenario("relief-small")
NETWORK = build_network(SCENARIO)
PLAN = make_plan(SCENARIO, network=NETWORK)


@pytest.fixture(scope="module")
def days() -> list[dict]:
    return [daily("relief-small", on=f"D+{day}") for day in range(int(SCENARIO.settings.horizon_days))]


def test_load_lists_of_all_days_are_the_loads_of_the_plan(days: list[dict]) -> None:
    rows = [row for day in days for row in day["load_lists"]]
    assert Counter(row["mission"] for row in rows) == Counter(range(1, len(PLAN.missions) + 1))
    found = Counter((load["requirement"], load["load"]) for row in rows for load in row["loads"])
    assert found == Counter((NETWORK.lines[load.line].requirement, load.number) for _, load in PLAN.loads)
    assert sum(row["mass_kg"] for row in rows) == pytest.approx(sum(load.mass_kg for _, load in PLAN.loads))


def test_what_leaves_a_station_arrives_at_another(days: list[dict]) -> None:
    moves = [(s["place"], row) for day in days for s in day["stations"] for row in s["movements"]]
    left = Counter((p, row["other"], row["mission"]) for p, row in moves if row["kind"] == "departure")
    came = Counter((row["other"], p, row["mission"]) for p, row in moves if row["kind"] == "arrival")
    assert left == came
    assert left.total() > 100


def test_trucks_carry_everything_that_goes_on(days: list[dict]) -> None:
    mass = sum(row["mass_kg"] for day in days for s in day["stations"] for row in s["trucks"])
    assert mass == pytest.approx(sum(load.mass_kg for _, load in PLAN.loads if load.link is not None), rel=1e-6)


def test_stock_at_the_start_of_a_day_is_that_of_the_day_before_less_what_was_drawn(days: list[dict]) -> None:
    for before, after in pairwise(days):
        for one, other in zip(before["stock"], after["stock"], strict=True):
            assert other["left"] == pytest.approx(one["left"] - one["drawn_today"])


def test_slots_never_hold_more_than_the_ramp(days: list[dict]) -> None:
    beira = SCENARIO.places["beira"].parking
    assert beira is not None
    for day in days:
        for station in day["stations"]:
            if station["place"] != "beira":
                continue
            moments = []
            for slot in station["slots"]:
                moments.append((datetime.fromisoformat(slot["block_in"]["utc"]), 1))
                if slot["block_out"]["utc"]:
                    moments.append((datetime.fromisoformat(slot["block_out"]["utc"]), -1))
            level = 0
            for _, step in sorted(moments):
                level += step
                assert level <= beira.total


def test_times_stand_in_zulu_and_local_time(days: list[dict]) -> None:
    row = next(row for s in days[1]["stations"] if s["place"] == "beira" for row in s["movements"])
    utc, local = (datetime.fromisoformat(row["at"][name]) for name in ("utc", "local"))
    assert utc == local
    assert local.utcoffset().total_seconds() == 7200  # type: ignore[union-attr]


def test_the_page_has_a_sheet_a_station_and_the_banner(days: list[dict]) -> None:
    page, text = daily_page(days[1]), daily_text(days[1])
    assert page.count('class="sheet"') >= len(days[1]["stations"])
    for said in (
        str(SCENARIO.settings.banner),
        "Load list of mission",
        "Slots: planned ground intervals",
        "Planned times",
    ):
        assert said in text
        assert said in page


def test_tables_have_their_columns_and_no_formulas(days: list[dict]) -> None:
    record = {**days[1], "scenario": {**days[1]["scenario"], "banner": "=SUM(A1)"}}
    for name, text in daily_tables(record).items():
        rows = list(csv.reader(text.splitlines()))
        assert rows[0] == [*COLUMNS[name], "banner"]
        assert all(row[-1] == "'=SUM(A1)" for row in rows[1:])


def test_only_the_stations_asked_for() -> None:
    record = daily("relief-small", on="D+1", places=["beira"])
    assert [station["place"] for station in record["stations"]] == ["beira"]
    assert record["stock"] == []


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"on": "2031-01-01"}, "outside"),
        ({"on": "Monday"}, "is no moment"),
        ({"on": "D+1", "places": ["x"]}, "no place"),
    ],
)
def test_wrong_usage(setting: dict, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        daily("relief-small", **setting)


def test_files_are_written_once(tmp_path: Path) -> None:
    daily("relief-small", on="D+1", out=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"daily.html", "daily.json", "daily.xlsx", *COLUMNS}


def test_the_workbook_holds_the_tables_in_the_profile_that_is_asked_for(tmp_path: Path, days: list[dict]) -> None:
    daily("relief-small", on="D+1", out=tmp_path / "a")
    daily("relief-small", on="D+1", out=tmp_path / "b", profile="us-nato")
    sheets = {}
    for name in ("a", "b"):
        book = load_workbook(tmp_path / name / "daily.xlsx")
        assert book.sheetnames == ["Readme", *(title for title, _ in SHEETS.values())]
        sheets[name] = {title: list(book[title].values) for title in book.sheetnames}
    for file, text in daily_tables(days[1]).items():
        assert len(sheets["a"][SHEETS[file][0]]) == len(text.splitlines()) > 1, file
    head, *rows = sheets["a"]["Load lists"]
    loads = [load["mass_kg"] for row in days[1]["load_lists"] for load in row["loads"]]
    assert sum(row[head.index("mass [t]")] for row in rows) == pytest.approx(sum(loads) / 1000)
    nato_head, *nato = sheets["b"]["Load lists"]
    assert sum(row[nato_head.index("mass [st]")] for row in nato) == pytest.approx(sum(loads) / 907.18474)
    moment = rows[0][head.index("onload UTC")]
    assert f"{moment:%Y-%m-%dT%H:%MZ}" == days[1]["load_lists"][0]["onload"]["utc"]
    words = [str(row[1]) for row in sheets["a"]["Readme"]]
    assert any("D+1" in word for word in words)
    assert any("Local times, by station" in word for word in words)
    page = (tmp_path / "b" / "daily.html").read_text(encoding="utf-8")
    assert "Mass [st]" in page
    assert "C+001" in page


def test_nothing_in_the_workbook_becomes_a_formula() -> None:
    rows = [{"place": "=1+1", "item": "@x", "mass_kg": 2000.0, "ready_utc": "2026-03-10T06:00Z"}]
    product = Product(title="Stock", meaning="m", columns=("place", "item", "mass_kg", "ready_utc"), rows=rows)
    data = products_workbook("=cmd", ("+note",), [product], unit="t", banner="=banner & more")
    book = load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert [cell.value for cell in book["Stock"][2]][:3] == ["=1+1", "@x", 2]
