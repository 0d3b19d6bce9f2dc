"""What other verbs found on the scenario of a run, where it lies beside the run or is named: shown with the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import openairlift
from openairlift.errors import OpenAirliftError
from openairlift.verbs.records import Record

FILES = {"judged": "judgement.json", "swings": "sensitivity.json", "compared": "comparison.json"}
"""What `judge`, `sensitivity` and `compare` write into ``--out``, by the name the app has for it."""

VERBS = {"judged": "judge", "swings": "sensitivity", "compared": "compare"}


JUDGED = (
    "claims", "runs", "seed", "effort", "trial_runs", "draws", "inputs_with_range", "verdicts", "chase", "inversions",
)  # fmt: skip
"""What a judgement holds."""


def kind_of(record: object) -> str | None:
    """Return which of the three a record is, ``judged``, ``swings`` or ``compared``; None = none of them.

    Examples
    --------
    >>> kind_of({"kind": "sensitivity", "rows": [], "scenario": {}})
    'swings'
    >>> kind_of([1, 2]) is None
    True
    """
    if not isinstance(record, dict) or not isinstance(record.get("scenario"), dict):
        return None
    if record.get("kind") == "sensitivity" and isinstance(record.get("rows"), list):
        return "swings"
    if isinstance(record.get("compared_with"), str) and isinstance(record.get("options"), list):
        return "compared"
    judged = all(name in record for name in JUDGED) and isinstance(record["claims"], list)
    return "judged" if judged else None


def why_not(record: Record, fingerprint: str) -> str | None:
    """Return why a result does not belong to a run; None where it does.

    It has to be whole, of this version, and of the same scenario with the same options; of a comparison one of its
    options has to be.
    """
    about = record["scenario"]
    prints = [about.get("fingerprint"), *(one.get("fingerprint") for one in record.get("options", []))]
    if fingerprint not in prints:
        return f"is of another scenario, or of other options (fingerprint {about.get('fingerprint')})"
    if record.get("version") != openairlift.__version__:
        return f"was made by version {record.get('version')}; this is {openairlift.__version__}"
    return None if record.get("complete") else "was stopped before everything was tried"


def read_result(path: Path) -> tuple[str, Record]:
    """Return which of the three a file is, and what it holds.

    Raises
    ------
    OpenAirliftError
        When it is none of them.
    """
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        found = None
    kind = kind_of(found)
    if kind is None:
        raise OpenAirliftError(f"{path} is nothing that judge, sensitivity or compare wrote with --out")
    return kind, found


def results_beside(
    places: Iterable[Path], fingerprint: str, *, kinds: Sequence[str] = ("swings", "compared")
) -> Record:
    """Return what lies in some folders and belongs to a run.

    Parameters
    ----------
    places : folders; what an earlier one holds goes before a later one's.
    fingerprint : of the run's scenario with its options.
    kinds : which results.

    Returns
    -------
    Results by kind; under ``aside``, where there is any, why one that lies there does not count.
    """
    found: Record = {}
    aside: Record = {}
    for place in places:
        for kind in kinds:
            path = place / FILES[kind]
            if kind in found or not path.is_file():
                continue
            try:
                held, record = read_result(path)
                reason = why_not(record, fingerprint) if held == kind else f"is nothing that {VERBS[kind]} wrote"
            except OpenAirliftError:
                record, reason = {}, f"can't be read as what {VERBS[kind]} writes"
            if reason is None:
                found[kind] = record
            else:
                aside.setdefault(kind, f"{path.name} {reason}")
    aside = {kind: reason for kind, reason in aside.items() if kind not in found}
    return {**found, **({"aside": aside} if aside else {})}


def results_named(named: Iterable[str | Path], fingerprint: str) -> Record:
    """Return the results that somebody names: files, or folders that `judge`, `sensitivity` or `compare` wrote.

    Raises
    ------
    OpenAirliftError
        When there is nothing to read, or it belongs to another run.
    """
    found: Record = {}
    for name in map(Path, named):
        held = [name / file for file in FILES.values() if (name / file).is_file()] if name.is_dir() else [name]
        if not held or not held[0].is_file():
            raise OpenAirliftError(f"{name} holds none of {', '.join(FILES.values())}")
        for path in held:
            kind, record = read_result(path)
            reason = why_not(record, fingerprint)
            if reason is not None:
                raise OpenAirliftError(f"{path} {reason}")
            if kind in found:
                raise OpenAirliftError(f"{path} is a second result of {VERBS[kind]}; name one")
            found[kind] = record
    return found
