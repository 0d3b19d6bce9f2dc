"""Part (d) of the Ukraine backtest: which assumed inputs decide the share that had arrived by the end of 4 March 2022.

Each assumption is taken to both ends of its stated range, one at a time, re-planned and simulated on the same luck.
Prints a Markdown table for docs/background/ukraine-2022.md, largest swing first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from openairlift.network import build_network
from openairlift.scenario import Scenario, read_scenario
from openairlift.solve import make_plan
from openairlift.study import replicate

NAME = "ukraine-2022"
REPORTED = 240 / 350
Cells = dict[str, str]


def share(overrides: Cells, *, runs: int) -> tuple[float, float]:
    """Return the P50 shares of the authorised value, at_hub and delivered, at the end of 4 March."""
    scenario = read_scenario(NAME, overrides=overrides)
    network = build_network(scenario)
    study = replicate(scenario, make_plan(scenario, network=network), runs=runs, seed=7, network=network)
    at = scenario.seconds(datetime(2022, 3, 5, tzinfo=UTC))
    hub, delivered = (
        float(sorted(study.delivered(mark=mark, meter="usd", group="pkg350").share("authorised").at(at))[runs // 2])
        for mark in ("at_hub", "delivered")
    )
    return hub, delivered


def ready(base: Scenario, place: str, days: float) -> Cells:
    """Shift the release of a stock by some days."""
    cells = {}
    for row in base.stock:
        if row.place == place and row.ready is not None:
            moment = max(row.ready + timedelta(days=days), base.settings.start)
            cells[f"stock/{row.place}:{row.item}/ready"] = moment.strftime("%Y-%m-%dT%H:%MZ")
    return cells


def tails(base: Scenario, factor: float) -> Cells:
    """Change the size of the fleet."""
    return {f"fleet/{row.type}@{row.home}/tails": str(max(round(row.tails * factor), 1)) for row in base.fleet}


def masses(base: Scenario, factor: float) -> Cells:
    """Change the shipping mass of every item."""
    return {f"items/{item.item}/unit_mass_kg": f"{item.unit_mass_kg * factor:g}" for item in base.items.values()}


def cells(column: str, keys: list[str], value: str) -> Cells:
    """Set one column of several rows."""
    return {f"{key}/{column}": value for key in keys}


def assumptions(base: Scenario) -> dict[str, tuple[Cells, Cells]]:
    """Return each assumption with the changes that take it to its two ends."""
    bases = [f"places/{place.id}" for place in base.places.values() if place.clearance_s is not None]
    shift: Callable[[str, float], Cells] = lambda place, days: ready(base, place, days)  # noqa: E731
    return {
        "release of the stocks in the United States, 4 days earlier or 3 later": (
            shift("depot-us", -4), shift("depot-us", 3)),
        "release of the stocks in Germany, a day earlier or 3 later": (shift("depot-de", -1), shift("depot-de", 3)),
        "release of the stocks in Italy, 2 days earlier or 3 later": (shift("depot-it", -2), shift("depot-it", 3)),
        "tails, half or one and a half times": (tails(base, 0.5), tails(base, 1.5)),
        "shipping masses, half or double": (masses(base, 0.5), masses(base, 2.0)),
        "clearance at the bases, 0 h or 24 h": (cells("clearance_h", bases, "0"), cells("clearance_h", bases, "24")),
        "spots at the hub, 1 or 4": ({"places/hub/parking": "wide:1"}, {"places/hub/parking": "wide:4"}),
    }  # fmt: skip


def main(runs: int) -> None:
    """Print the table."""
    base = read_scenario(NAME)
    hub, delivered = share({}, runs=runs)
    print(f"base: at_hub {hub:.0%}, delivered {delivered:.0%}; reported {REPORTED:.1%}; {runs} runs, seed 7\n")
    rows = []
    for name, ends in assumptions(base).items():
        low, high = (share(end, runs=runs) for end in ends)
        rows.append((abs(high[0] - low[0]), name, low, high))
    print("| assumption, to its two ends | at_hub | delivered | swing at the hub |")
    print("|---|---|---|---|")
    for swing, name, low, high in sorted(rows, reverse=True):
        print(f"| {name} | {low[0]:.0%} / {high[0]:.0%} | {low[1]:.0%} / {high[1]:.0%} | {swing:.0%} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
