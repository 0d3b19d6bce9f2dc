"""Files are whole or absent; Parquet and frozen records are the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.study.worlds import relief, study

from openairlift.errors import OpenAirliftError
from openairlift.plan import Haul
from openairlift.store.arrays import Damaged, read_arrays, write_arrays
from openairlift.store.files import locked, replacing, write_once, write_whole
from openairlift.store.flat import curves_table, plan_table, study_table
from openairlift.store.parquet import read_parquet, write_parquet


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"old")

    def fail() -> None:
        with replacing(path) as draft:
            draft.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]


def test_nothing_is_overwritten_with_other_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_once(path, b"one")
    write_once(path, b"one")
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        write_once(path, b"two")
    assert path.read_bytes() == b"one"


def test_a_lock_keeps_a_second_writer_out_and_is_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with locked(path), pytest.raises(OpenAirliftError, match="another process"), locked(path):
        pass
    with locked(path):
        assert path.read_bytes() == b""


def test_two_writes_of_a_table_are_the_same_bytes(tmp_path: Path) -> None:
    columns = {"n": [1, None, 3], "x": [0.5, 1.5, None], "name": ["a", "b's", None], "flag": [True, False, True]}
    write_parquet(tmp_path / "a.parquet", columns)
    write_parquet(tmp_path / "b.parquet", columns)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert read_parquet(tmp_path / "a.parquet") == columns


def test_large_tables_keep_their_order_and_bytes(tmp_path: Path) -> None:
    columns = {"n": np.arange(300_000)[::-1], "x": np.linspace(0, 1, 300_000)}
    for name in ("a", "b"):
        write_parquet(tmp_path / f"{name}.parquet", columns)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert read_parquet(tmp_path / "a.parquet")["n"] == columns["n"].tolist()


def test_tables_without_rows_keep_their_columns(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", {"n": np.zeros(0, dtype=np.int64), "name": np.array([], dtype=object)})
    assert read_parquet(tmp_path / "a.parquet") == {"n": [], "name": []}


def test_columns_of_unequal_length_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one length"):
        write_parquet(tmp_path / "a.parquet", {"a": [1], "b": [1, 2]})


def test_odd_folder_names_are_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "it's a; folder"
    folder.mkdir()
    write_parquet(folder / "a.parquet", {"n": [1]})
    assert duckdb.connect().execute("SELECT n FROM read_parquet(?)", [str(folder / "a.parquet")]).fetchall() == [(1,)]


def test_the_plan_table_has_every_load_at_both_ends() -> None:
    found = study()
    columns = plan_table(found.plan, found.network)
    rows = list(zip(columns["purpose"], columns["mass_kg"], strict=True))
    carried = sum(load.mass_kg for _, load in found.plan.loads)
    for purpose in ("onload", "offload"):
        assert sum(mass for at, mass in rows if at == purpose and mass is not None) == pytest.approx(carried)
    assert len({len(column) for column in columns.values()}) == 1


def test_the_plan_table_has_hauls_at_its_end_without_a_mission(tmp_path: Path) -> None:
    found = study()
    load = replace(found.plan.loads[0][1], number=99, link=0)
    plan = replace(found.plan, hauls=(Haul(load=load, origin=1, earliest_s=60),))
    write_parquet(tmp_path / "plan.parquet", plan_table(plan, found.network))
    columns = read_parquet(tmp_path / "plan.parquet")
    last = {name: values[-1] for name, values in columns.items()}
    assert (last["mission"], last["tail"], last["type"], last["stop"]) == (None, None, None, None)
    assert (last["place"], last["purpose"], last["earliest_s"], last["load"]) == ("hub", "haul", 60, 99)
    assert columns["mission"][:-1] == plan_table(found.plan, found.network)["mission"]


def test_the_study_table_has_a_row_a_run_and_nulls_for_what_never_closed() -> None:
    found = study()
    tally = replace(found.tally, closed=np.zeros(found.runs, dtype=bool))
    columns = study_table(replace(found, tally=tally))
    assert columns["closure_s"] == [None] * found.runs
    assert study_table(found)["closure_s"] == [s if s >= 0 else None for s in found.closure_s.tolist()]


def test_arrays_come_back_from_a_file_that_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    arrays = {"n": np.arange(5000), "x": np.zeros((0, 3)), "one": np.asarray(7)}
    for name in ("a", "b"):
        write_arrays(tmp_path / name, arrays)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    back = read_arrays(tmp_path / "a")
    assert all(back[name].dtype == array.dtype and np.array_equal(back[name], array) for name, array in arrays.items())


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a zip"])
def test_arrays_that_are_damaged_or_missing_are_told_apart(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a").write_bytes(damage)
    with pytest.raises(Damaged):
        read_arrays(tmp_path / "a")
    with pytest.raises(FileNotFoundError):
        read_arrays(tmp_path / "b")


def test_the_curves_table_holds_the_quantiles() -> None:
    found = study()
    columns = curves_table(found)
    chosen = (columns["group"] == "pkg") & (columns["mark"] == "at_hub") & (columns["meter"] == "usd")
    expected = found.delivered(group="pkg", mark="at_hub", meter="usd").quantile(0.9)
    assert np.array_equal(columns["p90"][chosen], expected)
    assert np.array_equal(columns["mean"][chosen], found.delivered(group="pkg", mark="at_hub", meter="usd").mean())
    assert relief().packages.keys() == {"pkg", "aid"}
