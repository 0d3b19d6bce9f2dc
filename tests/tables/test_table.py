from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from openairlift.errors import Issue
from openairlift.model import TABLES, Distribution, Place
from openairlift.tables import RawRow, Table, find_column, parse_table, raw_keys, read_csv

START = datetime(2022, 2, 25, tzinfo=UTC)


def read(name: str, text: str, **files: bytes) -> tuple[Table[Any], list[Issue]]:
    issues: list[Issue] = []
    raw = read_csv(text.encode(), name=name, file=f"{name}.csv", issues=issues)
    found = {key.replace("_csv", ".csv"): data for key, data in files.items()}
    return parse_table(raw, TABLES[name], start=START, issues=issues, files=found.get), issues


def keys(name: str, text: str) -> list[str]:
    raw = read_csv(text.encode(), name=name, file=f"{name}.csv", issues=[])
    return raw_keys(raw, TABLES[name])


def test_row_holds_record_and_text() -> None:
    table, issues = read("items", "item,unit_mass_st,evidence,x_note\nbox,2,e1;e2,ours\n")
    assert not issues
    row = table.rows[0]
    assert (row.key, row.line) == ("box", 2)
    assert row.record.unit_mass_kg == pytest.approx(1814.36948)
    assert row.cells == {"item": "box", "unit_mass_kg": "2"}
    assert row.written == {"item": "item", "unit_mass_kg": "unit_mass_st"}
    assert row.evidence == ("e1", "e2")
    assert row.extra == {"x_note": "ours"}
    assert table.records == {"box": row.record}


def test_defaults_are_counted_blank_or_absent() -> None:
    table, issues = read("requirements", "req_id,destination,rank\na,hub,\nb,hub,1\n")
    assert not issues
    assert [row.record.rank for row in table.rows] == [3, 1]
    assert table.defaulted == {"no_show_share": 2, "origin": 2, "rank": 1}


def test_all_issues_of_a_table_come_at_once() -> None:
    table, issues = read("places", "id,name,parkng,lat\nmy hub,Hub,wide:2,95\ncamp,,,abc\n")
    assert [(issue.row, issue.column) for issue in issues] == [
        (None, "parkng"),
        (2, "id"),
        (2, "lat"),
        (3, "name"),
        (3, "lat"),
    ]
    assert issues[0].nearest == "parking"
    assert issues[1].nearest == "my-hub"
    assert issues[2].got == "95"
    assert issues[2].allowed == "a number from -90 to 90"
    assert not table.rows


def test_missing_required_column_is_said_once() -> None:
    table, issues = read("items", "item\nbox\ncrate\n")
    assert not table.rows
    assert len(issues) == 1
    assert issues[0].column == "unit_mass_kg"
    assert "unit_mass_lb" in str(issues[0].allowed)


def test_two_spellings_of_one_field() -> None:
    _, issues = read("items", "item,unit_mass_kg,unit_mass_lb\nbox,1,2\n")
    assert len(issues) == 1
    assert "unit_mass_kg" in issues[0].what
    assert issues[0].column == "unit_mass_lb"


@pytest.mark.parametrize("column", ["unit_mass_ton", "unit_mass_tons", "unit_mass_MT"])
def test_column_in_tons_names_three_meanings(column: str) -> None:
    _, issues = read("items", f"item,{column}\nbox,1\n")
    assert "three meanings" in issues[0].what
    assert issues[0].nearest == "unit_mass_t"


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("payload_tons", "payload_t"),
        ("payload_tonnes", "payload_t"),
        ("payload_lbs", "payload_lb"),
        ("paylod_tonnes", "payload_t"),
        ("transit_hours", "transit_h"),
        ("transit_minutes", "transit_min"),
        ("Load (hours)", "load_h"),
        ("capacity_tons_per_day", "capacity_t_per_day"),
        ("capacity_kgs_per_day", "capacity_kg_per_day"),
        ("payload_kgg", "payload_kg"),
    ],
)
def test_a_unit_that_is_spelled_out_names_the_column_of_that_unit(column: str, meant: str) -> None:
    _, issues = read("links", f"from,to,mode,trucks,{column}\na,b,road,1,1\n")
    assert [issue.nearest for issue in issues] == [meant]


def test_column_without_its_unit() -> None:
    _, issues = read("items", "item,unit_mass\nbox,1\n")
    assert issues[0].what == "the column's name states no unit"
    assert issues[0].nearest == "unit_mass_kg"


