"""Requirements of an instance: cargo class, mass, from where to where, when, how urgent."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise, product

from openairlift.instances.draws import Draws
from openairlift.instances.sizes import TYPES, Size

_GRAIN_KG = 1000
"""Masses are whole tonnes."""

_RANKS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A requirement: mass [kg] and its share of all, minutes from the start at which it is ready and required."""

    id: str
    cargo_class: str
    mass_kg: int
    share: float
    origin: str
    destination: str
    ready_min: int
    required_min: int
    rank: int


def demands(
    size: Size, draws: Draws, *, load: str, origins: tuple[str, ...], destinations: tuple[str, ...]
) -> tuple[Demand, ...]:
    """Return the requirements; `load` changes masses and, in size S, dates, but not who sends what to whom."""
    classes = draws.shuffled("class", [name for name, count in size.requirements.items() for _ in range(count)])
    if size.loads:
        masses = _by_loads(size, draws, load, classes)
        shares = [mass / sum(masses) for mass in masses]
    else:
        shares = _shares(size, draws, classes)
        masses = _by_mass(size.mass_kg[load], shares)
    lanes = _lanes(size, draws, origins, destinations, len(classes))
    width = len(str(len(classes)))
    late = draws.whole("late", 0, len(classes) - 1) if load in size.late_days else -1
    result = []
    for i, cargo_class in enumerate(classes):
        days = size.late_days[load] if i == late else size.ready_days[load]
        ready = int(draws.between("ready", *days, i) * 1440)
        slack = int(draws.between("slack", *size.slack_days[load], i) * 1440)
        result.append(
            Demand(
                id=f"r{i + 1:0{max(width, 2)}d}",
                cargo_class=cargo_class,
                mass_kg=masses[i],
                share=shares[i],
                origin=lanes[i][0],
                destination=lanes[i][1],
                ready_min=ready,
                required_min=min(ready + slack, size.horizon_days * 1440),
                rank=_RANKS[draws.whole("rank", 0, len(_RANKS) - 1, i)],
            )
        )
    return tuple(result)


def _lanes(
    size: Size, draws: Draws, origins: tuple[str, ...], destinations: tuple[str, ...], count: int
) -> list[tuple[str, str]]:
    """Return origin and destination of each requirement; where loads are counted no two requirements share both."""
    if size.loads:
        return draws.dealt("lane", list(product(origins, destinations)), count)
    starts, ends = draws.dealt("origin", origins, count), draws.dealt("destination", destinations, count)
    return list(zip(starts, ends, strict=True))


def _shares(size: Size, draws: Draws, classes: list[str]) -> list[float]:
    """Return each requirement's share of the mass: of its class first, then by a weight from 0.5 to 1.5."""
    shares = {name: draws.between(f"share/{name}", *span) for name, span in size.shares.items()}
    shares["bulk"] = 1.0 - sum(shares.values())
    weights = [draws.between("weight", 0.5, 1.5, i) for i in range(len(classes))]
    of_class = dict.fromkeys(classes, 0.0)
    for name, weight in zip(classes, weights, strict=True):
        of_class[name] += weight
    return [shares[name] * weight / of_class[name] for name, weight in zip(classes, weights, strict=True)]


def _by_mass(total: int, shares: list[float]) -> list[int]:
    """Return masses in whole grains [kg]: differences of rounded running sums, so that the total is exact."""
    grains = total // _GRAIN_KG
    ends = [int(grains * running + 0.5) for running in accumulate(shares)]
    ends[-1] = grains
    return [(end - begin) * _GRAIN_KG for begin, end in pairwise([0, *ends])]


def _by_loads(size: Size, draws: Draws, load: str, classes: list[str]) -> list[int]:
    """Give each requirement one to three full aircraft loads less a little, whichever type carries them."""
    counts = [1] * len(classes)
    spare = draws.whole("loads", *size.loads[load]) - len(classes)
    for i in draws.shuffled("more", [i for i in range(len(classes)) for _ in range(2)])[:spare]:
        counts[i] += 1
    least = min(TYPES[squad.type].payload[0][1] for squad in size.squads)
    fills = [draws.between("fill", 0.93, 0.99, i) for i in range(len(classes))]
    return [int(least * count * fill / 100) * 100 for count, fill in zip(counts, fills, strict=True)]
