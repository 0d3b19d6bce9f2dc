"""Replays of real operations beside what was reported: `docs/replays/figures/` and the table of the index page.

Each replay has one registered headline figure (`docs/replays/registered.md`). Its band is the prior predictive: every
input whose range stands in the scenario's `evidence.toml` is drawn from it, the scenario is planned anew and simulated
once, each draw with luck of its own. Beside it stands the band of luck alone: the scenario as it is, planned once.
A replay passes when the reported value lies between P10 and P90 and P90 is at most twice P10.
``python benchmarks/replays.py [NAME ...]`` writes the figures of the named replays (else of all) and the tables.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import backtest_ukraine
from openairlift.network import build_network
from openairlift.scenario import Scenario, read_scenario
from openairlift.scenario.ranges import moved, uncertain
from openairlift.solve import make_plan
from openairlift.study import Study, replicate
from openairlift.study.judging.prior import draw
from openairlift.study.probes import Ask, Probe

PAGES = Path(__file__).resolve().parents[1] / "docs" / "replays"
FIGURES = PAGES / "figures"
SEED = 7
DRAWS = 100
RUNS = 200
WIDEST = 2.0
ST_KG = 907.18474

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A replay with its registered question.

    Attributes
    ----------
    name, title, headline : scenario, operation, and what the figure is.
    unit, digits, reported : of the figure; digits behind the point; the value that was reported.
    probes : what is measured of every run, made of the scenario; `figure` makes the headline figure of it.
    registered : whether inputs and ranges were registered before the first run.
    """

    name: str
    title: str
    headline: str
    unit: str
    digits: int
    reported: float
    probes: Callable[[Scenario], list[Probe]]
    figure: Callable[[list[Values]], Values]
    registered: bool


def landings(place: str, first: int, last: int) -> Callable[[Scenario], list[Probe]]:
    """Return the probes for aircraft that arrived at a place, and that gave up there, from one day to another."""
    return lambda _: [Probe(ask=ask, place=place, from_day=first, to_day=last) for ask in (Ask.ARRIVALS, Ask.DIVERTS)]


def a_day(days: int) -> Callable[[list[Values]], Values]:
    """Return what makes landings a day of arrivals and of aircraft that gave up."""
    return lambda found: (found[0] - found[1]) / days


def passed(mark: str, moment: str, *, meter: str = "mass") -> Callable[[Scenario], list[Probe]]:
    """Return the probe for what had passed a mark by a moment."""
    return lambda scenario: [
        Probe(ask=Ask.AMOUNT, mark=mark, meter=meter, at_s=scenario.seconds(datetime.fromisoformat(moment)))
    ]


def share_of_350_million(scenario: Scenario) -> list[Probe]:
    """Return the probe for the value of the package that was at the hub at the end of 4 March."""
    at = scenario.seconds(datetime.fromisoformat("2022-03-05T00:00+00:00"))
    return [Probe(ask=Ask.AMOUNT, mark="at_hub", meter="usd", group="pkg350", at_s=at)]


REPLAYS = (
    Replay(
        name="ukraine-2022",
        title="Ukraine, February and March 2022",
        headline="share of the authorised value at the hub by the end of 4 March",
        unit="%", digits=0, reported=240 / 350 * 100, registered=False,
        probes=share_of_350_million, figure=lambda found: found[0] / 350e6 * 100,
    ),
    Replay(
        name="haiti-2010",
        title="Haiti, January and February 2010",
        headline="landings a day at Port-au-Prince over 24 days",
        unit="a day", digits=1, reported=2318 / 24, registered=False,
        probes=landings("pap", 0, 24), figure=a_day(24),
    ),
    Replay(
        name="berlin-1949",
        title="Berlin, April 1949",
        headline="cargo landed in the month, from six of its days",
        unit="short tons", digits=0, reported=234_476.0, registered=True,
        probes=passed("landed", "1949-04-07T00:00+00:00"), figure=lambda found: found[0] / ST_KG * 5,
    ),
    Replay(
        name="nepal-2015",
        title="Nepal, April and May 2015",
        headline="landings a day at Kathmandu, 27 to 30 April",
        unit="a day", digits=1, reported=70.0, registered=True,
        probes=landings("ktm", 1, 5), figure=a_day(4),
    ),
    Replay(
        name="turkiye-2023",
        title="Türkiye, February 2023",
        headline="aircraft unloaded at Incirlik in the week",
        unit="aircraft", digits=0, reported=210.0, registered=True,
        probes=landings("incirlik", 0, 7), figure=a_day(1),
    ),
)  # fmt: skip


