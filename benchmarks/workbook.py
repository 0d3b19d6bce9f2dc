"""Workbooks: how long a large one takes to read and check, and whether random scenarios come back as they were.

    python benchmarks/workbook.py --requirements 10000 --scenarios 500

Prints one JSON object. The large workbook is read and checked in a process of its own, whose memory is measured. A
random scenario is written as a workbook and read again: its files in canonical form are the same bytes, and they make
the same scenario.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from openairlift.exchange.workbook import canonical, read_sheets, workbook_of
from openairlift.instances import start

CHECK = """
import json, resource, sys, time
begun = time.perf_counter()
from openairlift.verbs.checking import check
record = check(sys.argv[1])
print(json.dumps({
    "valid": record["valid"],
    "requirements": record["size"]["requirements"],
    "seconds": round(time.perf_counter() - begun, 2),
    "cpu_seconds": round(time.process_time(), 2),
    "largest_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
}))
"""


def large(requirements: int) -> bytes:
    """Return a workbook of so many requirements, every third with a date of its own."""
    files = {name: text.encode() for name, text in start().items()}
    head = "req_id,cargo_class,mass_kg,origin,destination,ready,required,rank,x_note"
    places = ("beirut", "larnaca")
    rows = [
        f"r{n},{('bulk', 'oversize')[n % 2]},{500 + n % 997},depot,{places[n % 2]},"
        f"{'2030-03-05T06:00Z' if n % 3 == 0 else 'D+1'},D+{2 + n % 5},{1 + n % 4},note {n}"
        for n in range(requirements)
    ]
    files["requirements.csv"] = "\n".join([head, *rows, ""]).encode()
    return workbook_of(files, title="A large one")


def timed(requirements: int) -> dict[str, object]:
    """Return the time that reading and checking a large workbook takes, imports included, and the memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        path.write_bytes(large(requirements))
        done = subprocess.run([sys.executable, "-c", CHECK, str(path)], capture_output=True, text=True, check=True)
        size = path.stat().st_size
    return {**json.loads(done.stdout), "workbook_bytes": size}


def comes_back(seed: int) -> bool:
    """Whether a random scenario is the same after a workbook: bytes of the files, and what they say."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fuzz"))
    from scenarios import scenario_files  # type: ignore[import-not-found]

    from openairlift.scenario import freeze, read_scenario

    files = scenario_files(seed)
    made = read_sheets(workbook_of(files, title="By chance"), file="chance.xlsx")
    if made.issues or canonical(made.files) != canonical(files):
        return False
    one, two = (freeze(read_scenario(given)) for given in (files, canonical(made.files)))
    for frozen in (one, two):
        frozen.pop("fingerprint")
    for item in (
        *one["inputs"],
        *two["inputs"],
        *one["outlook_inputs"],
        *two["outlook_inputs"],
    ):  # an input's text may be shorter: 1.50 and 1.5
        item.pop("value")
    return bool(one == two)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requirements", type=int, default=10_000)
    parser.add_argument("--scenarios", type=int, default=500)
    chosen = parser.parse_args()
    lost = [seed for seed in range(chosen.scenarios) if not comes_back(seed)]
    figures = {
        "large": timed(chosen.requirements),
        "round_trips": {"scenarios": chosen.scenarios, "lost": lost},
        "this_process_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
