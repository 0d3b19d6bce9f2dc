"""The tasks of a study of losses, each on its own, so that any process can do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from openairlift.network import Network, build_network
from openairlift.scenario import Scenario
from openairlift.solve.bound.prices import Prices
from openairlift.solve.search.table import SCALAR
from openairlift.solve.values import Worth
from openairlift.study.resilience.additions import check_same
from openairlift.study.resilience.bounds import ROUNDS, UNDELIVERED, Base, Least, Left, Window, prices_of
from openairlift.study.resilience.damage import damaged
from openairlift.study.resilience.interdict import Lost
from openairlift.study.resilience.losses import Loss
from openairlift.study.resilience.replanned import Effort, Made, replanned, simulated


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bench:
    """What all tasks share; `before` and `base` are None until the whole airlift is planned and has its prices."""

    scenario: Scenario
    network: Network
    worth: Worth
    effort: Effort
    runs: int
    seed: int
    window: Window | None = None
    losses: tuple[Loss, ...] = ()
    before: Made | None = None
    base: Base | None = None
    additions: Mapping[str, Scenario] | None = None

    def chosen(self, lost: Lost) -> tuple[Loss, ...]:
        """Return losses by index."""
        return tuple(self.losses[i] for i in sorted(lost))


@dataclass(frozen=True, slots=True)
class Priced:
    """Work out prices of the whole airlift."""

    undelivered: bool = False

    def __call__(self, bench: Bench) -> Prices:
        """Do it."""
        return prices_of(bench.network, bench.worth, UNDELIVERED if self.undelivered else SCALAR)


@dataclass(frozen=True, slots=True)
class Bounded:
    """Bound what is lost at the least; `close` = with prices of its own."""

    lost: Lost
    close: bool = False

    def __call__(self, bench: Bench) -> Least:
        """Do it."""
        assert bench.base is not None
        losses = bench.chosen(self.lost)
        if bench.window is None:
            left = Left(damaged(bench.network, losses), bench.worth)
        else:
            places = [bench.network.place_index[loss.target] for loss in losses if loss.kind == "place"]
            left = Left(bench.network, bench.worth, shut=[(place, bench.window) for place in places])
        return left.looked_at(bench.base) if self.close else left.least(bench.base)


@dataclass(frozen=True, slots=True)
class Planned:
    """Plan what is left, and run it."""

    lost: Lost

    def __call__(self, bench: Bench) -> Made:
        """Do it."""
        made = replanned(
            bench.scenario, bench.network, bench.worth, bench.chosen(self.lost), window=bench.window,
            before=bench.before, effort=bench.effort,
        )  # fmt: skip
        return _run(bench, made)


@dataclass(frozen=True, slots=True)
class Added:
    """Plan and bound the airlift with an addition, with something lost or nothing."""

    name: str
    lost: Lost

    def __call__(self, bench: Bench) -> tuple[Least, Made]:
        """Do it."""
        assert bench.additions is not None
        scenario = bench.additions[self.name]
        network = build_network(scenario)
        check_same(bench.network, network, self.name)
        losses = bench.chosen(self.lost)
        left = Left(network if bench.window is not None else damaged(network, losses), bench.worth)
        loss, _ = left.climbed(SCALAR, left.guided(SCALAR), rounds=ROUNDS)
        least = left.cut_off().worse(Least(loss=loss, undelivered=0.0))
        made = replanned(scenario, network, bench.worth, losses, window=bench.window, before=None, effort=bench.effort)
        return least, _run(bench, made)


def _run(bench: Bench, made: Made) -> Made:
    return replace(made, runs=simulated(made, runs=bench.runs, seed=bench.seed)) if bench.runs else made


Task = Priced | Bounded | Planned | Added


def work_at(bench: Bench) -> Callable[[Task], object]:
    """Return what does tasks at a bench."""
    return lambda task: task(bench)
