"""The verb `cover` and its command: record, text, page, GeoJSON, wrong usage, what Ctrl-C leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from tests.scenario.tiny import FILES

from openairlift.cli import app
from openairlift.errors import UsageError
from openairlift.outlook import cover as outlook
from openairlift.reports.cover import cover_page, cover_text
from openairlift.reports.cover_map import geojson
from openairlift.verbs import covering, covering_best
from openairlift.verbs.running import run


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module", name="record")
def _record() -> Any:
    return covering.cover("ukraine-2022", options=["patriot", "thaad"], runs=0)


def test_best_sites_and_gains(record: Any) -> None:
    assert record["label"] == "geometry, not protection"
    for best in record["best"]:
        shares = [row["share"] for row in best["curve"]]
        assert shares == sorted(shares)
        assert sum(row["gain"] for row in best["curve"]) == pytest.approx(best["covered"])
        assert best["bound"] == pytest.approx(best["covered"])
        named = {asset for row in best["sites"] for asset in row["assets"]}
        weights = {row["asset"]: row["weight"] for row in record["assets"]}
        assert sum(weights[name] for name in named) == best["covered"]
        low, high = best["radius"]
        assert low["share"] <= high["share"] == best["share"]
    assert record["planned"]["share"] <= record["planned"]["best_share"]
    assert record["planned"]["by_day"] == []


def test_every_radius_leads_to_its_basis_and_source(record: Any) -> None:
    for row in record["types"]:
        assert (row["basis"], bool(row["source"]), bool(row["radius_basis"])) == ("quoted", True, True)
    assert {row["table"] for row in record["inputs"]} == {"assets", "batteries"}


def test_positions_are_shown_to_the_grid(record: Any) -> None:
    site = next(row for row in record["sites"] if row["site"] == "site-rzeszow")
    assert (round(site["lat"], 3), round(site["lon"], 3)) == (
        50.092,
        22.008,
    )  # 10 km; the airfield is at 50.110, 22.019


def test_text_and_page_say_the_same(record: Any) -> None:
    text, page = cover_text(record), cover_page(record)
    assert all(len(line) <= 100 for line in text.splitlines())
    for words in (
        "Geometry, not protection",
        "Best sites for patriot-battery",
        "against aircraft",
        "All in place, they",
    ):
        assert words in text
    assert page.count("<svg") > 4
    assert 'class="reach"' in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert cover_page(record) == page


def test_shapes_are_valid_geojson(record: Any) -> None:
    found = json.loads(json.dumps(geojson(record)))
    assert found["banner"] == record["scenario"]["banner"]
    assert {item["properties"]["banner"] for item in found["features"]} == {found["banner"]}
    kinds = [item["properties"]["kind"] for item in found["features"]]
    assert (kinds.count("asset"), kinds.count("site")) == (15, 6)
    for item in found["features"]:
        if item["properties"]["kind"] == "reach":
            (ring,) = item["geometry"]["coordinates"]
            assert ring[0] == ring[-1]
            assert item["properties"]["radius_basis"]


def test_units_arrive_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days = {"clinic-beira": [2.0, 3.0, 4.0, np.inf], "clinic-chimoio": [5.0, 5.0, 6.0, 6.0]}

    def times(*_: Any) -> tuple[dict[str, Any], int]:
        return {name: np.array(values) * 86_400.0 for name, values in days.items()}, 7

    monkeypatch.setattr(covering, "_times", times)
    record = covering.cover("relief-small", options=["clinics"], runs=4, k=1)
    first, second = record["planned"]["arrivals"]
    assert first["in_place"] == {"p10": "2026-03-12T00:00Z", "p50": "2026-03-13T00:00Z", "p90": None}
    assert (first["complete_share"], second["complete_share"]) == (0.75, 1)
    by_day = {row["day"]: row for row in record["planned"]["by_day"]}
    beira, chimoio = 611_000 / 965_000, 278_000 / 965_000  # one at Beira reaches Dondo and the town
    assert by_day[2]["mean"] == 0
    assert by_day[5]["p90"] == pytest.approx(record["planned"]["units"][0]["covered"] / 965_000)
    assert by_day[14]["mean"] == pytest.approx(by_day[5]["mean"] + chimoio)
    assert by_day[14]["p50"] == record["planned"]["share"]
    assert beira > chimoio
    assert "clinic-beira: 1 clinic at beira-clinic, in place 13 Mar" in " ".join(cover_text(record).split())


def test_k_and_type_are_checked() -> None:
    result = call("cover", "relief-small", "--k", "9")
    assert (result.exit_code, "only 5 sites" in result.stderr) == (2, True)
    result = call("cover", "relief-small", "--unit-type", "clinik")
    assert (result.exit_code, "did you mean 'clinic'" in result.stderr) == (2, True)
    result = call("cover", "haiti-2010")
    assert (result.exit_code, "no rows in assets.csv, batteries.csv, sites.csv" in result.stderr) == (2, True)


def test_files_are_written_once_and_json_is_one_object(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call("cover", "relief-small", "--k", "2", "--json", "--out", str(out))
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["best"][0]["share"] == pytest.approx(889 / 965)
    assert (out / "cover.json").read_text() == result.stdout
    assert str(tmp_path) not in result.stdout + (out / "cover.html").read_text()
    again = call("cover", "relief-small", "--k", "2", "--out", str(out))
    assert (again.exit_code, "not overwritten" in again.stderr) == (1, True)
    assert call("cover", "relief-small", "--k", "2", "--json").stdout == result.stdout


def test_what_ctrl_c_leaves_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(covering_best, "nearest_sites", stopped)
    result = call("cover", "relief-small")
    assert result.exit_code == 130
    assert "Stopped before everything" in result.stdout
    assert "dondo-clinic" in result.stdout


def test_scenarios_without_the_tables_are_refused(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="needs assets"):
        covering.cover(tmp_path)
    assert outlook.LABEL == "geometry, not protection"


def test_a_run_folder_gives_what_its_scenario_gives(tmp_path: Path) -> None:
    run("ukraine-2022", options=["patriot"], runs=5, seed=3, out=tmp_path / "runs")
    (folder,) = (path.parent for path in (tmp_path / "runs").rglob("report.html"))
    anew = covering.cover("ukraine-2022", options=["patriot"], runs=5, seed=3)
    assert covering.cover(folder) == anew
    assert anew["planned"]["runs"] == 5
    wrong = call("cover", str(folder), "--seed", "4")
    assert wrong.exit_code == 1
    assert "a run folder holds its options, seed and runs" in wrong.output
