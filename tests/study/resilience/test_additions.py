"""An airfield that is added to a scenario for a study of losses, and what may not be added."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import DEPOT, HUB, requirement, scenario

from openairlift.errors import UsageError
from openairlift.network import build_network
from openairlift.study.resilience.additions import check_same, with_airfield


def test_an_airfield_of_the_shipped_tables_is_a_place_to_stop_without_limits() -> None:
    made = scenario()
    more = with_airfield(made, "eddf")
    assert list(more.places) == [*made.places, "eddf"]
    added = more.places["eddf"]
    assert (added.icao, added.country) == ("EDDF", "DE")
    assert (added.lat, added.lon) == (pytest.approx(50.03, abs=0.05), pytest.approx(8.57, abs=0.05))
    assert added.runway_m is not None
    assert added.runway_m > 3000
    assert (added.parking, added.working) == (None, None)
    assert more.fingerprint != made.fingerprint
    check_same(build_network(made), build_network(more), "eddf")


def test_an_airfield_that_is_there_already_is_named_by_its_place() -> None:
    with pytest.raises(UsageError, match="EPRZ is in the scenario already, as 'hub'"):
        with_airfield(scenario(), "eprz")


def test_a_code_that_nobody_knows_is_refused_with_what_could_be_meant() -> None:
    with pytest.raises(UsageError) as refused:
        with_airfield(scenario(), "EPRY")
    said = str(refused.value)
    assert said.startswith("'EPRY' is no option of the scenario (none) and no ICAO code; did you mean EP")
    with pytest.raises(UsageError, match=r"\(none\) and no ICAO code$"):
        with_airfield(scenario(), "????")


def test_an_airfield_without_a_shipped_runway_is_refused_with_the_way_out() -> None:
    with pytest.raises(UsageError, match=r"the runway of ENSB is not in the shipped table; .*options\.toml"):
        with_airfield(scenario(), "ENSB")


@pytest.mark.parametrize(
    "changed",
    [
        scenario(places=(DEPOT, HUB), links=(), requirements=(requirement(mass_kg=1.0),)),
        scenario(places=(DEPOT, HUB), links=(), requirements=(requirement(rank=1),)),
        scenario(places=(DEPOT, HUB), links=(), requirements=(requirement("r2"),)),
        scenario(places=(DEPOT, HUB), links=(), requirements=(requirement(), requirement("more"))),
        scenario(places=(DEPOT, HUB), links=(), horizon_days=9),
    ],
    ids=["mass", "rank", "name", "number", "horizon"],
)
def test_an_addition_leaves_what_is_asked_for(changed: object) -> None:
    before = build_network(scenario(places=(DEPOT, HUB), links=()))
    with pytest.raises(UsageError, match="the option 'more' changes what is asked for"):
        check_same(before, build_network(changed), "more")  # type: ignore[arg-type]


def test_an_addition_may_change_what_there_is() -> None:
    before = scenario(places=(DEPOT, HUB), links=())
    after = replace(before, places={"depot": replace(DEPOT, parking=None), "hub": replace(HUB, working=9)})
    check_same(build_network(before), build_network(after), "wider")
