"""A plan tells when cargo arrives, what misses its date, and every mission stop by stop."""

from __future__ import annotations

from pathlib import Path

import pytest

import openairlift as oa
from openairlift.audits import time_plan
from openairlift.network import build_network
from openairlift.verbs.examples import copy_example
from openairlift.verbs.planning import plan, plan_text

EXAMPLE = "relief-small"


@pytest.fixture(scope="module")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, but all food has to land within a day, which the fleet can't do."""
    folder = tmp_path_factory.mktemp("hurried") / "airlift"
    copy_example(EXAMPLE, to=folder)
    path = folder / "requirements.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    rows = [row + ("," + "D+1" if row.startswith("food,") else ",") for row in rows]
    path.write_text("\n".join([header + ",latest", *rows]) + "\n", encoding="utf-8")
    return folder


def test_what_misses_its_latest_date_is_named(hurried: Path) -> None:
    record = plan(hurried, effort=1)
    rows = {row["line"]: row for row in record["arrivals"]}
    assert record["plan"]["undelivered"] == []
    assert rows["food"]["missed_kg"] > 0
    assert not rows["water"]["missed"]
    text = plan_text(record)
    assert "1 not by the date" in text
    line = next(line for line in text.splitlines() if line.startswith("  - food"))
    assert "t not there by its latest date 10 Mar 2026 00:00 UTC" in line
    # What misses a date comes first.
    assert text.index("  - food") < text.index("  - water")


def test_arrivals_are_those_of_the_audit() -> None:
    record = plan(EXAMPLE, effort=1)
    scenario = oa.read_scenario(EXAMPLE)
    network = build_network(scenario)
    made = oa.make_plan(scenario, network=network)
    timing = time_plan(network, made)
    for index, row in enumerate(record["arrivals"]):
        times = [marks[-1] for (_, load), marks in zip(made.loads, timing.marks, strict=True) if load.line == index]
        assert None not in times
        assert row["last"] == f"{scenario.moment(max(t for t in times if t is not None)):%Y-%m-%dT%H:%MZ}"
        required = network.lines[index].required_s
        late = max(max(t for t in times if t is not None) - (required or 0), 0) / 3600
        assert row["late_h"] == pytest.approx(late)
    assert record["mark"] == "delivered"


def test_missions_are_listed_when_asked_for() -> None:
    record = plan(EXAMPLE, effort=1, missions=True)
    assert "timetable" not in plan(EXAMPLE, effort=1)
    rows = record["timetable"]
    assert len(rows) == record["missions"]
    assert sum(load["mass_kg"] for row in rows for load in row["loads"]) == pytest.approx(record["plan"]["mass_kg"])
    first = rows[0]
    assert first["stops"][0]["purpose"] in ("onload", "enroute")
    assert first["stops"][0]["block_in"] < first["stops"][0]["block_out"]
    lines = plan_text(record).splitlines()
    assert sum(line.lstrip()[:1].isdigit() and first["type"] in line for line in lines) >= 1


def test_a_plan_that_is_not_kept_says_so(tmp_path: Path) -> None:
    assert "not kept" in plan_text(plan(EXAMPLE, effort=1))
    kept = plan(EXAMPLE, effort=1, out=tmp_path / "plan")
    assert "not kept" not in plan_text(kept)
