"""The claims of a scenario beside the results of a run: who said them, and their verdicts where they were judged."""

from __future__ import annotations

import json
import shlex
from math import prod
from pathlib import Path

import openairlift
from openairlift.evidence import Claim, EvidenceBook
from openairlift.scenario import Scenario
from openairlift.verbs.records import Record
from openairlift.verbs.tellings import roots_record, telling_record

JUDGEMENT = "judgement.json"
"""What the verb ``judge`` writes; beside a run it is read."""

_TOLD = ("runs", "seed", "effort", "trial_runs", "draws", "inputs_with_range", "verdicts")


def claim_record(claim: Claim, book: EvidenceBook) -> Record:
    """Return a claim with all that is known before it is judged: how it is tested, what is open, who said it."""
    return {
        "id": claim.id,
        "says": claim.says,
        "test": claim.test,
        "tz": claim.tz or "UTC",
        "without": list(claim.without),
        "undefined": dict(claim.undefined),
        "note": claim.note or None,
        "evidence": list(claim.evidence),
        "told": [telling_record(id_, book) for id_ in claim.evidence],
        "roots": roots_record(claim.evidence, book),
    }


def claims_record(scenario: Scenario, judgement: Record | None = None, *, reason: str | None = None) -> Record:
    """Return the claims of a scenario, with the verdicts of a judgement where there is one.

    Parameters
    ----------
    scenario : with its claims.
    judgement : what the verb ``judge`` found on this scenario; None = nobody judged.
    reason : why a judgement that is at hand does not count.

    Returns
    -------
    ``judged`` tells on what the claims were judged, None where they were not; then ``command`` says how to do so.
    """
    book = scenario.evidence
    found = {} if judgement is None else {claim["id"]: claim for claim in judgement["claims"]}
    rows = [
        {
            **claim_record(claim, book),
            "readings_in_all": prod(len(values) for values in claim.readings.values()),
            "readings": found[name]["readings"] if name in found else None,
        }
        for name, claim in book.claims.items()
    ]
    missing = any(row["readings"] is None for row in rows)
    options = [word for option in scenario.chosen for word in ("--option", option)]
    return {
        "judged": None if judgement is None else {name: judgement[name] for name in _TOLD},
        "reason": reason,
        "command": shlex.join(["openairlift", "run", scenario.name, *options, "--judge"]) if missing else None,
        "chase": [] if judgement is None else judgement["chase"],
        "claims": rows,
        "inversions": [] if judgement is None else judgement["inversions"],
    }


def judgement_beside(folder: Path, scenario: Scenario) -> tuple[Record | None, str | None]:
    """Return the judgement that lies in a folder, or why it does not count; neither where there is none.

    Only one that was made whole, of the same scenario with the same options, by this version counts.
    """
    path = folder / JUDGEMENT
    if not path.is_file():
        return None, None
    try:
        found = json.loads(path.read_bytes())
        fingerprint, version, whole = found["scenario"]["fingerprint"], found["version"], found["complete"]
        known = set(scenario.evidence.claims).issuperset(claim["id"] for claim in found["claims"])
        told = all(name in found for name in (*_TOLD, "chase", "inversions"))
    except (OSError, ValueError, KeyError, TypeError):
        return None, f"{JUDGEMENT} can't be read as what judge writes"
    if fingerprint != scenario.fingerprint:
        return None, f"{JUDGEMENT} is of another scenario, or of other options (fingerprint {fingerprint})"
    if version != openairlift.__version__ or not (known and told):
        return None, f"{JUDGEMENT} was made by version {version}; this is {openairlift.__version__}"
    if not whole:
        return None, f"{JUDGEMENT} was stopped before everything was tried"
    return found, None
