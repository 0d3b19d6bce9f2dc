"""The rows of a run, made from a network and a plan."""

from __future__ import annotations

from itertools import pairwise

from openairlift.luck import key_of
from openairlift.network.network import Line, Network
from openairlift.plan.plan import Load, Mission, Plan, Stop
from tests.reference_sim.records import Crew, LinkRow, LoadRow, MissionRow, PlaceRow, PoolRow, StopRow, TailRow
from tests.reference_sim.visitors import StreamRow
from tests.reference_sim.vocabulary import ARRIVAL, NEVER, shape_of, whole

ONLOAD, OFFLOAD, ENROUTE, RECOVER = range(4)


def places_of(net: Network) -> list[PlaceRow]:
    """Return the places with their limits."""
    rows = [PlaceRow(i) for i in range(len(net.places))]
    for i, row in enumerate(rows):
        record = net.places[i]
        row.airfield = record.runway_m is not None
        row.alternates = [rows[net.place_index[a]] for a in record.alternates if a in net.place_index]
        windows = net.open_s[i]
        if windows is not None:
            row.open_at, row.open_to = [w[0] for w in windows], [w[1] for w in windows]
        for what, steps in enumerate((net.parking, net.working, net.handling)):
            if steps and steps[i] is not None:
                row.steps[what] = (list(steps[i].times), list(steps[i].values))  # type: ignore[union-attr]
        row.park_steps = row.steps.get(0)
        row.daily = max(int(record.arrivals_per_day), 1) if record.arrivals_per_day is not None else 0
        row.hourly = max(int(record.movements_per_h), 1) if record.movements_per_h is not None else 0
        row.reserves = net.scenario.settings.arrivals == "slots" and (row.park_steps is not None or row.daily > 0)
        if record.hot_spots is not None or record.spot_explosive_kg is not None:
            row.spot_kg, row.hot_limit = record.spot_explosive_kg or 0.0, record.hot_spots or 0
        equal = record.spot_equivalence
        row.per_spot[0][1], row.per_spot[0][2], row.per_spot[1][2] = (
            equal.small_on_narrow,
            equal.small_on_wide,
            equal.narrow_on_wide,
        )
        row.even = [all(row.per_spot[body][spot] == 1 for body in range(spot)) for spot in range(3)]
        row.clearance = shape_of(record.clearance_s)
        row.store_g = -1 if record.storage_kg is None else whole(record.storage_kg * 1000.0)
        row.store_l = -1 if record.storage_m3 is None else whole(record.storage_m3 * 1000.0)
        fuel = net.fuel[i] if net.fuel else None
        if fuel is not None:
            row.fuel_stock, row.fuel_rate, row.fuel_issued = fuel.stock_kg, fuel.kg_per_day, 0
            row.dry = net.is_dry(i)
    return rows


def links_of(net: Network, places: list[PlaceRow]) -> list[LinkRow]:
    """Return the surface links."""
    rows = []
    for i, surface in enumerate(net.links):
        record, row = surface.record, LinkRow(places[surface.origin], surface.destination)
        row.capacity = record.capacity_kg_per_day
        row.now_capacity = row.capacity or 0.0
        row.vehicles = row.now_vehicles = NEVER if record.trucks is None else record.trucks
        row.payload, row.litres = record.payload_kg, record.payload_m3
        row.convoy = record.convoy or 1
        row.load, row.transit = shape_of(record.load_s), shape_of(record.transit_s)
        row.border, row.unload = shape_of(record.border_wait_s), shape_of(record.unload_s)
        windows = net.link_open_s[i] if net.link_open_s else None
        if windows is not None:
            row.open_at, row.open_to = [w[0] for w in windows], [w[1] for w in windows]
        row.origin.links.append(row)
        rows.append(row)
    return rows


def pools_of(net: Network, places: list[PlaceRow]) -> list[PoolRow]:
    """Return the pools of crews."""
    rows = []
    for i, pool in enumerate(net.pools):
        row = PoolRow(
            i,
            places[pool.place],
            [(pool.opens_s, k, Crew()) for k in range(pool.crews)],
            pool.opens_s,
            pool.closes_s,
            pool.crews,
            frozenset(pool.types),
            None if pool.tails is None else frozenset(pool.tails),
        )
        row.place.pools.append(row)
        rows.append(row)
    return rows


