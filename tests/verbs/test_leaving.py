"""Everything that leaves carries the scenario's banner, and no position finer than it allows."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from openairlift.cli import app
from openairlift.evidence import EvidenceBook
from openairlift.evidence.claims import Claim
from openairlift.exchange import claim_review
from openairlift.scenario import read_scenario
from openairlift.store.parquet import read_parquet
from openairlift.verbs.examples import copy_example

BANNER = "EXERCISE ONLY 7f3a"
EXAMPLE = "relief-small"
QUICK = ["--runs", "2", "--workers", "1"]

ASKS: dict[str, list[str]] = {
    "check": ["check", "{scenario}"],
    "plan": ["plan", "{scenario}", "--effort", "1", "--missions"],
    "run": ["run", "{scenario}", *QUICK, "--out", "{out}"],
    "report": ["report", "{run}"],
    "replan": ["replan", "{scenario}", "--plan", "{run}", "--at", "2026-03-10T00:00Z", "--effort", "1"],
    "size": ["size", "{scenario}", "--fleet", "C-130H", "--effort", "1"],
    "explain": ["explain", "{scenario}", "--effort", "1"],
    "limits": ["limits", "{scenario}", "--runs", "2", "--workers", "1", "--top", "1"],
    "judge": ["judge", "{scenario}", *QUICK, "--trial-runs", "2", "--draws", "0", "--no-inversion", "--out", "{out}"],
    "tornado": ["tornado", "{scenario}", *QUICK],
    "compare": ["compare", "{scenario}", "--options", "base,third-slot", *QUICK, "--replans", "0", "--out", "{out}"],
    "posture": ["posture", "{scenario}"],
    "diff": ["diff", "{run}", "{run}", "--out", "{out}"],
    "catalogue": ["catalogue", "{runs}", "--query", "closure"],
    "daily": ["daily", "{run}", "--on", "D+2", "--out", "{out}"],
    "cover": ["cover", "{scenario}", "--effort", "1", "--out", "{out}"],
    "evidence check": ["evidence", "check", "{scenario}"],
    "evidence list": ["evidence", "list", "{scenario}", "--kind", "params"],
    "evidence chain": ["evidence", "chain", "{scenario}", "{evidence}"],
}
"""A call of every command whose text or JSON tells about a scenario."""

EXPORTS = ("geojson", "trips", "csv", "parquet", "ical")

APART = {
    "quick": "no scenario",
    "find": "no scenario: shipped tables",
    "example": "copies files as they are",
    "new": "makes files",
    "convert": "the whole scenario, banner key and positions included, to be worked on",
    "fmt": "the scenario's own files",
    "import": "from others",
    "serve": "serves the verbs",
    "stocks": "below, with the example that has stocks",
    "units": "below, with the example that has units",
    "ledger": "states the banner of each run beside it",
    "log": "below, on a log that is made up",
    "resilience": "below, one base alone",
    "sensitivity": "below",
    "export": "all forms are tested below",
    "evidence draft": "a text of others",
    "evidence accept": "writes the scenario's own file",
    "evidence export": "tested below",
}
"""Commands without a call here, and why."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("home") / "secret"
    copy_example(EXAMPLE, to=folder)
    file = folder / "scenario.toml"
    text = re.sub(r"(?m)^banner *=.*\n", "", file.read_text())
    file.write_text(f'banner = "{BANNER}"\nblur_km = 50\n{text}')
    runs = folder.parent / "runs"
    done = CliRunner().invoke(app, ["run", str(folder), *QUICK, "--out", str(runs)])
    assert done.exit_code == 0, done.output
    (run,) = (path for path in runs.iterdir() if path.is_dir())
    found = json.loads(
        CliRunner().invoke(app, ["evidence", "list", str(folder), "--kind", "evidence", "--json"]).stdout
    )
    return {"scenario": str(folder), "run": str(run), "runs": str(runs), "evidence": found["rows"][0]["id"]}


