"""The scenario to start from: small, without fault, and all of it is carried."""

from __future__ import annotations

from openairlift.instances import start
from openairlift.scenario import read_scenario
from openairlift.solve import make_plan


def test_it_is_small_and_without_fault() -> None:
    scenario = read_scenario({name: text.encode() for name, text in start().items()})
    assert (len(scenario.places), len(scenario.requirements), len(scenario.fleet)) == (3, 2, 1)
    assert scenario.warnings == ()
    assert make_plan(scenario).shortfalls == ()


def test_every_file_says_what_it_is_for() -> None:
    files = start()
    assert all(f"`{name}`" in files["README.md"] for name in files if name != "README.md")
    assert all("#" in line for line in files["scenario.toml"].splitlines() if " = " in line and "title" not in line)
