"""A small study made by hand: everything that the report reads, with values that are easy to find again."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np

from openairlift.errors import UsageError
from openairlift.model import Link, Option, Package, PackageEvent, Place, Settings, Spots, StatusEvent
from openairlift.plan import Load, Mission, Plan, Purpose, Shortfall, Stop

NASTY = "<script>alert('x')</script> & \"quotes\""
START = datetime(2022, 2, 25, tzinfo=UTC)
DAYS = 10
HORIZON = DAYS * 86_400
RUNS = 4


class FakeCurve:
    """A curve that rises evenly; hub earlier than delivery."""

    def __init__(self, mark: str) -> None:
        self.grid_s = np.arange(0, HORIZON + 1, 21_600)
        late = 0.0 if mark == "at_hub" else 1.5
        days = self.grid_s / 86_400
        self.rows = [np.clip((days - late - lag) / 6, 0, 0.97) for lag in (1.5, 0.8, 0.2)]

    def share(self, of: str = "listed") -> FakeCurve:
        return self

    def quantile(self, q: Any) -> Any:
        return np.array(self.rows)


def places() -> tuple[Place, ...]:
    def place(ident: str, lat: float, lon: float, **more: Any) -> Place:
        return Place(id=ident, name=f"{ident} in full", lat=lat, lon=lon, **more)

    return (
        place("hub", 50.1100, 22.0191, runway_m=3200.0, parking=Spots((0, 0, 2)), working=2, storage_kg=80_000.0),
        place("base-lublin", 51.2397, 22.7136, runway_m=2520.0, parking=Spots((0, 0, 2))),
        place("base-krakow", 50.0777, 19.7848, runway_m=2550.0),
        place("base-kosice", 48.6631, 21.2411, runway_m=3100.0, parking=Spots((0, 0, 2))),
        place("depot-de", 49.4369, 7.6003, runway_m=3200.0, parking=Spots((0, 0, 10)), working=6),
        place("depot-us", 39.1295, -75.4660, runway_m=3933.0, parking=Spots((0, 0, 12)), working=6),
        place("fwd-lviv", 49.84, 24.03, position_basis="assumed, city level"),
        place("fwd-uzhhorod", 48.62, 22.29),
    )


def network(scenario: Any) -> Any:
    known = places()
    steps = [None if p.parking is None else SimpleNamespace(times=(0,), values=(p.parking.counts,)) for p in known]
    slots = [None if p.working is None else SimpleNamespace(times=(0,), values=((p.working,),)) for p in known]
    line = SimpleNamespace(name="r1", requirement="r1", people=False, destination=6, package="pkg")
    troops = SimpleNamespace(name="r2", requirement="r2", people=True, destination=0, package=None)
    links = [(0, 6), (1, 6), (3, 7)]
    return SimpleNamespace(
        scenario=scenario,
        places=known,
        place_index={p.id: i for i, p in enumerate(known)},
        types=(SimpleNamespace(type="C-17A"), SimpleNamespace(type="C-5M")),
        tails=(SimpleNamespace(type=0, base=4), SimpleNamespace(type=1, base=5)),
        lines=(line, troops),
        stocks=(SimpleNamespace(place=4), SimpleNamespace(place=5)),
        links=tuple(
            SimpleNamespace(
                origin=a,
                destination=b,
                record=Link(origin=known[a].id, destination=known[b].id, mode="road", trucks=20),
            )
            for a, b in links
        ),
        parking=tuple(steps),
        working=tuple(slots),
        horizon_s=HORIZON,
    )


def plan() -> Plan:
    def mission(tail: int, stops: list[int], number: int, link: int | None, line: int = 0) -> Mission:
        purposes = [Purpose.ONLOAD, *[Purpose.ENROUTE] * (len(stops) - 2), Purpose.OFFLOAD]
        load = Load(
            line=line, number=number, quantity=40, mass_kg=36_000, volume_m3=60, pallets=10, value_usd=1e6, link=link
        )
        chain = tuple(Stop(place=p, purpose=u) for p, u in zip(stops, purposes, strict=True))
        return Mission(tail=tail, stops=chain, loads=(load,))

    missions = [mission(0, [4, 0], n, 0) for n in range(1, 13)]
    missions += [mission(0, [4, 1], n, 1) for n in range(13, 17)]
    missions += [mission(1, [5, 4, 2], n, None, 1) for n in range(1, 4)]
    missions += [mission(0, [4, 3], n, 2) for n in range(17, 19)]
    short = Shortfall(line=0, quantity=3, mass_kg=2_700, reason="no aircraft is free before the horizon")
    return Plan(missions=tuple(missions), shortfalls=(short,), notes=("made by hand",))


def book(nasty: bool) -> Any:
    says = NASTY if nasty else "two aircraft stood on the ramp"
    chain = (
        SimpleNamespace(who="A paper", mode="reports", on=None),
        SimpleNamespace(who="B", mode="saw", on="2022-03-04"),
    )
    evidence = SimpleNamespace(
        source="paper",
        paragraph=4,
        page=None,
        line=None,
        figures=("two",),
        says=says,
        exact=None,
        chain=chain,
        grade="B2",
    )
    source = SimpleNamespace(
        title="A title",
        producer="A paper",
        published="2022-03-06",
        url="javascript:alert(1)" if nasty else "https://example.org/a",
        licence="",
    )
    return SimpleNamespace(
        sources={"paper": source},
        evidence={"ramp": evidence, "share-70": evidence},
        statements={"s1": SimpleNamespace(holder="Somebody", on="a zone", position="against it", evidence=("ramp",))},
        claims={"c1": SimpleNamespace(says="70 percent in five days", test="share() >= 0.70", evidence=())},
        observations={},
        params={},
        article_rows={},
    )


def scenario(*, nasty: bool = False, blur: float | None = None) -> Any:
    title = NASTY if nasty else "A small airlift"
    settings = Settings(
        title=title, start=START, horizon_days=DAYS, profile="us-nato", banner="Historical, from reports.", blur_m=blur
    )
    bases = ("quoted", "derived", "assumed", "estimated", "assumed")
    cells = (
        ("places", "hub", "parking", "wide:2"),
        ("places", "hub", "storage_kg", "80000"),
        ("places", "fwd-lviv", "lat", "49.84"),
        ("aircraft", "C-17A", "payload_at_range", "0km:77000kg"),
        ("links", "hub>fwd-lviv:road", "trucks", NASTY if nasty else "20"),
    )
    inputs = tuple(
        SimpleNamespace(
            table=t,
            key=k,
            column=c,
            value=v,
            basis=b,
            source="paper",
            evidence=("ramp",) if b == "quoted" else (),
            note="seen, not a capacity" if b == "quoted" else "",
            where=f"{t}.csv, row 2",
        )
        for (t, k, c, v), b in zip(cells, bases, strict=True)
    )
    return SimpleNamespace(
        name="small",
        settings=settings,
        places={p.id: p for p in places()},
        packages={"pkg": Package(package="pkg", title="A package", authorised_usd=350e6, donor="A donor")},
        package_events=(PackageEvent(package="pkg", on=START, status="approved"),),
        options={
            "more": Option(id="more", title="More", events=(StatusEvent(on="2022-03-07", status="considered"),)),
        },
        assets={},
        batteries={},
        sites={},
        chosen=(),
        evidence=book(nasty),
        inputs=inputs,
        fingerprint="0123456789abcdef",
        moment=lambda s: datetime.fromtimestamp(START.timestamp() + s, tz=UTC),
    )


def study(*, nasty: bool = False, blur: float | None = None, missions: bool = True) -> Any:
    stage = scenario(nasty=nasty, blur=blur)
    net = network(stage)
    bins = HORIZON // 3600
    wave = 1 + np.sin(np.arange(bins) / 9)
    occupancy = np.zeros((len(net.places), 3, bins))
    occupancy[0] = np.array([wave, wave * 0.8, wave * 0.3]) * 3600 * RUNS
    stored = np.zeros((len(net.places), bins))
    stored[0] = wave * 30_000 * 3600 * RUNS

    def delivered(*, mark: str, meter: str) -> FakeCurve:
        if meter == "people":
            raise UsageError("nothing is listed in people")
        return FakeCurve(mark)

    return SimpleNamespace(
        scenario=stage,
        network=net,
        plan=plan() if missions else Plan(missions=()),
        seed=7,
        runs=RUNS,
        tally=SimpleNamespace(occupancy=occupancy, stored_kg_s=stored, bin_s=3600),
        delivered=delivered,
    )


def _days(values: list[float]) -> list[dict[str, Any]]:
    return [
        {"day": d + 1, "date": f"2022-03-{d + 1:02d}", "p10": v * 0.8, "p50": v, "p90": min(v * 1.1, values[-1])}
        for d, v in enumerate(values)
    ]


def summary(*, nasty: bool = False) -> dict[str, Any]:
    rising = [0.0, 60_000.0, 180_000.0, 300_000.0, 420_000.0, 540_000.0, 600_000.0, 640_000.0, 660_000.0, 660_000.0]
    return {
        "title": NASTY if nasty else "A small airlift",
        "version": "0.1.0",
        "seed": 7,
        "runs": RUNS,
        "scenario": {
            "name": "small",
            "options": [],
            "fingerprint": "0123456789abcdef",
            "start": "2022-02-25T00:00Z",
            "horizon_days": 10,
            "objective_meter": "mass",
            "objective_mark": "delivered",
        },
        "closure": {
            "mark": "delivered",
            "p10": {"seconds": 700_000, "date": "2022-03-05T02:26:40Z"},
            "p50": {"seconds": 800_000, "date": "2022-03-06T06:13:20Z"},
            "p90": None,
            "closed_share": 0.75,
        },
        "delivered": {
            "at_hub": {"mass": _days(rising)},
            "delivered": {"mass": _days([v * 0.7 for v in rising])},
        },
        "listed": {"mass": 660_000.0, "usd": 240e6},
        "packages": {
            "pkg": {
                "title": "A package",
                "authorised_usd": 350e6,
                "listed": {"usd": 240e6},
                "meter": "usd",
                "of": "authorised",
                "share": {"delivered": _days([0.0, 0.1, 0.3, 0.5, 0.68])},
            }
        },
        "limits": [
            {
                "resource": "parking",
                "place": "hub",
                "name": "parking at hub",
                "binding_share": 0.78,
                "p10": 0.7,
                "p90": 0.9,
            },
            {"resource": "fleet", "place": None, "name": "C-17A tails", "binding_share": 0.12, "p10": 0.0, "p90": 0.3},
            {
                "resource": "storage",
                "place": "hub",
                "name": "storage at hub",
                "binding_share": 0.0,
                "p10": 0.0,
                "p90": 0.0,
            },
        ],
        "waits": [{"place": "hub", "cause": "parking", "hours": 31.5}],
        "arrivals": [{"place": "hub", "arrived": 84.0, "held": 12.5, "gave_up": 1.25}],
        "objective": {"unmet": 0.25},
        "observations": [
            {
                "id": "share-70",
                "quantity": "share",
                "value": 0.7,
                "low": None,
                "high": None,
                "package": "pkg",
                "meter": "usd",
                "of": "authorised",
                "at": {"seconds": 432_000, "date": "2022-03-02T00:00Z"},
                "quantile": {"at_hub": 0.96, "delivered": 1.0},
                "prediction": {
                    "at_hub": {"p10": 0.4, "p50": 0.55, "p90": 0.66},
                    "delivered": {"p10": 0.2, "p50": 0.31, "p90": 0.45},
                },
                "reason": None,
                "notes": ["approved on 25 Feb"],
                "evidence": ["share-70"],
            },
            {
                "id": "share-240",
                "quantity": "share",
                "value": 0.6857,
                "meter": "usd",
                "of": "authorised",
                "at": {"seconds": 470_000, "date": "2022-03-02T10:33Z"},
                "quantile": {"delivered": 0.9},
                "prediction": {"delivered": {"p10": 0.2, "p50": 0.4, "p90": 0.7}},
                "evidence": ["share-70"],
            },
            {
                "id": "field-17",
                "quantity": "arrivals_per_day",
                "value": 17,
                "at": None,
                "quantile": None,
                "prediction": None,
                "reason": NASTY if nasty else "a capacity, not a count",
                "evidence": ["ramp"],
            },
        ],
        "inputs": {"quoted": 1, "converted": 0, "derived": 1, "estimated": 1, "assumed": 2, "total": 5},
        "plan": {
            "missions": 21,
            "loads": 21,
            "sorties": {"C-17A": 18, "C-5M": 3},
            "mass_kg": 756_000,
            "undelivered": [
                {
                    "requirement": "r1",
                    "line": "r1",
                    "quantity": 3,
                    "mass_kg": 2700,
                    "reason": "no aircraft is free before the horizon",
                }
            ],
            "method": "baseline",
            "bound": None,
            "gap": None,
        },
        "defaults": [{"table": "settings", "column": "hold_min", "value": "45", "rows": 1}],
        "unused": ["links.payload_m3"],
        "warnings": [
            {"severity": "warning", "file": "stock.csv", "row": 3, "column": "quantity", "what": "zero in stock"}
        ],
    }
