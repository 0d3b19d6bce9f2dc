"""Ukraine 2022, claims: the readings of the 70 percent, what is undefined, what ready stock does; parts (e) and (f).

Reduced counts of runs, inputs and cells; ``openairlift judge ukraine-2022`` has the full ones.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product

import pytest

import openairlift as oa
from openairlift.scenario import Scenario, read_scenario
from openairlift.scenario.ranges import uncertain
from openairlift.study import replicate
from openairlift.study.judging import inversion as inverting
from openairlift.study.judging.ceiling import ceiling
from openairlift.study.judging.court import Court
from openairlift.study.judging.inversion import Inversion, invert, invertible
from openairlift.study.judging.judge import Judgement
from openairlift.study.judging.readings import readings_of
from openairlift.study.judging.verdicts import Judged

READINGS = set(
    product(
        ("usd", "mass"), ("at_hub", "delivered"), ("authorised", "listed"),
        ("2022-02-25", "2022-02-26", "first landing"), ("120 h", "end of fifth day"),
    )
)  # fmt: skip


MOVED = (
    "stock/depot-us:*/ready", "stock/depot-de:*/ready", "stock/depot-it:*/ready", "fleet/C-17A@depot-de/tails",
    "places/hub/parking", "links/*/border_wait_h",
)  # fmt: skip
"""Inputs that are moved here; those that decide in the full run are among them."""


def base(*options: str) -> Scenario:
    return read_scenario("ukraine-2022", options=options)


def narrowed(made: Scenario) -> Scenario:
    """Return the scenario with the ranges of some inputs only, and without distributions of its own ends."""
    params = {
        key: param if key in MOVED else replace(param, low=None, high=None)
        for key, param in made.evidence.params.items()
    }
    return replace(made, evidence=replace(made.evidence, params=params))


@cache
def judged() -> Judgement:
    made = narrowed(base())
    study = replicate(made, oa.make_plan(made), runs=40, seed=7)
    return oa.judge(study, trial_runs=10, draws=5, variants=lambda options: narrowed(base(*options)))


def rows(claim: str) -> dict[tuple[str, ...], Judged]:
    (found,) = (item for item in judged().claims if item.claim.id == claim)
    return {tuple(str(value) for value in row.values.values()): row for row in found.readings}


def test_c1_has_every_reading_with_probability_interval_and_verdict() -> None:
    found = rows("c1")
    assert set(found) == READINGS
    assert len(found) == 48
    for values, row in found.items():
        if values[0] == "mass" and values[2] == "authorised":
            assert row.verdict == "untestable"
            assert "in USD" in row.reasons[0]
            continue
        assert row.verdict in ("consistent", "possible only if", "not reachable", "no power")
        assert row.probability is not None
        assert row.interval is not None
        assert row.interval[0] <= row.probability <= row.interval[1]
        assert len(row.deciding) == 2


def test_c1_is_decided_by_when_the_stocks_were_released() -> None:
    row = rows("c1")["usd", "at_hub", "authorised", "2022-02-26", "end of fifth day"]
    assert {swing.input.name for swing in row.deciding} == {"stock/depot-us:*/ready", "stock/depot-de:*/ready"}
    assert row.verdict == "possible only if"
    assert row.change is not None
    assert [item.move.name for item in row.change.moved] == ["stock/depot-us:*/ready"]
    assert row.change.moved[0].words == "2 days earlier"


def test_c2_is_untestable_and_names_its_undefined_terms() -> None:
    for row in rows("c2").values():
        assert row.verdict == "untestable"
        assert "item is not defined" in row.reasons[0]
        assert "use_per_day is not defined" in row.reasons[0]


def test_c3_compares_the_same_runs_with_and_without_ready_stock() -> None:
    found = rows("c3")
    assert len(found) == 12
    assert all(row.with_option == 0.0 for row in found.values())
    date = found["usd", "at_hub", "authorised", "2022-02-26", "end of fifth day"]
    assert date.change is not None
    landing = found["usd", "at_hub", "authorised", "first landing", "120 h"]
    assert landing.verdict == "possible only if"
    assert landing.change is None  # counted from the first landing, late stock is as fast as ready stock


def inversion() -> Inversion:
    made = base()
    study = replicate(made, oa.make_plan(made), runs=1, seed=7)
    court = Court(readings=readings_of(made.evidence.claims["c1"]))
    probes = list(court.probes(study.scenario, study.network))
    court.add((), replicate(made, study.plan, runs=1, seed=7, probes=probes), runs=1, effort=1, workers=1)
    reading = invertible(court, list(court.readings))
    assert reading is not None
    return invert(court, reading, lambda *_: None)


def test_e_reached_only_where_cargo_is_ready_and_light_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverting, "MASSES", (1.0, 100.0))
    monkeypatch.setattr(inverting, "FLEETS", (0.5, 2.0))
    cells = inversion().cells
    assert len(cells) == 8
    assert not any(cell.reached for cell in cells if cell.release == "as stated")
    early = [cell for cell in cells if cell.release == "at the earliest"]
    assert all(cell.reached for cell in early if cell.mass_kg < 1e6)
    assert not any(cell.reached for cell in early if cell.mass_kg > 5e7)
    heaviest = [cell.kg_per_day for cell in early if cell.mass_kg > 5e7]
    assert heaviest == sorted(heaviest)  # more tails, more tonnes a day


def test_f_a_hundredfold_mass_is_out_of_reach_by_mass() -> None:
    """The latest moment and the earliest mark of c1 are the easiest: what is out of reach there is so in all."""
    made = base("hundredfold")
    network = oa.build_network(made)
    items, _ = uncertain(made)
    easiest = {"meter": "mass", "mark": "at_hub", "of": "listed", "start": "2022-02-26", "rule": "end of fifth day"}
    (reading,) = (one for one in readings_of(made.evidence.claims["c1"]) if one.values == easiest)
    bar = reading.bar(made, network)
    assert bar is not None
    work = reading.evaluator(made, network, lambda _: pytest.fail("nothing is asked of runs"))
    subject = work.subject(bar.call)
    most = ceiling(made, items, subject).most
    assert most is not None
    assert most / work.whole(subject, "listed") < bar.least


def test_f_a_hundredfold_mass_is_out_of_reach_whenever_the_first_aircraft_lands() -> None:
    """By mass, the earliest mark and the longest clock; by value an airlift that holds back its first could do it."""
    made = base("hundredfold")
    network = oa.build_network(made)
    items, _ = uncertain(made)
    easiest = {"meter": "mass", "mark": "at_hub", "of": "listed", "start": "first landing", "rule": "end of fifth day"}
    (reading,) = (one for one in readings_of(made.evidence.claims["c1"]) if one.values == easiest)
    bar = reading.bar(made, network)
    assert bar is not None
    work = reading.evaluator(made, network, lambda _: pytest.fail("nothing is asked of runs"))
    subject = work.subject(bar.call)
    whole = work.whole(subject, "listed")
    most = ceiling(made, items, subject, enough=bar.least * whole).most
    assert most is not None
    assert most / whole < bar.least


def test_f_the_package_of_2021_closes_in_under_a_quarter_of_the_reported_time() -> None:
    made = read_scenario("ukraine-2021")
    other = base()
    for key, item in made.items.items():
        assert item.unit_mass_kg == other.items[key].unit_mass_kg
    assert {(row.type, row.home, row.tails) for row in made.fleet} == {
        (row.type, row.home, row.tails) for row in other.fleet
    }
    assert made.places["hub"] == other.places["hub"]
    study = replicate(made, oa.make_plan(made), runs=20, seed=7)
    mass, value = (study.listed(meter=meter, group="pkg60") for meter in ("mass", "usd"))
    whole = replicate(other, oa.make_plan(other), runs=1, seed=7)
    per_dollar = whole.listed(meter="mass", group="pkg350") / whole.listed(meter="usd", group="pkg350")
    assert mass / value == pytest.approx(per_dollar, rel=0.01)
    (found,) = oa.judge(study, trial_runs=1, draws=0).claims
    assert [row.verdict for row in found.readings] == ["consistent"] * 4
    assert all(row.probability == 1.0 for row in found.readings)
    assert "not the limit" in found.claim.says
    assert (study.closure_s >= 0).all()
    assert study.closure_s.max() / 86_400 < 66 / 4
