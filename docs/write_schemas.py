"""Write the JSON Schemas of what every command prints with ``--json`` and of the files of a run, and the page of them.

A schema is the shape of real outputs: each command is called in several ways on shipped examples (`CALLS`). What is
always there is required, and no other part may stand there. Below the first level anything but a yes or no may be null
(not known), on the first level numbers and what is null in one of the outputs.
Objects whose keys are data (a place, a unit) are those of `MAPS`. What a part means stands in `schema_words`; a part
without a meaning ends the script. ``python docs/write_schemas.py`` writes `docs/reference/schemas` and `json.md`.
"""

from __future__ import annotations

import json
import os
import runpy
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from openairlift.cli import app

HERE = Path(__file__).parent
SCHEMAS = HERE / "reference" / "schemas"
PAGE = HERE / "reference" / "json.md"
WORDS = runpy.run_path(str(HERE / "schema_words.py"))
FILES = ("run.json", "plan.json", "provenance.json", "judgement.json")
"""Files of a run's folder that are described; `summary.json` is what `run --json` prints."""

SETTING_UP = """
openairlift example relief-small --out mine
openairlift new started
openairlift plan classroom --effort 2 --out planned
openairlift log mine --practice flights.csv --at D+2
"""
"""Calls that make what the others read, in a folder of their own; their output is not looked at."""

CALLS = """
example
example classroom --out copy
find airfield juba
find type c-17
find place beira --scenario mine
quick --mass 500t --from KDOV --to EPRZ --type C-17A --tails 10 --spots 2 --ground 2.75h
quick --mass 20t --from OMDW --to FQBR --type C-130J-30 --tails 2
check mine
check ukraine-2022
check broken
check haiti-2010 --option base
evidence chain ukraine-2022 share-240
evidence chain ukraine-2022 wsws-2022-03-08
evidence check ukraine-2022
evidence check berlin-1949
evidence draft article.txt --published 2022-03-08 --into started
evidence accept started article-p2-40-trucks --says Trucks
evidence list ukraine-2022
evidence list ukraine-2022 --search zone
evidence list ukraine-2022 --statements
plan mine --effort 2 --missions
plan classroom --effort 2
plan ukraine-2022 --effort 1 --option patriot
plan classroom --effort 2 --against field.csv --samples 2
replan classroom --plan planned --at 2026-01-05T06:00Z --effort 2
run mine --runs 3 --seed 7 --workers 1
run ukraine-2022 --runs 2 --seed 8 --workers 1 --option patriot
run mine --runs 2 --seed 9 --workers 1 --judge
run classroom --runs 2 --seed 9 --workers 1 --effort 2
run gaza-pier-2024 --runs 2 --workers 1
run haiti-2010 --runs 2 --workers 1
report mine --runs 3 --seed 7 --workers 1
report ukraine-2022 --runs 2 --seed 8 --workers 1 --option patriot
report classroom --runs 2 --seed 9 --workers 1 --effort 2
report gaza-pier-2024 --runs 2 --workers 1
report haiti-2010 --runs 2 --workers 1
limits mine --runs 2 --seed 7 --workers 1
limits classroom --option parking --runs 2 --workers 1
size classroom --fleet box --effort 2
size classroom --option parking --spots field --effort 2
explain classroom --effort 2
explain classroom --option parking --effort 2
units ukraine-2022 --option patriot --runs 2 --workers 1
units ukraine-2022
posture ukraine-2022 --runs 2 --workers 1
posture mine
judge ukraine-2022 c2 --runs 2 --workers 1 --trial-runs 2 --draws 2
compare mine --options base,second-wide-spot --runs 2 --workers 1 --effort 1
compare classroom --options base,parking --against field.csv --runs 2 --workers 1 --effort 1
stocks mine --months 6 --samples 20 --workers 1
stocks ukraine-2022 --months 6 --samples 20 --workers 1
cover mine --k 2 --workers 1
cover ukraine-2022 --k 1 --workers 1 --runs 2
daily mine --on 2026-03-10
daily ukraine-2022 --on 2022-03-01
diff mine classroom
diff RUN RUN2
catalogue runs
catalogue runs --query closure
fmt copy --check
convert mine mine.xlsx
export mine --to geojson --out exported
import --list
import ourairports runways.csv --only EPRZ
import tpfdd --columns
ledger mine RUN
new --synthetic S --load light --seed 1 s1
new --workbook empty.xlsx
new other
log mine --flights flights.csv --runs 2
tornado mine --runs 2 --workers 1
tornado mine --runs 1 --workers 1
sensitivity mine --method morris --samples 2 --runs 1 --workers 1
sensitivity classroom --method morris --samples 2 --runs 1 --workers 1
resilience mine --lose places --worst 1 --runs 2 --workers 1 --effort 1
resilience mine --lose routes --worst 1 --budget 1 --protect 1 --runs 2 --workers 1 --effort 1
"""
"""Calls whose output makes the schemas; RUN and RUN2 stand for folders that `run` made."""

