from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift import reference
from openairlift.model import Distribution, Shape
from openairlift.scenario import example_names


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_tiny_scenario_is_read_without_a_warning(tiny: Path) -> None:
    scenario = oa.read_scenario(tiny)
    assert scenario.name == "tiny"
    assert scenario.warnings == ()
    assert scenario.settings.start == datetime(2024, 5, 6, tzinfo=UTC)
    assert list(scenario.places) == ["rimini", "sarajevo", "gorazde"]
    assert [place.is_airfield for place in scenario.places.values()] == [True, True, False]
    assert list(scenario.requirements) == ["blankets", "power", "team"]
    assert list(scenario.aircraft) == ["C-130J-30", "C-17A"]


def test_relative_dates_count_from_the_start(tiny: Path) -> None:
    power = oa.read_scenario(tiny).requirements["power"]
    assert power.ready == datetime(2024, 5, 7, tzinfo=UTC)
    assert power.latest == datetime(2024, 5, 9, tzinfo=UTC)


def test_position_and_country_come_with_the_icao_code(tiny: Path) -> None:
    rimini = oa.read_scenario(tiny).places["rimini"]
    known = reference.position("LIPR")
    assert known is not None
    assert (rimini.lat, rimini.lon, rimini.country) == (known.lat, known.lon, "IT")
    assert rimini.runway_m == 2995


