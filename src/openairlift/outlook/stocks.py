"""Stocks months ahead: what lies there, what the plan draws, what is consumed and produced, when it runs out."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime

from openairlift.errors import UsageError, nearest
from openairlift.evidence import MONTHS_AHEAD
from openairlift.model import Consumption, Production
from openairlift.network import Network, build_network
from openairlift.outlook.draws import streams
from openairlift.outlook.flows import Flow, drawing
from openairlift.outlook.items import Asked, item_outlook
from openairlift.outlook.opening import stocks_of
from openairlift.outlook.records import ItemOutlook, Outlook
from openairlift.outlook.unstated import unstated
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.rows import rows
from openairlift.solve import make_plan
from openairlift.units import MONTH_S

MONTHS, SAMPLES, HOLD = 36, 10_000, 0.9
MOST_MONTHS, MOST_CELLS = 1_200, 20_000_000
_QUICK, _LITTLE = 50_000_000, 5_000_000
"""Samples by month of all items that take no time worth telling of, and that one thread does soonest."""

Told = Callable[[str, int, int], None]
"""Called with (item, how many are done, how many there are)."""


def stocks(
    scenario: Scenario,
    *,
    months: int = MONTHS,
    samples: int = SAMPLES,
    seed: int | None = None,
    items: Sequence[str] = (),
    floors: Mapping[str, float] | None = None,
    levels: Mapping[str, float] | None = None,
    hold: float = HOLD,
    lead: float = 0.0,
    plan: Plan | None = None,
    network: Network | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Outlook:
    """Return the stocks of a scenario months ahead, as distributions.

    The opening stock is everything that lies anywhere, released for the airlift or not. The plan draws its loads in the
    month in which their missions begin. Production and consumption are flows; what can't be met is counted and lost.

    Parameters
    ----------
    scenario : with ``stock.csv`` and, where they are known, ``production.csv`` and ``consumption.csv``.
    months : how many months of 30.4375 days ahead.
    samples : draws of everything that is a distribution.
    seed : of the draws; None = the scenario's.
    items : which; none = those that something is produced or consumed of, or all where there are none such.
    floors : levels by item that should hold [pieces], instead of those in ``stock.csv``.
    levels : levels by item that count as rebuilt [pieces]; else the opening stock.
    hold : share of the samples in which the rate asked for holds the floor.
    lead : months from the start until that new production begins to arrive.
    plan, network : where they are at hand; else the baseline is planned.
    workers : threads, the same bytes for any number; None = all cores where there is much to do.
    progress : told what is done.

    Returns
    -------
    Outlook
        By item; times are months after the start, None = not within the months.

    Raises
    ------
    UsageError
        When an item is not known, or a number is out of range.

    Notes
    -----
    Luck is counter-based: an item's samples depend on no other item, on no order, and on no number of samples.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.stocks(oa.read_scenario("relief-small"), months=12, samples=200, items=["food"])
    >>> found.items[0].on_hand.shape
    (3, 13)
    """
    floors, levels = dict(floors or {}), dict(levels or {})
    _check(months=months, samples=samples, hold=hold, lead=lead)
    network = network if network is not None else build_network(scenario)
    flows = {table: flows_of(scenario, table) for table in ("production", "consumption")}
    known = dict.fromkeys([*(row.item for row in scenario.stock), *flows["production"], *flows["consumption"]])
    for name in (*items, *floors, *levels):
        if name not in known:
            raise UsageError(_unknown(name, known))
    for name, level in (*floors.items(), *levels.items()):
        if not (level >= 0.0 and math.isfinite(level)):
            raise UsageError(f"the level of {name!r} is a number of pieces, 0 or more; got {level:g}")
    moving = [name for name in known if name in flows["production"] or name in flows["consumption"]]
    wanted = list(dict.fromkeys(items)) or moving or list(known)
    plan = plan if plan is not None else make_plan(scenario, network=network)
    opened = stocks_of(scenario, network, plan, months)
    seed = scenario.settings.seed if seed is None else seed
    seen = [one for one in scenario.evidence.observations.values() if one.quantity in MONTHS_AHEAD]
    able = [name for name in wanted if name in opened]
    moved = {name: [flows[table].get(name, ()) for table in ("production", "consumption")] for name in able}
    cells = samples * months
    asked = Asked(
        months=months, samples=samples, roots=streams(seed, 0, samples), floors=floors, levels=levels, hold=hold,
        lead=lead, draws=drawing((flow for pair in moved.values() for one in pair for flow in one), samples, months),
    )  # fmt: skip

    def work(name: str) -> ItemOutlook:
        produced, consumed = moved[name]
        return item_outlook(opened[name], produced, consumed, asked, [one for one in seen if one.item == name])

    told = progress if progress is not None and len(able) * cells > _QUICK else None
    made, complete = _made(able, work, threads=_threads(workers, len(able) * cells), progress=told)
    return Outlook(
        months=months, samples=samples, seed=seed, items=tuple(made), complete=complete,
        unstated=unstated(wanted, opened=opened, flows=flows, made=made),
        others=tuple(name for name in known if name not in wanted),
    )  # fmt: skip


def _threads(workers: int | None, cells: int) -> int:
    if workers is not None:
        if workers < 1:
            raise UsageError(f"workers is a whole number from 1 on; got {workers}")
        return workers
    if cells <= _LITTLE:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _made(
    names: Sequence[str], work: Callable[[str], ItemOutlook], *, threads: int, progress: Told | None
) -> tuple[list[ItemOutlook], bool]:
    """Return the outlook of every item, in order, and whether they are all there; Ctrl-C ends after the last one."""
    made: list[ItemOutlook] = []
    try:
        with closing(_worked(names, work, threads)) as found:
            for name in names:
                if progress is not None:
                    progress(name, len(made), len(names))
                made.append(next(found))
    except KeyboardInterrupt:
        return made, False
    return made, True


def _worked(
    names: Sequence[str], work: Callable[[str], ItemOutlook], threads: int
) -> Generator[ItemOutlook, None, None]:
    if min(threads, len(names)) < 2:
        yield from map(work, names)
        return
    # Threads, not processes: what takes time here runs outside of the interpreter's lock.
    pool = ThreadPoolExecutor(min(threads, len(names)))
    try:
        yield from pool.map(work, names)
    finally:
        pool.shutdown(cancel_futures=True)


def _check(*, months: int, samples: int, hold: float, lead: float) -> None:
    if not 1 <= months <= MOST_MONTHS:
        raise UsageError(f"months is a whole number from 1 to {MOST_MONTHS}; got {months}")
    if samples < 1 or samples * (months + 1) > MOST_CELLS:
        most = MOST_CELLS // (months + 1)
        raise UsageError(f"samples is a whole number from 1 to {most:,} for {months} months; got {samples}")
    if not 0.0 < hold < 1.0:
        raise UsageError(f"the share in which a floor holds lies between 0 and 1; got {hold:g}")
    if not 0.0 <= lead < months:
        raise UsageError(f"the lead of new production lies from 0 to below {months} months; got {lead:g}")


def _unknown(name: str, known: Iterable[str]) -> str:
    near = nearest(name, list(known))
    hint = "" if near is None else f" Did you mean {near!r}?"
    return f"no stock and no flow of an item {name!r} is stated.{hint} Known: {', '.join(known) or 'none'}."


def flows_of(scenario: Scenario, table: str) -> dict[str, tuple[Flow, ...]]:
    """Return the flows of ``production`` or ``consumption`` by item."""
    found: dict[str, list[Flow]] = {}
    for key, row in rows(scenario, table):
        found.setdefault(row.item, []).append(_flow(scenario, f"{table}/{key}", row))
    return {item: tuple(flows) for item, flows in found.items()}


def _flow(scenario: Scenario, name: str, row: Production | Consumption) -> Flow:
    def month(moment: datetime | None) -> float | None:
        return None if moment is None else scenario.seconds(moment) / MONTH_S

    return Flow(
        name=name, quantity=row.quantity_per_month, opens=month(row.opens), closes=month(row.closes),
        lead=row.lead_months, ramp=row.ramp_months, monthly=row.drawn == "monthly",
    )  # fmt: skip
