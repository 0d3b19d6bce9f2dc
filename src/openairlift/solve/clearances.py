"""Clearances of countries, as a planner keeps them: from when on a chain can start."""

from __future__ import annotations

from collections import defaultdict

from openairlift.network import Line, Network
from openairlift.plan import Purpose
from openairlift.solve.chains import Chain


class Clearances:
    """Lead times of overflight and landing by place.

    Attributes
    ----------
    any : whether there are clearances at all.
    by_cargo : whether some are for certain cargo only.
    """

    def __init__(self, network: Network) -> None:
        self._leads: dict[tuple[str, int], list[tuple[int, str | None]]] = defaultdict(list)
        self._network = network
        for clearance in network.clearances:
            for place in clearance.places:
                self._leads[clearance.kind, place].append((clearance.lead_s, clearance.cargo))
        self.any = bool(network.clearances)
        self.by_cargo = any(clearance.cargo is not None for clearance in network.clearances)

    def cleared_from(self, chain: Chain, line: int | None = None) -> int:
        """Return the least start at which every leg of a chain has its clearances [s].

        Without a line those for everything count; with one also those for its cargo, on the legs that carry it.
        """
        if not self.any:
            return 0
        onload, offload = chain.purposes.index(Purpose.ONLOAD), chain.purposes.index(Purpose.OFFLOAD)
        cargo = None if line is None else self._network.lines[line]
        start, before = 0, chain.start
        for i, (place, block, arrives) in enumerate(zip(chain.places, chain.blocks, chain.offsets(), strict=True)):
            if place != before:
                aboard = cargo if onload < i <= offload else None
                overflight = max(self.lead_s("overflight", end, aboard) for end in (before, place))
                landing = self.lead_s("landing", place, aboard)
                start = max(start, overflight - (arrives - block), landing - arrives)
            before = place
        return start

    def lead_s(self, kind: str, place: int, line: Line | None) -> int:
        """Return the longest lead time of a kind at a place, for everything and for a line where one is aboard [s]."""
        leads = self._leads.get((kind, place), ())
        return max((lead for lead, cargo in leads if cargo is None or (line and is_for(cargo, line))), default=0)


def is_for(cargo: str, line: Line) -> bool:
    """Return whether a clearance for a cargo class, a hazard class or anything ``hazardous`` is about a line."""
    if cargo == line.cargo_class:
        return True
    return line.hazard is not None and (cargo in ("hazardous", line.hazard) or line.hazard.startswith(f"{cargo}."))
