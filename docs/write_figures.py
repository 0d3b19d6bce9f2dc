"""Fill the figures of README.md, docs/index.md and docs/background/scaling.md, so that none is typed.

``<!-- =NAME -->…<!-- / -->`` marks a figure in a sentence, ``<!-- figures: NAME -->`` to ``<!-- end of figures -->`` a
block. ``python docs/write_figures.py`` fills both. What takes long stands in records under ``docs/figures``:
``--run`` makes that of the main job again, ``benchmarks/bars.py --quick --out docs/figures/times.json`` that of times.
``--check`` writes nothing and ends with 1 where a page differs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import tempfile
import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from openairlift.cli import app
from openairlift.exchange import read_scenario
from openairlift.scenario import count_bases
from openairlift.verbs import run

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(
    ROOT / page for page in ("README.md", "docs/index.md", "docs/background/scaling.md", "docs/background/trust.md")
)
FIGURES = ROOT / "docs" / "figures"
CASE, RUNS, SEED = "ukraine-2022", 200, 7
DAYS, MARKS = (5, 8, 14), ("at_hub", "delivered")
BASES = ("quoted", "converted", "derived", "estimated", "assumed")
INLINE = re.compile(r"<!-- =([a-z0-9-]+) -->(.*?)<!-- / -->", re.DOTALL)
BLOCK = re.compile(r"(<!-- figures: ([a-z0-9-]+) -->\n)(.*?)(<!-- end of figures -->)", re.DOTALL)


def record(name: str) -> dict[str, Any]:
    """Return a record under docs/figures."""
    found: dict[str, Any] = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def replays() -> Any:
    """Return the script of the replays, which knows their figures and verdicts."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        return importlib.import_module("replays")
    finally:
        sys.path.pop(0)


def main_job() -> dict[str, Any]:
    """Run the main job and return what the pages tell of it, with what it was made from."""
    with tempfile.TemporaryDirectory() as folder:
        found = run(CASE, runs=RUNS, seed=SEED, out=folder).record
    shares = found["packages"]["pkg350"]["share"]
    return {
        "command": f"openairlift run {CASE} --runs {RUNS} --seed {SEED}",
        "version": found["version"],
        "fingerprint": found["scenario"]["fingerprint"],
        "share": {mark: [bands(shares[mark][day - 1]) for day in DAYS] for mark in MARKS},
        "closure": {key: found["closure"][key]["date"] for key in ("p10", "p50", "p90")},
        "limits": [{"name": limit["name"], **bands(limit)} for limit in found["limits"][:3]],
    }


def bands(row: dict[str, Any]) -> dict[str, float]:
    """Return P10, P50 and P90 of a row of the summary."""
    return {key: row[key] for key in ("p10", "p50", "p90")}


def told(row: dict[str, float]) -> str:
    """Return a band of shares in percent."""
    p10, p50, p90 = (f"{row[key] * 100:.0f} %" for key in ("p10", "p50", "p90"))
    return f"{p50} [{p10} – {p90}]"


def moment(text: str) -> str:
    """Return a moment of a record to the minute."""
    at = datetime.fromisoformat(text)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def job_block() -> str:
    """Return what the main job says, as a table."""
    job = record("main-job")
    rows = [
        f"| of the {figure('package')} package, P50 [P10 – P90] over {RUNS} runs | at the hub | delivered |",
        "|---|---|---|",
        *(
            f"| by the end of day {day}, {on_day(day)} | {told(hub)} | {told(base)} |"
            for day, hub, base in zip(DAYS, *(job["share"][mark] for mark in MARKS), strict=True)
        ),
    ]
    p10, p50, p90 = (moment(job["closure"][key]) for key in ("p10", "p50", "p90"))
    held = "; ".join(f"{limit['name']} {told(limit)} of the time" for limit in job["limits"])
    closed = f"Everything that is listed is delivered on {p50} [{p10} – {p90}]. What held it back: {held}."
    return "\n".join((*rows, "", f"{days_told()} {standstill(job)}", "", closed, ""))


def on_day(day: int) -> str:
    """Return the date of a day of the main job; day 1 is that on which the scenario starts."""
    at = read_scenario(CASE).settings.start + timedelta(days=day - 1)
    return f"{at:%A} {at.day} {at:%B}"


def days_told() -> str:
    """Say what day 1 is, and how much of the package the scenario lists."""
    start = read_scenario(CASE).settings.start
    listed = released()[-1][2]
    return (
        f"Day 1 is {moment(start.isoformat()).split(',')[0]}, from {start:%H:%M} UTC on. The requirements list "
        f"{listed * 100:.0f} % of the amount, item by item: that is all that can arrive, and the rest has no row."
    )


