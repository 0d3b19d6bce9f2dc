"""Cover from scenarios: reach, sectors, best sites, and units as they arrive."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.scenario.tiny import FILES

import openairlift as oa
from openairlift.errors import ScenarioError, UsageError
from openairlift.outlook.cover import (
    Standing,
    battery,
    best_sites,
    brought,
    candidates,
    fewest_sites,
    lacking,
    nearest_sites,
    position,
    reached,
    share_by,
    weights,
)
from openairlift.outlook.radii import radius_ends
from openairlift.scenario import Scenario

WGS84 = Geodesic.WGS84

BASE: Mapping[str, bytes] = {
    "scenario.toml": b'title = "t"\nstart = "2030-01-01"\nhorizon_days = 10\n',
    "places.csv": b"id,name,lat,lon,runway_m\nhome,Home,50,10,3000\nhub,Hub,50,20,3000\ncamp,Camp,52,20,3000\n",
    "fleet.csv": b"type,tails,home\nC-17A,1,home\n",
    "requirements.csv": b"req_id,cargo_class,mass_kg,origin,destination\nr,bulk,1000,home,hub\n",
    "assets.csv": b"id,lat,lon,weight\nnorth,50.5,20,3\neast,50,20.7,2\nsouth,49.5,20,1\nfar,60,20,9\n",
    "sites.csv": b"id,place,unit_types\nat-hub,hub,\nat-camp,camp,round\n",
    "batteries.csv": b"unit_type,radius_km,radius_basis,sector_deg,emplace_h\nround,100,x,,\nquarter,100,x,90,2\n",
}


def made(**files: bytes) -> Scenario:
    return oa.read_scenario({**BASE, **{f"{name}.csv": data for name, data in files.items()}})


def test_reach_is_the_geodesic_distance() -> None:
    scenario = oa.read_scenario("ukraine-2022")
    found = candidates(scenario, ["thaad-battery"])
    for unit, row in zip(found.standing, found.reach, strict=True):
        for asset, near in zip(scenario.assets.values(), row, strict=True):
            lat, lon = position(scenario, asset)
            assert near == (WGS84.Inverse(unit.lat, unit.lon, lat, lon)["s12"] <= 200_000.0)


def test_sites_may_be_for_some_types_only() -> None:
    assert {unit.where for unit in candidates(made(), ["round"]).standing} == {"at-hub", "at-camp"}
    assert {unit.where for unit in candidates(made(), ["quarter"]).standing} == {"at-hub"}


def test_a_sector_is_turned_to_what_weighs_most() -> None:
    """A quarter from the hub sees north and east together (90° apart), but not the south as well."""
    found = best_sites(made(), {"quarter": 1})
    assert found.covered == 5.0
    (unit,) = found.standing
    assert unit.azimuth_deg == pytest.approx(45.0, abs=1.0)


def test_turned_sectors_are_as_good_as_any_of_many_directions() -> None:
    draw = np.random.default_rng(3)
    rows = "\n".join(
        f"a{i},{50 + draw.normal(0, 0.4):.4f},{20 + draw.normal(0, 0.6):.4f},{i % 5 + 1}" for i in range(25)
    )
    assets = f"id,lat,lon,weight\n{rows}\n".encode()
    scenario = made(assets=assets)
    turns = [Standing(unit_type="quarter", where="", lat=50, lon=20, azimuth_deg=i / 8) for i in range(8 * 360)]
    tried = reached(scenario, turns) @ weights(scenario)
    assert best_sites(scenario, {"quarter": 1}).covered == tried.max() == 25.0


def test_a_stated_direction_is_kept() -> None:
    rows = b"unit_type,radius_km,radius_basis,sector_deg,azimuth_deg\nround,100,x,,\nquarter,100,x,90,180\n"
    found = best_sites(made(batteries=rows), {"quarter": 1})
    assert (found.covered, found.standing[0].azimuth_deg) == (1.0, 180.0)


def test_fewest_and_nearest() -> None:
    scenario = made()
    assert [unit.where for unit in fewest_sites(scenario, "round").standing] == ["at-hub"]
    names, _, mean = nearest_sites(scenario, "round", 1)
    far = {
        site: sum(
            a.weight * WGS84.Inverse(*position(scenario, scenario.sites[site]), *position(scenario, a))["s12"]
            for a in scenario.assets.values()
        )
        for site in scenario.sites
    }
    assert names == (min(far, key=lambda site: far[site]),)
    assert mean == pytest.approx(min(far.values()) / 15.0)


def with_units(quantity: int = 1, to: str = "hub") -> Scenario:
    header = b"req_id,cargo_class,mass_kg,unit_type,quantity,origin,destination\n"
    asked = b"u,,,quarter,%d,home,%s\nv,,,round,1,home,camp\n" % (quantity, to.encode())
    units = b"unit_type,aircraft,loads\nquarter,C-17A,2\nround,C-17A,1\n"
    return made(requirements=header + asked, unit_loads=units)


def test_units_stand_at_the_site_of_their_destination() -> None:
    first, second = brought(with_units())
    assert [unit.where for unit in (*first.standing, *second.standing)] == ["at-hub", "at-camp"]
    assert (first.emplace_s, second.emplace_s) == (7200.0, 0.0)


def test_units_without_a_site_stand_at_their_destination() -> None:
    first, _ = brought(with_units(to="camp"))  # the site at the camp is for the other type
    assert (first.standing[0].where, first.standing[0].lat) == ("camp", 52.0)


def test_several_sectors_of_one_requirement_look_to_several_sides() -> None:
    first, _ = brought(with_units(2))
    done = {"u": np.array([0.0]), "v": np.array([np.inf])}
    found = share_by(with_units(2), (first,), {"u": done["u"]}, [7199.0, 7200.0])
    assert found.tolist() == [[0.0, 6 / 15]]


def test_share_grows_as_units_come_into_place() -> None:
    scenario = with_units()
    units = brought(scenario)
    complete = {"u": np.array([1000.0, np.inf]), "v": np.array([500.0, 500.0])}
    found = share_by(scenario, units, complete, [0.0, 500.0, 8200.0])
    assert found.tolist() == [[0.0, 0.0, 5 / 15], [0.0, 0.0, 0.0]]
    only = share_by(scenario, units, complete, [8200.0], unit_type="quarter", assets=["north", "south"])
    assert only.tolist() == [[0.75], [0.0]]
    with pytest.raises(UsageError, match="weigh nothing"):
        share_by(scenario, units, complete, [0.0], assets=[])


def test_a_type_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'quarter'"):
        battery(made(), "quater")


def test_a_radius_has_two_ends_where_a_range_is_stated() -> None:
    evidence = b'[param."batteries/round/radius_km"]\nbasis = "assumed"\nlow = "x 0.5"\nhigh = "120"\n'
    scenario = oa.read_scenario({**BASE, "evidence.toml": evidence})
    ends = [(end, other.batteries["round"].radius_m) for end, other in radius_ends(scenario, "round")]
    assert ends == [("low", 50_000.0), ("high", 120_000.0)]
    assert list(radius_ends(scenario, "quarter")) == []


def test_the_tables_are_no_input_of_a_run() -> None:
    bare = {name: data for name, data in BASE.items() if name.split(".")[0] not in ("assets", "sites", "batteries")}
    without, there = oa.read_scenario(bare), made()
    assert there.inputs == without.inputs
    assert there.defaults == without.defaults
    assert there.unused == without.unused
    assert {item.table for item in there.outlook_inputs} == {"assets", "batteries"}
    assert lacking(without) == "assets.csv, batteries.csv, sites.csv"


@pytest.mark.parametrize(
    ("table", "rows", "column", "what"),
    [
        ("assets", b"id,lat\nx,50\n", "lon", "half a position"),
        ("assets", b"id,name\nx,y\n", "lat", "no position"),
        ("assets", b"id,lat,lon,weight\nx,50,20,0\n", "weight", "no asset has a weight"),
        ("assets", b"id,lat,lon,weight\nx,50,20,-1\n", "weight", ""),
        ("assets", b"id,place\nx,hubb\n", "place", "there is no 'hubb'"),
        ("sites", b"id,place,unit_types\nx,hub,rund\n", "unit_types", "there is no 'rund'"),
        ("batteries", b"unit_type,radius_km\nround,100\n", "radius_basis", "required column"),
        ("batteries", b"unit_type,radius_km,radius_basis\nround,0,x\n", "radius_km", ""),
        ("batteries", b"unit_type,radius,radius_basis\nround,5,x\n", "radius", "no unit"),
        ("batteries", b"unit_type,radius_km,radius_basis\nround,5,x\nround,6,x\n", None, "the key stands"),
    ],
)
def test_faults_name_the_cell(table: str, rows: bytes, column: str | None, what: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        made(**{table: rows})
    assert any(i.file == f"{table}.csv" and i.column == column and what in i.what for i in caught.value.issues)


def test_tables_that_lack_others_and_doubtful_types_are_told() -> None:
    bare = {name: data for name, data in BASE.items() if name != "assets.csv"}
    assert any("no assets.csv" in issue.what for issue in oa.read_scenario(bare).warnings)
    rows = b"unit_type,radius_km,radius_basis\npatriot-batery,100,x\nround,50,x\n"
    assert [issue.nearest for issue in made(batteries=rows).warnings] == ["patriot-battery"]


def test_cover_in_python_takes_what_requirements_bring_or_counts() -> None:
    base = oa.read_scenario("relief-small")
    with pytest.raises(oa.UsageError, match=r"no requirement brings units .* of clinic"):
        oa.cover(base)
    with pytest.raises(oa.UsageError, match="0 or more; got -1"):
        oa.cover(base, {"clinic": -1})
    with pytest.raises(oa.UsageError, match="did you mean 'clinic'"):
        oa.cover(base, {"clinik": 1})
    found = oa.cover(oa.read_scenario("relief-small", options=["clinics"]))
    assert [unit.unit_type for unit in found.standing] == ["clinic"] * len(found.standing)
    assert found.covered == found.bound
    files = {name: text.encode() for name, text in FILES.items()}
    with pytest.raises(oa.UsageError, match=r"no rows in assets\.csv, batteries\.csv, sites\.csv"):
        oa.cover(oa.read_scenario(files))
