"""The canonical form of a folder: stable, and it changes no content."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.scenarios import scenario_files

from openairlift.errors import ScenarioError
from openairlift.exchange.workbook import canonical
from openairlift.scenario import example_names, freeze, read_scenario


@pytest.mark.parametrize("name", example_names())
def test_it_changes_nothing_that_is_said_and_only_once(name: str) -> None:
    folder = files("openairlift").joinpath("examples", name)
    before = {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}
    after = canonical(before)
    assert canonical(after) == after
    one, two = freeze(read_scenario(before)), freeze(read_scenario(after))
    for frozen in (one, two):
        del frozen["fingerprint"]
        for item in (*frozen["inputs"], *frozen["outlook_inputs"]):
            item["value"] = item["value"].rstrip("0").rstrip(".")  # 34.850 becomes 34.85
    assert one == two


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=6)
def test_it_is_stable_on_random_scenarios(seed: int) -> None:
    after = canonical(scenario_files(seed))
    assert canonical(after) == after
    read_scenario(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbfitem,unit_mass_kg\r\nbox,1.50\r\n\r\n", b"item,unit_mass_kg\nbox,1.5\n"),
        (b'item,unit_mass_kg,pack,x_a\n"box","1,500.0",,\n', b"item,unit_mass_kg,x_a\nbox,1500,\n"),
        (
            b"item,unit_mass_kg,name\nbox,1e3,=cmd|'/C calc'!A0\n",
            b"item,unit_mass_kg,name\nbox,1000,'=cmd|'/C calc'!A0\n",
        ),
        (
            b"item,unit_mass_kg\nbox,45lb\nbig,90071992547409931\n",
            b"item,unit_mass_kg\nbox,45lb\nbig,90071992547409931\n",
        ),
    ],
)
def test_tables(before: bytes, after: bytes) -> None:
    assert canonical({"items.csv": before})["items.csv"] == after


def test_comments_and_texts_of_several_lines_stay() -> None:
    text = b'# one\n\n\n\n[claim.c1]   \nsays = """a  \n\n\n\nb"""  # two\n'
    assert canonical({"evidence.toml": text})["evidence.toml"] == text  # blanks within the text are content
    assert canonical({"options.toml": b"a = 1  \r\n\r\n\r\n# b\r\n"})["options.toml"] == b"a = 1\n\n# b\n"


def test_what_cannot_be_read_is_told_and_files_of_ones_own_stay() -> None:
    with pytest.raises(ScenarioError, match=r"places\.csv.*UTF-16"):
        canonical({"places.csv": "id,name\n".encode("utf-16")})
    own = {"x_mine.csv": b"a;b\r\n", "notes.md": b"  \r\n"}
    assert canonical(own) == own
