"""Random valid scenarios as files, small and with every feature that files can state."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
ITEMS = ("kit", "vehicle", "shell", "gas", "mast", "person")
COUNTRIES = ("DE", "PL", "RO", "US")


def scenario_files(seed: int) -> dict[str, bytes]:
    """Return the files of a random valid scenario by name."""
    return _Maker(random.Random(seed), random.Random(f"overland {seed}")).files()


class _Maker:
    """Makes one scenario; `random` decides everything, another one what goes by surface alone."""

    def __init__(self, r: random.Random, overland: random.Random) -> None:
        self.r = r
        self.by_surface = overland
        self.days = r.choice([2, 3, 5, 8, 12])
        self.start = r.choice(["2022-02-24", "2024-03-29T18:30Z", "2023-12-30", "2024-06-20T00:00Z"])
        self.airfields = [f"field-{letter}" for letter in "abcdefg"[: r.randint(2, 6)]]
        self.towns = [f"town-{n}" for n in range(r.randint(0, 2))]
        self.limited: dict[str, set[str]] = {}
        self.countries: set[str] = set()

    def maybe(self, share: float, make: Callable[[], Any]) -> Any:
        """Return what is made with a probability, else a blank cell."""
        return make() if self.r.random() < share else None

    def files(self) -> dict[str, bytes]:
        """Return the files."""
        r = self.r
        tables: dict[str, list[Row]] = {"places": self.places()}
        tables["aircraft"] = self.aircraft()
        tables["fleet"] = self.fleet()
        tables["links"] = self.links()
        tables["items"] = self.items()
        tables["unit_types"] = [
            {"unit_type": "platoon", "item": item, "quantity": r.randint(1, 6)} for item in ("vehicle", "kit", "person")
        ]
        tables["unit_loads"] = [
            {"unit_type": "battery", "aircraft": "BIG", "loads": r.choice([1, 2, 1.5])},
            {"unit_type": "battery", "aircraft": "MID", "loads": r.choice([3, 4])},
        ]
        tables["stock"] = self.stock()
        tables["packages"] = [{"package": "aid", "title": "Aid", "authorised_usd": r.choice([None, 1e6])}]
        tables["package_events"] = [{"package": "aid", "on": "2022-01-01", "status": "approved"}]
        tables["requirements"] = self.requirements()
        self.overland(tables)
        tables["ground_times"] = self.ground_times()
        tables["traffic"] = self.traffic()
        tables["crews"] = self.crews()
        tables["clearances"] = self.clearances()
        tables["disruptions"] = self.disruptions(tables)
        found = {f"{name}.csv": _csv(rows) for name, rows in tables.items() if rows}
        found["scenario.toml"] = self.settings().encode()
        return found

    def settings(self) -> str:
        """Return ``scenario.toml``."""
        r = self.r
        return "\n".join(
            [
                'title = "A scenario by chance"',
                f'start = "{self.start}"',
                f"horizon_days = {self.days}",
                f"seed = {r.randrange(1000)}",
                f'objective_meter = "{r.choice(["mass", "items", "mass"])}"',
                f'objective_mark = "{r.choice(["landed", "at_hub", "forwarded", "delivered"])}"',
                f'arrivals = "{r.choice(["slots", "free"])}"',
                f"hold_min = {r.choice([0, 10, 45, 45, 300])}",
                f'recourse = "{r.choice(["keep", "reassign"])}"',
                f"person_kg = {r.choice([110, 150])}",
                "",
            ]
        )

    def time(self, hours: float, *, zero: bool = False) -> str:
        """Return a distribution of hours about a value."""
        r = self.r
        a, b, c = (round(hours * factor, 4) for factor in (r.uniform(0.3, 0.9), 1.0, r.uniform(1.0, 2.5)))
        return r.choice(
            [
                f"{0 if zero and r.random() < 0.3 else b:g}",
                f"uniform({a}; {c})",
                f"triangular({a}; {b}; {c})",
                f"lognormal(mean={b}; cv={r.choice([0, 0.1, 0.3, 0.8, 3])})",
                f"empirical({a}; {b}; {b}; {c})",
            ]
        )

    def moment(self) -> str:
        """Return a moment within the horizon."""
        hours = self.r.randint(0, self.days * 24 - 1)
        return self.r.choice([f"D+{hours // 24}", f"D+{hours // 24}"] if hours % 24 == 0 else [self._clock(hours)])

    def _clock(self, hours: int) -> str:
        from datetime import UTC, datetime, timedelta

        start = datetime.fromisoformat(self.start.replace("Z", "+00:00"))
        start = start if start.tzinfo else start.replace(tzinfo=UTC)
        return (start + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%MZ")

    def window(self) -> tuple[str | None, str | None]:
        """Return the start and the end of a window within the horizon, or blanks."""
        a, b = sorted(self.r.sample(range(self.days * 24), 2))
        return self.maybe(0.7, lambda: self._clock(a)), self.maybe(0.7, lambda: self._clock(b))

    def places(self) -> list[Row]:
        """Return airfields, then towns."""
        r = self.r
        lat, lon, spread = r.uniform(-40, 60), r.uniform(-180, 180), r.choice([2.0, 8.0, 16.0, 30.0])
        rows = []
        for name in (*self.airfields, *self.towns):
            row: Row = {
                "id": name,
                "name": name.title(),
                "lat": round(max(-80.0, min(80.0, lat + r.uniform(-spread, spread) * 0.6)), 3),
                "lon": round((lon + r.uniform(-spread, spread) + 180.0) % 360.0 - 180.0, 3),
                "country": self.maybe(0.8, lambda: r.choice(COUNTRIES)),
                "tz": r.choice(["Europe/Warsaw", "America/New_York", "Asia/Kathmandu", None]),
            }
            if row["country"]:
                self.countries.add(row["country"])
            if name in self.airfields:
                self._airfield(row)
            rows.append(row)
        if r.random() < 0.05:
            rows[-1] |= {"lat": rows[0]["lat"], "lon": rows[0]["lon"]}
        return rows

    def _airfield(self, row: Row) -> None:
        r, others = self.r, [name for name in self.airfields if name != row["id"]]
        spots = {"wide": r.randint(1, 4), "narrow": r.choice([0, 0, 2]), "small": r.choice([0, 0, 1])}
        fuel = r.random()
        more: Row = {
            "runway_m": r.choice([2600, 3000, 3500]),
            "parking": self.maybe(0.7, lambda: ";".join(f"{body}:{count}" for body, count in spots.items() if count)),
            "working": self.maybe(0.5, lambda: r.choice([0, 1, 1, 1, 2, 2, 3, 4, 4])),
            "loaders": self.maybe(0.2, lambda: r.choice([0, 1, 1, 2, 3])),
            "crews_unloading": self.maybe(0.2, lambda: r.randint(1, 3)),
            "arrivals_per_day": self.maybe(0.15, lambda: r.choice([1, 3, 6.5, 20])),
            "movements_per_h": self.maybe(0.15, lambda: r.choice([0.5, 1, 2, 6])),
            "max_gross_kg": self.maybe(0.05, lambda: r.choice([90_000, 200_000, 400_000])),
            "hot_spots": self.maybe(0.15, lambda: r.randint(0, 2)),
            "spot_explosive_kg": self.maybe(0.15, lambda: r.choice([0, 100, 5000])),
            "fuel_kg": r.choice([0, 60_000, 400_000]) if fuel < 0.2 else 0 if fuel < 0.27 else None,
            "fuel_kg_per_day": r.choice([None, 50_000, 300_000]) if fuel < 0.2 else None,
            "recovery": r.choice(others) if 0.2 <= fuel < 0.24 else None,
            "open_hours": self.maybe(0.2, self.hours),
            "storage_kg": self.maybe(0.3, lambda: r.choice([5_000, 40_000, 120_000])),
            "storage_m3": self.maybe(0.1, lambda: r.choice([30, 200, 900])),
            "clearance_h": self.maybe(0.4, lambda: self.time(5.0, zero=True)),
            "other_traffic_share": self.maybe(0.1, lambda: r.choice([0.2, 0.5])),
            "alternates": self.maybe(0.5, lambda: ";".join(r.sample(others, r.randint(1, len(others))))),
            "daylight_only": self.maybe(0.1, lambda: "yes"),
            "spot_equivalence": self.maybe(0.2, lambda: r.choice(["wide=2*narrow", "wide=3*small; narrow=2*small"])),
            "landing_usd": self.maybe(0.2, lambda: 2500),
            "handling_usd_per_kg": self.maybe(0.2, lambda: 0.1),
        }
        row |= more
        self.limited[row["id"]] = {
            name for name in ("parking", "working", "loaders", "crews_unloading") if more[name] is not None
        }

    def hours(self) -> str:
        """Return opening hours."""
        return self.r.choice(
            [
                "24h",
                "daily 06:00-18:00",
                "mon-fri 06:00-22:00; sat 08:00-12:00",
                "daily 22:00-04:00",
                "sun-tue 00:00-24:00",
            ]
        )

    def aircraft(self) -> list[Row]:
        """Return three types; the first can carry everything."""
        r = self.r
        rows: list[Row] = []
        for type_, body, payload, reach, speed, pallets, gross in (
            ("BIG", "wide", 80_000, 9000, 780, 24, 300_000),
            ("MID", "narrow", 18_000, 5000, 560, 8, 80_000),
            ("TINY", "small", 5_000, 3000, 380, 2, 16_000),
        ):
            big = type_ == "BIG"
            limits = r.random() < 0.6
            rows.append(
                {
                    "type": type_,
                    "body": body,
                    "payload_at_range": f"0km:{payload}kg;{reach * 0.6:g}km:{payload}kg;{reach}km:{payload * 0.2:g}kg",
                    "block_speed": f"200km:{speed * 0.7:g}kmh;2000km:{speed}kmh",
                    "pallets": pallets,
                    "pallet_kg": 4500,
                    "pallet_m3": 13,
                    "floor_m": 40 if big else 12,
                    "floor_width_m": 6 if big else 3,
                    "door_height_m": 4 if big else 2.7,
                    "door_width_m": 6 if big else 3,
                    "seats": self.maybe(0.7, lambda big=big: 100 if big else 20) if not big else 100,
                    "cargo_classes": "bulk;oversize;outsize;passengers" if big else r.choice(["bulk", "bulk;oversize"]),
                    "runway_m": 2500 if big else 1200,
                    "gross_kg": self.maybe(0.8, lambda gross=gross: gross),
                    "fuel_kg_per_h": self.maybe(0.8, lambda payload=payload: payload / 8),
                    "duty_h": r.choice([3, 10, 14, 14, 18]) if limits else None,
                    "augmented_duty_h": r.choice([None, 20, 24]) if limits else None,
                    "rest_h": self.maybe(0.8, lambda: r.choice([8, 12])) if limits else None,
                    "report_h": self.maybe(0.7, lambda: r.choice([1, 2.5])) if limits else None,
                    "release_h": self.maybe(0.7, lambda: 0.5) if limits else None,
                    "hours_per_30d": self.maybe(0.2, lambda: r.choice([20, 60, 125])),
                    "reliability_share": self.maybe(0.5, lambda: r.choice([0.5, 0.8, 0.95, 1, 0])),
                    "repair_h": self.maybe(0.6, lambda: self.time(6.0, zero=True)),
                    "cost_usd_per_h": self.maybe(0.5, lambda: 9000),
                    "charter_usd": self.maybe(0.2, lambda: 150_000),
                    "route_factor": r.choice([None, 1.1]),
                    "payload_flown_share": self.maybe(0.3, lambda: r.choice(["uniform(0.3; 1)", "0.8"])),
                }
            )
        return rows

    def fleet(self) -> list[Row]:
        """Return the fleet; BIG is always there."""
        r = self.r
        rows = []
        for type_ in ("BIG", *r.choices(["BIG", "MID", "TINY", "C-17A", "C-130J-30", "737-800BCF"], k=r.randint(0, 3))):
            tails = r.choice([1, 2, 4, 8])
            opens, closes = self.window() if rows and r.random() < 0.3 else (None, None)
            rows.append(
                {
                    "type": type_,
                    "tails": tails,
                    "home": r.choice(self.airfields),
                    "positioned_at": self.maybe(0.2, lambda: r.choice(self.airfields)),
                    "available_from": opens,
                    "available_to": closes,
                    "crews": self.maybe(0.3, lambda tails=tails: r.randint(0 if r.random() < 0.1 else 1, tails + 2)),
                    "augmented": self.maybe(0.3, lambda: "yes"),
                }
            )
        return rows

    def links(self) -> list[Row]:
        """Return at least one link to every town, and perhaps one between airfields."""
        r = self.r
        pairs = [(r.choice(self.airfields), town) for town in self.towns for _ in range(r.choice([1, 1, 2]))]
        if r.random() < 0.2:
            a, b = r.sample(self.airfields, 2)
            pairs.append((a, b))
        rows, seen = [], set()
        for origin, destination in pairs:
            mode = r.choice(["road", "rail", "sea"])
            if (origin, destination, mode) in seen:
                continue
            seen.add((origin, destination, mode))
            limit = (
                {"capacity_kg_per_day": r.choice([20_000, 150_000, 900_000])}
                if r.random() < 0.4
                else {
                    "trucks": r.choice([1, 3, 12]),
                    "payload_kg": self.maybe(0.8, lambda: r.choice([8_000, 20_000])),
                    "payload_m3": self.maybe(0.3, lambda: r.choice([30, 80])),
                    "convoy": self.maybe(0.3, lambda: r.randint(1, 5)),
                }
            )
            rows.append(
                {
                    "from": origin,
                    "to": destination,
                    "mode": mode,
                    "load_h": self.maybe(0.7, lambda: self.time(1.0, zero=True)),
                    "unload_h": self.maybe(0.7, lambda: self.time(1.0, zero=True)),
                    "transit_h": self.maybe(0.9, lambda: self.time(5.0, zero=True)),
                    "border_wait_h": self.maybe(0.3, lambda: self.time(3.0)),
                    "open_hours": self.maybe(0.2, self.hours),
                    "cost": self.maybe(0.2, lambda: 300),
                    **limit,
                }
            )
        return rows

    def items(self) -> list[Row]:
        """Return the items; some are dangerous."""
        r = self.r
        return [
            {"item": "kit", "unit_mass_kg": r.choice([1.3, 55, 500]), "unit_volume_m3": 0.02, "cargo_class": "bulk"},
            {
                "item": "vehicle",
                "unit_mass_kg": 3500,
                "unit_volume_m3": 20,
                "length_m": 4.5,
                "width_m": 2.1,
                "height_m": 2.0,
                "cargo_class": "oversize",
                "unit_value_usd": 40_000,
            },
            {
                "item": "shell",
                "unit_mass_kg": 46,
                "cargo_class": "bulk",
                "hazard_class": r.choice(["1.1D", "1.2", "1.4S"]),
                "explosive_kg": r.choice([0.5, 7]),
            },
            {"item": "gas", "unit_mass_kg": 80, "cargo_class": "bulk", "hazard_class": r.choice(["2.1", "3", "5.1"])},
            {
                "item": "mast",
                "unit_mass_kg": 22_000,
                "length_m": 12,
                "width_m": 3.4,
                "height_m": 3.2,
                "cargo_class": "outsize",
                "cold": self.maybe(0.2, lambda: "yes"),
            },
            {"item": "person", "unit_mass_kg": 110, "cargo_class": "passengers"},
        ]

    def stock(self) -> list[Row]:
        """Return stocks of every item somewhere."""
        r = self.r
        return [
            {
                "place": r.choice(self.airfields),
                "item": item,
                "quantity": r.choice([3, 80, 20_000, 20_000]),
                "ready": self.maybe(0.3, self.moment),
            }
            for item in ITEMS
            for _ in range(r.choice([1, 1, 2]))
        ]

    def requirements(self) -> list[Row]:
        """Return requirements of every kind."""
        r = self.r
        linked = self.towns
        rows = []
        for n in range(r.choice([1, 2, 4, 6, 9])):
            destination = r.choice([*self.airfields, *linked, *linked])
            origin = r.choice([name for name in self.airfields if name != destination])
            what: Row = r.choice(
                [
                    {"item": "kit", "quantity": r.choice([10, 2000, 20_000]), "origin": "any"},
                    {"item": "vehicle", "quantity": r.randint(1, 80), "origin": r.choice(["any", None])},
                    {"item": "shell", "quantity": r.choice([20, 8000]), "origin": "any"},
                    {"item": "gas", "mass_kg": r.choice([800, 12_000]), "origin": "any"},
                    {"item": "mast", "quantity": r.randint(1, 4), "origin": "any"},
                    {"unit_type": "platoon", "quantity": r.randint(1, 12), "origin": r.choice(["any", origin])},
                    {"unit_type": "battery", "quantity": r.randint(1, 6), "origin": origin},
                    {"cargo_class": r.choice(["bulk", "oversize", "outsize"]), "mass_kg": r.choice([500, 3e5, 1.2e6])},
                    {"people": r.choice([1, 60, 700]), "origin": origin},
                ]
            )
            dates = sorted(r.sample(range(-6, self.days * 24 + 30), 4))
            names = ("ready", "earliest", "latest", "required")
            rows.append(
                {
                    "req_id": f"r{n}",
                    "package": self.maybe(0.3, lambda: "aid"),
                    "origin": origin,
                    "destination": destination,
                    **what,
                    **{
                        name: self._clock(hour)
                        for name, hour in zip(names, dates, strict=True)
                        if r.random() < 0.3 and hour > -1
                    },
                    "rank": r.randint(1, 6),
                    "no_show_share": self.maybe(0.2, lambda: r.choice([0.1, 0.5, 1])),
                    "value_usd": self.maybe(0.3, lambda: 1e5),
                }
            )
        return rows

    def overland(self, tables: dict[str, list[Row]]) -> None:
        """Add links from where cargo lies straight to who needs it, now and then from a depot without a runway."""
        r = self.by_surface
        for row in tables["requirements"]:
            held = [stock["place"] for stock in tables["stock"] if stock["item"] == row.get("item")]
            stated = row["origin"] not in (None, "any")
            origin = row["origin"] if stated else r.choice(held or [""])
            if row.get("item") and r.random() < 0.2:
                origin = f"depot-{row['req_id']}"
                tables["places"].append({"id": origin, "name": origin, "lat": r.choice([None, 50]), "lon": None})
                tables["places"][-1]["lon"] = None if tables["places"][-1]["lat"] is None else 10
                tables["stock"].append({"place": origin, "item": row["item"], "quantity": r.choice([3, 5000])})
                row["origin"] = r.choice(["any", origin])
            elif r.random() < 0.6 or origin in ("", row["destination"]):
                continue
            mode, known = r.choice(["road", "sea"]), {(one["from"], one["to"], one["mode"]) for one in tables["links"]}
            if (origin, row["destination"], mode) in known:
                continue
            tables["links"].append(
                {
                    "from": origin,
                    "to": row["destination"],
                    "mode": mode,
                    "transit_h": r.choice(["2", "uniform(1; 30)"]),
                    **r.choice(
                        [
                            {"capacity_kg_per_day": r.choice([9000, 400_000])},
                            {
                                "trucks": r.choice([1, 4]),
                                "payload_kg": 9000,
                                "convoy": r.choice([None, 3]),
                                "load_h": 1,
                            },
                        ]
                    ),
                }
            )

    def ground_times(self) -> list[Row]:
        """Return times on the ground, some of them of one place or type."""
        r = self.r
        rows: list[Row] = [
            {
                "place": "*",
                "type": "*",
                "purpose": purpose,
                "time_h": self.time(2.0),
                "per_pallet_min": r.choice([0, 3]),
            }
            for purpose in ("onload", "offload", "enroute")
        ]
        for place in self.airfields:
            if r.random() < 0.3:
                purpose = r.choice(["onload", "offload", "enroute", "turn"])
                rows.append(
                    {"place": place, "type": r.choice(["*", "BIG"]), "purpose": purpose, "time_h": self.time(3.0)}
                )
        return rows

    def traffic(self) -> list[Row]:
        """Return other traffic."""
        r, rows = self.r, []
        for place in self.airfields:
            for _ in range(r.choice([0, 0, 0, 1, 2])):
                opens, closes = self.window() if r.random() < 0.3 else (None, None)
                rows.append(
                    {
                        "place": place,
                        "arrivals_per_day": r.choice([0, 2, 8.5, 8.5, 25, 25, 25, 120]),
                        "body": r.choice(["small", "narrow", "wide", None]),
                        "from": opens,
                        "to": closes,
                        "ground_h": self.maybe(0.7, lambda: self.time(1.5)),
                        "no_show_share": self.maybe(0.3, lambda: r.choice([0.2, 1])),
                    }
                )
        return rows

    def crews(self) -> list[Row]:
        """Return staged crews."""
        r, rows = self.r, []
        for place in self.airfields:
            if r.random() < 0.2:
                opens, closes = self.window() if r.random() < 0.3 else (None, None)
                rows.append(
                    {
                        "place": place,
                        "crews": r.randint(0, 4),
                        "types": r.choice([None, "BIG", "BIG;MID"]),
                        "from": opens,
                        "to": closes,
                    }
                )
        return rows

    def clearances(self) -> list[Row]:
        """Return clearances of countries that places lie in."""
        r = self.r
        return [
            {
                "country": country,
                "for": purpose,
                "lead_h": r.choice([0, 4, 30]),
                "cargo": r.choice([None, None, "bulk", "hazardous", "1", "2.1", "passengers"]),
            }
            for country in sorted(self.countries)
            for purpose in ("overflight", "landing", "customs")
            if r.random() < 0.12
        ]

    def disruptions(self, tables: dict[str, list[Row]]) -> list[Row]:
        """Return disruptions of every kind, stated or by chance."""
        r = self.r
        links = [f"{row['from']}>{row['to']}:{row['mode']}" for row in tables["links"]]
        places = {row["id"]: row for row in tables["places"]}
        rows = []
        for _ in range(r.choice([0, 0, 1, 2, 4])):
            kind = r.choice(["closure", "capacity", "route", "airspace", "mass_limit", "weather", "loss", "loss"])
            row = self._disruption(kind, links, places, tables)
            if row is None:
                continue
            loss = kind == "loss"
            if r.random() < 0.4:
                row["rate_per_day"] = r.choice([0.1, 0.5, 2])
                row["duration_h"] = None if loss else self.time(4.0)
            else:
                row["from"], row["to"] = self.window()
                row["to"] = None if loss else row["to"]
            rows.append(row)
        return rows

    def _disruption(
        self, kind: str, links: Sequence[str], places: dict[str, Row], tables: dict[str, list[Row]]
    ) -> Row | None:
        r = self.r
        place = r.choice(self.airfields)
        match kind:
            case "closure":
                return {"kind": kind, "target": r.choice([place, *links])}
            case "capacity":
                found = [f"{place}/{name}" for name in sorted(self.limited[place])] + list(links)
                return {"kind": kind, "target": r.choice(found), "factor": r.choice([0, 0.5, 1.5])} if found else None
            case "route":
                other = r.choice([name for name in self.airfields if name != place])
                return {"kind": kind, "target": f"{place}>{other}"}
            case "airspace":
                lat, lon = (places[place][name] for name in ("lat", "lon"))
                side = r.choice([1.0, 4.0])
                corners = [(lat + a * side, lon + b * side) for a, b in ((1.2, 0.1), (0.2, 1.3), (0.3, -0.9))]
                text = "; ".join(f"{max(-89, min(89, a)):.2f} {(b + 180) % 360 - 180:.2f}" for a, b in corners)
                return {"kind": kind, "target": f"polygon({text})"}
            case "mass_limit":
                return {"kind": kind, "target": place, "limit_kg": r.choice([20_000, 100_000])}
            case "weather":
                return {"kind": kind, "target": place, "factor": r.choice([0.25, 0.7, 1])}
        fleet, stock = r.choice(tables["fleet"]), r.choice(tables["stock"])
        return r.choice(
            [
                {"kind": kind, "target": place},
                {
                    "kind": kind,
                    "target": f"fleet/{fleet['type']}@{fleet['home']}",
                    "factor": r.choice([None, 0, 0.5, 0.8]),
                },
                {"kind": kind, "target": f"stock/{stock['place']}:{stock['item']}", "factor": r.choice([None, 0.3])},
            ]
        )


def _csv(rows: Sequence[Row]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name, value in row.items() if value is not None))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