@pytest.fixture(scope="module")
def exact(home: dict[str, str]) -> list[re.Pattern[str]]:
    """Patterns of coordinates as they are stated: none may leave."""
    frozen = json.loads((Path(home["run"]) / "scenario.json").read_bytes())
    found = []
    for _, place in frozen["places"]["value"]:
        found += [str(place[name]) for name in ("lat", "lon") if place[name] is not None]
    assert len(found) > 4
    return [re.compile(rf"(?<![\d.]){re.escape(number)}0*(?!\d)") for number in found]


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[str]:
    found: list[str] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group) and name != "import":
            found += _commands(command, (*path, name))
        else:
            found.append(" ".join((*path, name)))
    return found


def test_no_command_is_forgotten() -> None:
    assert set(_commands(app)) == {*ASKS, *APART}


def _call(words: list[str], places: dict[str, str]) -> str:
    result = CliRunner().invoke(app, [word.format(**places) for word in words])
    assert result.exit_code in (0, 1), result.output
    return result.stdout


@pytest.mark.parametrize("name", list(ASKS))
def test_text_json_and_files_carry_the_banner_and_no_exact_position(
    name: str, home: dict[str, str], exact: list[re.Pattern[str]], tmp_path: Path
) -> None:
    if name == "cover" and not (Path(home["scenario"]) / "assets.csv").exists():
        pytest.fail("the example has no assets any more")
    if name == "report":
        shutil.copytree(home["run"], tmp_path / "run")
        (tmp_path / "run" / "report.html").unlink()
        home = {**home, "run": str(tmp_path / "run")}
    text = _call(ASKS[name], {**home, "out": str(tmp_path / "text")})
    told = _call([*ASKS[name], "--json"], {**home, "out": str(tmp_path / "json")})
    assert BANNER in text.partition("\n")[0]
    assert BANNER in json.dumps(json.loads(told), ensure_ascii=False)
    for content in (text, told):
        assert not [number for number in exact if number.search(content)]
    for file in (path for path in (tmp_path / "text").rglob("*") if path.suffix in (".html", ".json", ".csv", ".xlsx")):
        if file.name in INSIDE:
            continue
        content = _content(file)
        assert BANNER in content, file.name
        assert not [number for number in exact if number.search(content)], file.name


INSIDE = {"scenario.json", "run.json", "plan.json", "provenance.json"}
"""Files of a run folder that are read back, not passed on: the scenario as it is."""


