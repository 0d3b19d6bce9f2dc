"""Synthetic instances: the same bytes for the same arguments, the sizes that were asked for, and no fault in any."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter

import pytest

from openairlift.audits import objective, time_plan
from openairlift.errors import UsageError
from openairlift.instances import LOADS, SIZES, synthetic
from openairlift.network import Network, RouteBook, build_network
from openairlift.scenario import Scenario, read_scenario
from openairlift.solve.baseline import plan_baseline

PLACES = {"S": (3, 2, 2), "M": (10, 6, 4), "L": (30, 20, 12)}
MASS_KG = {"M": (60_000_000, 250_000_000), "L": (170_000_000, 720_000_000)}


def rows(files: dict[str, str], table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{table}.csv"])))


def read(files: dict[str, str]) -> Scenario:
    return read_scenario({name: text.encode() for name, text in files.items()})


def limits(files: dict[str, str]) -> dict[str, tuple[int, int]]:
    return {
        row["id"]: (int(row["parking"].removeprefix("wide:")), int(row["working"])) for row in rows(files, "places")
    }


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("size", SIZES)
def test_the_same_arguments_give_the_same_text_and_another_seed_gives_another(size: str, load: str) -> None:
    assert synthetic(size, load=load, seed=7) == synthetic(size, load=load, seed=7)
    other = synthetic(size, load=load, seed=8)
    changed = {name for name, text in synthetic(size, load=load, seed=7).items() if text != other[name]}
    assert changed >= {"places.csv", "requirements.csv", "scenario.toml", "README.md"}


def test_the_text_is_the_same_on_every_machine() -> None:
    files = synthetic("M", load="congested", seed=3, slots=5)
    text = "".join(f"{name}\n{files[name]}" for name in sorted(files))
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "394e1a69596364c67b0e238432d747de23b1273c78a3eccd0a1a128013c181b1"
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("size", SIZES)
def test_every_instance_can_be_read_without_a_word_of_warning(size: str, load: str, seed: int) -> None:
    scenario = read(synthetic(size, load=load, seed=seed))
    assert scenario.warnings == ()
    assert scenario.unused == ()
    assert scenario.settings.objective_mark == "landed"
    assert scenario.settings.objective_meter == "mass"
    assert not scenario.links
    assert all(row.latest is None and row.rank in (1, 2, 3) for row in scenario.requirements.values())
    if size != "L":  # the same code, and a large network takes long
        assert build_network(scenario).notes == ()


@pytest.mark.parametrize("load", LOADS)
@pytest.mark.parametrize("size", SIZES)
def test_counts_are_those_of_the_size(size: str, load: str) -> None:
    files = synthetic(size, load=load, seed=5)
    kinds = Counter(row["id"][0] for row in rows(files, "places"))
    assert (kinds["o"], kinds["s"], kinds["d"]) == PLACES[size]
    tails = Counter[str]()
    for row in rows(files, "fleet"):
        tails[row["type"]] += int(row["tails"])
        assert row["home"].startswith("o")
    assert sum(tails.values()) == {"S": 6, "M": 120, "L": 200}[size]
    classes = {row["type"]: row["cargo_classes"] for row in rows(files, "aircraft")}
    assert list(tails) == list(classes)
    assert sum(names == "bulk" for names in classes.values()) == {"S": 1, "M": 2, "L": 3}[size]
    asked = rows(files, "requirements")
    assert len({row["req_id"] for row in asked}) == len(asked) == {"S": 5, "M": 20, "L": 1000}[size]
    assert len({row["home"] for row in rows(files, "fleet")}) > 1


def test_the_fleet_of_m_is_that_of_the_benchmark() -> None:
    files = synthetic("M", load="light", seed=0)
    tails = Counter[str]()
    for row in rows(files, "fleet"):
        tails[row["type"]] += int(row["tails"])
    assert list(tails.values()) == [15, 50, 20, 15, 20]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("size", "load"), [(size, load) for size in MASS_KG for load in LOADS])
def test_masses_add_up_and_classes_have_their_shares(size: str, load: str, seed: int) -> None:
    asked = rows(synthetic(size, load=load, seed=seed), "requirements")
    total = MASS_KG[size][LOADS.index(load)]
    by_class = Counter[str]()
    for row in asked:
        by_class[row["cargo_class"]] += int(row["mass_kg"])
    assert sum(by_class.values()) == total
    assert by_class["outsize"] / total + 1e-3 >= 0.10
    assert by_class["outsize"] / total - 1e-3 <= 0.15
    assert by_class["oversize"] / total + 1e-3 >= 0.25
    assert by_class["oversize"] / total - 1e-3 <= 0.30
    masses = sorted(int(row["mass_kg"]) for row in asked)
    assert masses[0] > 0
    assert masses[-1] < 12 * masses[0]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("load", "least", "most"), [("light", 6, 8), ("congested", 8, 10)])
def test_small_instances_have_so_many_loads_whichever_type_carries_them(
    load: str, least: int, most: int, seed: int
) -> None:
    files = synthetic("S", load=load, seed=seed)
    loads = []
    for row in rows(files, "requirements"):
        counts = {-(-int(row["mass_kg"]) // payload) for payload in (62_000, 55_500)}
        assert len(counts) == 1
        loads += counts
    assert least <= sum(loads) <= most
    assert max(loads) <= 3
    assert all(working in (1, 2) and parking - working in (0, 1) for parking, working in limits(files).values())


@pytest.mark.parametrize("seed", range(8))
def test_what_a_mission_of_s_carries_depends_on_its_type_alone(seed: int) -> None:
    network = build_network(read(synthetic("S", load="light", seed=seed)))
    book = RouteBook(network)
    lanes = {(line.sources[0][0], line.destination) for line in network.lines}
    assert len(lanes) == len(network.lines)
    for type_, payload in enumerate((62_000.0, 55_500.0)):
        for origin, hub in lanes:
            found = book.routes(type_, origin, hub, limit=99)
            assert {network.places[route.stops[0]].id for route in found} == {"s01", "s02"}
            assert all(len(route.stops) == 1 and route.payload_kg == payload for route in found)


@pytest.mark.parametrize("size", SIZES)
def test_light_and_congested_share_places_slots_and_fleet(size: str) -> None:
    light, congested = (synthetic(size, load=load, seed=2) for load in LOADS)
    assert all(light[name] == congested[name] for name in ("places.csv", "fleet.csv", "aircraft.csv"))
    pairs = [
        [(row["req_id"], row["cargo_class"], row["origin"], row["destination"], row["rank"]) for row in found]
        for found in (rows(light, "requirements"), rows(congested, "requirements"))
    ]
    assert pairs[0] == pairs[1]


@pytest.mark.parametrize("factor", [5, 0.25, 1.5])
def test_the_factor_multiplies_spots_and_slots_and_nothing_else(factor: float) -> None:
    plain, wide = synthetic("M", load="light", seed=4), synthetic("M", load="light", seed=4, slots=factor)
    changed = {name for name in plain if plain[name] != wide[name]}
    assert changed == {"places.csv", "scenario.toml", "README.md"}
    expected = {
        name: tuple(max(int(number * factor + 0.5), 1) for number in pair) for name, pair in limits(plain).items()
    }
    assert limits(wide) == expected
    assert f"--slots {factor:g} " in wide["README.md"]
    assert read(wide).warnings == ()


@pytest.mark.parametrize("seed", range(10))
def test_slots_of_m_lie_within_their_limits(seed: int) -> None:
    for name, (parking, working) in limits(synthetic("M", load="congested", seed=seed)).items():
        assert 3 <= working <= 8
        if name.startswith("s"):
            assert 4 <= parking <= 10
            assert parking > working
        else:
            assert abs(parking - 2 * working) <= 1


def _cycles(network: Network) -> dict[int, list[tuple[float, float]]]:
    """Return (payload [kg], cycle [s]) of each type's best route on every lane that it can serve."""
    book, found = RouteBook(network), dict[int, list[tuple[float, float]]]()
    for type_, record in enumerate(network.types):
        for line in network.lines:
            if line.cargo_class not in record.cargo_classes:
                continue
            (origin, _), (hub, _) = line.sources[0], line.hubs[0]
            way, back = book.routes(type_, origin, hub)[0], book.empty(type_, hub, origin)
            assert back is not None
            stops = [(origin, 0), (hub, 1), *((stop, 2) for stop in (*way.stops, *back.stops))]
            ground = sum(network.nominal_ground_s(type_, place, purpose) for place, purpose in stops)
            found.setdefault(type_, []).append((way.payload_kg, ground + way.flying_s + back.flying_s))
    return found