def released() -> list[tuple[datetime, str, float]]:
    """Return when which places release stock of the package, and the share of its amount released by then."""
    scenario = read_scenario(CASE)
    asked: dict[str, list[float]] = {}
    for row in scenario.requirements.values():
        if row.package == "pkg350" and row.item and row.quantity:
            known = asked.setdefault(row.item, [0.0, 0.0])
            known[0] += row.quantity
            known[1] += row.value_usd or 0.0
    amount = scenario.packages["pkg350"].authorised_usd
    found: list[tuple[datetime, str, float]] = []
    share = 0.0
    dated = [row for row in scenario.stock if row.item in asked and row.ready is not None]
    for at in sorted({row.ready for row in dated}):
        rows = [row for row in dated if row.ready == at]
        share += sum(row.quantity / asked[row.item][0] * asked[row.item][1] for row in rows) / amount
        names = sorted({scenario.places[row.place].name for row in rows})
        found.append((at, " and ".join(names), share))
    return found


def standstill(job: dict[str, Any]) -> str:
    """Say why the hub stands still between two days of the table; the runs must bear it out."""
    first, second = DAYS[:2]
    before, after = (job["share"]["at_hub"][number] for number in (0, 1))
    waits = [row for row in released() if row[2] > after["p90"] + 1e-6]
    at, names, share = waits[0]
    opens = moment(at.isoformat())
    last, _, here = [row for row in released() if row not in waits][-1]
    if abs(here - after["p50"]) > 1e-4 or after["p50"] - before["p50"] > 0.02:
        raise ValueError(f"the runs do not stand still between day {first} and day {second}: say anew why they do")
    return (
        f"Day {first} and day {second} stand nearly alike because all that was released by then "
        f"({here * 100:.0f} %, the last of it on {moment(last.isoformat())}) is there. "
        f"What waits ({(share - here) * 100:.0f} %) is released on {opens}, lands after that day, and is: {names}."
    )


def quick_block() -> str:
    """Return a calculation by hand with what it prints."""
    line = "quick --mass 500t --from KDOV --to EPRZ --type C-17A --tails 10 --spots 2 --ground 2.75h"
    printed = CliRunner().invoke(app, line.split()).stdout
    return f"```text\n$ openairlift {line}\n{printed.rstrip()}\n```\n"


def replay_block() -> str:
    """Return how the registered replays did, in one sentence."""
    known = replays().published()
    well = {one.title: replays().verdict(known[one.name]).passes for one in replays().REPLAYS}
    later = sum(not one.registered for one in replays().REPLAYS)
    missed = [title for title, passes in well.items() if not passes]
    rule = f"the reported value lies between P10 and P90, and P90 is at most {replays().WIDEST:g} times P10"
    return (
        f"Of {len(well)} [replays]({{replays}}) of real operations, {later} of them registered after their first run, "
        f"{len(well) - len(missed)} pass ({rule}); missed: {', '.join(missed) or 'none'}.\n"
    )


def basis_block() -> str:
    """Return what the inputs of the main job rest on."""
    counts = count_bases(read_scenario(CASE).inputs)
    kinds = ", ".join(f"{counts[key]} {key}" for key in BASES)
    return f"Its {counts['total']} inputs: {kinds}.\n"


def times_block() -> str:
    """Return how long the main job took on the machine of the record."""
    times = record("times")
    return (
        f"On {times['machine']} (Python {times['python']}, {times['date']}) the first run took "
        f"{times['run_first_processor_s']:.0f} s of processor time, compilation included, and each later one "
        f"{times['run_after_processor_s']:.0f} s.\n"
    )


def sizes_block() -> str:
    """Return what each step costs at each size, and the fitted exponents, as tables."""
    found = record("scaling")
    kinds = (
        ("tails", "one run", "run_s", "exponent_run"),
        ("places", "one run", "run_s", "exponent_run"),
        ("days", "one run", "run_s", "exponent_run"),
        ("tails", "arrays of a study, once", "arrays_s", "exponent_arrays"),
        ("days", "arrays of a study, once", "arrays_s", "exponent_arrays"),
        ("requirements", "reading and checking", "cpu_s", "exponent"),
        ("plan", "baseline plan", "cpu_s", "exponent"),
        ("runs", "a study of `relief-small`", "cpu_s", "exponent"),
    )
    lines = ["| what grows | cost of | processor seconds at each size | exponent |", "|---|---|---|---|"]
    for kind, what, cost, slope in kinds:
        name = "requirements" if kind == "plan" else kind
        cells = ", ".join(f"{row[name]:,}: {row[cost]:.3g}" for row in found[kind]["rows"])
        lines.append(f"| {name} | {what} | {cells} | {found[kind][slope]:.2f} |")
    memory = (("reading and checking", "requirements"), ("a baseline plan", "plan"), ("a study", "runs"))
    ends = [(what, found[kind]["rows"][0], found[kind]["rows"][-1]) for what, kind in memory]
    words = [f"{what} {first['mb']:,.0f} to {last['mb']:,.0f} MB" for what, first, last in ends]
    told = f"Memory at most, from the smallest to the largest of these sizes: {'; '.join(words)}."
    made = f"Made on {found['date']} on {found['machine']}, Python {found['python']}, one core of a shared machine."
    return "\n".join((*lines, "", told, "", made, ""))


