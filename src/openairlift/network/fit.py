"""What fits into which aircraft: mass, pallet positions, floor length, doors, seats and cargo classes.

Pallet positions are the one measure of room. A bulk load takes the larger of mass over `pallet_kg` and volume over
`pallet_m3`. A piece with a length on a floor with a stated length takes length ÷ (rows abreast × floor length) of all
positions. Parts of positions add up; people take seats and no positions. What a type does not state does not bind.
"""

from __future__ import annotations

import math
from itertools import permutations

from openairlift.errors import PlanError
from openairlift.model import CARGO_CLASSES, AircraftType
from openairlift.network.network import Line, Network

PASSENGERS = "passengers"
"""Stands for people where hazard classes stand, in `may_share`."""

_NOTHING = 1e-6
"""A quantity that counts as none."""
_SLACK = 1e-9
_APART = (("3", "5.1"), ("4.2", "5.1"), ("4.3", "8"))
_FROM_EXPLOSIVES = ("2", "3", "4.2", "4.3", "5.1", "5.2", "8")


def can_carry(network: Network, type_: int, line: Line | int) -> str | None:
    """Return why a type can't carry a line at all, or None when it can."""
    row, record = _line(network, line), network.types[type_]
    if row.only_type is not None:
        if row.only_type != type_:
            return f"{row.name} is stated in loads of {network.types[row.only_type].type}, not of {record.type}"
        return None
    return _class_reason(record, row) or _size_reason(record, row)


def capacity(network: Network, type_: int, line: Line | int, *, payload_kg: float) -> float:
    """Return how many units of a line fit into one empty aircraft: whole pieces, people and loads, or kg.

    Parameters
    ----------
    payload_kg : payload of the route [kg].
    """
    return Hold(network, type_, payload_kg).room(line)


def positions(network: Network, type_: int, line: Line | int, quantity: float) -> float:
    """Return the pallet positions that a quantity of a line takes; floor use counts as positions.

    A type that states a floor but no pallet positions has one position: its whole floor.
    """
    return positions_per_unit(network, type_, line) * quantity


def positions_per_unit(network: Network, type_: int, line: Line | int) -> float:
    """Return the pallet positions that one unit of a line takes."""
    row, record = _line(network, line), network.types[type_]
    total = position_limit(record)
    if row.people or total is None:
        return 0.0
    if row.unit == "load":
        return total
    if on_floor(record, row) and record.floor_m is not None and row.length_m is not None:
        return total * row.length_m / (rows_abreast(record, row) * record.floor_m)
    if record.pallets is None:
        return 0.0
    by_mass = row.unit_kg / record.pallet_kg if record.pallet_kg else 0.0
    volume = _volume_m3(row)
    by_volume = volume / record.pallet_m3 if record.pallet_m3 and volume else 0.0
    return max(by_mass, by_volume)


def may_share(a: str | None, b: str | None) -> bool:
    """Return whether cargo of two hazard classes may go in one aircraft.

    From the segregation table for carriage by aircraft of US law, 49 CFR 175.78, which follows table 7-1 of ICAO's
    Technical Instructions (Doc 9284): explosives other than 1.4S apart from classes 2, 3, 4.2, 4.3, 5.1, 5.2 and 8; 3
    and 4.2 from 5.1; 4.3 from 8; 1.4B from other explosives but 1.4S. Its classes and notes were read in the editions
    of 1 October 2003 and 2023, the pairs recalled. Later ICAO editions add lithium batteries, which class 9 alone does
    not tell. The table lets most of these pairs fly apart from each other in one hold; here they take two aircraft.
    Classes that it does not name go with everything. People don't go with explosives other than 1.4S (note 1), nor with
    toxic gas (2.3), which passenger aircraft do not take.

    Parameters
    ----------
    a, b : UN hazard class with its division (``1.1D``, ``4.3``), `PASSENGERS`, or None for cargo without hazard. A
        class without its division counts as each of its divisions.

    Examples
    --------
    >>> may_share("3", "5.1"), may_share("1.4S", "8"), may_share("1.1D", PASSENGERS), may_share(None, "1.1D")
    (False, True, False, True)
    """
    if a is None or b is None:
        return True
    return not any(_apart(first, second) for first, second in ((a, b), (b, a)))


def _apart(a: str, b: str) -> bool:
    explosive = _in_class(a, "1") and a != "1.4S"
    if b == PASSENGERS:
        return explosive or (a != PASSENGERS and _in_class(a, "2.3"))
    if explosive and _in_class(b, "1"):
        return a == "1.4B" and b not in ("1.4B", "1.4S")
    if explosive:
        return any(_in_class(b, one) for one in _FROM_EXPLOSIVES)
    return any(_in_class(a, one) and _in_class(b, other) for one, other in _APART)


def _in_class(hazard: str, wanted: str) -> bool:
    """Return whether a hazard class lies in a class or division, or is the class without the division."""
    return hazard.startswith(wanted) or wanted.startswith(hazard + ".")


def lines_may_share(a: Line, b: Line) -> bool:
    """Return whether two lines may go in one aircraft, by their hazards and by who is people."""
    return may_share(*(PASSENGERS if line.people else line.hazard for line in (a, b)))


def position_limit(record: AircraftType) -> float | None:
    """Return the pallet positions of a type, 1 for a type with a floor only, or None where neither is stated."""
    if record.pallets is not None:
        return float(record.pallets)
    return None if record.floor_m is None else 1.0