@pytest.mark.parametrize("seed", range(10))
def test_the_fleet_of_m_can_not_carry_a_congested_load_on_any_seed(seed: int) -> None:
    network = build_network(read(synthetic("M", load="congested", seed=seed)))
    cycles = _cycles(network)
    assert all(26 * 3600 < cycle < 40 * 3600 for pairs in cycles.values() for _, cycle in pairs)
    # What every tail brings if it flies its best lane all the time, and one load more for it need not come back.
    most = middle = 0.0
    for type_, pairs in cycles.items():
        tails = sum(tail.type == type_ for tail in network.tails)
        most += tails * max(payload * (network.horizon_s / cycle + 1) for payload, cycle in pairs)
        middle += tails * network.horizon_s / (sum(cycle / payload for payload, cycle in pairs) / len(pairs))
    assert most < 0.95 * 250e6
    assert 180e6 < middle < 210e6


@pytest.mark.parametrize("seed", range(5))
def test_a_stop_pays_on_the_long_way_of_m(seed: int) -> None:
    network = build_network(read(synthetic("M", load="light", seed=seed)))
    for pairs, record in zip(_cycles(network).values(), network.types, strict=True):
        direct = max(
            float(network.payload_kg[network.type_index[record.type], line.sources[0][0], line.hubs[0][0]])
            for line in network.lines
        )
        assert record.payload_at_range is not None
        assert direct < 0.75 * record.payload_at_range.points[0][1]
        assert min(payload for payload, _ in pairs) > 0.8 * record.payload_at_range.points[0][1]


@pytest.mark.parametrize("seed", range(3))
def test_a_light_load_of_m_is_carried_in_time_but_later_than_in_free_flow(seed: int) -> None:
    network = build_network(read(synthetic("M", load="light", seed=seed)))
    plan = plan_baseline(network)
    found = objective(network, plan, time_plan(network, plan))
    assert (found.undelivered, found.late_weight_days) == pytest.approx((0.0, 0.0), abs=1e-3)
    weight = sum(line.weight * line.quantity * line.unit_kg for line in network.lines)
    assert found.delay_weight_days > 1.0 * weight


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"size": "XL"}, "there are: S, M, L"),
        ({"size": "S", "load": "ligth"}, "did you mean 'light'"),
        ({"size": "S", "seed": -1}, "the seed is -1; allowed: 0 to"),
        ({"size": "S", "slots": 0.0}, "the factor of slots is 0; allowed"),
        ({"size": "S", "slots": float("nan")}, "the factor of slots is nan; allowed"),
    ],
)
def test_wrong_arguments_are_refused_with_what_is_allowed(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        synthetic(**arguments)  # type: ignore[arg-type]