def test_runway_comes_with_the_icao_code_of_a_shipped_airfield(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny", edited("places.csv", "LIPR,,,2995", "EDDP,,,"))
    assert oa.read_scenario(folder).places["rimini"].runway_m == 3600


def test_own_position_wins_over_the_icao_code(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny", edited("places.csv", "LIPR,,,", "LIPR,44,12.5,"))
    rimini = oa.read_scenario(folder).places["rimini"]
    assert (rimini.lat, rimini.lon) == (44, 12.5)


def test_unit_suffixes_are_converted(tmp_path: Path) -> None:
    changes = {
        **edited("scenario.toml", "hold_min = 45", "hold_h = 0.5"),
        **edited("items.csv", "unit_mass_kg", "unit_mass_lb"),
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert scenario.settings.hold_s == 1800
    assert scenario.items["generator"].unit_mass_kg == pytest.approx(3500 * 0.45359237)


def test_dates_of_toml_are_read(tmp_path: Path) -> None:
    changes = edited("scenario.toml", '"2024-05-06T00:00Z"', "2024-05-06T02:00:00+02:00")
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert scenario.settings.start == datetime(2024, 5, 6, tzinfo=UTC)


def test_row_of_the_scenario_goes_before_the_shipped_row_cell_by_cell(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny", {"aircraft.csv": "type,seats,pallets\nC-17A,54,\n"})
    type_ = oa.read_scenario(folder).aircraft["C-17A"]
    shipped = next(row.record for row in reference.aircraft().rows if row.key == "C-17A")
    assert type_.seats == 54
    assert (type_.pallets, type_.payload_at_range) == (shipped.pallets, shipped.payload_at_range)


def test_shipped_ground_times_are_there_for_types_in_use_only(tiny: Path) -> None:
    rows = oa.read_scenario(tiny).ground_times
    assert rows[0].place == "sarajevo"
    assert {row.type for row in rows[1:]} == {"C-130J-30", "C-17A"}
    assert {row.purpose for row in rows[1:]} == {"onload", "offload", "enroute"}


def test_stated_ground_time_for_any_type_replaces_the_shipped_rows(tmp_path: Path) -> None:
    changes = edited("ground_times.csv", "sarajevo,*,offload", "*,*,offload")
    rows = oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).ground_times
    assert [row.type for row in rows if row.purpose == "offload"] == ["*"]
    assert {row.type for row in rows if row.purpose == "onload"} == {"C-130J-30", "C-17A"}


def test_observations_from_a_file_beside_the_tables(tmp_path: Path) -> None:
    changes = {
        **edited("links.csv", "triangular(2; 3; 5)", "empirical(drives.csv)"),
        "drives.csv": "value\n3\n2\n4\n",
        **edited("evidence.toml", '{ low = "quoted", mode = "assumed", high = "estimated" }', '"quoted"'),
    }
    link = oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).links[0]
    assert link.transit_s == Distribution(Shape.EMPIRICAL, (7200.0, 10800.0, 14400.0))


def test_files_in_memory_are_a_scenario(tiny: Path) -> None:
    here = oa.read_scenario({name: text.encode() for name, text in FILES.items()})
    there = oa.read_scenario(tiny)
    assert here.requirements == there.requirements
    assert here.name == "scenario"


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    extra: dict[str, str | bytes | None] = {
        "README.md": "# Tiny",
        "notes.txt": "x",
        "x_own.csv": "a;b",
        ".hidden.csv": "",
        "map.png": b"\x89PNG\x00",
    }
    assert oa.read_scenario(write_tiny(tmp_path / "tiny", extra)).warnings == ()


def test_unused_columns_are_named(tmp_path: Path) -> None:
    changes = {
        "items.csv": "item,unit_mass_kg,cold\nblanket,1.5,\ngenerator,3500,\nvaccine,1,yes\n",
        "people.csv": "country,people\nBA,12\n",
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert scenario.unused == ("items.csv: cold (1 row)",)


def test_own_keys_and_columns_are_kept_out(tmp_path: Path) -> None:
    changes = {
        "scenario.toml": FILES["scenario.toml"] + 'x_author = "me"\n',
        **edited("fleet.csv", "home,owner", "home,x_owner"),
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert {row.owner for row in scenario.fleet} == {None}


def test_defaults_are_listed_in_the_unit_of_the_column(tmp_path: Path) -> None:
    changes = {
        **edited("scenario.toml", "hold_min = 45\n", ""),
        **edited("traffic.csv", "D+2,,1", "D+2,,"),
        **edited("places.csv", "alternates", "x_alternates"),
    }
    defaults = oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).defaults
    found = {(item.table, item.column): (item.value, item.rows) for item in defaults}
    assert found == {
        ("scenario", "profile"): ("humanitarian", 1),
        ("scenario", "hold_min"): ("45", 1),
        ("scenario", "recourse"): ("keep", 1),
        ("places", "spot_equivalence"): ("one for one", 3),
        ("places", "daylight_only"): ("no", 3),
        ("fleet", "augmented"): ("no", 2),
        ("traffic", "ground_h"): ("2.25", 1),
        ("traffic", "no_show_share"): ("0", 2),
        ("requirements", "no_show_share"): ("0", 3),
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "file", "column", "says"),
    [
        ("fleet.csv", "C-17A,1", "C-5M,1", None, None, ""),
        ("places.csv", "2600,wide:1;narrow:2", "900,wide:1;narrow:2", "places.csv", "runway_m", "the least needed"),
        ("places.csv", "LIPR,,,2995", "LIPR,,,950", "fleet.csv", "home", "950 m, C-17A needs 1,067 m"),
        ("stock.csv", "blanket,20000", "blanket,19999", "stock.csv", "quantity", "20,000 of 'blanket'"),
        ("places.csv", "wide:1;narrow:2", "wide:1;small:2", "places.csv", "parking", "small spot"),
        ("requirements.csv", "D+4,2", "D+9,2", "requirements.csv", "required", "after the horizon"),
        ("requirements.csv", "D+4,2", "2024-05-01,2", "requirements.csv", "required", "before the scenario starts"),
        ("stock.csv", "20000,", "20000,D+6", "stock.csv", "ready", "after the horizon"),
        ("links.csv", "6,10000,", "6,,", "links.csv", "payload_kg", "one vehicle"),
    ],
)
def test_doubtful_values_are_warned_of(
    name: str, old: str, new: str, file: str | None, column: str | None, says: str, tmp_path: Path
) -> None:
    warnings = oa.read_scenario(write_tiny(tmp_path / "tiny", edited(name, old, new))).warnings
    if file is None:
        assert warnings == ()
    else:
        assert [issue for issue in warnings if (issue.file, issue.column) == (file, column) and says in issue.what]


def test_small_spots_only_fit_nothing(tmp_path: Path) -> None:
    changes = {**edited("places.csv", "wide:1;narrow:2", "small:4"), "traffic.csv": None, "options.toml": None}
    warnings = oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).warnings
    assert [issue.what for issue in warnings] == ["no type of the fleet fits a spot of this place"]


def test_unit_type_brings_its_items(tmp_path: Path) -> None:
    need = "camp,relief,camp,,,2,rimini,sarajevo,,,D+4,2,\n"
    header = FILES["requirements.csv"].splitlines()[0].replace("package,item", "package,unit_type,item")
    changes = {
        "requirements.csv": header + "\n" + need,
        "unit_types.csv": "unit_type,item,quantity\ncamp,blanket,100\ncamp,person,12\n",
        "options.toml": None,
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert [row.item for row in scenario.unit_types["camp"]] == ["blanket", "person"]
    assert scenario.items["person"].cargo_class == "passengers"


@pytest.mark.parametrize("name", example_names())
def test_shipped_example_is_read_with_every_option(name: str) -> None:
    base = oa.read_scenario(name)
    assert base.chosen == ()
    for option in base.options:
        changed = oa.read_scenario(name, options=[option])
        assert changed.chosen[-1] == option
        assert changed.fingerprint != base.fingerprint