GIVEN = {
    "article.txt": "Head\n\nSome 40 trucks left on Monday, the UN said.\n",
    "broken/scenario.toml": 'title = "Broken"\nstrat = "2022-01-01"\n',
    "shut.csv": "kind,target,from,to\nclosure,beira,D+1,D+2\n",
    "field.csv": "kind,target,rate_per_day,duration_h\nclosure,field,0.5,4\n",
}

MAPS: dict[str, str] = WORDS["MAPS"]
MEANING: dict[str, str] = WORDS["MEANING"]
COMMANDS: dict[str, str] = WORDS["COMMANDS"]


@dataclass(slots=True)
class Shape:
    """What was seen at one place of an output: kinds of values, parts of objects with how often, items of lists."""

    kinds: set[str] = field(default_factory=set)
    parts: dict[str, Shape] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    objects: int = 0
    items: Shape | None = None
    values: Shape | None = None

    def take(self, value: Any, *, name: str = "") -> None:
        """Take note of one more value."""
        self.kinds.add(kind(value))
        if isinstance(value, list):
            self.items = self.items or Shape()
            for item in value:
                self.items.take(item)
        elif isinstance(value, dict) and name in MAPS:
            self.values = self.values or Shape()
            for item in value.values():
                self.values.take(item, name=MAPS[name])
        elif isinstance(value, dict):
            self.objects += 1
            for key, item in value.items():
                self.seen[key] = self.seen.get(key, 0) + 1
                self.parts.setdefault(key, Shape()).take(item, name=key)

    def schema(self, *, top: bool = False, known: bool = False) -> dict[str, Any]:
        """Return the JSON Schema; what was only ever null or an empty list is left open."""
        open_ = not known and self.kinds != {"boolean"}
        kinds = sorted(self.kinds | ({"null"} if open_ or "number" in self.kinds else set()))
        if kinds == ["null"] or not kinds:
            return {}
        found: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds}
        if self.items is not None and self.items.kinds:
            found["items"] = self.items.schema()
        if self.values is not None:
            found["additionalProperties"] = self.values.schema()
        elif self.objects:
            parts = sorted(self.parts)
            found["properties"] = {key: self._part(key, top=top) for key in parts}
            found["required"] = [key for key in parts if self.seen[key] == self.objects]
            found["additionalProperties"] = False
        return found

    def _part(self, key: str, *, top: bool) -> dict[str, Any]:
        unit = next((text for ending, text in WORDS["UNITS"].items() if key.endswith(ending)), None)
        said = {"description": MEANING[key]} if top else {}
        return said | ({"x-unit": unit} if unit else {}) | self.parts[key].schema(known=top)


