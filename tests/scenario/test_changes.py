"""Cells that differ between two readings, options that come later, and what options must not be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, edited, write_tiny

from openairlift.errors import ScenarioError, UsageError
from openairlift.scenario import cell_changes, freeze, read_scenario, with_options


def tiny(**changes: str) -> dict[str, bytes]:
    return {name: text.encode() for name, text in {**FILES, **changes}.items()}


def test_a_changed_cell_has_both_values_with_their_basis_and_who_changed_it() -> None:
    base, slot = with_options(read_scenario(tiny()), [[], ["third-slot"]])
    (found,) = cell_changes(base, slot)
    assert (found.cell, found.kind, found.before, found.after) == ("places/sarajevo/working", "changed", "2", "3")
    assert (found.basis_before, found.basis, found.by) == ("quoted", "assumed", "option third-slot")
    (back,) = cell_changes(slot, base)
    assert (back.before, back.after, back.basis, back.evidence) == ("3", "2", "quoted", ("slots",))


def test_added_and_removed_rows_are_told_cell_by_cell() -> None:
    base, more, less = with_options(read_scenario(tiny()), [[], ["hospital"], ["no-traffic"]])
    found = {item.cell: item for item in cell_changes(base, more)}
    assert found["requirements/power-2/quantity"].kind == "added"
    assert found["requirements/power-2/quantity"].basis == "assumed"
    assert found["requirements/power-2/item"].basis is None
    assert found["stock/rimini:generator#2/quantity"].after == "1"
    assert found["places/sarajevo/working"].by == "option third-slot"
    gone = cell_changes(base, less)
    assert {item.kind for item in gone} == {"removed"}
    assert {item.key for item in gone} == {"sarajevo", "sarajevo#2"}
    assert {item.by for item in gone} == {"option no-traffic"}
    assert all(item.after is None and item.before for item in gone)


def test_nothing_differs_between_a_scenario_and_itself_and_settings_count() -> None:
    text = FILES["options.toml"] + '\n[option.free]\nset = [ { key = "scenario/settings/arrivals", value = "free" } ]\n'
    base, free = with_options(read_scenario(tiny(**{"options.toml": text})), [[], ["free"]])
    assert cell_changes(base, base) == ()
    (found,) = cell_changes(base, free)
    assert (found.cell, found.before, found.after, found.by) == (
        "scenario/settings/arrivals", "slots", "free", "option free",
    )  # fmt: skip


def test_one_cell_of_a_shipped_row_is_one_change() -> None:
    add = '\n[option.light]\nset = [ { key = "aircraft/C-17A/pallets", value = "10" } ]\n'
    base, light = with_options(read_scenario(tiny(**{"options.toml": FILES["options.toml"] + add})), [[], ["light"]])
    (found,) = cell_changes(base, light)
    assert (found.cell, found.kind, found.before, found.after) == ("aircraft/C-17A/pallets", "changed", "18", "10")
    assert found.basis_before in ("quoted", "estimated")


def test_shipped_rows_that_only_an_option_reads_are_told_apart() -> None:
    base, patriot = with_options(read_scenario("ukraine-2022"), [[], ["patriot"]])
    kinds = {item.cell: item.kind for item in cell_changes(base, patriot)}
    assert kinds["requirements/patriot-1/quantity"] == "added"
    assert kinds["unit_types/patriot-battery:patriot-launcher-m903/quantity"] == "read"
    assert set(kinds.values()) == {"added", "read"}


def test_a_scenario_that_is_not_what_its_files_say_takes_no_options(tmp_path: Path) -> None:
    made = read_scenario(write_tiny(tmp_path / "tiny"))
    with pytest.raises(UsageError, match="not what its files say"):
        with_options(replace(made, settings=replace(made.settings, seed=99)), [["third-slot"]])
    write_tiny(tmp_path / "tiny", edited("fleet.csv", "C-17A,1", "C-17A,2"))
    with pytest.raises(UsageError, match="not what its files say"):
        with_options(made, [["third-slot"]])
    with pytest.raises(UsageError, match="not read from files"):
        with_options(replace(made, origin=None), [[]])
    with pytest.raises(UsageError, match="not read from files"):
        cell_changes(replace(made, origin=None), made)


def test_where_a_scenario_was_read_from_is_no_part_of_it(tmp_path: Path) -> None:
    one, other = (read_scenario(write_tiny(tmp_path / name / "tiny")) for name in ("a", "b"))
    assert one == other
    assert one.fingerprint == other.fingerprint
    assert freeze(one) == freeze(other)
    assert str(tmp_path) not in str(freeze(one))
    moved = read_scenario(tiny(**edited("requirements.csv", "4,rimini,sarajevo", "4,any,sarajevo")))
    assert moved.fingerprint != one.fingerprint  # the origin of a requirement is part of it


def test_options_and_overrides_of_a_scenario_hold_beside_further_options() -> None:
    made = read_scenario(tiny(), options=["third-slot"], overrides={"fleet/C-17A@rimini/tails": "3"})
    (more,) = with_options(made, [["no-traffic"]])
    assert more.chosen == ("third-slot", "no-traffic")
    assert [row.tails for row in more.fleet] == [2, 3]


@pytest.mark.parametrize("name", ["base", "a+b", '"a,b"'])
def test_names_that_a_list_of_options_could_not_tell_apart_are_refused(name: str) -> None:
    quoted = name if name.startswith('"') or name == "base" else f'"{name}"'
    with pytest.raises(ScenarioError, match="can't name an option"):
        read_scenario(tiny(**{"options.toml": f'[option.{quoted}]\ntitle = "x"\n'}))


def test_a_row_that_an_unrelated_option_changes_is_not_removed_though_a_related_one_changes_it_too() -> None:
    options = """
[option.a]
set = [ { key = "places/gorazde/runway_m", value = "900" } ]
[option.b]
set = [ { key = "places/gorazde/name", value = "B" } ]
[option.c]
after = ["a"]
remove = [ { key = "places/gorazde" } ]
"""
    with pytest.raises(ScenarioError, match="the option 'b' changes this row"):
        read_scenario(tiny(**{"options.toml": options}), options=["a", "b", "c"])