def study_of(scenario: Scenario, probes: list[Probe], *, runs: int, seed: int) -> Study:
    """Return a study of the scenario, planned anew."""
    network = build_network(scenario)
    plan = make_plan(scenario, network=network)
    return replicate(scenario, plan, runs=runs, seed=seed, network=network, probes=probes)


def measured(replay: Replay, scenario: Scenario, *, runs: int, seed: int) -> Values:
    """Return the headline figure of each run."""
    probes = replay.probes(scenario)
    study = study_of(scenario, probes, runs=runs, seed=seed)
    return replay.figure([study.probed(probe) for probe in probes])


def by_luck(replay: Replay, *, runs: int) -> Values:
    """Return the headline figure of runs of the scenario as it is."""
    return measured(replay, read_scenario(replay.name), runs=runs, seed=SEED)


def by_draw(replay: Replay, sample: int) -> float:
    """Return the headline figure of one draw of all inputs with a range, planned anew, with luck of its own.

    The ranges of `ukraine-2022` were published before, with the procedure of its backtest, which is kept.
    """
    base = read_scenario(replay.name)
    if replay.name == "ukraine-2022":
        return backtest_ukraine.share(backtest_ukraine.drawn(base, sample), runs=1)[0] * 100
    inputs, _ = uncertain(base)
    known = {item.name: item for item in inputs}
    moves = draw(inputs, seed=SEED, sample=sample)
    scenario = moved(base, {move.name: known[move.name].at(move.end, move.part) for move in moves})
    return float(measured(replay, scenario, runs=1, seed=SEED + 1 + sample)[0])