def on_floor(record: AircraftType, line: Line) -> bool:
    """Return whether a line stands on the floor rather than on pallets: vehicles, oversize and outsize pieces."""
    return line.cargo_class in ("oversize", "outsize") and record.floor_m is not None and line.length_m is not None


def rows_abreast(record: AircraftType, line: Line) -> int:
    """Return how many pieces stand beside each other; 1 where a width is not stated."""
    if record.floor_width_m is None or line.width_m is None:
        return 1
    return max(int(record.floor_width_m / line.width_m + _SLACK), 1)


class Hold:
    """The hold of one aircraft while it is being filled with loads of several lines.

    Attributes
    ----------
    payload_kg : what the route allows [kg].
    mass_kg : what is aboard [kg].
    positions : pallet positions taken.
    seats : people aboard.
    """

    def __init__(
        self, network: Network, type_: int, payload_kg: float, *, reasons: dict[str, str | None] | None = None
    ) -> None:
        self.network = network
        self.type = type_
        self.payload_kg = payload_kg
        self.mass_kg = 0.0
        self.positions = 0.0
        self.seats = 0.0
        self._whole = False
        self._reasons: dict[str, str | None] = {} if reasons is None else reasons

    def room(self, line: Line | int) -> float:
        """Return how many units of a line still fit: whole pieces, people and loads, or kg."""
        row = _line(self.network, line)
        if self._whole or self._reason(row) is not None:
            return 0.0
        if row.unit == "load":
            fits = self.mass_kg == 0.0 and row.unit_kg <= self.payload_kg * (1.0 + _SLACK)
            return 1.0 if fits else 0.0
        record = self.network.types[self.type]
        room = (self.payload_kg - self.mass_kg) / row.unit_kg
        limit, each = position_limit(record), positions_per_unit(self.network, self.type, row)
        if limit is not None and each > 0.0:
            room = min(room, (limit - self.positions) / each)
        if row.people and record.seats is not None:
            room = min(room, record.seats - self.seats)
        room = max(room, 0.0)
        return room if row.unit == "kg" else float(math.floor(room * (1.0 + _SLACK) + _SLACK))

    def full(self, piece_kg: float, each: float) -> bool:
        """Return whether no line fits any more, of which the lightest piece and the fewest positions a unit are known.

        Parameters
        ----------
        piece_kg : mass of the lightest piece among lines that are not bulk [kg].
        each : fewest positions that a unit of any line takes; 0 = some take none.
        """
        rest_kg, limit = self.payload_kg - self.mass_kg, position_limit(self.network.types[self.type])
        crowded = limit is not None and each > 0.0 and limit - self.positions <= _NOTHING * each
        return self._whole or crowded or (rest_kg <= _NOTHING and 2.0 * rest_kg < piece_kg)

    def add(self, line: Line | int, quantity: float) -> None:
        """Put a quantity of a line aboard; raises PlanError when it does not fit."""
        row = _line(self.network, line)
        room = self.room(row)
        if quantity > room * (1.0 + _SLACK) + _SLACK:
            reason = self._reason(row) or f"{room:g} still fit"
            name = self.network.types[self.type].type
            raise PlanError(f"{quantity:g} {row.unit} of {row.name} do not fit into a {name}: {reason}")
        self.mass_kg += quantity * row.unit_kg
        self.positions += positions(self.network, self.type, row, quantity)
        self.seats += quantity if row.people else 0.0
        self._whole = row.unit == "load"

    def _reason(self, row: Line) -> str | None:
        if row.name not in self._reasons:
            self._reasons[row.name] = can_carry(self.network, self.type, row)
        return self._reasons[row.name]


def _line(network: Network, line: Line | int) -> Line:
    return network.lines[line] if isinstance(line, int) else line


def _volume_m3(line: Line) -> float | None:
    if line.unit_m3 is not None or line.length_m is None or line.width_m is None or line.height_m is None:
        return line.unit_m3
    return line.length_m * line.width_m * line.height_m


def _class_reason(record: AircraftType, line: Line) -> str | None:
    """Bulk < oversize < outsize: a type that carries a class carries those below; passengers stand apart."""
    if line.cargo_class == "passengers":
        if record.cargo_classes and "passengers" not in record.cargo_classes:
            return f"{record.type} carries no passengers"
        return f"{record.type} has no seats" if record.seats == 0 else None
    if not record.cargo_classes:
        return None
    order = CARGO_CLASSES[:3]
    most = max((order.index(name) for name in record.cargo_classes if name in order), default=-1)
    if order.index(line.cargo_class) <= most:
        return None
    return f"{record.type} carries no {line.cargo_class} cargo"


def _size_reason(record: AircraftType, line: Line) -> str | None:
    if line.unit != "piece":
        return None
    if not _passes_door(record, line):
        return f"{line.name} does not pass the door of {record.type}"
    if not on_floor(record, line):
        return None
    if record.floor_m is not None and line.length_m is not None and line.length_m > record.floor_m + _SLACK:
        return f"{line.name} is longer than the floor of {record.type}"
    if record.floor_width_m is not None and line.width_m is not None and line.width_m > record.floor_width_m + _SLACK:
        return f"{line.name} is wider than the floor of {record.type}"
    return None


def _passes_door(record: AircraftType, line: Line) -> bool:
    """Any two dimensions of a piece may face the door; a dimension that is not stated passes."""
    doors = [math.inf if door is None else door + _SLACK for door in (record.door_width_m, record.door_height_m)]
    sides = [0.0 if side is None else side for side in (line.length_m, line.width_m, line.height_m)]
    return any(p <= doors[0] and q <= doors[1] for p, q in permutations(sides, 2))