def tails_of(net: Network, places: list[PlaceRow], pools: list[PoolRow]) -> list[TailRow]:
    """Return the tails on their ramps."""
    rows = []
    for i, tail in enumerate(net.tails):
        record, base = net.types[tail.type], places[tail.base]
        row = TailRow(i, tail.type, base, base, base, base, net.bodies[tail.type])
        row.from_s, row.to_s = tail.available_from_s, tail.available_to_s
        row.duty = None if tail.duty_s is None else whole(tail.duty_s)
        row.hours = None if record.hours_per_30d is None else whole(record.hours_per_30d * 3600.0)
        row.report, row.release = whole(record.report_s or 0.0), whole(record.release_s or 0.0)
        row.rest = whole(record.rest_s or 0.0)
        row.fuel_kg = record.fuel_kg_per_h or 0.0
        row.sound = tail.type in net.sound
        row.reliability = 1.0 if record.reliability_share is None else record.reliability_share
        row.repair = shape_of(record.repair_s)
        row.type_pallets = record.pallets if record.pallets is not None else (None if record.floor_m is None else 1)
        row.pool = next((pool for pool in pools if pool.tails is not None and i in pool.tails), None)
        row.crew = Crew() if row.pool is None else None
        if row.pool is None:
            row.hours = None
        row.crewed = row.pool is not None or row.duty is not None or row.hours is not None
        rows.append(row)
    return rows


