"""Options, parameter values and overrides laid over the base case."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift.model import TABLES, Distribution, specs
from openairlift.scenario.overlay import with_unit
from openairlift.tables import parse_cell


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_option_sets_a_cell(tiny: Path) -> None:
    assert oa.read_scenario(tiny).places["sarajevo"].working == 2
    chosen = oa.read_scenario(tiny, options=["third-slot"])
    assert chosen.places["sarajevo"].working == 3
    assert chosen.chosen == ("third-slot",)


def test_option_brings_those_it_builds_on(tiny: Path) -> None:
    scenario = oa.read_scenario(tiny, options=["hospital"])
    assert scenario.chosen == ("third-slot", "hospital")
    assert list(scenario.requirements) == ["blankets", "power", "team", "power-2"]
    assert scenario.places["sarajevo"].working == 3
    assert [row.quantity for row in scenario.stock if row.item == "generator"] == [4, 1]


def test_keys_stay_when_other_rows_are_removed(tiny: Path) -> None:
    scenario = oa.read_scenario(tiny, options=["no-traffic"])
    assert scenario.traffic == ()
    text = '[option.calm]\nremove = [ { key = "traffic/sarajevo" } ]\n'
    text += '[option.busy]\nset = [ { key = "traffic/sarajevo#2/arrivals_per_day", value = 9 } ]\n'
    folder = write_tiny(tiny.parent / "other", {"options.toml": text})
    scenario = oa.read_scenario(folder, options=["calm", "busy"])
    assert [row.arrivals_per_day for row in scenario.traffic] == [9]
    assert [item.key for item in scenario.inputs if item.table == "traffic"] == ["sarajevo#2", "sarajevo#2"]


def test_of_two_equal_rows_the_named_one_is_removed(tmp_path: Path) -> None:
    rows = "place,arrivals_per_day,ground_h\nsarajevo,2,1\nsarajevo,3,1\nsarajevo,2,1\n"
    text = '[option.calm]\nremove = [ { key = "traffic/sarajevo#3" } ]\n'
    folder = write_tiny(tmp_path / "tiny", {"traffic.csv": rows, "options.toml": text})
    assert [row.arrivals_per_day for row in oa.read_scenario(folder, options=["calm"]).traffic] == [2, 3]


def test_option_adds_a_table_that_is_not_there(tmp_path: Path) -> None:
    row = '{ kind = "closure", target = "sarajevo", from = "D+1", to = "D+2" }'
    text = f'[option.storm]\nadd = [ {{ table = "disruptions", row = {row} }} ]\n'
    folder = write_tiny(tmp_path / "tiny", {"options.toml": text})
    assert oa.read_scenario(folder).disruptions == ()
    assert oa.read_scenario(folder, options=["storm"]).disruptions[0].target == "sarajevo"


def test_option_changes_a_shipped_type(tmp_path: Path) -> None:
    text = '[option.full]\nset = [ { key = "aircraft/C-17A/payload_flown_share", value = 1 } ]\n'
    folder = write_tiny(tmp_path / "tiny", {"options.toml": text})
    base, full = oa.read_scenario(folder), oa.read_scenario(folder, options=["full"])
    assert full.aircraft["C-17A"].payload_flown_share == Distribution.constant(1)
    assert full.aircraft["C-17A"].payload_at_range == base.aircraft["C-17A"].payload_at_range
    assert full.aircraft["C-130J-30"] == base.aircraft["C-130J-30"]


def test_cell_may_be_stated_in_another_unit_than_its_column(tmp_path: Path) -> None:
    change = '{ key = "links/sarajevo>gorazde:road/transit_min", value = "triangular(60; 90; 120)" }'
    text = f"[option.slow]\nset = [ {change} ]\n"
    folder = write_tiny(tmp_path / "tiny", {"options.toml": text})
    link = oa.read_scenario(folder, options=["slow"]).links[0]
    assert link.transit_s is not None
    assert link.transit_s.parameters == (3600.0, 5400.0, 7200.0)


def test_option_may_add_a_requirement_of_a_considered_package(tmp_path: Path) -> None:
    row = '{ req_id = "big", package = "big", item = "generator", quantity = 1, destination = "sarajevo" }'
    changes = {
        "packages.csv": FILES["packages.csv"] + "big,Something big,,\n",
        "package_events.csv": FILES["package_events.csv"] + "big,2024-05-06,considered\n",
        "options.toml": f'[option.big]\nadd = [ {{ table = "requirements", row = {row} }} ]\n',
    }
    folder = write_tiny(tmp_path / "tiny", changes)
    assert "big" not in oa.read_scenario(folder).requirements
    assert "big" in oa.read_scenario(folder, options=["big"]).requirements


def test_option_that_builds_on_another_may_set_its_cell_again(tmp_path: Path) -> None:
    text = FILES["options.toml"].replace(
        'after = ["third-slot"]', 'after = ["third-slot"]\nset = [ { key = "places/sarajevo/working", value = 4 } ]'
    )
    folder = write_tiny(tmp_path / "tiny", {"options.toml": text})
    assert oa.read_scenario(folder, options=["hospital"]).places["sarajevo"].working == 4


def test_value_of_a_parameter_takes_the_place_of_the_cell(tmp_path: Path) -> None:
    changes = edited(
        "evidence.toml",
        'evidence = ["slots"]\n\n[param."places/*',
        'value = 5\nevidence = ["slots"]\n\n[param."places/*',
    )
    folder = write_tiny(tmp_path / "tiny", changes)
    assert oa.read_scenario(folder).places["sarajevo"].working == 5
    assert oa.read_scenario(folder, options=["third-slot"]).places["sarajevo"].working == 3


def test_pattern_with_a_value_leaves_cells_with_a_record_of_their_own(tmp_path: Path) -> None:
    text = FILES["evidence.toml"] + '[param."places/*/working"]\nvalue = "7"\nbasis = "assumed"\n'
    places = oa.read_scenario(write_tiny(tmp_path / "tiny", {"evidence.toml": text})).places
    assert (places["rimini"].working, places["sarajevo"].working) == (7, 2)


def test_overrides_come_last(tiny: Path) -> None:
    cells = {"places/sarajevo/working": "6", "aircraft/C-17A/seats": "10", "scenario/settings/horizon_days": "3.5"}
    scenario = oa.read_scenario(tiny, options=["third-slot"], overrides=cells)
    assert scenario.places["sarajevo"].working == 6
    assert scenario.aircraft["C-17A"].seats == 10
    assert scenario.settings.horizon_days == 3.5


def test_empty_override_makes_a_cell_blank(tiny: Path) -> None:
    assert oa.read_scenario(tiny, overrides={"places/sarajevo/working": ""}).places["sarajevo"].working is None


SPEC = next(spec for spec in specs(TABLES["links"]) if spec.column == "transit_h")
NUMBERS = st.floats(0, 1000, allow_nan=False).map(lambda value: round(value, 3))


@given(st.lists(NUMBERS, min_size=3, max_size=3).map(sorted), st.sampled_from(["s", "min", "h", "d"]))
def test_unit_behind_each_number_says_the_same_as_the_column(numbers: list[float], unit: str) -> None:
    for text in (
        f"{numbers[0]}",
        "triangular({}; {}; {})".format(*numbers),
        f"lognormal(mean={numbers[2] + 1}; cv=0.5)",
    ):
        stated = parse_cell(SPEC, text, start=None, suffix=unit)
        assert parse_cell(SPEC, with_unit(text, unit), start=None, suffix="h") == stated


def with_setting(tmp_path: Path, *lines: str) -> Path:
    """Return the tiny scenario with options that set keys of ``scenario.toml``."""
    options = "".join(
        f'\n[option.o{k}]\ntitle = "o"\nset = [ {{ key = "scenario/settings/{line.split("=")[0]}", '
        f'value = "{line.split("=")[1]}" }} ]\n'
        for k, line in enumerate(lines)
    )
    return write_tiny(tmp_path / "own", changes={"options.toml": FILES["options.toml"] + options})


def test_option_sets_a_key_of_the_settings(tmp_path: Path) -> None:
    folder = with_setting(tmp_path, "arrivals=free")
    assert oa.read_scenario(folder).settings.arrivals == "slots"
    assert oa.read_scenario(folder, options=["o0"]).settings.arrivals == "free"
    asked = oa.read_scenario(folder, options=["o0"], overrides={"scenario/settings/arrivals": "slots"})
    assert asked.settings.arrivals == "slots"


@pytest.mark.parametrize(
    ("lines", "chosen", "words"),
    [
        (["arrival=free"], [], "no key 'arrival'"),
        (["arrivals=frei"], [], "scenario/settings/arrivals"),
        (["arrivals=free", "arrivals=slots"], ["o0", "o1"], "sets the same cell"),
    ],
)
def test_faults_of_settings_in_options_are_named(
    tmp_path: Path, lines: list[str], chosen: list[str], words: str
) -> None:
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(with_setting(tmp_path, *lines), options=chosen)
    assert any(words in issue.what and issue.file == "options.toml" for issue in caught.value.issues)
