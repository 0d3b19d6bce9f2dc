"""Look 60 months ahead for 100 items in 10,000 samples, and print one JSON: wall and processor time of three cases.

``python benchmarks/stocks.py [--workers N]``. Threads share the items. ``processor_s`` is what all threads take
together; on an idle machine of two cores the wall time is a little over half of it.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import openairlift as oa
from openairlift.instances import start

HEAD = "item,quantity_per_month,from,lead_months,ramp_months,drawn"
MADE = "lognormal(mean=80; cv=0.3),D+30,lognormal(mean=9; cv=0.4),12,"
CASES = {
    "once": "triangular(50; 80; 150),,,,once",
    "monthly": "triangular(50; 80; 150),,,,monthly",
    "monthly_lognormal": "lognormal(mean=90; cv=0.3),,,,monthly",
}
BAR_S = 2.0


def world(used: str, items: int) -> oa.Scenario:
    """Return a scenario with so many items, each with a reserve, a floor, a contract that begins, and a demand."""
    files = start()
    place = files["fleet.csv"].splitlines()[1].split(",")[2]
    names = [f"item-{number:03d}" for number in range(items)]
    tables = {
        "items": ("item,unit_mass_kg", "{},1"),
        "stock": ("place,item,quantity,floor,reserve", place + ",{},1000,300,triangular(500; 1000; 2000)"),
        "production": (HEAD, "{}," + MADE),
        "consumption": (HEAD, "{}," + used),
    }
    for table, (header, row) in tables.items():
        files[f"{table}.csv"] = "\n".join([header, *(row.format(name) for name in names)])
    return oa.read_scenario({name: text.encode() for name, text in files.items()})


def run(items: int = 100, months: int = 60, samples: int = 10_000, workers: int | None = None) -> dict[str, Any]:
    """Return the times, and whether the bar holds for all cases."""
    found: dict[str, Any] = {"items": items, "months": months, "samples": samples, "workers": workers}
    for name, used in CASES.items():
        scenario = world(used, items)
        network = oa.build_network(scenario)
        plan = oa.make_plan(scenario, network=network)
        wall, processor = time.perf_counter(), time.process_time()
        oa.stocks(scenario, months=months, samples=samples, plan=plan, network=network, workers=workers)
        found[name] = {
            "wall_s": round(time.perf_counter() - wall, 2),
            "processor_s": round(time.process_time() - processor, 2),
        }
    found["holds"] = all(found[name]["wall_s"] <= BAR_S for name in CASES)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--workers", type=int)
    chosen = parser.parse_args()
    print(json.dumps(run(chosen.items, chosen.months, chosen.samples, chosen.workers)))
