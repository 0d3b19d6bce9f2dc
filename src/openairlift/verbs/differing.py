"""What changed between two scenarios or runs: inputs first, then the plan, then results."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import openairlift
from openairlift.audits import Timing, time_plan
from openairlift.errors import OpenAirliftError
from openairlift.exchange import read_scenario
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.changes import CellChange
from openairlift.scenario.differing import scenario_changes
from openairlift.store import is_run, open_run
from openairlift.store.files import write_once
from openairlift.study import Progress, Study, replicate
from openairlift.study.differing import ResultChange, SortieChange, result_changes, shares_luck, sortie_changes
from openairlift.study.matching import Sortie, sorties
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import Record, in_profile, number, scenario_record, to_json
from openairlift.verbs.running import check_writable
from openairlift.verbs.showing import shown_change
from openairlift.verbs.timetable import arrivals_record

RUNS = 200
"""Runs of scenarios where none are stated and neither side is a run."""

JSON, PAGE = "diff.json", "diff.html"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Side:
    scenario: Scenario
    network: Network
    plan: Plan
    timing: Timing
    study: Study | None
    kind: str


def diff(
    before: str | Path,
    after: str | Path,
    *,
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    out: str | Path | None = None,
    profile: str | None = None,
    progress: Progress | None = None,
) -> Record:
    """Return what changed from one scenario or run to another, as a record without path or clock.

    Parameters
    ----------
    before, after : scenarios or run folders, one of each if need be.
    runs, seed : of scenarios, which are planned and simulated here; None = those of the run on the other side, else
        200 and the seed of the first scenario, so that both share their luck. With 0 runs nothing is simulated.
    workers, effort : of scenarios.
    out : folder for ``diff.json`` and ``diff.html``; what is there is not overwritten.
    profile : display profile of the page; None = the scenario's.
    progress : told what is going on.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    tell = progress or (lambda _stage, _done, _total: None)
    stored = {i: open_run(path) for i, path in enumerate((before, after)) if is_run(Path(path))}
    read = {i: read_scenario(path) for i, path in enumerate((before, after)) if i not in stored}
    known = next(iter(stored.values()), None)
    if seed is None:
        seed = known.study.seed if known is not None else read[0].settings.seed
    wanted = runs if runs is not None else known.study.runs if known is not None else RUNS
    sides = []
    for i in range(2):
        if i in stored:
            run = stored[i]
            timing = time_plan(run.network, run.plan)
            sides.append(_Side(scenario=run.scenario, network=run.network, plan=run.plan, timing=timing,
                               study=run.study if runs != 0 else None, kind="run"))  # fmt: skip
        else:
            sides.append(_side(read[i], runs=wanted, seed=seed, workers=workers, effort=effort, tell=tell))
    record = _record(*sides)
    if out is not None:
        from openairlift.reports.differing import diff_page

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        write_once(folder / PAGE, diff_page(in_profile(record, profile)).encode())
        write_once(folder / JSON, to_json(record))
    return record


def _side(scenario: Scenario, *, runs: int, seed: int, workers: int | None, effort: int, tell: Progress) -> _Side:
    network = build_network(scenario)
    tell("planning", 0, 0)
    plan = audited_plan(scenario, network=network, effort=effort, seed=seed)
    timing = time_plan(network, plan)
    tell("simulating", 0, 0)
    study = None
    if runs > 0:
        study = replicate(scenario, plan, runs=runs, seed=seed, workers=workers, network=network)
    return _Side(scenario=scenario, network=network, plan=plan, timing=timing, study=study, kind="scenario")


def _record(one: _Side, two: _Side) -> Record:
    shift = int((two.scenario.settings.start - one.scenario.settings.start).total_seconds())
    changes = scenario_changes(one.scenario, two.scenario)
    moved = sortie_changes(
        sorties(one.plan, one.network, one.timing), sorties(two.plan, two.network, two.timing), shift_s=shift
    )
    banners = dict.fromkeys(side.scenario.settings.banner for side in (one, two))
    return {
        "title": two.scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": {
            **scenario_record(two.scenario),
            "banner": " | ".join(banner for banner in banners if banner) or None,
        },
        "before": {"kind": one.kind, **scenario_record(one.scenario)},
        "after": {"kind": two.kind, **scenario_record(two.scenario)},
        "inputs": [_cell(item, one.scenario, two.scenario) for item in changes],
        "plan": {
            "missions_before": len(one.plan.missions),
            "missions_after": len(two.plan.missions),
            "counts": {kind: sum(item.kind == kind for item in moved) for kind in ("new", "gone", "moved")},
            "moved_in": dict(sorted(Counter(word for item in moved for word in item.what).items())),
            "missions": [_sortie_change(item, one.scenario, two.scenario) for item in moved],
            "requirements": _lines(one, two),
        },
        "results": _results(one.study, two.study, shift),
    }


def _cell(item: CellChange, before: Scenario, after: Scenario) -> Record:
    was, now = shown_change(item, before, after)
    return {
        "cell": item.cell.removesuffix("/"),
        "kind": item.kind,
        "before": was,
        "after": now,
        "basis_before": item.basis_before,
        "basis": item.basis,
        "evidence": list(item.evidence),
        "source": item.source,
    }


def _sortie_change(item: SortieChange, before: Scenario, after: Scenario) -> Record:
    return {
        "kind": item.kind,
        "what": list(item.what),
        "before": None if item.before is None else _sortie(item.before, before),
        "after": None if item.after is None else _sortie(item.after, after),
    }


def _sortie(item: Sortie, scenario: Scenario) -> Record:
    offload = None if item.offload_s is None else f"{scenario.moment(item.offload_s):%Y-%m-%dT%H:%MZ}"
    return {
        "tail": item.tail,
        "type": item.type,
        "route": list(item.route),
        "loads": list(item.loads),
        "mass_kg": number(item.mass_kg),
        "offload": offload,
    }


def _lines(one: _Side, two: _Side) -> list[Record]:
    """Return what is planned otherwise for a line of a requirement: when its last load comes, and what misses."""
    old, new = (
        {row["line"]: row for row in arrivals_record(side.scenario, side.network, side.plan, side.timing)}
        for side in (one, two)
    )
    found = []
    for name in [*old, *(name for name in new if name not in old)]:
        was, now = (
            {key: rows[name][key] for key in ("last", "missed_kg")} if name in rows else None for rows in (old, new)
        )
        if was != now:
            place = (new if name in new else old)[name]["destination"]
            found.append({"line": name, "destination": place, "before": was, "after": now})
    return found


def _results(before: Study | None, after: Study | None, shift: int) -> Record | None:
    if before is None or after is None:
        return None
    return {
        "luck": "shared" if shares_luck(before, after) else "independent",
        "runs_before": before.runs,
        "runs_after": after.runs,
        "seed_before": before.seed,
        "seed_after": after.seed,
        "closed_share_before": number(before.closed_share),
        "closed_share_after": number(after.closed_share),
        "numbers": [_result(item) for item in result_changes(before, after, shift_s=shift)],
    }


def _result(item: ResultChange) -> Record:
    change = item.change
    return {
        "name": item.name,
        "unit": item.unit,
        "before": number(item.before),
        "after": number(item.after),
        "change": number(change.mean),
        "interval": {"low": number(change.low), "high": number(change.high)},
        "distinguishable": bool(change.low > 0 or change.high < 0),
        "runs": item.runs,
        "left_out": item.left_out,
    }
