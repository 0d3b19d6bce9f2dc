"""What the synthetic instances are made of: aircraft types, and the sizes S, M and L."""

from __future__ import annotations

from dataclasses import dataclass

LOADS = ("light", "congested")
"""How much there is to carry: what the fleet does easily, and more than it can do."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """An aircraft type, invented.

    Attributes
    ----------
    name, title : as in ``aircraft.csv``.
    body : body class.
    classes : cargo classes.
    payload : (leg [km], payload [kg]) from the longest leg with full payload to the ferry range.
    speed : (leg [km], block speed [km/h]).
    onload, enroute, offload : time on the ground [h].
    """

    name: str
    title: str
    body: str = "wide"
    classes: tuple[str, ...]
    payload: tuple[tuple[int, int], ...]
    speed: tuple[tuple[int, int], ...]
    onload: float
    enroute: float
    offload: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Squad:
    """Tails of a type and the number of fleet rows over which they are spread."""

    type: str
    tails: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size of instances.

    Attributes
    ----------
    name : S, M or L.
    requirements : how many, by cargo class.
    shares : share of the mass by cargo class, a span from which it is drawn; bulk takes the rest.
    origins, staging, destinations : how many places.
    gap_deg : least distance between two places of a kind, in degrees.
    squads : the fleet.
    horizon_days : length.
    mass_kg : mass of all requirements by load; none where requirements are made of a number of loads.
    loads : aircraft loads of all requirements by load: least and most; none where the mass is given.
    ready_days, slack_days : spans of the ready day, and of the days from ready to required, by load.
    late_days : span of the ready day of one requirement that comes late, by load; none where none does.
    working : least and most working slots of a place.
    staging_working : the same of a staging base.
    use : share of working slots at origins and destinations that the fleet would use if it flew all the time.
    loads_per_day : aircraft loads a day of the whole fleet if it flew all the time.
    """

    name: str
    requirements: dict[str, int]
    shares: dict[str, Span]
    origins: int
    staging: int
    destinations: int
    gap_deg: float
    squads: tuple[Squad, ...]
    horizon_days: int
    mass_kg: dict[str, int]
    loads: dict[str, tuple[int, int]]
    ready_days: dict[str, Span]
    slack_days: dict[str, Span]
    late_days: dict[str, Span]
    working: tuple[int, int]
    staging_working: tuple[int, int]
    use: Span
    loads_per_day: float


TYPES = {
    item.name: item
    for item in (
        Type(
            name="syn-outsize",
            title="Synthetic outsize freighter",
            classes=("bulk", "oversize", "outsize"),
            payload=((5700, 104_000), (8600, 61_000), (11_400, 0)),
            speed=((500, 540), (1500, 690), (3000, 770), (6000, 822), (9000, 836)),
            onload=4.1275,
            enroute=2.4925,
            offload=3.4525,
        ),
        Type(
            name="syn-heavy",
            title="Synthetic heavy airlifter",
            classes=("bulk", "oversize"),
            payload=((5500, 62_000), (8000, 33_500), (9600, 0)),
            speed=((500, 520), (1500, 670), (3000, 752), (6000, 806), (9000, 818)),
            onload=3.1225,
            enroute=2.1175,
            offload=2.5875,
        ),
        Type(
            name="syn-tanker",
            title="Synthetic tanker and freighter",
            classes=("bulk", "oversize"),
            payload=((6300, 66_500), (9300, 39_000), (12_600, 0)),
            speed=((500, 550), (1500, 705), (3000, 790), (6000, 848), (9000, 860)),
            onload=3.5625,
            enroute=2.2675,
            offload=2.9325,
        ),
        Type(
            name="bulk-wide",
            title="Synthetic wide-body freighter for bulk only",
            classes=("bulk",),
            payload=((6200, 101_000), (9100, 60_000), (12_100, 0)),
            speed=((500, 555), (1500, 712), (3000, 798), (6000, 858), (9000, 871)),
            onload=3.8475,
            enroute=2.3825,
            offload=3.2175,
        ),
        Type(
            name="bulk-medium",
            title="Synthetic medium freighter for bulk only",
            classes=("bulk",),
            payload=((5800, 55_500), (8500, 33_000), (10_600, 0)),
            speed=((500, 545), (1500, 698), (3000, 780), (6000, 837), (9000, 849)),
            onload=3.2725,
            enroute=2.0475,
            offload=2.6625,
        ),
        Type(
            name="bulk-narrow",
            title="Synthetic narrow-body freighter for bulk only",
            body="narrow",
            classes=("bulk",),
            payload=((4900, 36_000), (7200, 21_500), (8900, 0)),
            speed=((500, 535), (1500, 684), (3000, 764), (6000, 818), (9000, 829)),
            onload=2.9975,
            enroute=2.0025,
            offload=2.5125,
        ),
        # The types of size S fly every leg to and from a staging base with full payload and none past it, loaded or
        # not, so that what a mission can carry depends on its type alone, and optima can be proved.
        Type(
            name="syn-short",
            title="Synthetic airlifter of short range",
            classes=("bulk", "oversize"),
            payload=((7000, 62_000), (7600, 30_000), (8000, 0)),
            speed=((500, 520), (1500, 670), (3000, 752), (6000, 806), (9000, 818)),
            onload=3.1225,
            enroute=2.1175,
            offload=2.5875,
        ),
        Type(
            name="bulk-short",
            title="Synthetic freighter of short range for bulk only",
            classes=("bulk",),
            payload=((7000, 55_500), (7600, 27_000), (8000, 0)),
            speed=((500, 545), (1500, 698), (3000, 780), (6000, 837), (9000, 849)),
            onload=3.2725,
            enroute=2.0475,
            offload=2.6625,
        ),
    )
}
"""The types by name."""

