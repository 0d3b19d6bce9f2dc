"""Stocks of whole scenarios: closed forms as golden numbers, luck, observations, wrong usage."""

from __future__ import annotations

import math
from dataclasses import asdict
from statistics import NormalDist

import numpy as np
import pytest
from tests.scenario.tiny import FILES

import openairlift as oa
import openairlift.outlook.stocks as module
from openairlift.outlook import flows
from openairlift.outlook.items import WEEKS_PER_MONTH
from openairlift.outlook.records import ItemOutlook, Outlook

HEAD = "item,quantity_per_month,from,to,lead_months,ramp_months,drawn\n"
STOCK = "place,item,quantity,ready,floor,reserve\nrimini,blanket,20000,,,\nrimini,generator,4,D+1,,\n"
MONTH_D = 30.4375


def scenario(
    *,
    stock: str = "rimini,salt,1000,,,",
    production: str = "",
    consumption: str = "",
    evidence: str = "",
    items: str = "salt,Salt,1,0.01,bulk,6",
) -> oa.Scenario:
    files = {
        **FILES,
        "items.csv": FILES["items.csv"] + f"{items}\n",
        "stock.csv": f"{STOCK}{stock}\n",
    }
    for name, rows in (("production", production), ("consumption", consumption)):
        if rows:
            files[f"{name}.csv"] = HEAD + rows + "\n"
    if evidence:
        files["evidence.toml"] = files.get("evidence.toml", "") + evidence
    return oa.read_scenario({name: text.encode() for name, text in files.items()})


def ahead(world: oa.Scenario, item: str = "salt", **more: object) -> ItemOutlook:
    settings: dict = {"months": 36, "samples": 50, **more}
    (found,) = oa.stocks(world, items=[item], **settings).items
    return found


# --- deterministic -----------------------------------------------------------------------------------------------


def test_a_constant_rate_runs_out_when_the_stock_is_divided_by_it() -> None:
    found = ahead(scenario(stock="rimini,salt,1000,,300,", consumption="salt,80,,,,,"))
    assert found.run_out.when.p50 == pytest.approx(1000 / 80)
    assert found.below_floor is not None
    assert found.below_floor.when.p50 == pytest.approx(700 / 80)
    assert found.weeks is not None
    assert found.weeks.p50 == pytest.approx(1000 / 80 * WEEKS_PER_MONTH)
    assert found.unmet.p50 == pytest.approx(36 * 80 - 1000)
    # Hold 300 for 36 months: 300 = 1000 + 36 (x - 80).
    assert found.rate.per_month == pytest.approx(80 - 700 / 36)


def test_weeks_of_supply_of_a_round_case() -> None:
    # Ten months of 30.4375 days are 43.48 weeks.
    found = ahead(scenario(consumption="salt,100,,,,,"))
    assert found.weeks is not None
    assert found.weeks.p50 == pytest.approx(10 * MONTH_D / 7)


def test_a_linear_ramp_meets_demand_by_its_parabola() -> None:
    # Stock 1000, use 100 a month, a ramp from 0 to 200 in 20 months: S(t) = 1000 - 100 t + 5 t², least at t = 10: 500.
    found = ahead(scenario(production="salt,200,D+0,,,20,", consumption="salt,100,,,,,"), floors={"salt": 510.0})
    assert found.on_hand[1, 10] == pytest.approx(500.0)
    assert found.run_out.chance.share == 0.0
    assert found.rebuild.when.p50 == pytest.approx(20.0)  # 5 t² = 100 t
    # Straight within a month: below 510 between the ends of months 8 (520) and 9 (505).
    assert found.below_floor is not None
    assert found.below_floor.when.p50 == pytest.approx(8 + 10 / 15)
    # The dearest month: max over t of (510 - S(t)) / t, at t = 10 or 11.
    assert found.rate.per_month == pytest.approx(max((510 - (1000 - 100 * t + 5 * t * t)) / t for t in range(1, 21)))


