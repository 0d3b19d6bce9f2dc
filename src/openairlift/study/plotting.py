"""Pictures of a study for notebooks, drawn by matplotlib: figures that can be shown, changed and saved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from openairlift.errors import UsageError, nearest
from openairlift.model import METERS
from openairlift.plan import EventKind
from openairlift.units import DAY_S

if TYPE_CHECKING:
    from openairlift.study.study import Study

MARKS = {"at_hub": ("#0072b2", "--"), "delivered": ("#d55e00", "-")}
"""Colour and line of each mark: Okabe and Ito's, and told apart by the line in greyscale too."""

WORDS = {"at_hub": "at the hub (cleared)", "delivered": "delivered"}

STATES = {
    "flying": ("#0072b2", ""),
    "onload": ("#009e73", "///"),
    "offload": ("#d55e00", "\\\\\\"),
    "service": ("#cc79a7", "..."),
    "waiting": ("#f0e442", "xxx"),
    "holding": ("#e69f00", "+++"),
    "broken": ("#000000", ""),
}
"""What a tail does, with colour and hatching; it stands at its base or rests where nothing is drawn."""


class Drawn(Figure):
    """A figure that notebooks show without further ado."""

    def _repr_png_(self) -> bytes:
        data = io.BytesIO()
        self.savefig(data, format="png")
        return data.getvalue()


def _figure(study: Study, height: float, *, title: str) -> tuple[Drawn, Axes]:
    figure = Drawn(figsize=(9.0, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left")
    axes.set_xlabel(f"days since {study.scenario.settings.start:%Y-%m-%d %H:%M} UTC")
    axes.grid(alpha=0.3)
    axes.set_xlim(0, study.network.horizon_s / DAY_S)
    if study.scenario.settings.banner:
        figure.supxlabel(study.scenario.settings.banner, fontsize="small")
    return figure, axes


def closure_figure(study: Study, *, meter: str | None) -> Drawn:
    """Return P50 with the band from P10 to P90 of what is at the hub and what is delivered, by time."""
    if meter is not None and meter not in METERS:
        raise UsageError(f"meter: {meter!r} is none of {', '.join(METERS)}")
    chosen = meter or study.scenario.settings.objective_meter
    figure, axes = _figure(study, 4.2, title=f"{study.scenario.settings.title}: share by {chosen}")
    for mark, (colour, line) in MARKS.items():
        curve = study.delivered(mark=mark, meter=chosen).share("listed")
        low, middle, high = curve.quantile((0.1, 0.5, 0.9))
        days = np.asarray(curve.grid_s) / DAY_S
        axes.fill_between(days, low, high, step="post", alpha=0.25, color=colour, linewidth=0)
        axes.step(days, middle, where="post", color=colour, linestyle=line, label=f"{WORDS[mark]}: P50, P10 to P90")
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(lambda value, _at: f"{100 * value:.0f} %")
    axes.legend(loc="lower right")
    return figure


def lanes_figure(study: Study, place: str) -> Drawn:
    """Return spots and slots taken, and aircraft that wait, at a place by time: means over the runs."""
    ids = [one.id for one in study.network.places]
    if place not in ids:
        near = nearest(place, ids)
        meant = f"; did you mean {near!r}?" if near else f"; its places are {', '.join(ids[:12])}"
        raise UsageError(f"place: {place!r} is no place of the scenario{meant}")
    index, tally = ids.index(place), study.tally
    mean = tally.occupancy[index] / (max(study.runs, 1) * int(tally.bin_s))
    days = np.arange(mean.shape[1]) * int(tally.bin_s) / DAY_S
    figure, axes = _figure(study, 3.6, title=f"{study.network.places[index].name}: aircraft, mean of {study.runs} runs")
    for row, name, line in ((0, "parking spots taken", "-"), (1, "working slots taken", "--"), (2, "waiting", ":")):
        axes.step(days, mean[row], where="post", linestyle=line, label=name)
    limit = study.network.parking[index]
    if limit is not None:
        spots = [float(sum(values)) for values in limit.values]
        times = np.array([*limit.times, study.network.horizon_s]) / DAY_S
        axes.step(times, [*spots, spots[-1]], where="post", color="black", linewidth=1, label="spots there are")
    axes.set_ylim(bottom=0)
    axes.legend(loc="upper right")
    return figure


def gantt_figure(study: Study) -> Drawn:
    """Return what every tail does in the first run, by time."""
    from openairlift.sim import simulate  # brings numba

    run = simulate(study.scenario, study.plan, seed=study.seed, run=0, network=study.network, log=True)
    rows: dict[str, dict[int, list[tuple[float, float]]]] = {}
    assert run.events is not None
    for tail, state, start, end in _states(study, run.events):
        rows.setdefault(state, {}).setdefault(tail, []).append((start / DAY_S, (end - start) / DAY_S))
    flown = sorted({tail for tails in rows.values() for tail in tails})
    figure, axes = _figure(
        study, 1.4 + 0.24 * len(flown), title=f"{study.scenario.settings.title}: aircraft, first run"
    )
    for state, (colour, hatch) in STATES.items():
        label: str | None = state
        for tail, spans in rows.get(state, {}).items():
            axes.broken_barh(
                spans, (flown.index(tail) - 0.4, 0.8), facecolors=colour, hatch=hatch, edgecolor="black",
                linewidth=0.3, label=label,
            )  # fmt: skip
            label = None
    axes.set_yticks(range(len(flown)), [study.network.tails[tail].name for tail in flown])
    axes.invert_yaxis()
    if flown:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


def _states(study: Study, events: npt.NDArray[Any]) -> Iterator[tuple[int, str, int, int]]:
    """Yield (tail, state, from, to) [s] of every stretch in which a tail does something that is drawn."""
    now: dict[int, tuple[str, int]] = {}
    columns = [events[name].tolist() for name in ("time", "kind", "who", "tail", "stop")]
    for time, kind, mission, tail, stop in zip(*columns, strict=True):
        if tail < 0:
            continue
        after = _after(study, kind, mission, stop)
        if after is None:
            continue
        state, since = now.pop(tail, ("", time))
        if state and time > since:
            yield tail, state, since, time
        now[tail] = after, time
    for tail, (state, since) in now.items():
        if state and study.network.horizon_s > since:
            yield tail, state, since, int(study.network.horizon_s)


def _after(study: Study, kind: int, mission: int, stop: int) -> str | None:
    """Return what a tail does after an event; "" = nothing that is drawn, None = as before."""
    match kind:
        case EventKind.DEPART | EventKind.DIVERT:
            return "flying"
        case EventKind.ARRIVE:
            return "holding"
        case EventKind.PARK | EventKind.END | EventKind.REPAIRED:
            return "waiting"
        case EventKind.START:
            purpose = study.plan.missions[mission].stops[stop].purpose.name.lower()
            return purpose if purpose in STATES else "service"
        case EventKind.BREAK:
            return "broken"
        case EventKind.REST | EventKind.RECOVER | EventKind.LOST:
            return ""
        case _:
            return None
