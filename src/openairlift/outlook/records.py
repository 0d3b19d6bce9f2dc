"""What the stocks outlook says of an item."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift.outlook.draws import FloatArray
from openairlift.outlook.measures import Chance, Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class AtPlace:
    """What of an item lies at a place [pieces].

    Attributes
    ----------
    place : its id.
    released, reserve : stock released for the airlift; mean of what is not.
    drawn : what the plan draws there.
    """

    place: str
    released: float
    reserve: float
    drawn: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Falling:
    """When the stock falls below a level, in months after the start.

    Attributes
    ----------
    level : pieces; 0 = something is asked for that is not there.
    chance : share of the samples in which it does within the months.
    when : quantiles over all samples.
    """

    level: float
    chance: Chance
    when: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilding:
    """When the stock is back at a level after it was below it, in months after the start.

    Attributes
    ----------
    level : pieces; None = the opening stock, whatever it is in the sample.
    fell : share of the samples in which it ever is below.
    chance : share of the samples in which it is back within the months, or never was below.
    when : quantiles over all samples; 0 where it never was below.
    """

    level: float | None
    fell: float
    chance: Chance
    when: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The constant production, on top of what is stated, that holds a floor.

    Attributes
    ----------
    floor, share, lead_months : what is to be held, in which share of the samples; from when it can arrive.
    per_month : pieces a month; None where no rate can, for the floor is broken before it arrives.
    low, high : 95 % interval of `per_month` that chance leaves; None as above.
    """

    floor: float
    share: float
    lead_months: float
    per_month: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A number that a source reports, and where it lies among the samples: compared, never read.

    Attributes
    ----------
    id, quantity : the observation and what it is about.
    value, low, high : as reported [months].
    below, low_below, high_below : share of the samples below each of them; None where it was not reported, or lies
        beyond the months looked at.
    evidence, note : of the observation.
    """

    id: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    below: float | None
    low_below: float | None
    high_below: float | None
    evidence: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOutlook:
    """The months ahead of one item [pieces].

    Attributes
    ----------
    item : its id.
    places : where it lies.
    opening : everything that lies there at the start, released or not.
    drawn : what the plan has drawn by the end of every month, shape (months + 1,).
    produced, consumed : means of what has arrived and of what was asked for by then, same shape.
    on_hand : P10, P50 and P90 of the stock at the end of every month, shape (3, months + 1).
    unmet : what was asked for in all months and was not there.
    run_out, below_floor : None of the floor where none is stated.
    weeks, weeks_after : weeks of supply at the start and after the plan's last draw, at the stated consumption and with
        nothing arriving; None where the plan draws nothing, or nothing is consumed.
    rebuild, rate : the rate holds the stated floor, else 0.
    reported : observations beside it.
    floor_by : ``stock.csv``, ``argument``, or blank where no floor is stated.
    """

    item: str
    places: tuple[AtPlace, ...]
    opening: Spread
    drawn: FloatArray
    produced: FloatArray
    consumed: FloatArray
    on_hand: FloatArray
    unmet: Spread
    run_out: Falling
    below_floor: Falling | None
    weeks: Spread | None
    weeks_after: Spread | None
    rebuild: Rebuilding
    rate: Rate
    reported: tuple[Reported, ...]
    floor_by: str

    @property
    def floor(self) -> float | None:
        """The stated floor."""
        return None if self.below_floor is None else self.below_floor.level


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The stocks of a scenario, months ahead.

    Attributes
    ----------
    months, samples, seed : as they were used.
    items : those asked for that have a stated stock.
    unstated : what was not stated, in sentences.
    others : items of stocks that nothing is produced or consumed of, and that were not asked for.
    complete : False when Ctrl-C ended it; the items by then are there.
    """

    months: int
    samples: int
    seed: int
    items: tuple[ItemOutlook, ...]
    unstated: tuple[str, ...]
    others: tuple[str, ...]
    complete: bool