SIZES = {
    item.name: item
    for item in (
        Size(
            name="S",
            requirements={"oversize": 2, "bulk": 3},
            shares={},
            origins=3,
            staging=2,
            destinations=2,
            gap_deg=4.0,
            squads=(Squad(type="syn-short", tails=4, rows=2), Squad(type="bulk-short", tails=2, rows=1)),
            horizon_days=5,
            mass_kg={},
            loads={"light": (6, 8), "congested": (8, 10)},
            ready_days={"light": (0.0, 1.5), "congested": (0.0, 1.0)},
            slack_days={"light": (2.0, 3.0), "congested": (0.9, 1.4)},
            late_days={"congested": (3.9, 4.3)},
            working=(1, 2),
            staging_working=(1, 2),
            use=(0.5, 0.85),
            loads_per_day=4.5,
        ),
        Size(
            name="M",
            requirements={"outsize": 3, "oversize": 5, "bulk": 12},
            shares={"outsize": (0.10, 0.15), "oversize": (0.25, 0.30)},
            origins=10,
            staging=6,
            destinations=4,
            gap_deg=1.5,
            squads=(
                Squad(type="syn-outsize", tails=15, rows=3),
                Squad(type="syn-heavy", tails=50, rows=7),
                Squad(type="syn-tanker", tails=20, rows=4),
                Squad(type="bulk-wide", tails=15, rows=3),
                Squad(type="bulk-medium", tails=20, rows=4),
            ),
            horizon_days=30,
            mass_kg={"light": 60_000_000, "congested": 250_000_000},
            loads={},
            ready_days={"light": (0.0, 3.0), "congested": (0.0, 10.0)},  # light: stocks lie ready; the fleet takes days
            slack_days=dict.fromkeys(LOADS, (12.0, 20.0)),
            late_days={},
            working=(3, 8),
            staging_working=(3, 6),
            use=(0.5, 0.85),
            loads_per_day=92.0,
        ),
        Size(
            name="L",
            requirements={"outsize": 120, "oversize": 280, "bulk": 600},
            shares={"outsize": (0.10, 0.15), "oversize": (0.25, 0.30)},
            origins=30,
            staging=20,
            destinations=12,
            gap_deg=1.0,
            squads=(
                Squad(type="syn-outsize", tails=18, rows=4),
                Squad(type="syn-heavy", tails=66, rows=13),
                Squad(type="syn-tanker", tails=22, rows=5),
                Squad(type="bulk-wide", tails=14, rows=4),
                Squad(type="bulk-medium", tails=44, rows=9),
                Squad(type="bulk-narrow", tails=36, rows=7),
            ),
            horizon_days=60,
            mass_kg={"light": 170_000_000, "congested": 720_000_000},
            loads={},
            ready_days={"light": (0.0, 6.0), "congested": (0.0, 40.0)},
            slack_days=dict.fromkeys(LOADS, (12.0, 20.0)),
            late_days={},
            working=(1, 8),
            staging_working=(2, 4),
            use=(0.5, 0.85),
            loads_per_day=152.0,
        ),
    )
}
"""The sizes by name."""
