"""Read a stored run back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openairlift
from openairlift.errors import OpenAirliftError
from openairlift.network import Network, build_network
from openairlift.plan import Plan, decode
from openairlift.scenario import Scenario, thaw
from openairlift.store.folder import FINISHED, RunFolder
from openairlift.study import Study, Tally, layout_of


@dataclass(frozen=True, eq=False, kw_only=True)
class StoredRun:
    """A run as it was stored: folder, scenario, plan, network, study and summary."""

    folder: RunFolder
    scenario: Scenario
    plan: Plan
    network: Network
    study: Study
    summary: dict[str, Any]


def is_run(path: Path) -> bool:
    """Return whether a folder is that of a run, finished or not."""
    return (path / "run.json").is_file() and (path / "plan.json").is_file()


def open_run(path: str | Path) -> StoredRun:
    """Read a finished run.

    Raises
    ------
    OpenAirliftError
        When the folder is no run, the run is not finished or was made by another version, or a file is damaged.
    """
    folder = Path(path)
    if not is_run(folder):
        raise OpenAirliftError(f"{folder} is no run folder: it has no run.json and plan.json")
    told = json.loads((folder / "run.json").read_bytes())
    if told["version"] != openairlift.__version__:
        raise OpenAirliftError(
            f"{folder} was made by version {told['version']}; this is {openairlift.__version__}: run the scenario again"
        )
    if not (folder / FINISHED).is_file():
        raise OpenAirliftError(f"the run in {folder} is not finished; the same `openairlift run` resumes it")
    scenario = _thawed(folder / "scenario.json")
    network = build_network(scenario)
    plan = decode((folder / "plan.json").read_bytes(), network)
    run = RunFolder(path=folder, id=told["id"], runs=told["runs"], seed=told["seed"], events=told["events"])
    layout = layout_of(scenario, network, plan, runs=run.runs)
    study = Study.of(
        scenario, plan, network=network, seed=run.seed, layout=layout, tally=Tally.of_arrays(run.results())
    )
    return StoredRun(
        folder=run,
        scenario=scenario,
        plan=plan,
        network=network,
        study=study,
        summary=json.loads((folder / FINISHED).read_bytes()),
    )


def _thawed(file: Path) -> Scenario:
    try:
        frozen = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise OpenAirliftError(f"{file} can't be read: {error}; run the scenario again") from None
    return thaw(frozen)
