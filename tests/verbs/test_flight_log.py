"""The verb `log`: its record, its files, and estimates taken over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.reports.flight_log import log_page, log_text
from openairlift.scenario import read_scenario
from openairlift.verbs.checking import check
from openairlift.verbs.flight_log import log, practice
from openairlift.verbs.flight_log_taking import without
from openairlift.verbs.records import to_json


@pytest.fixture(scope="module")
def flights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("log") / "flights.csv"
    practice("relief-small", into=file, at="D+4", seed=4)
    return file


@pytest.fixture(scope="module")
def made(flights: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path]:
    folder = tmp_path_factory.mktemp("out")
    record = log("relief-small", flights=flights, runs=20, out=folder / "log", taken_over=folder / "copy", at="D+4")
    return record, folder


def test_the_record_is_the_same_twice_and_names_no_path(made: tuple[dict, Path], flights: Path) -> None:
    again = log("relief-small", flights=flights, runs=20, at="D+4")
    assert to_json(again) == to_json(made[0]) == (made[1] / "log" / "log.json").read_bytes()
    assert str(flights.parent) not in to_json(again).decode()


def test_every_row_is_accounted_for(made: tuple[dict, Path]) -> None:
    record = made[0]
    assert sum(record["fates"].values()) == record["log"]["rows"]
    assert record["matching"]["matched"] == record["log"]["rows"]
    assert sum(record["forecast"]["stages"].values()) == record["plan"]["missions"]


def test_the_text_and_the_page_say_what_the_forecast_conditions_on(made: tuple[dict, Path]) -> None:
    text, page = " ".join(log_text(made[0]).split()), log_page(made[0])
    for said in ("What flew", "Forecast given the log", "The plan is not changed", "95 % interval"):
        assert said in text
        assert said in page
    assert "<script" not in page


def test_estimates_are_taken_over_as_derived_with_the_log_as_their_source(made: tuple[dict, Path]) -> None:
    record, folder = made
    copy = read_scenario(folder / "copy")
    taken = {row["key"]: row["value"] for row in record["take_over"]["parameters"]}
    assert "ground_times/*:C-130H:offload/time_h" in taken
    for key in taken:
        param = copy.evidence.params[key]
        assert param.basis == {"value": "derived"} or set(param.basis.values()) == {"derived"}
        assert param.formula
        (source,) = copy.evidence.sources_of(param.ids)
        assert copy.evidence.sources[source].sha256 == record["log"]["sha256"]
    row = next(r for r in copy.ground_times if (r.type, r.purpose) == ("C-130H", "offload"))
    mean = next(e["hours"]["value"] for e in record["estimates"]["ground_times"] if e["row"] == "*:C-130H:offload")
    assert row.time_s.mean / 3600 == pytest.approx(mean, rel=1e-3)
    assert check(folder / "copy", sources=folder / "copy")["valid"]


def test_nothing_is_overwritten(made: tuple[dict, Path], flights: Path) -> None:
    for setting in ({"out": made[1] / "log"}, {"taken_over": made[1] / "copy"}):
        with pytest.raises(OpenAirliftError, match="not overwritten"):
            log("relief-small", flights=flights, runs=2, **setting)
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        practice("relief-small", into=flights)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"at": "2031-01-01"}, "outside the scenario"),
        ({"at": "soon"}, "is no moment"),
        ({"tolerance_min": -1.0}, "--tolerance"),
        ({"plan": "nowhere"}, "holds no plan"),
    ],
)
def test_wrong_usage(flights: Path, setting: dict, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        log("relief-small", flights=flights, **setting)


def test_without_a_log_it_says_how_to_name_one() -> None:
    with pytest.raises(UsageError, match="--flights"):
        log("relief-small")


def test_a_record_is_taken_out_of_a_text_with_nothing_else() -> None:
    text = '# top\n[param."a/b/c"]\nevidence = [\n  "x",\n]\n# of the next\n[param."a/d/c"]\nbasis = "assumed"\n'
    assert without(text, "a/b/c") == '# top\n# of the next\n[param."a/d/c"]\nbasis = "assumed"\n'
    assert without(text, "a/x/c") == text


def test_json_is_finite(made: tuple[dict, Path]) -> None:
    json.dumps(made[0], allow_nan=False)