def test_unit_in_a_cell_and_file_of_observations() -> None:
    table, issues = read("ground_times", "purpose,time_min\nonload,2h\noffload,empirical(t.csv)\n", t_csv=b"60\n120\n")
    assert not issues
    assert [row.record.time_s.mean for row in table.rows] == [7200.0, 5400.0]
    assert table.rows[0].record.time_s == Distribution.constant(7200.0)


def test_relative_days_count_from_the_start() -> None:
    table, _ = read("stock", "place,item,quantity,ready\nhub,box,1,D+2\n")
    assert table.rows[0].record.ready == datetime(2022, 2, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("places", "id,name\nhub,Hub\n", ["hub"]),
        ("aircraft", "type\nC-17A\n", ["C-17A"]),
        ("items", "item\nbox\n", ["box"]),
        ("requirements", "req_id\nr7\n", ["r7"]),
        ("packages", "package\npkg350\n", ["pkg350"]),
        ("fleet", "type,tails,home\nC-17A,2,hub\nC-17A,3,hub\n", ["C-17A@hub", "C-17A@hub#2"]),
        ("links", "from,to,mode\nhub,camp,road\n", ["hub>camp:road"]),
        ("ground_times", "place,type,purpose\nhub,,offload\n,,onload\n", ["hub:*:offload", "*:*:onload"]),
        ("ground_times", "purpose\nturn\n", ["*:*:turn"]),
        ("traffic", "place\nhub\ncamp\nhub\nhub\n", ["hub", "camp", "hub#2", "hub#3"]),
        ("disruptions", "kind,target\nclosure,hub\ncapacity,hub/parking\n", ["closure:hub", "capacity:hub/parking"]),
        ("stock", "place,item\nhub,box\n", ["hub:box"]),
        ("package_events", "package,on\np,2022-03-04\np,2022-03-05\n", ["p", "p#2"]),
        ("unit_types", "unit_type,item\nbattery,radar\n", ["battery:radar"]),
        ("unit_loads", "unit_type,aircraft\nbattery,C-17A\n", ["battery:C-17A"]),
        ("people", "country\nPoland\n", ["Poland"]),
        ("traffic", "id,place\nmorning,hub\n,hub\n", ["morning", "hub"]),
    ],
)
def test_keys_of_rows(name: str, text: str, expected: list[str]) -> None:
    assert keys(name, text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("places", "id,name\nhub,Hub\nhub,Other\n"),
        ("traffic", "id,place,arrivals_per_day\na,hub,1\na,camp,1\n"),
        ("traffic", "id,place,arrivals_per_day\nhub,camp,1\n,hub,1\n"),
    ],
)
def test_second_row_with_the_same_key_is_an_issue(name: str, text: str) -> None:
    table, issues = read(name, text)
    assert len(issues) == 1
    assert (issues[0].row, issues[0].what) == (3, "the key stands in row 2 too")
    assert len(table.rows) == 1


def test_id_column_is_unknown_where_the_table_has_one_of_its_own() -> None:
    _, issues = read("items", "id,item,unit_mass_kg\na,box,1\n")
    assert [issue.column for issue in issues] == ["id"]


def test_rows_added_later_may_bring_new_columns() -> None:
    issues: list[Issue] = []
    raw = read_csv(b"id,name\nhub,Hub\n", name="places", file="places.csv", issues=issues)
    raw.rows.append(RawRow(None, {"id": "camp", "name": "Camp", "runway_ft": "3000"}))
    raw.rows.append(RawRow(None, {"id": "x", "name": "X", "runwy_m": "3000"}))
    table = parse_table(raw, Place, start=START, issues=issues)
    assert table.rows[1].record.runway_m == pytest.approx(914.4)
    assert table.rows[1].line is None
    assert [issue.nearest for issue in issues] == ["runway_m"]


def test_empty_file_of_a_table_adds_no_second_issue() -> None:
    _, issues = read("places", "")
    assert [issue.what for issue in issues] == ["is empty"]


def test_bad_evidence_is_an_issue() -> None:
    _, issues = read("items", "item,unit_mass_kg,evidence\nbox,1,a b\n")
    assert [(issue.row, issue.column) for issue in issues] == [(2, "evidence")]


def test_thousands_of_faults_are_counted() -> None:
    _, issues = read("items", "item,unit_mass_kg\n" + "".join(f"box{i},x\n" for i in range(500)))
    assert len(issues) == 201
    assert "300 more" in issues[-1].what


def test_find_column() -> None:
    found = find_column(Place, "runway_ft")
    assert found is not None
    assert (found[0].attribute, found[1]) == ("runway_m", "ft")
    assert find_column(Place, "runway_yd") is None
    name = find_column(Place, "name")
    assert name is not None
    assert name[1] is None
