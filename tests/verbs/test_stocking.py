"""The verb `stocks`: its record, its files, the shipped scenarios."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from openairlift.errors import OpenAirliftError
from openairlift.outlook.stocks import stocks as look_ahead
from openairlift.reports.stocks import stocks_page, stocks_text
from openairlift.scenario import read_scenario
from openairlift.verbs.records import to_json
from openairlift.verbs.stocking import record_of, stocks

SMALL = {"months": 24, "samples": 400}


@pytest.fixture(scope="module")
def relief() -> dict:
    scenario = read_scenario("relief-small")
    return record_of(scenario, look_ahead(scenario, **SMALL))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ukraine() -> dict:
    scenario = read_scenario("ukraine-2022")
    return record_of(scenario, look_ahead(scenario, months=120, samples=400))


def test_the_record_leads_from_every_answer_to_its_inputs(relief: dict) -> None:
    (food,) = relief["items"]
    cells = {(row["table"], row["key"], row["column"]) for row in food["inputs"]}
    assert {
        ("stock", "dubai:food", "reserve"), ("stock", "dubai:food", "floor"),
        ("production", "food", "quantity_per_month"), ("production", "food#2", "lead_months"),
        ("consumption", "food", "quantity_per_month"),
    } <= cells  # fmt: skip
    assert relief["inputs"]["total"] == len(food["inputs"]) == relief["inputs"]["assumed"]
    assert food["below_floor"]["level"] == 300
    assert food["run_out"]["chance"]["share"] <= food["below_floor"]["chance"]["share"]
    assert len(food["by_month"]["on_hand"]["p50"]) == 25


def test_the_months_ahead_of_2022_stand_beside_what_was_reported(ukraine: dict) -> None:
    items = {row["item"]: row for row in ukraine["items"]}
    assert list(items) == ["javelin-missile", "stinger-missile", "artillery-155mm"]
    javelin = items["javelin-missile"]
    # 7,000 given (the plan's 1,100 among them) at 83.3 a month: 84 months.
    assert javelin["rebuild"]["months"]["p50"] == pytest.approx(7000 / 83.33, rel=0.01)
    assert (javelin["reported"][0]["value"], javelin["reported"][0]["below"]) == (32, 0)
    # Uniform from 500,000 to 2,000,000 against 800,000 by October and 85,600 a month net after that.
    rounds = items["artillery-155mm"]
    assert rounds["run_out"]["chance"]["share"] == 1
    assert rounds["run_out"]["dates"]["p50"][:4] == "2023"
    assert {row["basis"] for row in rounds["inputs"]} == {"assumed", "quoted", "derived"}


def test_what_is_reported_is_cited_by_no_input(ukraine: dict) -> None:
    cited = {name for row in ukraine["items"] for cell in row["inputs"] for name in cell["evidence"]}
    assert not cited & {name for row in ukraine["items"] for seen in row["reported"] for name in seen["evidence"]}


def test_raised_production_rebuilds_earlier() -> None:
    scenario = read_scenario("ukraine-2022", options=["production-ramp"])
    raised = record_of(scenario, look_ahead(scenario, months=120, samples=400, items=["javelin-missile"]))
    assert raised["items"][0]["rebuild"]["months"]["p50"] < 48


def test_text_says_first_what_is_not_stated(ukraine: dict) -> None:
    text = " ".join(stocks_text(ukraine).split())
    assert text.index("Not stated") < text.index("Plan draws")
    assert "No floor of javelin-missile, stinger-missile and artillery-155mm is stated" in text
    assert "Reported: 32 months to rebuild; 0 % of the samples lie below 32." in text
    assert "216 lies beyond the 120 months looked at" in text


def test_the_page_is_well_formed_offline_and_shows_every_item(ukraine: dict) -> None:
    page = stocks_page(ukraine)
    root = ET.fromstring(page.partition("\n")[2])
    assert [node.get("id") for node in root.iter("section") if node.get("id")] == [
        "item-javelin-missile", "item-stinger-missile", "item-artillery-155mm",
    ]  # fmt: skip
    assert len([node for node in root.iter("svg") if "picture" in (node.get("class") or "")]) == 6
    assert "http" not in page.replace("http-equiv", "")
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_names_that_are_markup_are_escaped(relief: dict) -> None:
    row = {**relief["items"][0], "name": "<b>food</b> & more"}
    assert "<b>food" not in stocks_page({**relief, "items": [row]})


def test_the_verb_writes_the_same_bytes_and_overwrites_nothing(tmp_path: Path) -> None:
    record = stocks("relief-small", months=12, samples=100, floors={"food": 400.0}, out=tmp_path / "a")
    again = stocks("relief-small", months=12, samples=100, floors={"food": 400.0}, out=tmp_path / "b")
    assert to_json(record) == to_json(again) == (tmp_path / "a" / "stocks.json").read_bytes()
    assert (tmp_path / "a" / "stocks.html").read_bytes() == (tmp_path / "b" / "stocks.html").read_bytes()
    assert json.loads(to_json(record))["items"][0]["floor_by"] == "argument"
    assert str(tmp_path) not in to_json(record).decode()
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        stocks("relief-small", months=12, samples=100, out=tmp_path / "a")
