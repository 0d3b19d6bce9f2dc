"""Disruptions from a file beside a scenario: read and checked like its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.network.build import scenario

from openairlift.errors import ScenarioError
from openairlift.scenario.further import read_disruptions, with_disruptions


def write(folder: Path, text: str) -> Path:
    (folder / "more.csv").write_text(text, encoding="utf-8")
    return folder / "more.csv"


def test_rows_come_behind_the_scenarios_own(tmp_path: Path) -> None:
    made = scenario()
    file = write(tmp_path, "kind,target,from,to\nclosure,hub,D+1,D+2\nroute,depot-hub,,D+1\n")
    rows = read_disruptions(file, made)
    once = with_disruptions(made, rows[:1])
    assert [row.target for row in with_disruptions(once, rows[1:]).disruptions] == ["hub", "depot-hub"]


def test_lengths_may_lie_in_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "lengths.csv").write_text("3\n5\n", encoding="utf-8")
    file = write(tmp_path, "kind,target,rate_per_day,duration_h\nclosure,hub,1,empirical(lengths.csv)\n")
    (row,) = read_disruptions(file, scenario())
    assert row.duration_s is not None
    assert row.duration_s.mean == 4 * 3600.0


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("capacity,town/working,0.5,1", "target"),
        ("loss,fleet/JET@hub,0.5,", "target"),
        ("closure,hub,0.5,", "duration_h"),
        ("storm,hub,0.5,1", "kind"),
        ("closure,hub,-1,1", "rate_per_day"),
    ],
)
def test_faults_name_the_cell(tmp_path: Path, line: str, column: str) -> None:
    file = write(tmp_path, f"kind,target,rate_per_day,duration_h\n{line}\n")
    with pytest.raises(ScenarioError) as caught:
        read_disruptions(file, scenario())
    assert (caught.value.issues[0].file, caught.value.issues[0].row) == ("more.csv", 2)
    assert caught.value.issues[0].column == column