def band(values: Values) -> list[float]:
    """Return P10, P50 and P90, to six digits."""
    return [float(f"{value:.6g}") for value in np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf")]


def figures(replay: Replay, *, draws: int, runs: int) -> dict[str, Any]:
    """Return what is published of a replay."""
    drawn = [float(f"{by_draw(replay, sample):.6g}") for sample in range(draws)]
    return {
        "reported": float(f"{replay.reported:.6g}"),
        "luck": band(by_luck(replay, runs=runs)),
        "prior": band(np.array(drawn)),
        "draws": drawn,
    }


GAZA = {
    "landed by 21 May, 00:00": (None, "landed", "2024-05-21T00:00+00:00"),
    "delivered by 21 May, 00:00": (None, "delivered", "2024-05-21T00:00+00:00"),
    "landed by 21 May, 18:00": (569.0, "landed", "2024-05-21T18:00+00:00"),
    "delivered by 21 May, 18:00": (0.0, "delivered", "2024-05-21T18:00+00:00"),
    "landed by 23 May, 18:00": (820.0, "landed", "2024-05-23T18:00+00:00"),
    "delivered by 23 May, 18:00": (506.0, "delivered", "2024-05-23T18:00+00:00"),
}
"""What was reported of the pier [t], and what of the model it is set beside."""


def illustration(*, runs: int) -> dict[str, Any]:
    """Return the two curves of the pier at two moments beside what was reported: no test."""
    scenario = read_scenario("gaza-pier-2024")
    asked = {name: passed(mark, at)(scenario)[0] for name, (_, mark, at) in GAZA.items()}
    study = study_of(scenario, list(asked.values()), runs=runs, seed=SEED)
    return {
        name: {"reported": GAZA[name][0], "luck": band(study.probed(probe) / 1000)} for name, probe in asked.items()
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the reported value lies in the band, and how wide the band is."""

    inside: bool
    ratio: float

    @property
    def passes(self) -> bool:
        """Whether the replay passes."""
        return self.inside and self.ratio <= WIDEST


def verdict(found: dict[str, Any]) -> Verdict:
    """Return the verdict on the figures of a replay."""
    p10, _, p90 = found["prior"]
    return Verdict(inside=p10 <= found["reported"] <= p90, ratio=p90 / p10 if p10 > 0 else float("inf"))


def table(known: dict[str, Any]) -> str:
    """Return the table of the index page."""
    rows = [
        "| replay | registered figure | reported | P10 – P50 – P90 | luck alone | P90 / P10 | in the band | verdict |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for replay in REPLAYS:
        found = known[replay.name]
        said = verdict(found)
        prior, luck = (" – ".join(f"{value:,.{replay.digits}f}" for value in found[key]) for key in ("prior", "luck"))
        rows.append(
            f"| [{replay.title}]({replay.name}.md) | {replay.headline} [{replay.unit}] "
            f"| {found['reported']:,.{replay.digits}f} | {prior} | {luck} | {said.ratio:.2f} "
            f"| {'yes' if said.inside else 'no'} | {'passes' if said.passes else '**missed**'}"
            f"{'' if replay.registered else ', not registered first'} |"
        )
    return "\n".join(rows) + "\n"


def own_table(replay: Replay, found: dict[str, Any]) -> str:
    """Return the table of a replay's own page."""
    said = verdict(found)
    rows = [
        f"| {replay.headline} [{replay.unit}] | P10 | P50 | P90 | reported | P50 against it |",
        "|---|---|---|---|---|---|",
    ]
    for name, key in ((f"all ranges drawn, {DRAWS} draws", "prior"), (f"luck alone, {RUNS} runs", "luck")):
        cells = " | ".join(f"{value:,.{replay.digits}f}" for value in found[key])
        off = found[key][1] / found["reported"] - 1
        rows.append(f"| {name} | {cells} | {found['reported']:,.{replay.digits}f} | {off:+.0%} |")
    where = "in" if said.inside else "outside"
    rows += [
        "",
        f"Reported {where} the band, P90 / P10 = {said.ratio:.2f}: {'passes' if said.passes else '**missed**'}.",
    ]
    return "\n".join(rows) + "\n"


def pier_table(known: dict[str, Any]) -> str:
    """Return the table of the pier."""
    rows = ["| mark and moment | reported [t] | P10 – P50 – P90 [t] |", "|---|---|---|"]
    for name, found in known["gaza-pier-2024"].items():
        told = "–" if found["reported"] is None else f"{found['reported']:,.0f}"
        rows.append(f"| {name} | {told} | {' – '.join(f'{value:,.0f}' for value in found['luck'])} |")
    return "\n".join(rows) + "\n"


def filled(page: str, text: str) -> str:
    """Return a page with what stands between its two comments replaced."""
    begin, end = "<!-- table -->\n", "<!-- end of table -->\n"
    head, _, rest = page.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}{text}{end}{tail}"


def published() -> dict[str, Any]:
    """Return the figures that were written, by replay."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FIGURES.glob("*.json"))}


def written(name: str, found: dict[str, Any]) -> None:
    """Write and print the figures of a replay."""
    FIGURES.mkdir(exist_ok=True)
    (FIGURES / f"{name}.json").write_text(json.dumps(found, sort_keys=True) + "\n", encoding="utf-8")
    print(name, {key: value for key, value in found.items() if key != "draws"}, flush=True)


def main(names: list[str]) -> None:
    """Work out the figures, write them, and fill the tables once there are all."""
    if not names or "gaza-pier-2024" in names:
        written("gaza-pier-2024", illustration(runs=RUNS))
    for replay in REPLAYS:
        if not names or replay.name in names:
            written(replay.name, figures(replay, draws=DRAWS, runs=RUNS))
    known = published()
    if len(known) == len(REPLAYS) + 1:
        texts = {replay.name: own_table(replay, known[replay.name]) for replay in REPLAYS}
        for name, text in {"index": table(known), "gaza-pier-2024": pier_table(known), **texts}.items():
            page = PAGES / f"{name}.md"
            page.write_text(filled(page.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