def planet_block() -> str:
    """Return what a planet-wide airlift would need, reckoned by the exponents."""
    need = record("scaling")["planet"]
    sizes = ", ".join(f"{need[name]:,} {name}" for name in ("requirements", "tails", "places", "days"))
    return (
        f"{sizes}: reading and checking {need['check_s']:,} s and {need['check_mb'] / 1000:.1f} GB, a baseline plan "
        f"{need['plan_s'] / 60:,.0f} min and {need['plan_mb'] / 1000:.1f} GB, the arrays of a study "
        f"{need['arrays_s']:,} s, each run {need['run_s']:,.0f} s: {1000 * need['run_s'] / 3600:,.1f} core hours for "
        f"1,000 runs.\n"
    )


def million_block() -> str:
    """Return what came of the study of a million runs."""
    found = record("million")
    return (
        f"`{found['command']}`: {found['runs']:,} runs of `{found['scenario']}`, stopped by Ctrl-C after "
        f"{found['parts_kept']} parts and begun again with the same command on a local Dask cluster, against one study "
        f"in one go. SHA-256 of what they print: {'the same' if found['holds'] else 'not the same'} "
        f"(`{found['sha256'][:16]}…`). Largest process {found['largest_process_mb']:,} MB. {found['date']}, "
        f"{found['machine']}, two workers.\n"
    )


def met(share: float, bar: float) -> str:
    """Say whether a share reaches its bar."""
    return "met" if share >= bar else "**missed**"


def coverage_block() -> str:
    """Return the branch coverage of the rooms that were measured."""
    rows = ["| room | lines | branches | run [%] | bar | by | measured |", "|---|---|---|---|---|---|---|"]
    for name, one in sorted(record("coverage").items()):
        by = ", ".join(f"`{path}`" for path in one["tests"][:-1]) + ("" if one["jit"] else ", compiled code as Python")
        rows.append(
            f"| `{name}` | {one['lines']:,} | {one['branches']:,} | {one['share']:.1f} | {met(one['share'], 95)} "
            f"| {by} | {one['date']} |"
        )
    return "\n".join(rows) + "\n"


def mutation_block() -> str:
    """Return the mutation scores that were measured."""
    rows = [
        "| code | mutants | tried | noticed | score [%] | bar | 95 % interval | measured |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, one in sorted(record("mutation").items()):
        low, high = one["interval"]
        rows.append(
            f"| `{name}` | {one['mutants']:,} | {one['tried']} | {one['killed']} | {one['score']:.1f} "
            f"| {met(one['score'], 85)} | {low:.1f} to {high:.1f} | {one['date']} |"
        )
    return "\n".join(rows) + "\n"


def figure(name: str) -> str:
    """Return a figure that stands in a sentence."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    book = read_scenario(CASE).evidence
    quoted = book.evidence["share-70"].figures
    words = {text.split(" ")[-1]: text for text in quoted}
    return {
        "python": about["requires-python"].removeprefix(">="),
        "package": next(text for text in quoted if text.startswith("$")),
        "share": words["percent"],
        "window": words["days"],
        "bases": next(text for text in book.evidence["prepositioned"].figures if text.endswith("dozen")),
        "reported": f"{date.fromisoformat(str(book.evidence['share-70'].chain[-1].on)):%B %Y}",
    }[name]


BLOCKS = {
    "main-job": job_block,
    "quick": quick_block,
    "replays": replay_block,
    "basis": basis_block,
    "times": times_block,
    "sizes": sizes_block,
    "planet": planet_block,
    "million": million_block,
    "coverage": coverage_block,
    "mutation": mutation_block,
}


def filled(page: Path) -> str:
    """Return the text of a page with its marked places filled."""
    text = page.read_text(encoding="utf-8")
    to = "docs/replays/index.md" if page.name == "README.md" else "replays/index.md"
    text = INLINE.sub(lambda found: f"<!-- ={found[1]} -->{figure(found[1])}<!-- / -->", text)
    return BLOCK.sub(lambda found: found[1] + BLOCKS[found[2]]().replace("{replays}", to) + found[4], text)


def main() -> int:
    """Fill the pages, or tell which differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--run", action="store_true", help="make the record of the main job again first")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a page differs")
    chosen = parser.parse_args()
    if chosen.run:
        (FIGURES / "main-job.json").write_text(json.dumps(main_job(), indent=1) + "\n", encoding="utf-8")
    stale = [page for page in PAGES if filled(page) != page.read_text(encoding="utf-8")]
    for page in stale:
        sys.stderr.write(f"{page.relative_to(ROOT)}: figures differ from code and records\n")
        if not chosen.check:
            page.write_text(filled(page), encoding="utf-8")
    return int(chosen.check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