def test_what_is_ordered_arrives_a_lead_later() -> None:
    found = ahead(scenario(production="salt,50,2024-07-05T21:00Z,,3,,"), months=8)  # ordered from the end of month 2
    assert found.on_hand[1].tolist() == pytest.approx([1000] * 6 + [1050, 1100, 1150])


def test_months_to_rebuild_what_the_plan_draws() -> None:
    # The plan draws 20,000 blankets in the first days: 1,000 a month bring them back in 20 months.
    found = ahead(scenario(production="blanket,1000,,,,,"), "blanket")
    assert found.drawn[-1] == 20_000.0
    assert found.rebuild.when.p50 == pytest.approx(20.0)
    half = ahead(scenario(production="blanket,1000,,,,,"), "blanket", levels={"blanket": 5_000.0})
    assert half.rebuild.when.p50 == pytest.approx(5.0)


def test_a_floor_that_is_broken_before_anything_arrives_is_held_by_no_rate() -> None:
    found = ahead(scenario(consumption="salt,400,,,,,"), lead=3.0)
    assert found.rate.per_month is None
    assert ahead(scenario(consumption="salt,400,,,,,"), lead=2.0).rate.per_month is not None


def test_floors_and_reserves_of_all_places_add_up() -> None:
    found = ahead(scenario(stock="rimini,salt,1000,,100,50\nsarajevo,salt,200,,30,"))
    assert (found.floor, found.floor_by, found.opening.p50) == (130.0, "stock.csv", 1250.0)
    assert [(place.place, place.released, place.reserve) for place in found.places] == [
        ("rimini", 1000.0, 50.0), ("sarajevo", 200.0, 0.0),
    ]  # fmt: skip


# --- random: closed forms ----------------------------------------------------------------------------------------

SAMPLES = 10_000


def close(share: float, exact: float) -> bool:
    return abs(share - exact) <= 4.5 * math.sqrt(exact * (1 - exact) / SAMPLES) + 1e-3


def test_normal_demand_runs_out_with_the_probability_of_the_normal_sum() -> None:
    # 12 months of demand, each normal with mean 100 and deviation 20 (as 2,001 of its quantiles): the sum is normal
    # with mean 1,200 and deviation 20 √12, so that 1,250 are not enough with 1 - Φ(50 / 69.3) = 0.235.
    quantiles = "; ".join(f"{100 + 20 * NormalDist().inv_cdf((i + 0.5) / 2001):.9g}" for i in range(2001))
    world = scenario(stock="rimini,salt,1250,,,", consumption=f"salt,empirical({quantiles}),,,,,monthly")
    found = ahead(world, months=12, samples=SAMPLES)
    exact = 1 - NormalDist(1200, 20 * math.sqrt(12)).cdf(1250)
    assert close(found.run_out.chance.share, exact)
    assert found.run_out.chance.low < exact < found.run_out.chance.high
    # What brings 0.9: 12 x + 1250 = the 90 % quantile of the sum (demand comes month by month; the last month binds).
    wanted = (NormalDist(1200, 20 * math.sqrt(12)).inv_cdf(0.9) - 1250) / 12
    assert found.rate.per_month == pytest.approx(wanted, abs=0.25)


def test_a_rate_that_is_not_known_runs_out_with_its_own_probability() -> None:
    # One rate for all months, uniform from 50 to 150: 1,000 last 12 months where it is below 1,000 / 12.
    found = ahead(scenario(consumption="salt,uniform(50; 150),,,,,"), months=12, samples=SAMPLES)
    assert close(found.run_out.chance.share, (150 - 1000 / 12) / 100)
    assert found.run_out.when.p10 == pytest.approx(1000 / 140, rel=0.02)
    assert found.run_out.when.p50 == pytest.approx(1000 / 100, rel=0.02)


