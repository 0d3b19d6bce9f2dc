"""A run's folder: identity, resuming, reading back, damage."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.study.worlds import SEED, study, world

from openairlift.errors import Interrupted, OpenAirliftError, UsageError
from openairlift.plan import EventKind, encode
from openairlift.sim import simulate
from openairlift.store import RunFolder, is_run, open_run, run_id
from openairlift.store.events import EventNames
from openairlift.store.parquet import read_parquet
from openairlift.study import Study, replicate

RUNS = 45
CLOCKED = {"provenance.json"}


def folder_in(out: Path, *, events: str = "first") -> RunFolder:
    made, network, plan = world()
    return RunFolder.under(out, made, encode(plan, network), runs=RUNS, seed=SEED, events=events)


def carry_out(out: Path, *, stop_after: int | None = None, events: str = "first", workers: int = 1) -> RunFolder:
    made, network, plan = world()
    folder = folder_in(out, events=events)

    def stop(stage: str, done: int, total: int) -> None:
        if stop_after is not None and done >= 20 * stop_after:
            raise KeyboardInterrupt

    with folder.writing(made, plan, network=network, workers=1):
        found = replicate(
            made,
            plan,
            runs=RUNS,
            seed=SEED,
            workers=workers,
            network=network,
            checkpoint=folder,
            events=folder.event_sink(plan, network),
            progress=stop,
        )
        log = simulate(made, plan, seed=SEED, run=0, network=network, log=True).events
        folder.finish(found, b'{"seed": 7}\n', events=log)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in CLOCKED
    }


def test_two_runs_have_the_same_files_with_the_same_bytes(tmp_path: Path) -> None:
    one, two = carry_out(tmp_path / "a"), carry_out(tmp_path / "b")
    assert one.id == two.id
    files = contents(one.path)
    assert files == contents(two.path)
    expected = {"scenario.json", "plan.json", "plan.parquet", "events.parquet", "study.parquet", "curves.parquet"}
    assert expected | {"run.json", "summary.json", "results.npz"} <= files.keys()
    assert not (one.path / "chunks").exists()


@pytest.mark.parametrize("stop_after", [0, 1, 2])
def test_an_interrupted_run_resumes_to_the_same_bytes(tmp_path: Path, stop_after: int) -> None:
    with pytest.raises(Interrupted):
        carry_out(tmp_path / "a", stop_after=stop_after)
    folder = folder_in(tmp_path / "a")
    assert folder.begun
    assert not folder.is_finished()
    assert len(list((folder.path / "chunks").glob("*.npz"))) == stop_after
    with pytest.raises(OpenAirliftError, match="not finished"):
        open_run(folder.path)
    assert contents(carry_out(tmp_path / "a").path) == contents(carry_out(tmp_path / "b").path)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a zip", "cut", "flip"])
def test_a_damaged_chunk_is_computed_again_with_a_warning(tmp_path: Path, damage: bytes | str) -> None:
    with pytest.raises(Interrupted):
        carry_out(tmp_path / "a", stop_after=2)
    chunk = folder_in(tmp_path / "a").path / "chunks" / "00001.npz"
    data = chunk.read_bytes()
    middle = len(data) // 2
    flipped = data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 64]) + data[middle + 64 :]
    chunk.write_bytes(
        {"cut": data[:middle], "flip": flipped}.get(str(damage), damage if isinstance(damage, bytes) else b"")
    )
    with pytest.warns(RuntimeWarning, match=r"00001\.npz is damaged"):
        folder = carry_out(tmp_path / "a")
    assert contents(folder.path) == contents(carry_out(tmp_path / "b").path)


def test_a_finished_run_opens_as_it_was(tmp_path: Path) -> None:
    folder = carry_out(tmp_path)
    assert is_run(folder.path)
    stored = open_run(folder.path)
    assert stored.scenario == world()[0]
    assert stored.plan == world()[2]
    assert stored.summary == {"seed": 7}
    expected: Study = study(RUNS)
    assert stored.study.closure_quantiles() == expected.closure_quantiles()
    arrays = expected.tally.arrays()
    assert all(array.tobytes() == arrays[name].tobytes() for name, array in stored.study.tally.arrays().items())
    assert stored.study.limits() == expected.limits()
    assert stored.study.objective() == expected.objective()
    curve = stored.study.delivered(mark="at_hub", meter="usd", group="pkg")
    assert (
        curve.quantile(0.5).tolist()
        == expected.delivered(mark="at_hub", meter="usd", group="pkg").quantile(0.5).tolist()
    )


def test_what_is_no_run_is_said(tmp_path: Path) -> None:
    assert not is_run(tmp_path)
    with pytest.raises(OpenAirliftError, match="no run folder"):
        open_run(tmp_path)


def test_a_run_of_another_version_is_not_read(tmp_path: Path) -> None:
    folder = carry_out(tmp_path)
    told = json.loads((folder.path / "run.json").read_bytes())
    (folder.path / "run.json").write_text(json.dumps({**told, "version": "0.0.1"}))
    with pytest.raises(OpenAirliftError, match=r"version 0\.0\.1"):
        open_run(folder.path)


def test_results_that_are_missing_or_damaged_are_said(tmp_path: Path) -> None:
    folder = carry_out(tmp_path)
    (folder.path / "results.npz").write_bytes(b"half")
    with pytest.raises(OpenAirliftError, match=r"results\.npz is damaged"):
        open_run(folder.path)
    (folder.path / "results.npz").unlink()
    with pytest.raises(OpenAirliftError, match=r"results\.npz is missing"):
        open_run(folder.path)


def test_a_folder_that_holds_something_else_is_not_overwritten(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    folder.path.mkdir()
    (folder.path / "plan.json").write_bytes(b"mine")
    with pytest.raises(OpenAirliftError, match=r"plan\.json holds something else"):
        carry_out(tmp_path)
    assert (folder.path / "plan.json").read_bytes() == b"mine"


def test_everything_that_determines_the_result_is_in_the_name() -> None:
    made, network, plan = world()
    data = encode(plan, network)
    names = {
        run_id(made, data, runs=RUNS, seed=SEED),
        run_id(replace(made, fingerprint="other"), data, runs=RUNS, seed=SEED),
        run_id(made, data + b" ", runs=RUNS, seed=SEED),
        run_id(made, data, runs=RUNS + 1, seed=SEED),
        run_id(made, data, runs=RUNS, seed=SEED + 1),
        run_id(made, data, runs=RUNS, seed=SEED, events="all"),
    }
    assert len(names) == 6
    assert all(len(name) == 16 for name in names)


def test_the_event_log_names_what_happened(tmp_path: Path) -> None:
    events = read_parquet(carry_out(tmp_path).path / "events.parquet")
    assert {"depart", "park", "landed", "delivered", "traffic_arrive"} <= set(events["event"])
    assert {"depot", "hub"} <= set(events["place"])
    assert events["time_s"] == sorted(events["time_s"])
    assert set(events["run"]) == {0}
    landed = {who for who, event in zip(events["who"], events["event"], strict=True) if event == "landed"}
    assert all("#" in who for who in landed)


def test_the_event_logs_of_all_runs_are_those_of_each_run(tmp_path: Path) -> None:
    made, network, plan = world()
    stored = read_parquet(carry_out(tmp_path, events="all").path / "events.parquet")
    assert stored["run"] == sorted(stored["run"])
    assert set(stored["run"]) == set(range(RUNS))
    names = EventNames.of(plan, network)
    for run in (0, 19, 20, 44):
        log = simulate(made, plan, seed=SEED, run=run, network=network, log=True).events
        assert log is not None
        rows = [i for i, of in enumerate(stored["run"]) if of == run]
        for name, column in names.table(run, [log]).items():
            assert [stored[name][i] for i in rows] == list(column), name


def test_events_are_named_by_what_they_are_about() -> None:
    _, network, plan = world()
    kinds = [EventKind.DEPART, EventKind.LANDED, EventKind.LOAD_LOST, EventKind.TRAFFIC_PARK, EventKind.LOST]
    log = np.zeros(
        5, dtype=[("time", "i8"), *((name, "i8") for name in ("kind", "place", "who", "tail", "stop", "aux"))]
    )
    log["kind"], log["who"], log["place"], log["tail"] = kinds, [1, 1, 0, 0, -1], [0, -1, 0, 0, 0], [0, -1, -1, -1, 0]
    table = EventNames.of(plan, network).table(3, [log])
    line = network.lines[plan.loads[1][1].line].name
    assert table["who"][:2].tolist() == ["mission 1", f"{line}#{plan.loads[1][1].number}"]
    assert "#" in table["who"][2]
    assert table["who"][3:].tolist() == [f"traffic {network.streams[0].key}", ""]
    assert table["event"].tolist() == ["depart", "landed", "load_lost", "traffic_park", "lost"]
    assert table["place"].tolist() == ["depot", "", "depot", "depot", "depot"]
    assert table["tail"][1] == ""
    assert table["run"].tolist() == [3] * 5


@pytest.mark.parametrize("stop_after", [None, 1])
def test_all_event_logs_are_the_same_bytes_for_any_workers_and_after_an_interruption(
    tmp_path: Path, stop_after: int | None
) -> None:
    if stop_after is not None:
        with pytest.raises(Interrupted):
            carry_out(tmp_path / "a", events="all", stop_after=stop_after)
        chunks = folder_in(tmp_path / "a", events="all").path / "chunks"
        (chunks / "00000.events.parquet").unlink()
    one = carry_out(tmp_path / "a", events="all", workers=2)
    assert contents(one.path) == contents(carry_out(tmp_path / "b", events="all").path)


def test_no_event_log_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    folder = carry_out(tmp_path / "a", events="none")
    assert not (folder.path / "events.parquet").exists()
    assert open_run(folder.path).study.runs == RUNS
    with pytest.raises(UsageError, match="none, first, all"):
        folder_in(tmp_path, events="some")


def test_only_provenance_knows_clock_path_and_workers(tmp_path: Path) -> None:
    folder = carry_out(tmp_path)
    (call,) = json.loads((folder.path / "provenance.json").read_bytes())["calls"]
    assert call["workers"] == 1
    assert call["folder"] == str(folder.path)
    assert call["begun"] <= call["ended"]
    assert all(str(tmp_path).encode() not in data for data in contents(folder.path).values())
