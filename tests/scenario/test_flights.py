"""The log of actual flights as a file: read, checked, written back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.errors import ScenarioError
from openairlift.model import Flight
from openairlift.scenario import read_scenario
from openairlift.scenario.flights import flights_csv, read_flights
from openairlift.verbs.examples import copy_example

SCENARIO = read_scenario("relief-small")
HEAD = "type,from,to,block_out,block_in,outcome,landed_at,req_id"


def read(*rows: str) -> tuple[Flight, ...]:
    return read_flights("\n".join([HEAD, *rows]).encode(), SCENARIO).flights


@pytest.mark.parametrize(
    ("row", "where", "says"),
    [
        ("767-300,dubai,beira,,,,,", "type", "did you mean '767-300F'"),
        ("C-130H,joburg,beiro,,,,,", "to", "did you mean 'beira'"),
        ("C-130H,joburg,joburg,,,,,", "to", "ends where it begins"),
        ("C-130H,joburg,dondo,,,,,", "to", "no airfield"),
        ("C-130H,joburg,beira,2026-03-10T06:00Z,2026-03-10T05:00Z,,,", "block_in", "before block_out"),
        ("C-130H,joburg,beira,,2026-03-10T05:00Z,cancelled,,", "outcome", "that landed was not cancelled"),
        ("C-130H,joburg,beira,2026-03-10T06:00Z,,flown,,", "outcome", "no block_in is stated"),
        ("C-130H,joburg,beira,,,late,,", "outcome", "flown, diverted, lost, cancelled, no_show"),
        ("C-130H,joburg,beira,,,,,fod", "req_id", "did you mean 'food'"),
        ("C-130H,joburg,beira,10 March,,,,", "block_out", "is no moment"),
    ],
)
def test_faults_name_the_row_the_column_and_what_is_allowed(row: str, where: str, says: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read("767-300F,dubai,beira,D+1,,,,", row)
    (issue,) = caught.value.issues
    assert (issue.file, issue.row, issue.column) == ("flights.csv", 3, where)
    assert says in str(issue)


def test_what_became_of_a_flight_follows_from_its_times() -> None:
    out, in_ = "2026-03-10T05:00Z", "2026-03-10T07:00Z"
    fates = [
        flight.fate
        for flight in read(
            "C-130H,joburg,beira,,,,,",
            f"C-130H,joburg,beira,{out},,,,",
            f"C-130H,joburg,beira,{out},{in_},,,",
            f"C-130H,joburg,beira,{out},{in_},,joburg,",
            f"C-130H,joburg,beira,{out},,lost,,",
            "C-130H,joburg,beira,,,no_show,,food",
        )
    ]
    assert fates == ["open", "under_way", "flown", "diverted", "lost", "no_show"]


seconds = st.integers(0, 10**7).map(lambda s: datetime(2026, 3, 9, tzinfo=UTC) + timedelta(seconds=s))


@given(st.lists(st.tuples(seconds, st.integers(0, 10**5), st.floats(0, 10**5), st.booleans()), min_size=1, max_size=20))
def test_what_is_written_is_read_back(rows: list[tuple[datetime, int, float, bool]]) -> None:
    flights = tuple(
        Flight(
            flight=f"UN{length}", mission=length + 1, tail="ZS-ABC", type="C-130H", origin="joburg",
            destination="beira", block_out=out, block_in=out + timedelta(seconds=length),
            payload_kg=float(f"{mass:.10g}"), req_id=("food", "tents") if two else (), note='a "quoted", note',
        )
        for out, length, mass, two in rows
    )  # fmt: skip
    assert read_flights(flights_csv(flights).encode(), SCENARIO).flights == flights


def test_a_log_in_the_folder_is_checked_and_changes_no_plan_and_no_run(tmp_path: Path) -> None:
    copy_example("relief-small", to=tmp_path / "with")
    (tmp_path / "with" / "flights.csv").write_text(f"{HEAD}\nC-130H,joburg,beira,D+1,,,,\n", encoding="utf-8")
    found = read_scenario(tmp_path / "with")
    assert found.fingerprint == read_scenario("relief-small").fingerprint or found.name != SCENARIO.name
    assert (found.inputs, found.defaults, found.unused) == (SCENARIO.inputs, SCENARIO.defaults, SCENARIO.unused)
    (tmp_path / "with" / "flights.csv").write_text(f"{HEAD}\nC-130H,joburg,beiro,D+1,,,,\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="beiro"):
        read_scenario(tmp_path / "with")
