"""The verbs `units` and `posture` on shipped scenarios."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

import openairlift as oa
from openairlift.errors import UsageError
from openairlift.reports.posture import has_posture, posture_text
from openairlift.reports.unit_moves import units_text
from openairlift.verbs.examples import copy_example
from openairlift.verbs.moving import units
from openairlift.verbs.posturing import posture
from openairlift.verbs.records import Record
from openairlift.verbs.running import run


@cache
def moved() -> Record:
    return units("ukraine-2022", options=["patriot"], runs=10, replans=1)


def test_the_battery_is_complete_after_it_landed_and_delays_the_troops() -> None:
    (row,) = moved()["requirements"]
    assert row["landed"]["p50"] < row["delivered"]["p50"]
    assert row["complete_share"] == 1
    assert sum(row["sorties_by_type"].values()) == len(row["sorties"]) == sum(row["binds"].values())
    assert [(item["aircraft"], item["loads"]) for item in row["published"]] == [("C-17A", 18.25)]
    delays = {item["requirement"]: item for item in row["delays"]}
    assert "patriot-1" not in delays
    assert delays["troops-500"]["distinguishable"]
    assert delays["troops-500"]["mean_h"] > 1
    text = units_text(moved())
    assert "published: 18.25 C-17A loads" in text
    assert "troops-500: +" in text


def test_what_nobody_asks_for_is_packed_only() -> None:
    record = units("relief-small", ["thaad-battery"])
    (row,) = record["unit_types"]
    assert record["runs"] == 0
    assert row["published"][0]["loads"] == 29
    assert "weak" in row["published"][0]["note"]
    assert "no requirement asks for one" in units_text(record)


def test_an_unknown_unit_type_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="patriot-battery"):
        units("relief-small", ["patriot-batery"])


def test_the_total_of_14500_is_not_checkable_and_500_arrive() -> None:
    record = posture("ukraine-2022")
    (stated,) = [row for row in record["stated"] if row["id"] == "total-14500"]
    assert stated["agreement"] == "not checkable"
    poland = [row for row in record["posture"] if (row["country"], row["what"]) == ("PL", "people")]
    assert poland[-1]["total"] == 500
    assert sum(row["change"] for row in record["posture"]) == 0  # who comes has left
    assert all(row["total"] is None for row in record["posture"] if row["country"] == "US")


def test_people_csv_is_the_base(tmp_path: Path) -> None:
    copy_example("ukraine-2022", to=tmp_path / "s")
    (tmp_path / "s" / "people.csv").write_text("country,people,as_of,kind\nPL,4000,2022-02-25T00:00Z,soldiers\n")
    record = posture(tmp_path / "s", runs=3)
    poland = [row for row in record["posture"] if row["country"] == "PL"]
    assert [poland[0]["total"], poland[-1]["total"]] == [4000, 4500]
    assert {row["requirement"] for row in record["moves"]} == {"troops-500"}
    (stated,) = [row for row in record["stated"] if row["id"] == "total-14500"]
    assert "no evidence for the starting number of PL" in stated["reason"]
    assert "soldiers" in posture_text(record)


def test_the_report_of_a_run_has_the_posture_too(tmp_path: Path) -> None:
    record = run("ukraine-2022", runs=3, out=tmp_path / "a").record
    alone = posture("ukraine-2022", runs=3)
    assert record["posture"] == {name: alone[name] for name in record["posture"]}
    (page,) = (tmp_path / "a").rglob("report.html")
    text = page.read_text(encoding="utf-8")
    (part,) = re.findall(r'<section id="posture">.*?</section>', text, re.DOTALL)
    section = ET.fromstring(part)
    told = " ".join("".join(section.itertext()).split())
    assert "14,500" in told
    assert "not checkable" in told
    rows = [[cell.text for cell in row if cell.text] for row in section.iter("tr")]
    evidence = {row["why"]: row["evidence"] for row in record["posture"]["posture"]}
    assert evidence["troops-500"]  # of any column of the requirement
    assert set(evidence["troops-500"]) <= {(link.get("href") or "")[4:] for link in section.iter("a")}
    assert any(row[:2] == ["PL", "people"] and row[4] == "500" for row in rows if len(row) > 4)
    assert all(f'id="{(link.get("href") or "")[1:]}"' in text for link in section.iter("a"))
    assert not has_posture({"posture": {"posture": [], "moves": [], "stated": []}})


def test_posture_in_python_is_that_of_the_command() -> None:
    found = oa.posture(oa.read_scenario("ukraine-2022"))
    record = posture("ukraine-2022")
    assert [(step.country, step.what, step.change) for step in found.steps] == [
        (row["country"], row["what"], row["change"]) for row in record["posture"]
    ]
