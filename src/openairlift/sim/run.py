"""Simulate a plan: one run with its event log, or a batch of runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.errors import PlanError
from openairlift.luck import stream
from openairlift.network.network import FloatArray, IntArray, Network
from openairlift.plan.plan import Plan
from openairlift.scenario import Scenario
from openairlift.sim.cache import has_compiled
from openairlift.sim.compile import MAX_EVENTS, Sizes, empty_state, first_sizes, initial_state
from openairlift.sim.layout import UNCHANGED, Records, State, Status


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """One simulated run.

    Attributes
    ----------
    seed, run : what its luck is made of.
    marks : second at which each load passed each mark, shape (loads, 5) [s]; -1 = not within the horizon.
    carried : quantity of each load, shape (loads,), in units of its line.
    waits : waiting of missions and of cleared cargo by place and cause, shape (places, causes) [s].
    traffic, own_traffic : aircraft that arrived, held, gave up, and slots that were reserved and not used, shape
        (places, days, 4); all, and missions only.
    binding : time during which each of `resources(network)` held something up, shape (resources,) [s].
    window : first landing (-1 = none) and end of the window in which binding is counted [s].
    closed : whether everything that the plan carries passed the objective's mark.
    flying_s : flying by type, shape (types,) [s].
    ended : second at which each mission ended, shape (missions,) [s]; -1 = not within the horizon.
    stuck : where it has not ended, the `Cause` that its tail waits for; -1 = ended, -2 = never begun, -3 = under way.
    mission_flown_s, mission_landings_usd : flying [s] and landing charges [USD] of each mission, shape (missions,).
    trips : trips of each load on its surface link, shape (loads,).
    fuel_kg : fuel issued at each place, shape (places,) [kg].
    lost_tails, lost_kg : tails and cargo lost.
    occupancy : parking spots, working slots, waiting aircraft, shape (places, 3, bins) [s × units].
    stored_kg_s : cargo in storage, shape (places, bins) [kg s].
    bin_s : width of a bin [s].
    happenings : events that the kernel went through, with those that leave no entry in the log.
    events : the log, a structured array in order of time, or None.
    """

    seed: int
    run: int
    marks: IntArray
    carried: FloatArray
    waits: IntArray
    traffic: IntArray
    own_traffic: IntArray
    binding: IntArray
    window: tuple[int, int]
    closed: bool
    flying_s: IntArray
    ended: IntArray
    stuck: IntArray
    mission_flown_s: IntArray
    mission_landings_usd: FloatArray
    trips: IntArray
    fuel_kg: IntArray
    lost_tails: int
    lost_kg: float
    occupancy: IntArray
    stored_kg_s: FloatArray
    bin_s: int
    happenings: int
    events: npt.NDArray[Any] | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Batch:
    """Several runs: the arrays of `Run` with the run as leading axis; occupancy and stored_kg_s are summed."""

    seed: int
    first: int
    count: int
    marks: IntArray
    carried: FloatArray
    waits: IntArray
    traffic: IntArray
    own_traffic: IntArray
    binding: IntArray
    window: IntArray
    closed: npt.NDArray[np.bool_]
    flying_s: IntArray
    occupancy: IntArray
    stored_kg_s: FloatArray
    bin_s: int
    happenings: int


def simulate(
    scenario: Scenario,
    plan: Plan,
    *,
    seed: int | None = None,
    run: int = 0,
    network: Network | None = None,
    luck: bool = True,
    log: bool = False,
) -> Run:
    """Simulate one run of a plan.

    The semantics are those of the page *What the simulator does, second by second*. The same scenario, plan, seed and
    run give the same bytes.

    Parameters
    ----------
    scenario, plan : what is simulated.
    seed : seed of all draws; None takes the scenario's.
    run : which run of the study with that seed.
    network : the scenario's network, if it is at hand.
    luck : False = every distribution gives its mean and nothing breaks.
    log : keep the events.

    Raises
    ------
    PlanError
        When a mission can't be flown as it stands, or the run never ends.
    """
    if network is None:
        from openairlift.network import build_network

        network = build_network(scenario)
    seed = scenario.settings.seed if seed is None else seed
    return Simulator(network, plan, luck=luck, log=log).play(seed, run)


def simulate_many(network: Network, plan: Plan, *, seed: int, first: int, count: int) -> Batch:
    """Simulate runs `first` … `first + count - 1` of a study; any split into batches gives the same runs.

    Raises
    ------
    PlanError
        When a mission can't be flown as it stands, or a run never ends.
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    simulator = Simulator(network, plan, luck=True, log=False)
    runs = [simulator.play(seed, first + i) for i in range(count)]
    stacked: dict[str, Any] = {
        name: np.stack([getattr(run, name) for run in runs])
        for name in ("marks", "carried", "waits", "traffic", "own_traffic", "binding", "flying_s")
    }
    return Batch(
        seed=seed,
        first=first,
        count=count,
        window=np.array([run.window for run in runs], dtype=np.int64),
        closed=np.array([run.closed for run in runs], dtype=np.bool_),
        occupancy=np.sum([run.occupancy for run in runs], axis=0, dtype=np.int64),
        stored_kg_s=np.sum([run.stored_kg_s for run in runs], axis=0),
        bin_s=runs[0].bin_s,
        happenings=sum(run.happenings for run in runs),
        **stacked,
    )