def kind(value: Any) -> str:
    """Return the type of a JSON value; whole numbers are numbers, since a float may be written without its point."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return {str: "string", list: "array", dict: "object"}[type(value)]


def called(words: list[str]) -> Any:
    """Return the object that a command prints; status 1 is an answer too (issues in the input)."""
    done = CliRunner().invoke(app, [*words, "--json"])
    if done.exit_code not in (0, 1) or not done.stdout:
        raise SystemExit(f"{' '.join(words)}: {done.exit_code} {done.stderr}")
    return json.loads(done.stdout)


def prepared() -> None:
    """Make what the calls read in the present folder."""
    samples = runpy.run_path(str(HERE.parent / "tests" / "exchange" / "readers" / "samples.py"))
    for name, text in {**GIVEN, "runways.csv": samples["RUNWAYS"]}.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    for line in SETTING_UP.split("\n"):
        if line:
            done = CliRunner().invoke(app, shlex.split(line)[1:])
            if done.exit_code:
                raise SystemExit(f"{line}: {done.stderr}")


def outputs(calls: str = CALLS) -> Iterator[tuple[str, Any]]:
    """Yield the name of each command, or file of a run, and what it holds; works in the present folder."""
    runs: list[str] = []
    for line in calls.strip().split("\n"):
        names = {"RUN": runs[0] if runs else "", "RUN2": runs[1] if len(runs) > 1 else ""}
        words = [names.get(word, word) for word in shlex.split(line)]
        found = called(words)
        refused = isinstance(found, dict) and {"error", "issues"} <= set(found)
        yield "issues" if refused else command_of(words), found
        if words[0] == "run":
            runs += sorted({str(path) for path in Path("runs").iterdir()} - set(runs))
    for folder in runs:
        for name in FILES:
            if (Path(folder) / name).exists():
                yield name, json.loads((Path(folder) / name).read_text(encoding="utf-8"))


def command_of(words: list[str]) -> str:
    """Return the name of the command that a call makes."""
    return " ".join(words[:2]) if words[0] == "evidence" else words[0]


def shapes() -> dict[str, Shape]:
    """Return the shape of every output, from calls in a folder of their own."""
    found: dict[str, Shape] = {}
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            prepared()
            for name, value in outputs():
                found.setdefault(name, Shape()).take(value)
        finally:
            os.chdir(before)
    return found


def file_of(name: str) -> str:
    """Return the name of the file of a schema."""
    return name.removesuffix(".json").replace(" ", "-") + (".file" if name.endswith(".json") else "") + ".schema.json"


def full(name: str, shape: Shape) -> dict[str, Any]:
    """Return the whole schema of one output."""
    what = f"{name} in the folder of a run" if name.endswith(".json") else f"openairlift {name} --json"
    what = "issues, from any command" if name == "issues" else what
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": what, "description": COMMANDS[name]}
    return head | shape.schema(top=True, known=True)


def kept() -> dict[str, dict[str, Any]]:
    """Return the schemas that are written down, by the name of what they describe."""
    return {name: json.loads((SCHEMAS / file_of(name)).read_text(encoding="utf-8")) for name in COMMANDS}


def page(schemas: dict[str, dict[str, Any]]) -> str:
    """Return the page of all outputs with their parts."""
    parts = [WORDS["HEAD"]]
    for name, schema in sorted(schemas.items(), key=lambda item: (item[0].endswith(".json"), item[0])):
        parts.append(f"## {schema['title']}\n\n{schema['description']} [Schema](schemas/{file_of(name)}).\n")
        rows = ["| part | type | there | meaning |", "|---|---|---|---|"]
        for key, part in schema.get("properties", {}).items():
            types = part.get("type", "any")
            told = types if isinstance(types, str) else ", ".join(types)
            rows.append(
                f"| `{key}` | {told} | {'always' if key in schema['required'] else 'sometimes'} "
                f"| {part['description']} |"
            )
        if len(rows) > 2:
            parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def main() -> None:
    """Write schemas and page."""
    found = shapes()
    tops = {key for shape in found.values() for key in shape.parts}
    missing = sorted(tops - set(MEANING)), sorted(set(found) - set(COMMANDS))
    if any(missing):
        raise SystemExit(f"no meaning for the parts {missing[0]}, the commands {missing[1]}")
    SCHEMAS.mkdir(exist_ok=True)
    for old in SCHEMAS.glob("*.json"):
        old.unlink()
    for name, shape in found.items():
        (SCHEMAS / file_of(name)).write_text(json.dumps(full(name, shape)) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept()), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
