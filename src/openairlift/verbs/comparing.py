"""Compare options of a scenario on the same luck: plans, studies, and what they differ by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openairlift.errors import OpenAirliftError
from openairlift.exchange import read_scenario
from openairlift.store import ShelfFolder
from openairlift.study.comparing.weigh import EFFORT, REPLANS, RUNS, Told
from openairlift.study.comparing.weigh import compare as weigh
from openairlift.verbs.compared import record_of
from openairlift.verbs.records import Record, in_profile, to_json
from openairlift.verbs.running import check_writable

JSON, PAGE, PARTS = "comparison.json", "comparison.html", "parts"


def compare(
    source: str | Path,
    *,
    options: str | Iterable[str] | None = None,
    futures: str | Iterable[str] = (),
    against: str | Path | None = None,
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int | None = None,
    replans: int | None = None,
    out: str | Path | None = None,
    profile: str | None = None,
    progress: Told | None = None,
) -> Record:
    """Return how options of a scenario compare on the same luck, as a record without path or clock.

    Parameters
    ----------
    source : the scenario.
    options, futures, against, runs, seed, workers, effort, replans : as in `openairlift.compare`; None takes 200
        runs, the scenario's seed, effort 1 and 2 re-plans.
    out : folder for ``comparison.json`` and ``comparison.html``; what is there is not overwritten. Until they are
        written finished plans and studies are kept in ``parts``, so that the same call goes on where it ended.
    profile : display profile of the page; None = the scenario's.
    progress : told what is done.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    scenario = read_scenario(source)
    shelf = None if out is None else ShelfFolder(Path(out) / PARTS)
    found = weigh(
        scenario,
        options=options,
        futures=futures,
        against=against,
        runs=RUNS if runs is None else runs,
        seed=seed,
        workers=workers,
        effort=EFFORT if effort is None else effort,
        replans=REPLANS if replans is None else replans,
        shelf=shelf,
        progress=progress,
    )
    record = record_of(found)
    if out is not None and found.complete:
        from openairlift.reports.app import with_app
        from openairlift.reports.compared import comparison_page
        from openairlift.reports.view import view_without_run

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        shown = {**view_without_run(scenario, record), "home": "compare", "compared": record}
        (folder / PAGE).write_bytes(
            with_app(comparison_page(in_profile(record, profile), scenario), shown).encode("utf-8")
        )
        (folder / JSON).write_bytes(to_json(record))
        if shelf is not None:
            shelf.clear()
    return record
