from __future__ import annotations

import itertools
import zoneinfo
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.network.build import DEPOT, at, place, scenario, spots

from openairlift.errors import ScenarioError
from openairlift.model import Disruption, Hours, Settings
from openairlift.network import Steps, build_network
from openairlift.network.calendars import both, merged, without
from openairlift.network.limits import least, steps

DAY = 86_400
H = 3600


def hours(text: str, days: dict[int, tuple[tuple[int, int], ...]]) -> Hours:
    return Hours(tuple(days.get(day, ()) for day in range(7)), text)


def hub(**fields: object) -> object:
    return place("hub", 50.11, 22.02, **fields)


def test_other_traffic_takes_its_share_rounded_down_by_class() -> None:
    there = hub(parking=spots(wide=3, narrow=5, small=1), other_traffic_share=0.5)
    network = build_network(scenario(places=(DEPOT, there)))
    assert network.parking[1] == Steps(times=(0,), values=((1, 3, 2),))


def test_a_share_that_is_whole_but_for_rounding_of_floats_is_whole() -> None:
    network = build_network(scenario(places=(DEPOT, hub(parking=spots(wide=100), other_traffic_share=0.29))))
    assert network.parking[1] == Steps(times=(0,), values=((0, 0, 71),))


def test_capacity_disruptions_are_steps_rounded_half_up_and_multiply() -> None:
    there = hub(parking=spots(wide=5), working=3)
    rows = (
        Disruption(kind="capacity", target="hub/parking", opens=at(10), closes=at(30), factor=0.5),
        Disruption(kind="capacity", target="hub/parking", opens=at(20), closes=at(40), factor=0.5),
        Disruption(kind="capacity", target="hub/working", opens=at(-5), closes=at(10), factor=0.5),
        Disruption(kind="capacity", target="depot/parking", factor=0.0),
    )
    network = build_network(scenario(places=(DEPOT, there), disruptions=rows))
    expected = ((0, 0, 5), (0, 0, 3), (0, 0, 1), (0, 0, 3), (0, 0, 5))
    assert network.parking[1] == Steps(times=(0, 10 * H, 20 * H, 30 * H, 40 * H), values=expected)
    assert network.working[1] == Steps(times=(0, 10 * H), values=((2,), (3,)))
    depot = network.parking[0]
    assert depot is not None
    assert depot.values[0] == (0, 0, 0)
    assert depot.times[0] == 0


def test_what_is_not_stated_has_no_limit_and_a_disruption_of_it_is_noted() -> None:
    row = Disruption(kind="capacity", target="hub/parking", factor=0.5)
    network = build_network(scenario(places=(DEPOT, hub()), disruptions=(row,)))
    assert network.parking[1] is None
    assert network.working[1] is None
    assert network.notes == ("The disruption of hub/parking has no effect: no limit is stated there.",)


def test_weekly_hours_follow_the_time_zone_and_summer_time() -> None:
    # 2022-03-26 is a Saturday; Warsaw goes from UTC+1 to UTC+2 in the night to Sunday
    open_hours = hours("sat-sun 06:00-22:00", {5: ((6 * H, 22 * H),), 6: ((6 * H, 22 * H),)})
    start = datetime(2022, 3, 26, tzinfo=UTC)
    there = hub(open_hours=open_hours, tz="Europe/Warsaw")
    network = build_network(scenario(places=(DEPOT, there), settings=Settings(title="t", start=start, horizon_days=3)))
    assert network.open_s[1] == ((5 * H, 21 * H), (DAY + 4 * H, DAY + 20 * H))
    assert network.open_s[0] is None


def test_hours_over_midnight_and_from_the_day_before_the_start() -> None:
    # the scenario starts on a Friday at 00:00 UTC
    nights = hours("thu-fri 20:00-04:00", {3: ((20 * H, 4 * H),), 4: ((20 * H, 4 * H),)})
    network = build_network(scenario(places=(DEPOT, hub(open_hours=nights)), horizon_days=2))
    assert network.open_s[1] == ((0, 4 * H), (20 * H, 28 * H))


