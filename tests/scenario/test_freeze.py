from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift.errors import OpenAirliftError
from openairlift.scenario import example_names, fingerprint, freeze, thaw


@pytest.mark.parametrize("name", example_names())
def test_frozen_example_thaws_to_itself(name: str) -> None:
    scenario = oa.read_scenario(name)
    frozen = json.loads(json.dumps(freeze(scenario), allow_nan=False))
    again = thaw(frozen)
    assert again == scenario
    assert freeze(again) == frozen
    assert fingerprint(again) == scenario.fingerprint


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1).map(str.strip).filter(bool)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=TEXTS,
    tails=st.integers(1, 50),
    low=st.floats(0.01, 10),
    spread=st.floats(0, 10),
    options=st.sets(st.sampled_from(["third-slot", "hospital", "no-traffic"])),
)
def test_thaw_undoes_freeze(title: str, tails: int, low: float, spread: float, options: set[str]) -> None:
    files = {name: text.encode() for name, text in FILES.items()}
    overrides = {
        "fleet/C-17A@rimini/tails": str(tails),
        "links/sarajevo>gorazde:road/transit_h": f"triangular({low:.6f}; {low + spread:.6f}; {low + 2 * spread:.6f})",
        "places/gorazde/name": title,
    }
    scenario = oa.read_scenario(files, options=sorted(options), overrides=overrides)
    assert scenario.places["gorazde"].name == title
    assert thaw(json.loads(json.dumps(freeze(scenario)))) == scenario


def test_fingerprint_does_not_depend_on_the_order_of_columns_or_files(tmp_path: Path) -> None:
    rows = [line.split(",") for line in FILES["fleet.csv"].splitlines()]
    turned = "".join(",".join(reversed(row)) + "\n" for row in rows)
    base = oa.read_scenario(write_tiny(tmp_path / "a" / "tiny"))
    other = oa.read_scenario(write_tiny(tmp_path / "b" / "tiny", {"fleet.csv": turned}))
    assert base.fingerprint == other.fingerprint
    files = {name: text.encode() for name, text in FILES.items()}
    backwards = dict(reversed(files.items()))
    assert oa.read_scenario(files).fingerprint == oa.read_scenario(backwards).fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        edited("fleet.csv", "C-17A,1", "C-17A,2"),
        edited("scenario.toml", "seed = 3", "seed = 4"),
        edited("evidence.toml", "value = 40000", "value = 41000"),
        edited("stock.csv", "D+1", "D+2"),
        {"fleet.csv": "".join(FILES["fleet.csv"].splitlines(keepends=True)[i] for i in (0, 2, 1))},
    ],
    ids=["tails", "seed", "observation", "date", "order of rows"],
)
def test_fingerprint_changes_with_what_is_stated(changes: dict[str, str], tmp_path: Path) -> None:
    base = oa.read_scenario(write_tiny(tmp_path / "a" / "tiny"))
    other = oa.read_scenario(write_tiny(tmp_path / "b" / "tiny", changes))
    assert base.fingerprint != other.fingerprint


def test_frozen_scenario_can_not_be_changed(tmp_path: Path) -> None:
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        scenario.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        scenario.places["new"] = scenario.places["rimini"]  # type: ignore[index]


@pytest.mark.parametrize("text", ["{}", '{"class": "Path"}', '{"class": "Place"}', '{"class": "mapping", "value": []}'])
def test_other_text_does_not_thaw(text: str) -> None:
    with pytest.raises(OpenAirliftError):
        thaw(json.loads(text))