class Missions:
    """Missions and loads in the order of the plan; stops that are alike are one row."""

    def __init__(self, net: Network, plan: Plan, places: list[PlaceRow], links: list[LinkRow]) -> None:
        self.net = net
        self.places = places
        self.links = links
        self.ground = net.ground.tolist()
        self.per_pallet = net.per_pallet_s.tolist()
        self.payload = net.payload_kg.tolist()
        self.shapes = [shape_of(distribution) for distribution in net.distributions]
        self.tags = {c.cargo for c in net.clearances if c.cargo}
        self.customs = [c for c in net.clearances if c.kind == "customs"]
        self.alike: dict[tuple[int, int, int, int, float], StopRow] = {}
        self.rows: list[MissionRow] = []
        self.loads: list[LoadRow] = []
        seen: dict[int, int] = {}
        for index, mission in enumerate(plan.missions):
            k = seen.get(mission.tail, 0)
            seen[mission.tail] = k + 1
            row = self._mission(index, mission, k)
            self.rows.append(row)
            self.loads.extend(row.loads)
        self.hauls: list[LoadRow] = []
        for haul in plan.hauls:
            cargo = self._load(len(self.loads), haul.load)
            cargo.source, cargo.ready = places[haul.origin], max(cargo.ready, haul.earliest_s, 0)
            self.hauls.append(cargo)
            self.loads.append(cargo)
        self._look_ahead(plan)

    def _look_ahead(self, plan: Plan) -> None:
        """Note for every stop how long duty lasts from block-in there to the last block-in before a rest."""
        chains: dict[int, list[tuple[MissionRow, StopRow]]] = {}
        for mission, row in zip(plan.missions, self.rows, strict=True):
            chains.setdefault(mission.tail, []).extend((row, stop) for stop in row.stops)
        for who, chain in chains.items():
            tail = self.net.tails[who]
            later, onward = 0, None
            for row, stop in reversed(chain):
                here = stop.place.index
                if onward is None or stop.rest > 0 or here == tail.base:
                    later = 0
                else:
                    later += whole(stop.ground[2] + stop.pallets)
                    if onward != here:
                        later += max(int(self.net.block_s[tail.type, here, onward]), 0)
                row.ahead.insert(0, later)
                onward = here

    def _mission(self, index: int, mission: Mission, k: int) -> MissionRow:
        net = self.net
        type_ = net.tails[mission.tail].type
        loads = mission.loads
        pallets = sum(load.pallets for load in loads)
        stops = [self._stop(type_, stop, pallets) for stop in mission.stops]
        purposes = [stop.purpose for stop in stops]
        on, off = purposes.index(ONLOAD), purposes.index(OFFLOAD)
        rows = self._loads(mission, len(self.loads), mission.stops[off].place)
        key = rows[0].key if rows else key_of(f"empty:{net.tails[mission.tail].name}:{k}")
        row = MissionRow(index, key, key, ARRIVAL + key, 9, mission.earliest_s, 0, on, off, stops, rows)
        if rows:
            row.rank = min([load.rank for load in rows])
            row.ready = max([load.ready for load in rows])
            row.explosive = sum([load.quantity * net.lines[load.line].explosive_kg for load in loads])
        for p, q in pairwise(mission.stops[on : off + 1]):
            if p.place != q.place:
                row.payload = min(row.payload, self.payload[type_][p.place][q.place])
        if self.tags:
            lines = [net.lines[load.line] for load in loads]
            row.cargo = frozenset(tag for tag in self.tags if any(_covers(tag, line) for line in lines))
        return row

    def _loads(self, mission: Mission, first: int, hub: int) -> list[LoadRow]:
        rows = []
        for index, load in enumerate(mission.loads, first):
            line = self.net.lines[load.line]
            row = self._load(index, load)
            row.hub = self.places[hub]
            for c in self.customs:
                if hub in c.places and (c.cargo is None or _covers(c.cargo, line)):
                    row.customs = max(row.customs, c.lead_s)
            rows.append(row)
        return rows

    def _load(self, index: int, load: Load) -> LoadRow:
        line = self.net.lines[load.line]
        row = LoadRow(index, key_of(f"{line.name}#{load.number}"))
        row.line, row.rank, row.no_show = load.line, line.rank, line.no_show_share
        row.each, row.whole_load = line.unit != "kg", line.unit == "load"
        row.unit_kg, row.planned, row.volume = line.unit_kg, load.quantity, load.volume_m3
        row.amount = load.quantity
        row.unit_pallets = load.pallets / load.quantity
        row.ready = line.ready_s
        if load.stock is not None:
            row.stock, row.ready = load.stock, max(row.ready, self.net.stocks[load.stock].ready_s)
        row.link = None if load.link is None else self.links[load.link]
        return row

    def _stop(self, type_: int, stop: Stop, pallets: float) -> StopRow:
        purpose = int(stop.purpose)
        key = (type_, stop.place, purpose, stop.rest_s, pallets)
        row = self.alike.get(key)
        if row is None:
            row = self.alike[key] = StopRow(self.places[stop.place], purpose, stop.rest_s)
            if purpose != RECOVER:
                row.ground = self.shapes[self.ground[type_][stop.place][purpose]]
                if purpose != ENROUTE:
                    row.pallets = self.per_pallet[type_][stop.place][purpose] * pallets
                row.hold = max(whole(row.ground[2] + row.pallets) + stop.rest_s, 1)
        return row


def streams_of(net: Network, places: list[PlaceRow]) -> list[StreamRow]:
    """Return the streams of other traffic."""
    rows = []
    for i, stream in enumerate(net.streams):
        ground = shape_of(stream.ground_s)
        row = StreamRow(
            index=i,
            key=key_of(f"traffic:{stream.key}"),
            place=places[stream.place],
            body=stream.body,
            rate=stream.arrivals_per_day,
            no_show=stream.no_show_share,
            opens=stream.opens_s,
            closes=stream.closes_s,
            at=float(stream.opens_s),
            ground=ground,
            hold=max(whole(ground[2]), 1),
        )
        rows.append(row)
    return rows


def _covers(cargo: str, line: Line) -> bool:
    """Return whether a clearance for this cargo is about a line."""
    if cargo == "hazardous":
        return line.hazard is not None
    if cargo == line.cargo_class:
        return True
    return line.hazard is not None and (line.hazard == cargo or line.hazard.startswith(f"{cargo}."))
