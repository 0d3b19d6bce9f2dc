"""Cost against size: processor time of each step, one size varied at a time, with fitted exponents.

``python benchmarks/scaling.py --out docs/figures/scaling.json``: processor seconds of one core, so that a shared
machine tells nearly the same; ``python docs/write_figures.py`` then writes the tables of docs/background/scaling.md.
Varied are the tails, places and days of a made-up airlift with every feature (a run, and making its arrays), the
requirements of a scenario (reading and checking; a baseline plan), and the runs of a study (whole studies, and their
memory). An exponent p is the slope of log cost on log size: 1 = twice the size, twice the cost.

It then says what 100,000 requirements and 5,000 tails would need by these exponents; nothing of that size is run.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BASE = {"tails": 400, "places": 60, "days": 30}
SIZES: dict[str, tuple[int, ...]] = {
    "tails": (100, 200, 400, 800, 1600),
    "places": (30, 60, 120, 240),
    "days": (15, 30, 60, 120),
}
REQUIREMENTS = (300, 1000, 3000, 10_000, 30_000)
PLANNED = (300, 1000, 3000, 10_000)
A_TAIL = 100
"""Requirements for each tail of the fleet, and for each spot and working slot."""
RUNS = (1_000, 3_000, 10_000, 30_000)
PLANET = {"requirements": 100_000, "tails": 5_000, "places": 500, "days": 90}

HEAD = """
import json, sys, time
def tell(begun):
    spent = time.process_time() - begun
    with open("/proc/self/status", encoding="ascii") as status:  # of this process alone, unlike getrusage
        most = next(line for line in status if line.startswith("VmHWM")).split()[1]
    print(json.dumps({"cpu_s": spent, "mb": int(most) / 1000}))
"""
CHECK = f"""{HEAD}
from openairlift.verbs.checking import check
begun = time.process_time()
assert check(sys.argv[1])["valid"]
tell(begun)
"""
PLAN = f"""{HEAD}
import openairlift as oa
oa.make_plan(oa.read_scenario("relief-small"))
scenario = oa.read_scenario(sys.argv[1])
begun = time.process_time()
oa.make_plan(scenario)
tell(begun)
"""
STUDY = f"""{HEAD}
import openairlift as oa
scenario = oa.read_scenario("relief-small")
plan = oa.make_plan(scenario)
oa.replicate(scenario, plan, runs=10, seed=7, workers=1)
begun = time.process_time()
oa.replicate(scenario, plan, runs=int(sys.argv[1]), seed=7, workers=1)
tell(begun)
"""


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the slope of log cost on log size by least squares.

    Examples
    --------
    >>> round(exponent([1, 2, 4], [3, 12, 48]), 6)
    2.0
    """
    x, y = [math.log(size) for size in sizes], [math.log(max(cost, 1e-9)) for cost in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - mean_x) ** 2 for a in x)


def timed(work: Callable[..., Any], *words: Any) -> float:
    """Return the processor time of a call [s]."""
    begun = time.process_time()
    work(*words)
    return time.process_time() - begun


def kernel(varied: str) -> dict[str, Any]:
    """Return costs of making arrays and of one run, for each size of one dimension."""
    worlds, simulator = import_module("worlds"), import_module("openairlift.sim.run").Simulator
    rows = []
    for size in SIZES[varied]:
        network, plan = worlds.full_world(**{**BASE, varied: size})
        begun = time.process_time()
        one = simulator(network, plan, luck=True, log=False)
        arrays = time.process_time() - begun
        one.play(1, 0)
        play = min(timed(one.play, 1, number) for number in range(5))
        rows.append(
            {varied: size, "missions": len(plan.missions), "arrays_s": round(arrays, 3), "run_s": round(play, 5)}
        )
    sizes = [row[varied] for row in rows]
    return {
        "rows": rows,
        "exponent_run": round(exponent(sizes, [row["run_s"] for row in rows]), 2),
        "exponent_arrays": round(exponent(sizes, [row["arrays_s"] for row in rows]), 2),
    }


