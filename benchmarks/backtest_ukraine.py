"""Part (d) of the Ukraine backtest: the share that had arrived by the end of 4 March 2022, and what decides it.

First each assumption is taken to both ends of its stated range, one at a time, re-planned and simulated on the same
luck: a Markdown table, largest swing first. Then all are drawn together from their ranges (the prior predictive):
release dates by depot within the ranges that `evidence.toml` states, fleet and masses; each draw is re-planned. The
figures stand in docs/background/ukraine-2022.md.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from openairlift import luck
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


RELEASE = {
    ("depot-de", "2022-02-26"): ("2022-02-25", "2022-02-26T18:00", "2022-03-03"),
    ("depot-de", "2022-02-28"): ("2022-02-27", "2022-02-28T06:00", "2022-03-06"),
    ("depot-it", "2022-03-01"): ("2022-02-27", "2022-03-01T06:00", "2022-03-08"),
    ("depot-us", "2022-03-04"): ("2022-02-28", "2022-03-04", "2022-03-12"),
    ("depot-us", "2022-03-08"): ("2022-03-02", "2022-03-08", "2022-03-25"),
}
"""Plausible release by depot and stated date: earliest, likeliest, latest, as the notes of the evidence say."""


def drawn(base: Scenario, sample: int) -> Cells:
    """Draw release dates, fleet and masses together; what delays a depot delays all of it."""
    root = luck.stream(2022, sample)
    found = tails(base, luck.triangular(0.5, 1.0, 1.5, luck.uniform(root, luck.key_of("tails"), 1, 0)))
    spread = luck.uniform(root, luck.key_of("masses"), 1, 0)
    found |= masses(base, math.exp(luck.triangular(math.log(0.5), 0.0, math.log(2.0), spread)))
    for row in base.stock:
        if row.ready is None:
            continue
        low, mode, high = (
            datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()
            for text in RELEASE[row.place, row.ready.strftime("%Y-%m-%d")]
        )
        at = luck.triangular(low, mode, high, luck.uniform(root, luck.key_of(row.place), 1, 0))
        moment = max(datetime.fromtimestamp(at, UTC), base.settings.start)
        found[f"stock/{row.place}:{row.item}/ready"] = moment.strftime("%Y-%m-%dT%H:%MZ")
    return found


def prior(base: Scenario, samples: int) -> None:
    """Print the prior predictive of the share, with the quantile of what was reported."""
    shares = sorted(share(drawn(base, sample), runs=1)[0] for sample in range(samples))
    p10, p50, p90 = (shares[math.ceil(q * samples) - 1] for q in (0.1, 0.5, 0.9))
    below = sum(value < REPORTED for value in shares) / samples
    print(f"\nprior predictive, {samples} draws of all assumptions together, each re-planned, at_hub: ", end="")
    print(f"P10 {p10:.0%}, P50 {p50:.0%}, P90 {p90:.0%}; the reported {REPORTED:.1%} is at quantile {below:.2f}")


def main(runs: int, samples: int) -> None:
    """Print the table and the prior predictive."""
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

    prior(base, samples)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers if len(numbers) == 2 else (40, 200)))
