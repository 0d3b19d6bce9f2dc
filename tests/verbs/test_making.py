"""A new folder: written once, byte for byte, and never over what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from openairlift import verbs
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.instances import start, synthetic


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_an_instance_is_written_as_it_was_made(tmp_path: Path) -> None:
    record = verbs.new(tmp_path / "deep" / "s", size="S", load="congested", seed=4, slots=2)
    made = synthetic("S", load="congested", seed=4, slots=2)
    assert contents(tmp_path / "deep" / "s") == {name: text.encode() for name, text in made.items()}
    assert record == {"title": "Synthetic S, congested, seed 4, slots x 2", "files": sorted(made)}


def test_light_seed_1_is_made_where_nothing_else_is_said(tmp_path: Path) -> None:
    verbs.new(tmp_path, size="M")
    assert contents(tmp_path) == {
        name: text.encode() for name, text in synthetic("M", load="light", seed=1, slots=1).items()
    }


def test_without_a_size_it_is_the_scenario_to_start_from(tmp_path: Path) -> None:
    assert verbs.new(tmp_path)["title"] == "My airlift"
    assert contents(tmp_path) == {name: text.encode() for name, text in start().items()}
    assert verbs.check(tmp_path)["valid"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OpenAirliftError, match="is not empty and nothing in it is overwritten; name a new or an empty"):
        verbs.new(tmp_path, size="S")
    assert contents(tmp_path) == {"note.txt": b"mine"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(OpenAirliftError, match="is a file; name a new or an empty folder"):
        verbs.new(tmp_path / "x")


@pytest.mark.parametrize("stray", [{"load": "light"}, {"seed": 1}, {"slots": 1.0}])
def test_options_of_instances_need_a_size(stray: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"--{next(iter(stray))} goes with --synthetic S, M or L only"):
        verbs.new(tmp_path / "x", **stray)
    assert not (tmp_path / "x").exists()


def test_nothing_is_made_of_wrong_arguments(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'XL' is no size"):
        verbs.new(tmp_path / "x", size="XL")
    assert not (tmp_path / "x").exists()
