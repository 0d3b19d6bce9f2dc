from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift import reference
from openairlift.scenario import Input, Scenario, count_bases, example_names


def found(scenario: Scenario, table: str, key: str, column: str) -> Input:
    (item,) = [item for item in scenario.inputs if (item.table, item.key, item.column) == (table, key, column)]
    return item


@pytest.fixture
def tiny(tmp_path: Path) -> Scenario:
    return oa.read_scenario(write_tiny(tmp_path / "tiny"))


def test_own_record_gives_basis_evidence_and_source(tiny: Scenario) -> None:
    item = found(tiny, "places", "sarajevo", "working")
    assert (item.basis, item.evidence, item.source, item.value) == ("quoted", ("slots",), "log", "2")
    assert item.where == "places.csv, row 3"


def test_pattern_gives_the_basis_of_cells_without_a_record_of_their_own(tiny: Scenario) -> None:
    assert found(tiny, "places", "rimini", "parking").note == "Invented."


def test_cell_without_a_record_is_assumed(tiny: Scenario) -> None:
    item = found(tiny, "places", "rimini", "working")
    assert (item.basis, item.source, item.evidence) == ("assumed", "", ())


def test_weakest_basis_of_several_numbers_counts(tiny: Scenario) -> None:
    assert found(tiny, "links", "sarajevo>gorazde:road", "transit_h").basis == "assumed"


def test_cells_of_shipped_rows_are_quoted_or_estimated(tiny: Scenario) -> None:
    shipped = [item for item in tiny.inputs if item.table == "aircraft" and item.key == "C-17A"]
    assert shipped
    guessed = reference.estimated("aircraft", "C-17A")
    assert {item.column: item.basis for item in shipped} == {
        item.column: "estimated" if item.column in guessed else "quoted" for item in shipped
    }
    assert {item.where for item in shipped} == {"reference table aircraft"}
    assert all(item.source for item in shipped)


def test_only_numbers_that_a_result_reads_are_inputs(tiny: Scenario) -> None:
    columns = {(item.table, item.column) for item in tiny.inputs}
    assert ("scenario", "horizon_days") in columns
    assert ("airfields", "lat") in columns
    assert ("aircraft", "fuel_kg_per_h") in columns
    for unread in (("scenario", "seed"), ("items", "cold"), ("requirements", "ready"), ("places", "tz")):
        assert unread not in columns
    assert {item.key for item in tiny.inputs if item.table == "aircraft"} == {"C-130J-30", "C-17A"}


def test_item_that_nothing_asks_for_is_no_input(tmp_path: Path) -> None:
    changes = {
        "items.csv": FILES["items.csv"] + "tent,Tent,50,0.2,bulk,\n",
        "stock.csv": FILES["stock.csv"] + "rimini,tent,5,\n",
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert "tent" in scenario.items
    assert not [item for item in scenario.inputs if "tent" in item.key]


def test_unit_of_the_column_as_written_is_the_unit_of_the_value(tmp_path: Path) -> None:
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", edited("places.csv", "clearance_h", "clearance_min")))
    assert found(scenario, "places", "sarajevo", "clearance_min").value == "triangular(1; 2; 4)"


def test_record_of_another_unit_documents_the_cell(tmp_path: Path) -> None:
    changes = edited("links.csv", "transit_h", "transit_d")
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert found(scenario, "links", "sarajevo>gorazde:road", "transit_d").evidence == ("slots",)


def test_what_an_option_states_is_assumed(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    item = found(oa.read_scenario(folder, options=["third-slot"]), "places", "sarajevo", "working")
    assert (item.basis, item.value, item.evidence) == ("assumed", "3", ())
    assert item.where == "options.toml, option third-slot"


def test_what_an_override_states_is_assumed(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    cells = {"places/sarajevo/working": "6", "scenario/settings/person_kg": "90"}
    scenario = oa.read_scenario(folder, overrides=cells)
    for item in (
        found(scenario, "places", "sarajevo", "working"),
        found(scenario, "scenario", "settings", "person_kg"),
    ):
        assert (item.basis, item.where) == ("assumed", "overrides")


def test_record_of_a_setting(tmp_path: Path) -> None:
    text = FILES["evidence.toml"] + '[param."scenario/settings/hold_min"]\nbasis = "quoted"\nevidence = ["slots"]\n'
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", {"evidence.toml": text}))
    assert found(scenario, "scenario", "settings", "hold_min").basis == "quoted"


def test_position_is_as_sure_as_the_identity_of_the_place(tmp_path: Path) -> None:
    text = FILES["evidence.toml"] + '[param."places/rimini/icao"]\nbasis = "assumed"\n'
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", {"evidence.toml": text}))
    assert found(scenario, "airfields", "LIPR", "lat").basis == "assumed"
    assert found(scenario, "airfields", "LQSA", "lat").basis == "quoted"


def test_record_of_a_shipped_cell_wins(tmp_path: Path) -> None:
    text = FILES["evidence.toml"]
    text += '[param."aircraft/C-17A/payload_flown_share"]\nvalue = "0.5"\nbasis = "quoted"\nevidence = ["slots"]\n'
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", {"evidence.toml": text}))
    item = found(scenario, "aircraft", "C-17A", "payload_flown_share")
    assert (item.basis, item.value) == ("quoted", "0.5")
    flown = scenario.aircraft["C-17A"].payload_flown_share
    assert flown is not None
    assert flown.mean == 0.5


@pytest.mark.parametrize("name", example_names())
def test_every_input_of_a_shipped_example_is_listed_once(name: str) -> None:
    inputs = oa.read_scenario(name).inputs
    cells = [(item.table, item.key, item.column) for item in inputs]
    assert len(set(cells)) == len(cells)
    counts = count_bases(inputs)
    assert counts["total"] == len(inputs) == sum(counts.values()) - counts["total"]
    assert all(item.value for item in inputs)
