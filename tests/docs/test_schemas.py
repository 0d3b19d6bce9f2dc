"""What commands print with ``--json`` and what a run's folder holds has a schema, and real outputs keep to it."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from openairlift.cli import app

ROOT = Path(__file__).parents[2]
CALLS = """
catalogue runs --query waits
check berlin-1949
check broken
compare classroom --options base,stock --runs 2 --workers 1 --effort 1
convert classroom classroom.xlsx
cover mine --k 1 --workers 1
daily classroom --on C+0
diff classroom classroom
evidence chain ukraine-2022 prepositioned
evidence check turkiye-2023
evidence draft article.txt --published 2022-03-08 --into started
evidence accept started article-p2-40-trucks --says Trucks
evidence list haiti-2010
example relief-small --out another
example
explain classroom --option working --effort 2
export classroom --to geojson --out exported
find airfield beira
find type 767
fmt classroom-copy --check
import ourairports runways.csv --only EPRZ
import hxl --columns
import --list
judge ukraine-2022 c2 --runs 1 --workers 1 --trial-runs 1 --draws 1
ledger mine RUN
limits classroom --option working --runs 2 --workers 1
log mine --flights flights.csv --runs 2
new again
plan classroom --option fuel --effort 2
posture ukraine-2022 --runs 1 --workers 1
quick --mass 90t --from OMDW --to FQBR --type 767-300F --tails 3 --spots 1
replan classroom --plan planned --at 2026-01-05T09:00Z --effort 2
report nepal-2015 --runs 1 --workers 1
resilience classroom --lose places --worst 1 --runs 1 --workers 1 --effort 1
sensitivity mine --method morris --samples 2 --runs 1 --workers 1
size classroom --option parking --fleet box --effort 2
stocks mine --months 3 --samples 5 --workers 1
tornado mine --runs 2 --answer undelivered --workers 1
units ukraine-2022 --option patriot --runs 1 --workers 1
check mine --option no-such-option
evidence chain ukraine-2022 no-such-record
"""
"""Calls unlike those that the schemas were made from."""


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "write_schemas.py"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with what the calls read."""
    made = tmp_path_factory.mktemp("schemas")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        script()["prepared"]()
        assert script()["called"](["example", "classroom", "--out", "classroom-copy"])
    return made


def answering(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the names of the commands that take ``--json``."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from answering(inner, (*path, name))
    elif any("--json" in parameter.opts for parameter in command.params):
        yield " ".join(path)


def test_every_command_that_answers_has_a_schema() -> None:
    assert {*answering(app), "issues", *script()["FILES"]} == set(script()["COMMANDS"])
    written = {path.name for path in script()["SCHEMAS"].iterdir()}
    assert written == {script()["file_of"](name) for name in script()["COMMANDS"]}


def test_schemas_are_schemas() -> None:
    for schema in script()["kept"]().values():
        Draft202012Validator.check_schema(schema)


def test_the_page_is_made_from_the_schemas_and_says_what_every_part_means() -> None:
    assert script()["PAGE"].read_text(encoding="utf-8") == script()["page"](script()["kept"]())
    for name, schema in script()["kept"]().items():
        for part in schema["properties"].values():
            assert part["description"], name


def test_outputs_keep_to_their_schemas(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    run = "run mine --runs 2 --seed 3 --workers 1 --judge\n"
    schemas = script()["kept"]()
    faults, seen = [], set()
    for name, value in script()["outputs"](run + CALLS.strip()):
        seen.add(name)
        errors = Draft202012Validator(schemas[name]).iter_errors(value)
        faults += [f"{name} {error.json_path}: {error.message[:160]}" for error in errors]
    assert faults == []
    assert seen == set(schemas)


def test_a_part_that_is_missing_or_new_is_seen() -> None:
    schema = Draft202012Validator(script()["kept"]()["find"])
    found = json.loads(json.dumps(script()["called"](["find", "type", "c-17"])))
    assert schema.is_valid(found)
    assert not schema.is_valid({**found, "another": 1})
    del found["words"]
    assert not schema.is_valid(found)
