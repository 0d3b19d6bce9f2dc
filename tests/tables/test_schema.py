from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from openairlift.model import TABLES, Settings, specs
from openairlift.tables import column_reference, json_schema

ALL = {"scenario": Settings, **TABLES}


@pytest.fixture(name="schema", scope="module")
def schema_() -> dict[str, Any]:
    return json_schema()


def example() -> dict[str, Any]:
    return {
        "scenario": {"title": "Relief", "start": "2026-03-09", "horizon_days": 10, "rank_weights": [2, 1]},
        "places": [{"id": "hub", "name": "Hub", "runway_ft": 3000, "parking": "wide:2", "evidence": "e1", "x_y": 1}],
        "fleet": [{"type": "C-17A", "tails": "2", "home": "hub", "id": "first"}],
        "requirements": [{"req_id": "r1", "destination": "hub", "item": "box", "quantity": 3}],
        "items": [{"item": "box", "unit_mass_st": 0.2}],
    }


def faults(schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


def test_schema_is_valid_and_takes_a_scenario(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert not faults(schema, example())


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("places", {"parkng": "wide:2"}),
        ("places", {"lat": 95}),
        ("items", {"cargo_class": "huge"}),
        ("items", {"unit_mass_st": 0}),
        ("items", {"id": "second"}),
        ("fleet", {"tails": 2.5}),
    ],
)
def test_schema_refuses(schema: dict[str, Any], table: str, change: dict[str, Any]) -> None:
    document = example()
    document[table][0].update(change)
    assert faults(schema, document)


@pytest.mark.parametrize("table", ["scenario", "places", "fleet", "requirements"])
def test_required_tables(schema: dict[str, Any], table: str) -> None:
    document = example()
    del document[table]
    assert faults(schema, document)


def test_required_column_may_have_another_unit(schema: dict[str, Any]) -> None:
    document = example()
    del document["items"][0]["unit_mass_st"]
    assert faults(schema, document)
    document["items"][0]["unit_mass_lb"] = 5
    assert not faults(schema, document)


@pytest.mark.parametrize("table", list(ALL))
def test_every_column_is_in_the_schema_and_in_the_reference(schema: dict[str, Any], table: str) -> None:
    part = schema["properties"][table]
    properties = (part if table == "scenario" else part["items"])["properties"]
    name = "scenario.toml" if table == "scenario" else f"{table}.csv"
    section = column_reference().split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
    for spec in specs(ALL[table]):
        assert set(spec.columns) <= set(properties)
        assert properties[spec.column]["description"] == spec.description
        cell = f"**{spec.column}**" if spec.required else spec.column
        assert f"\n| {cell} |" in section


def test_reference_says_once_who_reads_a_file_that_no_plan_reads() -> None:
    def part(table: str) -> str:
        return column_reference().split(f"## {table}.csv\n", 1)[1].split("\n## ", 1)[0]

    for table, command in (("assets", "cover"), ("sites", "cover"), ("batteries", "cover"), ("production", "stocks")):
        assert part(table).count("no plan or run reads it") == 1
        assert f"`openairlift {command}`" in part(table)
    assert part("stock").count("For `stocks`: no plan or run reads it") == 2


def test_reference_is_a_table_of_four_columns() -> None:
    rows = [line for line in column_reference().splitlines() if line.startswith("|")]
    assert len(rows) > len(TABLES) * 3
    assert all(row.replace("\\|", "").count("|") == 5 for row in rows)


def test_reference_states_defaults_in_the_column_s_unit() -> None:
    assert "| hold_min | a number [min]; also _s, _h, _d | 45 |" in column_reference()


def test_more_may_be_said_of_evidence() -> None:
    part = {"type": "object", "required": ["source"]}
    assert json_schema(parts={"evidence": part})["properties"]["evidence"] == part
