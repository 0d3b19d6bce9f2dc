"""Cargo at the airfields: what is taken, what is left over, storage and landing."""

from __future__ import annotations

from math import floor

from openairlift.plan.events import Draw, EventKind
from tests.reference_sim.links import Links
from tests.reference_sim.records import ABOARD, STORED, LoadRow, MissionRow, PlaceRow, TailRow
from tests.reference_sim.vocabulary import SLACK, shape_of

LEFT_STOCK, LANDED, NO_SHOW = int(EventKind.LEFT_STOCK), int(EventKind.LANDED), int(EventKind.NO_SHOW)


class Cargo(Links):
    """Loads of missions."""

    def take(self, tail: TailRow, m: MissionRow, now: int) -> None:
        """Take the cargo of a mission aboard."""
        m.taken = True
        if not m.loads:
            return
        place = m.stops[m.on].place.index
        share = self.net.types[tail.type].payload_flown_share
        room = m.payload
        if share is not None:
            room *= self.luck.value(shape_of(share), m.key, Draw.PAYLOAD, 0)
        there = []
        for load in m.loads:
            load.state = ABOARD
            if not self._shows_up(load):
                self.note((now, NO_SHOW, place, load.index, -1, -1, grams_of(load, load.amount)))
                continue
            there.append(load)
        for load in there:
            load.carried = load.amount if load.whole_load else min(load.amount, _fits(load, room / load.unit_kg))
            room -= load.carried * load.unit_kg
            over = load.amount - load.carried
            if over > 0.0:
                at = (load.line, place)
                self.leftover[at] = self.leftover.get(at, 0.0) + over
        if self.leftover:
            self._fill_up(tail, there, place, room)
        for load in there:
            if load.carried > 0.0:
                load.grams = grams_of(load, load.carried)
                load.litres = int((load.volume * 1000.0 * load.carried / load.planned + 0.5) // 1)
                self.marks[load.index][0] = now
                self.note((now, LEFT_STOCK, place, load.index, -1, -1, load.grams))

    def _shows_up(self, load: LoadRow) -> bool:
        if load.no_show <= 0.0 or not self.luck.on:
            return True
        return self.luck.uniform(load.key, Draw.NO_SHOW, 0) >= load.no_show

    def _fill_up(self, tail: TailRow, there: list[LoadRow], place: int, room: float) -> None:
        """Take from what earlier missions left."""
        positions = None
        if tail.type_pallets is not None:
            positions = tail.type_pallets - sum(load.carried * load.unit_pallets for load in there)
        for load in there:
            over = self.leftover.get((load.line, place), 0.0)
            if over <= 0.0 or load.whole_load:
                continue
            most = room / load.unit_kg
            if positions is not None and load.unit_pallets > 0.0:
                most = min(most, positions / load.unit_pallets)
            more = min(over, _fits(load, most))
            if more <= 0.0:
                continue
            self.leftover[load.line, place] = over - more
            load.carried += more
            room -= more * load.unit_kg
            if positions is not None:
                positions -= more * load.unit_pallets

    def to_store(self, m: MissionRow) -> list[LoadRow]:
        """Return the loads of a mission that are aboard."""
        return [load for load in m.loads if load.carried > 0.0 and load.state == ABOARD]

    def has_room(self, place: PlaceRow, m: MissionRow) -> bool:
        """Return whether storage takes all the cargo of a mission now."""
        if place.store_g < 0 and place.store_l < 0:
            return True
        aboard = self.to_store(m)
        grams, litres = sum(load.grams for load in aboard), sum(load.litres for load in aboard)
        fits_mass = place.store_g < 0 or place.stored_g + grams <= place.store_g
        fits_room = place.store_l < 0 or place.stored_l + litres <= place.store_l
        if fits_mass and fits_room:
            return True
        too_much = 0 <= place.store_g < grams or 0 <= place.store_l < litres
        return too_much and place.stored_g == 0 and place.stored_l == 0

    def land(self, place: PlaceRow, m: MissionRow, now: int) -> None:
        """Put the cargo of a mission into storage, to be cleared."""
        for load in self.to_store(m):
            load.state = STORED
            self.marks[load.index][1] = now
            self.note((now, LANDED, place.index, load.index, -1, -1, load.grams))
            place.stored_g += load.grams
            place.stored_l += load.litres
            takes = self.luck.seconds(place.clearance, load.key, Draw.CLEARANCE, 0) + load.customs
            self.at(now + takes, load.key, self.on_cleared, load)


def _fits(load: LoadRow, most: float) -> float:
    """Return how much of a load fits where `most` units do: whole pieces, or any mass."""
    if not load.each:
        return max(most, 0.0)
    return float(max(floor(most * (1.0 + SLACK) + SLACK), 0))


def grams_of(load: LoadRow, quantity: float) -> int:
    """Return the mass of a quantity of a load [g]."""
    return int((quantity * load.unit_kg * 1000.0 + 0.5) // 1)