def is_compiled() -> bool:
    """Return whether the kernel needs no compiling: it is in use already, or lies in the user's cache folder."""
    return "openairlift.sim.kernel" in sys.modules or has_compiled()


def warm_up() -> None:
    """Compile the kernel, or load it from the cache; later calls are quick."""
    from openairlift.sim.kernel import play
    from openairlift.sim.rows import table_of

    state = empty_state()
    play(table_of(state))


class Simulator:
    """A network and a plan, compiled once for many runs: `play` returns one `Run` at a time."""

    def __init__(self, network: Network, plan: Plan, *, luck: bool, log: bool) -> None:
        self._network, self._plan, self._luck, self._log = network, plan, luck, log
        self._resize(first_sizes(network, plan, log=log))

    def _resize(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._start = initial_state(self._network, self._plan, luck=self._luck, log=self._log, sizes=sizes)
        from openairlift.sim.rows import table_of

        self._fresh, self._used, self._state = _arena(self._start)
        self._table = table_of(self._state)

    def _reset(self) -> State:
        np.copyto(self._used, self._fresh)
        return self._state

    def play(self, seed: int, run: int) -> Run:
        """Simulate one run of the study with a seed.

        Raises
        ------
        PlanError
            When the run never ends.
        """
        from openairlift.sim.kernel import play

        while True:
            state = self._reset()
            state.world["root"] = stream(seed, run)
            status = Status(int(play(self._table)))
            sizes = self._sizes
            if status is Status.DONE:
                return _result(state, seed, run)
            if status is Status.HEAP_FULL:
                self._resize(replace(sizes, heap=2 * sizes.heap))
            elif status is Status.CRAFT_FULL:
                self._resize(replace(sizes, traffic=2 * sizes.traffic))
            elif status is Status.LOG_FULL:
                self._resize(replace(sizes, log=2 * sizes.log))
            else:
                second = int(state.world["now"][0])
                raise PlanError(
                    f"run {run} with seed {seed} never ends: over {MAX_EVENTS:,} events, or a million in one second, "
                    f"by second {second} of the scenario; look for times and rates that are far too small or large"
                )


def _arena(start: State) -> tuple[Records, Records, State]:
    """Return the state at second 0 as one block of bytes, a second block, and the state whose arrays lie in that.

    One copy of a block sets a run up: fresh memory for every array and run takes longer than many a run itself.
    """
    offsets, size = {}, 0
    for name, array in zip(State._fields, start, strict=True):
        if name not in UNCHANGED and name != "log":
            offsets[name] = size
            size += -(-array.nbytes // 64) * 64
    fresh, used = np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.uint8)
    arrays = []
    for name, array in zip(State._fields, start, strict=True):
        if name in offsets:
            part = slice(offsets[name], offsets[name] + array.nbytes)
            fresh[part].view(array.dtype).reshape(array.shape)[...] = array
            arrays.append(used[part].view(array.dtype).reshape(array.shape))
        else:
            arrays.append(array)
    return fresh, used, State(*arrays)


def _result(state: State, seed: int, run: int) -> Run:
    world = state.world[0]
    by_plan = np.argsort(state.mission["index"], kind="stable")
    horizon, closed_at = int(world["horizon"]), int(world["closed_at"])
    return Run(
        seed=seed,
        run=run,
        marks=state.marks.copy(),
        carried=state.load["carried"].copy(),
        waits=state.waits.copy(),
        traffic=state.traffic[0].copy(),
        own_traffic=state.traffic[1].copy(),
        binding=state.resource["total"].copy(),
        window=(int(world["first_landed"]), closed_at if closed_at >= 0 else horizon),
        closed=closed_at >= 0,
        flying_s=state.kind["flying_s"].copy(),
        ended=state.mission["ended_s"][by_plan],
        stuck=state.mission["stuck"][by_plan],
        mission_flown_s=state.mission["flown_s"][by_plan],
        mission_landings_usd=state.mission["landings_usd"][by_plan],
        trips=state.load["started"].copy(),
        fuel_kg=state.place["fuel_issued"].copy(),
        lost_tails=int(world["lost_tails"]),
        lost_kg=int(world["lost_g"]) / 1000.0,
        occupancy=state.occupancy.copy(),
        # whole kg s: exact as floats, so that sums over runs do not depend on their order
        stored_kg_s=((state.stored + 500) // 1000).astype(np.float64),
        bin_s=int(world["bin_s"]),
        happenings=int(world["events"]),
        events=state.log[: int(world["log_count"])].copy() if world["logging"] else None,
    )