def _content(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("source", ["scenario", "run"])
@pytest.mark.parametrize("form", EXPORTS)
def test_every_export_carries_both(
    form: str, source: str, home: dict[str, str], exact: list[re.Pattern[str]], tmp_path: Path
) -> None:
    _call(["export", home[source], "--to", form, "--out", str(tmp_path)], home)
    files = sorted(tmp_path.iterdir())
    assert files
    for file in files:
        if file.suffix == ".parquet":
            assert set(read_parquet(file)["banner"]) == {BANNER}
            continue
        content = file.read_text(encoding="utf-8").replace("\n ", "")
        assert content.count(BANNER) >= max(1, content.count('"Feature"'), content.count("BEGIN:VEVENT"))
        assert not [number for number in exact if number.search(content)]


SHIPPED = {
    "stocks": ["stocks", "ukraine-2022", "--months", "6", "--samples", "20"],
    "units": ["units", "ukraine-2022", "--option", "patriot", "--runs", "2", "--workers", "1", "--no-delays"],
    "sensitivity": ["sensitivity", "relief-small", "--runs", "2", "--workers", "1"],
    "resilience": ["resilience", "relief-small", "--lose", "joburg", "--runs", "2", "--workers", "1"],
}


@pytest.mark.parametrize("name", list(SHIPPED))
def test_verbs_of_shipped_examples_carry_the_banner(name: str) -> None:
    stated = read_scenario(SHIPPED[name][1]).settings.banner
    assert stated is not None
    assert _call(SHIPPED[name], {}).startswith(stated)
    assert json.loads(_call([*SHIPPED[name], "--json"], {}))["scenario"]["banner"] == stated


def test_a_log_carries_the_banner(home: dict[str, str], tmp_path: Path) -> None:
    made = str(tmp_path / "flights.csv")
    _call(["log", home["run"], "--practice", made, "--at", "D+3"], home)
    call = ["log", home["run"], "--flights", made, "--runs", "2", "--out", str(tmp_path / "log")]
    assert _call(call, home).startswith(BANNER)
    assert BANNER in (tmp_path / "log" / "log.html").read_text()


def test_all_forms_are_tried() -> None:
    (option,) = (item for item in app.commands["export"].params if item.name == "to")
    assert set(option.type.choices) == set(EXPORTS)  # type: ignore[attr-defined]


def test_the_trips_of_a_run_folder_are_blurred(home: dict[str, str], exact: list[re.Pattern[str]]) -> None:
    content = (Path(home["run"]) / "trips.geojson").read_text()
    assert BANNER in content
    assert not [number for number in exact if number.search(content)]


@pytest.mark.parametrize("kind", ["params", "sources", "claims"])
def test_lists_and_provenance_carry_the_banner(kind: str, home: dict[str, str], tmp_path: Path) -> None:
    _call(["evidence", "list", home["scenario"], "--kind", kind, "--csv", str(tmp_path / "list.csv")], home)
    rows = (tmp_path / "list.csv").read_text().splitlines()
    assert not rows or rows[0].endswith(",banner")
    _call(["evidence", "export", home["scenario"], "--prov", str(tmp_path / "prov.json")], home)
    assert json.loads((tmp_path / "prov.json").read_bytes())["banner"] == BANNER


def test_a_stated_coordinate_is_withheld_from_lists_and_provenance(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "secret"
    shutil.copytree(home["scenario"], folder)
    with (folder / "evidence.toml").open("a") as file:
        file.write('\n[param."places/dondo/lat"]\nvalue = "-19.6090"\nbasis = "assumed"\n')
    text = _call(["evidence", "list", str(folder), "--kind", "params", "--json"], home)
    _call(["evidence", "export", str(folder), "--prov", str(tmp_path / "prov.json")], home)
    assert "places/dondo/lat" in text
    assert "19.609" not in text
    assert "19.609" not in (tmp_path / "prov.json").read_text()


def test_a_review_of_a_claim_carries_the_banner() -> None:
    claim = Claim(id="c1", says="x", test="x >= 1")
    node = claim_review(
        claim, [{"verdict": "consistent"}], book=EvidenceBook.empty(), version="1", scenario="s", banner=BANNER
    )
    assert node["description"] == BANNER


MASS: dict[str, Callable[[str], bool]] = {
    "us-nato": lambda text: bool(re.search(r"\d st\b|short ton", text)) and not re.search(r"\d t\b", text),
    "humanitarian": lambda text: bool(re.search(r"\d t\b|tonnes", text)) and not re.search(r"\d st\b", text),
}


@pytest.mark.parametrize("profile", list(MASS))
@pytest.mark.parametrize("name", ["plan", "run", "replan", "diff"])
def test_a_profile_can_be_asked_for_and_changes_text_alone(
    name: str, profile: str, home: dict[str, str], tmp_path: Path
) -> None:
    call = [*ASKS[name], "--profile", profile]
    text = _call(call, {**home, "out": str(tmp_path / "a")})
    assert MASS[profile](text) or name == "diff"
    if name in ("plan", "replan"):
        assert bool(re.search(r"\b\d{6}Z[A-Z]{3}\d\d\b", text)) == (profile == "us-nato")
    told = json.loads(_call([*call, "--json"], {**home, "out": str(tmp_path / "b")}))
    assert told["scenario"]["profile"] == "humanitarian"
