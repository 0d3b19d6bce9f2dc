"""Readings on runs: every function against the same runs reckoned load by load; moments, day rules, intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.network.build import at
from tests.study.plain import amount, loads_of
from tests.study.worlds import SEED, played, world

from openairlift.evidence import Claim
from openairlift.model import MARKS, Package
from openairlift.study import Study, Unresolved, replicate
from openairlift.study.judging.clock import Clock
from openairlift.study.judging.evaluate import Evaluator
from openairlift.study.judging.readings import Reading, readings_of, wilson

RUNS = 45
DAY = 86_400


def claim(test: str, *, tz: str = "UTC", undefined: Mapping[str, str] | None = None, **readings: Any) -> Claim:
    lists = {name: tuple(values) if isinstance(values, list) else (values,) for name, values in readings.items()}
    return Claim(id="c", says="so", test=test, readings=lists, tz=tz, undefined=undefined or {})


def reading(test: str, **more: Any) -> Reading:
    (found,) = readings_of(claim(test, **more))
    return found


def studied(*readings: Reading) -> Study:
    made, network, plan = world()
    probes = [probe for one in readings for probe in one.probes(made, network)]
    return replicate(made, plan, runs=RUNS, seed=SEED, network=network, probes=probes)


def value(expression: str, **more: Any) -> Any:
    """Return an expression, run by run."""
    one = reading(f"{expression} == 0", **more)
    study = studied(one)
    work = one.evaluator(study.scenario, study.network, study.probed)
    found = work.value(one.tree.left).data  # type: ignore[union-attr]
    return np.broadcast_to(np.asarray(found, dtype=np.float64), (RUNS,))


def first_landing(run: Any, group: str) -> int:
    marks = [int(run.marks[i, MARKS.index("landed")]) for i in loads_of(group=group)]
    return min(mark for mark in marks if mark >= 0)


def test_share_by_a_date_is_what_passed_over_what_is_authorised_or_listed() -> None:
    end = at(12).strftime("%Y-%m-%dT%H:%MZ")
    for of, whole in (("authorised", 1.5e6), ("listed", 1.2e6)):
        found = value(f"share(meter='usd', mark='at_hub', of='{of}', package='pkg', at='{end}')")
        wanted = [amount(run, mark="at_hub", meter="usd", group="pkg", at=DAY // 2) / whole for run in played()]
        assert found == pytest.approx(wanted)
        assert len(set(wanted)) > 1


@pytest.mark.parametrize(
    ("call", "mark", "meter", "more"),
    [
        ("mass(mark='landed', at='{}')", "landed", "mass", {}),
        ("mass('delivered', '{}', 'aid')", "delivered", "mass", {"group": "aid"}),
        ("items(mark='at_hub', at='{}', item='generator')", "at_hub", "items", {"item": "generator"}),
        ("people(mark='delivered', at='{}')", "delivered", "people", {}),
    ],
)
def test_amounts(call: str, mark: str, meter: str, more: dict[str, str]) -> None:
    found = value(call.format(at(48).strftime("%Y-%m-%dT%H:%MZ")))
    wanted = [amount(run, mark=mark, meter=meter, at=2 * DAY, **more) for run in played()]
    assert found == pytest.approx(wanted)


def test_the_clock_may_start_with_the_first_landing_of_the_package() -> None:
    found = value("mass(mark='at_hub', package='pkg', at=end('first landing', days=0.25))")
    wanted = [
        amount(run, mark="at_hub", meter="mass", group="pkg", at=first_landing(run, "pkg") + DAY // 4)
        for run in played()
    ]
    assert found == pytest.approx(wanted)
    assert len(set(wanted)) > 1


def test_days_of_the_calendar_are_counted_in_the_zone_from_the_day_after_the_first_landing() -> None:
    rule, tz = "end of first day", "America/Denver"
    found = value("mass(mark='delivered', at=end(start, 1, rule))", start="first landing", rule=rule, tz=tz)
    wanted, ends = [], set()
    for run in played():
        local = first_landing(run, "all") - 7 * 3600  # Denver in February; the scenario starts at midnight UTC
        end = (local // DAY + 2) * DAY + 7 * 3600
        ends.add(end)
        wanted.append(amount(run, mark="delivered", meter="mass", at=end))
    assert found == pytest.approx(wanted)
    assert len(ends) == 2
    assert len(set(wanted)) > 1


def test_a_moment_may_be_compared_with_the_first_landing_of_each_run() -> None:
    first = [first_landing(run, "all") for run in played()]
    edge = sorted(first)[RUNS // 2]
    late = reading(f"'first landing' + hours(1) > '{at(edge / 3600 + 1).strftime('%Y-%m-%dT%H:%M:%SZ')}'")
    assert late.holds(studied(late)).tolist() == [one > edge for one in first]
    assert 0 < sum(one > edge for one in first) < RUNS


def test_the_end_of_days_from_the_first_landing_is_a_moment_of_each_run() -> None:
    """In UTC: midnight after the day that follows the first landing."""
    one = reading("end('first landing', 1, 'end of first day') > '2022-02-27T00:00Z'")
    wanted = [(first_landing(run, "all") // DAY + 2) * DAY > 2 * DAY for run in played()]
    assert one.holds(studied(one)).tolist() == wanted
    moved = reading("end('first landing', 1, 'end of first day') + hours(3) <= '2022-02-27T03:00Z'")
    assert moved.holds(studied(moved)).tolist() == [not late for late in wanted]


def test_date_of_is_when_a_share_had_passed() -> None:
    found = value("days(date_of(mark='landed', share=0.5, package='pkg') - '2022-02-25')")
    for run, days in zip(played(), found, strict=True):
        second = round(days * DAY)
        there = amount(run, mark="landed", meter="mass", group="pkg", at=second)
        before = amount(run, mark="landed", meter="mass", group="pkg", at=second - 1)
        assert before < 45_000 <= there + 1e-6


def test_date_of_all_is_when_the_last_had_passed_and_never_is_later_than_any_date() -> None:
    found = value("days(date_of('delivered', package='pkg') - '2022-02-25')")
    wanted = []
    for run in played():
        marks = [int(run.marks[i, MARKS.index("delivered")]) for i in loads_of(group="pkg")]
        whole = amount(run, mark="delivered", meter="mass", group="pkg", at=10**9) >= 90_000 * (1 - 1e-9)
        wanted.append(max(marks) / DAY if whole else np.inf)
    assert found == pytest.approx(wanted)
    never = reading("date_of('delivered', share=1.3, meter='usd', package='pkg') > '2022-03-20'")
    assert never.holds(studied(never)).all()


def test_stock_is_what_has_not_left() -> None:
    found = value("stock('generator', place='depot', at='2022-02-26')")
    gone = [amount(run, mark="left_stock", meter="items", item="generator", at=DAY) for run in played()]
    assert found == pytest.approx([60 - number for number in gone])


def test_count_is_of_whole_days() -> None:
    found = value("count('arrivals', place='hub', since='2022-02-26', until='2022-02-27T01:00Z')")
    hub = world()[1].place_index["hub"]
    assert found == pytest.approx([float(run.traffic[hub, 1:3, 0].sum()) for run in played()])


def test_arithmetic_and_truth() -> None:
    assert value("(1 + 2) * 3 - 4 / 8 - -2")[0] == 10.5
    assert value("days(hours(36)) + days(2) / hours(12)")[0] == 5.5
    sums = reading("not (1 > 2) and (2 >= 2 or 1 / 3 == 7) and 3 != 4 and 1 < 2 and 2 <= 2")
    assert sums.holds(studied(sums)).all()
    low = reading("mass(mark='at_hub', at='2022-02-26') > x", x=30_000)
    assert low.holds(studied(low)).tolist() == [
        amount(run, mark="at_hub", meter="mass", at=DAY) > 30_000 for run in played()
    ]


@pytest.mark.parametrize(
    ("test", "why"),
    [
        (
            "share(meter='mass', mark='at_hub', of=of, package='pkg', at='2022-02-27') > 0.5",
            "amount is in USD",
        ),
        ("share(meter='usd', mark='at_hub', of=of, package='aid', at='2022-02-27') > 0.5", "no share of authorised"),
        ("mass(mark='at_hub', package='none', at='2022-02-27') > 1", "no requirements"),
        ("mass(mark='at_hub', at='2023-02-27') > 1", "outside the scenario"),
        ("mass(mark='at_hub', at='cancelled + 1 d') > 1", "counts from an event"),
        ("mass(mark='at_hub', item='tent', at='2022-02-27') > 1", "nothing that counts as tent"),
        ("mass(mark='at_hub', at='2022-02-30') > 1", "is no date"),
        ("stock('tent') > 1", "no stock of tent"),
        ("stock('generator', place='town') > 1", "no stock of generator at town"),
        ("count('arrivals', place='nowhere') > 1", "not in the network"),
        ("count('arrivals', place='hub', since='2022-03-20') > 1", "outside the scenario"),
        ("cover() > 0.5", "cover needs assets"),
        ("1 / 0 > 1", "divides by zero"),
        ("mass(mark='at_hub', at='2022-02-26' + days(1e14)) > 1", "by a moment that differs"),
        ("mass(mark='at_hub', at=end('2022-02-26', 1e9)) > 1", "out of range"),
        ("mass(mark='at_hub', at='first landing' + days(1e14)) > 1", "too far"),
        ("mass(mark='at_hub', at=date_of('landed')) > 1", "differs from run to run"),
        (
            "mass(mark='at_hub', at=end('first landing' + days(1), 1, 'end of first day')) > 1",
            "first landing itself only",
        ),
        (
            "mass(mark='at_hub', at=end(end('first landing', 1, 'end of first day'), 1)) > 1",
            "first landing itself only",
        ),
        ("date_of('landed', share=0) > '2022-02-26'", "share of nothing is there at once"),
        ("stock('generator', at='2021-02-26') > 1", "2021-02-26 00:00Z lies outside the scenario"),
        ("stock('generator', at='first landing') > 1", "first landing can't stand here"),
        ("date_of('landed', share=mass('at_hub', '2022-02-26')) > '2022-02-26'", "same in every run"),
        (
            "use * 2 > mass('at_hub', '2022-02-26')",
            "use is not defined: nobody said; rate is not defined: nor that",
        ),
    ],
)
def test_what_cannot_be_tested_says_why(test: str, why: str) -> None:
    one = reading(test if "use" not in test else f"{test} * rate", of="authorised",
                  undefined={"use": "nobody said", "rate": "nor that"})  # fmt: skip
    with pytest.raises(Unresolved, match=why.replace("(", r"\(")):
        one.holds(studied(one))


def test_readings_are_every_combination_in_file_order() -> None:
    found = readings_of(claim("a > b", a=[1, 2], b=[0, 5, 9]))
    assert [(one.values["a"], one.values["b"]) for one in found] == [(1, 0), (1, 5), (1, 9), (2, 0), (2, 5), (2, 9)]


@pytest.mark.parametrize("sign", [">=", ">", "<=", "<"])
def test_a_bar_is_found_on_either_side(sign: str) -> None:
    call = "share(meter='usd', mark='at_hub', of='authorised', package='pkg', at='2022-02-27')"
    text = f"{call} {sign} 0.7 - x" if sign[0] == ">" else f"0.7 - x {sign} {call}"
    one = reading(text, x=0.1)
    made, network, _ = world()
    bar = one.bar(made, network)
    assert bar is not None
    assert (round(bar.least, 9), bar.strict) == (0.6, len(sign) == 1)
    assert one.most(made, network) == pytest.approx(1.2 / 1.5)
    assert one.fixed(made, network)
    assert reading(f"{call} == 0.7").bar(made, network) is None
    assert reading(f"{call} {sign} {call}").bar(made, network) is None


@cache
def clock(tz: str) -> Clock:
    return Clock(world()[0], tz)


@pytest.mark.parametrize(
    ("text", "tz", "wanted"),
    [
        ("2022-02-26", "", datetime(2022, 2, 26, tzinfo=UTC)),
        ("2022-02-26", "America/New_York", datetime(2022, 2, 26, 5, tzinfo=UTC)),
        ("end of 2022-02-26", "Europe/Warsaw", datetime(2022, 2, 26, 23, tzinfo=UTC)),
        ("2022-02-26T12:00Z", "America/New_York", datetime(2022, 2, 26, 12, tzinfo=UTC)),
        ("approved + 12 h", "America/New_York", at(36)),
        ("D+1", "America/New_York", at(24)),
    ],
)
def test_a_date_is_the_midnight_of_the_zone(text: str, tz: str, wanted: datetime) -> None:
    assert world()[0].moment(clock(tz).seconds(text, "pkg")) == wanted


@pytest.mark.parametrize(
    ("start", "days", "rule", "tz", "wanted"),
    [
        ("2022-02-25", 5, "120 h", "UTC", datetime(2022, 3, 2, tzinfo=UTC)),
        ("2022-02-25", 5, "end of fifth day", "UTC", datetime(2022, 3, 3, tzinfo=UTC)),
        ("2022-02-26T03:00Z", 5, "end of fifth day", "UTC", datetime(2022, 3, 4, tzinfo=UTC)),
        ("2022-02-26T03:00Z", 5, "end of fifth day", "America/New_York", datetime(2022, 3, 3, 5, tzinfo=UTC)),
        ("2022-03-10", 5, "end of fifth day", "America/New_York", datetime(2022, 3, 16, 4, tzinfo=UTC)),
        ("2022-03-10", 5, "120 h", "America/New_York", datetime(2022, 3, 15, 5, tzinfo=UTC)),
    ],
)
def test_day_rules_over_the_change_of_clocks(start: str, days: int, rule: str, tz: str, wanted: datetime) -> None:
    here = clock(tz)
    second = here.end(here.seconds(start, None), days, here.rule(rule, days))
    assert world()[0].moment(second) == wanted


def test_the_interval_is_wilsons() -> None:
    low, high = wilson(1, 10)
    assert (low, high) == pytest.approx((0.01787621, 0.40415002), abs=1e-6)  # Wilson 1927; as in R's binom.confint
    assert wilson(0, 40)[0] == 0.0
    assert wilson(40, 40)[1] == 1.0


def test_an_evaluator_asks_for_nothing_that_the_study_did_not_keep() -> None:
    made, network, _ = world()
    other = replace(made, packages={**made.packages, "pkg": Package(package="pkg")})
    one = reading("share(meter='usd', mark='at_hub', of='authorised', package='pkg', at='2022-02-27') > 0.5")
    assert one.probes(made, network)
    assert one.probes(other, network) == []
    assert isinstance(one.evaluator(made, network, lambda _: np.zeros(1)), Evaluator)