def test_a_lognormal_lead_runs_out_when_it_is_longer_than_the_stock_lasts() -> None:
    # 1,000 at 100 a month last 10 months; what is ordered at the start meets the demand from its arrival on.
    world = scenario(production="salt,100,D+0,,lognormal(mean=8; cv=0.4),,", consumption="salt,100,,,,,")
    sigma = math.sqrt(math.log1p(0.16))
    exact = 1 - NormalDist(math.log(8) - sigma**2 / 2, sigma).cdf(math.log(10))
    found = ahead(world, months=60, samples=SAMPLES)
    assert close(found.run_out.chance.share, exact)
    assert found.run_out.when.p10 == pytest.approx(10.0)


# --- luck --------------------------------------------------------------------------------------------------------

RANDOM = {
    "stock": "rimini,salt,1000,,200,uniform(0; 500)",
    "production": "salt,50,D+20,,lognormal(mean=3; cv=0.5),triangular(1; 4; 9),\nblanket,uniform(1; 9),,,,,monthly",
    "consumption": "salt,triangular(50; 80; 150),,,,,monthly",
}


def test_an_item_does_not_depend_on_the_others_nor_on_their_order() -> None:
    world = scenario(**RANDOM)
    both = oa.stocks(world, samples=300, months=24, items=["blanket", "salt"]).items[1]
    alone = ahead(world, samples=300, months=24)
    assert np.array_equal(both.on_hand, alone.on_hand)
    assert both.run_out == alone.run_out
    assert np.array_equal(ahead(world, samples=300, months=30).on_hand[:, :25], alone.on_hand)


def many() -> oa.Scenario:
    """Return a scenario with eight items that move."""
    return scenario(
        stock="\n".join(f"rimini,salt-{n},1000,,200," for n in range(8)),
        production="\n".join(
            f"salt-{n},triangular(20; 50; 70),D+20,,lognormal(mean=3; cv=0.5),,monthly" for n in range(8)
        ),
        consumption="\n".join(f"salt-{n},lognormal(mean=80; cv=0.4),,,,,monthly" for n in range(8)),
        items="\n".join(f"salt-{n},Salt,1,0.01,bulk,6" for n in range(8)),
    )


def plain(found: Outlook) -> list:
    return [{name: np.asarray(value).tolist() for name, value in asdict(one).items()} for one in found.items]


def test_any_number_of_threads_gives_the_same_bytes() -> None:
    world = many()
    alone = oa.stocks(world, samples=400, months=24, workers=1)
    assert [one.item for one in alone.items] == [f"salt-{n}" for n in range(8)]
    for workers in (2, 3, 20):
        assert plain(oa.stocks(world, samples=400, months=24, workers=workers)) == plain(alone)


