"""Time-lines of what is taken at each airfield while a plan is being built: spots, slots, handling, arrivals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from openairlift.model import Equivalence
from openairlift.network import Network, Steps
from openairlift.units import DAY_S

Full = Callable[[list[int], tuple[int, ...]], bool]

NEVER = 1 << 60
"""A time after every horizon: no gap was found."""


@dataclass(frozen=True, slots=True)
class Booking:
    """What one stop takes: a spot of class `spot` (-1: none counted) in [start, leave), a slot in [start, served).

    Handled: loaders or an unloading crew as well as the slot. Hot: a spot for dangerous cargo. Lands: an arrival.
    """

    place: int
    body: int
    spot: int
    start: int
    served: int
    leave: int
    handled: bool = False
    hot: bool = False
    lands: bool = False


class _Line:
    """A step function of time that bookings raise; `use[i]` holds on [times[i], times[i + 1])."""

    def __init__(self, width: int) -> None:
        self.times = [0]
        self.use = [[0] * width]

    def index(self, time: int) -> int:
        return bisect_right(self.times, time) - 1

    def split(self, time: int) -> int:
        at = self.index(time)
        if self.times[at] == time:
            return at
        self.times.insert(at + 1, time)
        self.use.insert(at + 1, list(self.use[at]))
        return at + 1

    def add(self, start: int, end: int, column: int, amount: int) -> None:
        if end <= start:
            return
        first = self.split(start)
        last = self.split(end)
        for row in self.use[first:last]:
            row[column] += amount


class Station:
    """One airfield's time-lines; all times are whole seconds since the scenario's start."""

    def __init__(self, network: Network, place: int) -> None:
        self.place = place
        self.parking: Steps | None = network.parking[place]
        self.working: Steps | None = network.working[place]
        self.windows = network.open_s[place]
        record = network.places[place]
        self.handling: Steps | None = network.handling[place] if network.handling else None
        self.hot: Steps | None = Steps(times=(0,), values=((record.hot_spots,),)) if record.hot_spots else None
        self.arrivals = None if record.arrivals_per_day is None else max(1, int(record.arrivals_per_day))
        table = _table(network.places[place].spot_equivalence)
        self._full = [[_spots_full(table, spot, body) for body in range(spot + 1)] for spot in range(3)]
        self._spots = _Line(9)  # column = 3 × spot class + body class
        self._slots = _Line(1)
        self._handled = _Line(1)
        self._hot = _Line(1)
        self._landed: dict[int, int] = {}  # by day

    def open_from(self, time: int) -> int:
        """Return the first moment at or after `time` at which the field is open, or `NEVER`."""
        if self.windows is None:
            return time
        for start, end in self.windows:
            if time < end:
                return max(time, start)
        return NEVER

    def first_gap(
        self,
        time: int,
        body: int,
        served: int,
        stays: int,
        *,
        handled: bool = False,
        hot: bool = False,
        lands: bool = False,
    ) -> tuple[int, int]:
        """Return the least start ≥ `time` with a spot free for `stays` and a slot for `served` seconds, and its class.

        The field is open at the start. Handled, hot, lands: as in `Booking`. Spot class -1 where parking has no limit;
        (`NEVER`, -1) when there is no gap.
        """
        while True:
            time = self.open_from(time)
            if time >= NEVER:
                return NEVER, -1
            later = self._arrival_from(time) if lands else time
            later = max(later, _first_free(self._slots, self.working, time, served))
            if handled:
                later = max(later, _first_free(self._handled, self.handling, time, served))
            if hot:
                later = max(later, _first_free(self._hot, self.hot, time, stays))
            if later > time:
                time = later
                continue
            spot_at, spot = self._first_spot(time, body, stays)
            if spot_at == time:
                return time, spot
            time = spot_at

    def book(self, booking: Booking, sign: int = 1) -> None:
        """Take what a booking says, or give it back with sign -1."""
        if self.parking is not None:
            self._spots.add(booking.start, booking.leave, 3 * booking.spot + booking.body, sign)
        if self.working is not None:
            self._slots.add(booking.start, booking.served, 0, sign)
        if self.handling is not None and booking.handled:
            self._handled.add(booking.start, booking.served, 0, sign)
        if self.hot is not None and booking.hot:
            self._hot.add(booking.start, booking.leave, 0, sign)
        if self.arrivals is not None and booking.lands:
            day = booking.start // DAY_S
            self._landed[day] = self._landed.get(day, 0) + sign

    def _arrival_from(self, time: int) -> int:
        """Return the first moment at or after `time` on a day that has room for another arrival."""
        if self.arrivals is None or self._landed.get(time // DAY_S, 0) < self.arrivals:
            return time
        return (time // DAY_S + 1) * DAY_S

    def _first_spot(self, time: int, body: int, stays: int) -> tuple[int, int]:
        """Return (time, class) when a spot is free from `time` on, else (a later time to try, -1)."""
        if self.parking is None:
            return time, -1
        best = NEVER
        for spot in range(body, 3):
            clash = _first_clash(self._spots, self.parking, time, time + stays, self._full[spot][body])
            if clash is None:
                return time, spot
            best = min(best, clash)
        return best, -1


def _table(equivalence: Equivalence) -> tuple[tuple[int, int, int], ...]:
    """Aircraft of each body class (row) that one spot of each class (column) holds."""
    return (
        (1, equivalence.small_on_narrow, equivalence.small_on_wide),
        (1, 1, equivalence.narrow_on_wide),
        (1, 1, 1),
    )


def _spots_full(table: tuple[tuple[int, int, int], ...], spot: int, body: int) -> Full:
    """Return what tells whether the spots of a class are too few once one more aircraft of a body stands there."""
    first = 3 * spot
    per = [table[other][spot] for other in range(spot + 1)]
    if all(each == 1 for each in per):
        end = first + spot + 1
        return lambda use, capacity: sum(use[first:end]) + 1 > capacity[spot]

    def full(use: list[int], capacity: tuple[int, ...]) -> bool:
        total = 0
        for other, each in enumerate(per):
            count = use[first + other] + (other == body)
            total += -(-count // each)
        return total > capacity[spot]

    return full


def _slots_full(use: list[int], capacity: tuple[int, ...]) -> bool:
    return use[0] + 1 > capacity[0]


def _first_free(line: _Line, steps: Steps | None, time: int, length: int) -> int:
    """Return the first moment at or after `time` from which one more fits for a length; `NEVER` where none does."""
    if steps is None or length <= 0:
        return time
    while True:
        clash = _first_clash(line, steps, time, time + length, _slots_full)
        if clash is None or clash >= NEVER:
            return time if clash is None else NEVER
        time = clash


def _first_clash(line: _Line, steps: Steps, start: int, end: int, full: Full) -> int | None:
    """Return None when nothing is full in [start, end), else the end of the first full stretch (a later try)."""
    if end <= start:
        return None
    times, uses, changes = line.times, line.use, steps.times
    at = bisect_right(times, start) - 1
    step = bisect_right(changes, start) - 1
    capacity, many = steps.values[step], len(times)
    next_step = changes[step + 1] if step + 1 < len(changes) else NEVER
    while True:
        now = times[at + 1] if at + 1 < many else NEVER
        ends = now if now < next_step else next_step
        if full(uses[at], capacity):
            return ends
        if ends >= end:
            return None
        if now == ends:
            at += 1
        if next_step == ends:
            step += 1
            capacity = steps.values[step]
            next_step = changes[step + 1] if step + 1 < len(changes) else NEVER


class Stations:
    """The time-lines of all airfields of a network."""

    def __init__(self, network: Network) -> None:
        self._all = [Station(network, place) for place in range(len(network.places))]
        self.version = 0

    def __getitem__(self, place: int) -> Station:
        return self._all[place]

    def book(self, bookings: tuple[Booking, ...]) -> None:
        """Take what the bookings say."""
        for booking in bookings:
            self._all[booking.place].book(booking)
        self.version += 1

    def free(self, bookings: tuple[Booking, ...]) -> None:
        """Give back what the bookings took."""
        for booking in bookings:
            self._all[booking.place].book(booking, -1)
        self.version += 1


def book_traffic(network: Network, stations: Stations) -> None:
    """Book other traffic as it comes with luck off: evenly, each at the first gap within the time it would hold."""
    hold = int(network.scenario.settings.hold_s + 0.5)
    arrivals: list[tuple[int, int, int]] = []
    for number, stream in enumerate(network.streams):
        gap = 86_400 / stream.arrivals_per_day if stream.arrivals_per_day > 0 else 0.0
        k = 0
        while gap:
            at = int(stream.opens_s + (k + 0.5) * gap + 0.5)
            if at >= stream.closes_s:
                break
            arrivals.append((at, number, k))
            k += 1
    for at, number, _ in sorted(arrivals):
        stream = network.streams[number]
        stay = int(stream.ground_s.mean + 0.5)
        start, spot = stations[stream.place].first_gap(at, stream.body, stay, stay, handled=True, lands=True)
        if start <= at + hold:
            taken = Booking(
                stream.place, stream.body, spot, start, start + stay, start + stay, handled=True, hot=False, lands=True
            )
            stations.book((taken,))
