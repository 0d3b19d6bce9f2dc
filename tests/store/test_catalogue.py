"""The catalogue: complete documentation, ready queries, and no way out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from openairlift.errors import UsageError
from openairlift.store.catalogue import asked, opened
from openairlift.store.catalogue_queries import QUERIES
from openairlift.store.catalogue_tables import TABLES
from openairlift.verbs import run
from openairlift.verbs.cataloguing import catalogue, catalogue_text, listed, listed_text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs")
    run("relief-small", runs=3, seed=7, out=out)
    run("relief-small", options=["third-slot"], runs=3, seed=7, out=out)
    run("ukraine-2022", runs=3, seed=7, out=out)
    return out


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    yield
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_table_and_column_is_documented_and_there(runs: Path) -> None:
    with opened(runs) as (connection, count, skipped):
        assert (count, skipped) == (3, ())
        there = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'main' ORDER BY table_name, ordinal_position"
        ).fetchall()
    stated = [(table.name, c.name, c.type) for table in TABLES for c in table.columns]
    assert sorted(there) == sorted(stated)
    page = (ROOT / "docs" / "reference" / "catalogue.md").read_text(encoding="utf-8")
    for table in TABLES:
        section = page.split(f"### {table.name}\n")[1].split("\n### ")[0]
        assert table.text in section
        for column in table.columns:
            assert column.text.endswith(".")
            assert f"| `{column.name}` | {column.type} | {column.text} |" in section
    assert all(f"| `{query.name}` | {query.asks} |" in page for query in QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_ready_queries_answer(query: object, runs: Path) -> None:
    record = catalogue(runs, query=query.name)  # type: ignore[attr-defined]
    assert record["columns"]
    assert "rows from 3 runs" in catalogue_text(record)
    assert record["rows"] or query.name in ("undelivered", "observations")  # type: ignore[attr-defined]


def test_there_are_ten_ready_queries_or_more() -> None:
    assert len(QUERIES) >= 10
    assert len({query.name for query in QUERIES}) == len(QUERIES)
    assert "closure" in listed_text(listed())


def test_answers_agree_with_the_summary(runs: Path) -> None:
    for folder in runs.iterdir():
        summary = json.loads((folder / "summary.json").read_text())
        where = f"WHERE run = '{folder.name}'"
        ((share,),) = asked(runs, f"SELECT closed_share FROM runs {where}").rows
        assert share == summary["closure"]["closed_share"]
        ((missions,),) = asked(runs, f"SELECT count(DISTINCT mission) FROM loads {where}").rows
        assert missions == summary["plan"]["missions"]
        ((kg,),) = asked(runs, f"SELECT sum(mass_kg) FROM loads {where} AND purpose IN ('onload', 'haul')").rows
        assert kg == pytest.approx(summary["plan"]["mass_kg"])
        ((events,),) = asked(runs, f"SELECT count(*) FROM events {where}").rows
        assert events > 0
        ((inputs,),) = asked(runs, f"SELECT inputs FROM runs {where}").rows
        assert inputs == summary["inputs"]["total"]


def test_the_inputs_that_differ_between_two_runs_are_found(runs: Path) -> None:
    rows = catalogue(runs, query="inputs")["rows"]
    assert {row[3] for row in rows} == {"places/beira/working"}
    assert {rows[0][4], rows[0][5]} == {"2", "3"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "COPY runs TO 'stolen.csv'",
        "COPY (SELECT 1) TO 'stolen.parquet'",
        "EXPORT DATABASE 'stolen'",
        "ATTACH 'stolen.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "PRAGMA database_list",
        "SELECT 1; COPY runs TO 'stolen.csv'",
        "SELECT 1; SELECT 2",
        "DROP TABLE runs",
        "DELETE FROM runs",
        "CREATE TABLE x AS SELECT 1",
        "INSERT INTO runs SELECT * FROM runs",
        "EXPLAIN ANALYZE SELECT 1",
        "CALL pragma_version()",
        "",
        "this is no sql",
        "SELECT no_such FROM runs",
    ],
)
def test_queries_can_neither_read_other_files_nor_write(
    sql: str, runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with unchanged(runs), pytest.raises(UsageError):
        asked(runs, sql)
    assert list(tmp_path.iterdir()) == []


def test_a_file_beside_the_runs_can_not_be_read(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs, tmp_path / "runs")
    secret = tmp_path / "runs" / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(UsageError, match="Permission Error"):
        asked(tmp_path / "runs", f"SELECT * FROM read_csv('{secret}')")


def test_what_is_not_finished_damaged_or_doubled_is_left_out_and_said(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs, tmp_path / "runs")
    one, two, three = sorted((tmp_path / "runs").iterdir())
    (one / "summary.json").unlink()
    (two / "summary.json").write_text("{")
    shutil.copytree(three, tmp_path / "runs" / "copy of it's run")
    found = catalogue(tmp_path / "runs")
    assert found["runs"] == 1
    words = " ".join(found["skipped"])
    assert all(word in words for word in ("not finished", "damaged", "the same run as"))


def test_wrong_calls_are_told(runs: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'closure'"):
        catalogue(runs, query="closur")
    with pytest.raises(UsageError, match="two questions"):
        catalogue(runs, query="closure", sql="SELECT 1")
    with pytest.raises(UsageError, match="holds no finished run"):
        catalogue(tmp_path)
    with pytest.raises(UsageError, match="no folder"):
        catalogue(tmp_path / "nowhere")


def test_verdicts_of_a_judgement_in_the_folder_are_there(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs, tmp_path / "runs")
    folder = next(path for path in sorted((tmp_path / "runs").iterdir()))
    reading = {"reading": {"mark": "landed"}, "verdict": "consistent", "probability": 0.5}
    (folder / "judgement.json").write_text(json.dumps({"claims": [{"id": "c1", "readings": [reading]}]}))
    rows = asked(tmp_path / "runs", "SELECT claim, reading, verdict, probability FROM verdicts").rows
    assert rows == (("c1", "mark = landed", "consistent", 0.5),)