def told(script: str, *words: str) -> dict[str, float]:
    """Return what a process of its own prints as JSON."""
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: round(value, 2) for name, value in found.items()}


def of_requirements(script: str, counts: Sequence[int]) -> dict[str, Any]:
    """Return what a script needs for folders of many requirements."""
    start = import_module("openairlift.instances").start
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "many"
            folder.mkdir()
            for file, text in start().items():
                (folder / file).write_text(text, encoding="utf-8")
            tails = max(count // A_TAIL, 3)
            (folder / "fleet.csv").write_text(f"type,tails,home\nC-130J-30,{tails},depot\n", encoding="utf-8")
            ends = (("depot", "LIBR"), ("beirut", "OLBA"))
            places = [f"{name},{name},{icao},3000,wide:{tails},{tails}" for name, icao in ends]
            places += ["larnaca,larnaca,LCLK,2900,wide:2,2"]
            text = "\n".join(["id,name,icao,runway_m,parking,working", *places, ""])
            (folder / "places.csv").write_text(text, encoding="utf-8")
            lines = [f"r{n},bulk,{500 + n % 997},depot,beirut,D+1,D+{2 + n % 5},{1 + n % 4}" for n in range(count)]
            head = "req_id,cargo_class,mass_kg,origin,destination,ready,required,rank"
            (folder / "requirements.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")
            rows.append({"requirements": count, **told(script, str(folder))})
    sizes = [row["requirements"] for row in rows]
    return {"rows": rows, "exponent": round(exponent(sizes[-3:], [row["cpu_s"] for row in rows[-3:]]), 2)}


def studies() -> dict[str, Any]:
    """Return the cost of studies of many runs, and their memory."""
    rows = [{"runs": count, **told(STUDY, str(count))} for count in RUNS]
    return {
        "rows": rows,
        "exponent": round(exponent([row["runs"] for row in rows], [row["cpu_s"] for row in rows]), 2),
        "kb_a_run": round((rows[-1]["mb"] - rows[0]["mb"]) * 1000 / (rows[-1]["runs"] - rows[0]["runs"]), 2),
    }


def planet(found: dict[str, Any]) -> dict[str, Any]:
    """Return what a planet-wide airlift would need, by the exponents: no more than an extrapolation."""
    run = next(row["run_s"] for row in found["tails"]["rows"] if row["tails"] == BASE["tails"])
    arrays = next(row["arrays_s"] for row in found["tails"]["rows"] if row["tails"] == BASE["tails"])
    for name, base in BASE.items():
        run *= (PLANET[name] / base) ** found[name]["exponent_run"]
        arrays *= (PLANET[name] / base) ** found[name]["exponent_arrays"]
    need = {}
    for what in ("requirements", "plan"):
        last = found[what]["rows"][-1]
        times = PLANET["requirements"] / last["requirements"]
        need[what] = last["cpu_s"] * times ** max(found[what]["exponent"], 1.0), last["mb"] * times
    return {
        **PLANET,
        "check_s": round(need["requirements"][0]),
        "check_mb": round(need["requirements"][1]),
        "plan_s": round(need["plan"][0]),
        "plan_mb": round(need["plan"][1]),
        "run_s": round(run, 1),
        "arrays_s": round(arrays),
    }


def main() -> int:
    """Measure, and print one JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    found: dict[str, Any] = {name: kernel(name) for name in SIZES}
    found |= {"requirements": of_requirements(CHECK, REQUIREMENTS), "plan": of_requirements(PLAN, PLANNED)}
    found["runs"] = studies()
    found["planet"] = planet(found)
    found |= {"python": platform.python_version(), "machine": platform.machine()}
    found["date"] = f"{datetime.now(UTC):%Y-%m-%d}"
    text = json.dumps(found, indent=1)
    if asked.out is not None:
        asked.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