def test_hours_that_end_when_they_begin_are_a_whole_day() -> None:
    once = hours("sat 06:00-06:00", {5: ((6 * H, 6 * H),)})
    network = build_network(scenario(places=(DEPOT, hub(open_hours=once)), horizon_days=3))
    assert network.open_s[1] == ((30 * H, 54 * H),)


def test_days_that_touch_are_one_window_and_closures_cut_it() -> None:
    always = hours("mon-sun 00:00-24:00", dict.fromkeys(range(7), ((0, DAY),)))
    closure = Disruption(kind="closure", target="hub", opens=at(30), closes=at(40))
    open_all = build_network(scenario(places=(DEPOT, hub(open_hours=always)), horizon_days=3))
    assert open_all.open_s[1] == ((0, 3 * DAY),)
    closed = build_network(scenario(places=(DEPOT, hub()), horizon_days=3, disruptions=(closure,)))
    assert closed.open_s[1] == ((0, 30 * H), (40 * H, 3 * DAY))


def test_a_place_that_is_closed_all_the_time_has_no_window() -> None:
    closure = Disruption(kind="closure", target="hub")
    network = build_network(scenario(places=(DEPOT, hub()), disruptions=(closure,)))
    assert network.open_s[1] == ()


def test_an_unknown_time_zone_is_a_scenario_error() -> None:
    always = hours("mon-sun 00:00-24:00", dict.fromkeys(range(7), ((0, DAY),)))
    assert "Europe/Warszawa" not in zoneinfo.available_timezones()
    with pytest.raises(ScenarioError, match="Europe/Warszawa"):
        build_network(scenario(places=(DEPOT, hub(open_hours=always, tz="Europe/Warszawa"))))


WINDOWS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda w: (w[0], w[0] + w[1])), max_size=8)


@given(WINDOWS, st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_windows_say_the_same_as_a_second_by_second_look(windows: list[tuple[int, int]], cut: tuple[int, int]) -> None:
    result = without(merged(windows), *cut)
    for second in range(90):
        expected = any(a <= second < b for a, b in windows) and not cut[0] <= second < cut[1]
        assert any(a <= second < b for a, b in result) == expected
    assert all(a < b for a, b in result)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(result))


@given(WINDOWS, WINDOWS)
def test_what_lies_in_both_says_the_same_as_a_second_by_second_look(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    result = both(merged(one), merged(other))
    for second in range(90):
        expected = all(any(a <= second < b for a, b in windows) for windows in (one, other))
        assert any(a <= second < b for a, b in result) == expected
    assert all(a < b for a, b in result)


STEPS = st.dictionaries(st.integers(1, 20), st.integers(0, 5), max_size=5).map(lambda found: {0: 3, **found})


@given(STEPS, STEPS)
def test_the_lesser_of_two_capacities_is_the_lesser_at_every_second(one: dict[int, int], other: dict[int, int]) -> None:
    made = [Steps(times=tuple(sorted(row)), values=tuple((row[at],) for at in sorted(row))) for row in (one, other)]
    found = least(*made)

    def read(row: Steps, second: int) -> int:
        return [value[0] for time, value in zip(row.times, row.values, strict=True) if time <= second][-1]

    assert all(read(found, at) == min(read(row, at) for row in made) for at in range(25))
    assert all(a != b for a, b in itertools.pairwise(found.values))


def test_a_change_at_the_horizon_or_of_no_length_is_none() -> None:
    assert steps([4], [(50, 100, 0.5)], horizon_s=100) == Steps(times=(0, 50), values=((4,), (2,)))
    assert steps([4], [(50, 50, 0.5)], horizon_s=100) == Steps(times=(0,), values=((4,),))
    assert steps([5, 1], [(0, 10, 0.5), (10, 20, 0.5)], horizon_s=100) == Steps(times=(0, 20), values=((3, 1), (5, 1)))