def test_the_compiled_way_to_draw_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    world = many()
    monkeypatch.setattr(flows, "_COMPILED_S", 1e9)
    monkeypatch.setattr(flows, "_COMPILER_S", 1e9)
    slow = oa.stocks(world, samples=400, months=24)
    monkeypatch.setattr(flows, "_COMPILED_S", 0.0)
    monkeypatch.setattr(flows, "_COMPILER_S", 0.0)
    assert plain(oa.stocks(world, samples=400, months=24)) == plain(slow)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_done_by_ctrl_c_is_returned(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    world = many()
    whole = oa.stocks(world, samples=200, months=6)
    monkeypatch.setattr(module, "_QUICK", 0)

    def stop(_: str, done: int, total: int) -> None:
        assert total == 8
        if done == 3:
            raise KeyboardInterrupt

    part = oa.stocks(world, samples=200, months=6, workers=workers, progress=stop)
    assert not part.complete
    assert plain(part) == plain(whole)[:3]


def test_another_seed_gives_other_samples_and_the_same_seed_the_same() -> None:
    world = scenario(**RANDOM)
    assert np.array_equal(ahead(world, seed=9).on_hand, ahead(world, seed=9).on_hand)
    assert not np.array_equal(ahead(world, seed=9).on_hand, ahead(world, seed=10).on_hand)


def test_the_rate_that_is_named_holds_the_floor_as_often_as_is_said() -> None:
    world = scenario(**RANDOM)
    rate = ahead(world, samples=2_000, months=24, hold=0.8).rate.per_month
    assert rate is not None
    more = scenario(**{**RANDOM, "production": RANDOM["production"] + f"\nsalt,{rate:.9f},,,,,"})
    held = ahead(more, samples=2_000, months=24)
    assert held.below_floor is not None
    assert 1 - held.below_floor.chance.share == pytest.approx(0.8, abs=2 / 2_000)


# --- what is told ------------------------------------------------------------------------------------------------


def test_what_is_not_stated_is_told_first() -> None:
    world = scenario(stock="rimini,salt,1000,,,", consumption="salt,80,,,,,")
    found = oa.stocks(world, samples=20, months=6)
    assert [one.item for one in found.items] == ["salt"]
    assert found.others == ("blanket", "generator")
    assert [sentence.split(" is ")[0] for sentence in found.unstated] == ["The production of salt", "No floor of salt"]


def test_a_flow_without_a_stock_is_told_and_left_out() -> None:
    world = scenario(stock="rimini,generator,2,,,", consumption="salt,80,,,,,")
    found = oa.stocks(world, samples=20, months=6)
    assert found.items == ()
    assert found.unstated[0] == "The stock of salt is not stated: nothing can be said of it."
    assert any("no stock of 'salt' is stated" in issue.what for issue in world.warnings)


OBSERVED = """
[source.paper]
title = "A paper"
producer = "Somebody"
[evidence.ten]
source = "paper"
says = "gone in ten months"
[observation.gone]
quantity = "runout_months"
item = "salt"
low = 10
high = 400
evidence = ["ten"]
"""


def test_an_observation_is_compared_and_changes_nothing() -> None:
    plain = ahead(scenario(consumption="salt,uniform(50; 150),,,,,"), samples=2_000)
    found = ahead(scenario(consumption="salt,uniform(50; 150),,,,,", evidence=OBSERVED), samples=2_000)
    (seen,) = found.reported
    assert seen.low_below == pytest.approx(0.5, abs=0.05)
    assert (seen.below, seen.high_below) == (None, None)  # none reported; beyond the months
    assert np.array_equal(plain.on_hand, found.on_hand)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"items": ["sallt"]}, "Did you mean 'salt'"),
        ({"floors": {"pepper": 3.0}}, "no stock and no flow of an item 'pepper'"),
        ({"floors": {"salt": -1.0}}, "0 or more"),
        ({"workers": 0}, "workers is a whole number"),
        ({"months": 0}, "months is a whole number"),
        ({"samples": 10**8}, "samples is a whole number"),
        ({"hold": 1.0}, "between 0 and 1"),
        ({"lead": 36.0}, "the lead of new production"),
    ],
)
def test_wrong_usage(wrong: dict, says: str) -> None:
    with pytest.raises(oa.UsageError, match=says):
        oa.stocks(scenario(), **{"samples": 10, **wrong})


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("salt,80,D+9,D+3,,,", "the flow ends before it begins"),
        ("salt,80,,,,4,", "a ramp needs a beginning"),
        ("salt,-1,,,,,", "quantity_per_month"),
        ("sallt,80,,,,,", "sallt"),
        ("salt,80,,,,,weekly", "weekly"),
    ],
)
def test_wrong_flows_are_issues(rows: str, says: str) -> None:
    with pytest.raises(oa.ScenarioError, match=says):
        scenario(consumption=rows)


def test_plans_and_runs_read_nothing_of_it() -> None:
    bare, told = scenario(stock="rimini,salt,1000,,,"), scenario(**RANDOM)
    assert bare.inputs == told.inputs
    assert bare.unused == told.unused
    assert oa.make_plan(bare) == oa.make_plan(told)
    named = {(item.table, item.column) for item in told.outlook_inputs}
    assert named == {
        ("stock", "floor"), ("stock", "reserve"), ("production", "quantity_per_month"), ("production", "lead_months"),
        ("production", "ramp_months"), ("consumption", "quantity_per_month"),
    }  # fmt: skip
