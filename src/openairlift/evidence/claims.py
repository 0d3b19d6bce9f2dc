"""Claims: their tests are read and checked here; a test that is wrong is an issue of the file."""

from __future__ import annotations

import math
from typing import Any
from zoneinfo import ZoneInfo

from openairlift.errors import nearest
from openairlift.evidence.form import Form
from openairlift.evidence.language import Node, TestError, check_test, parse_test
from openairlift.evidence.records import Claim

MOST_READINGS = 1000
"""Readings of one claim."""

KEYS = ("says", "test", "evidence", "tz", "without", "undefined", "note")
"""Keys of a claim that are no parameters of its test."""

_SHOWN = 30


def read_claim(form: Form, name: str, entry: dict[str, Any]) -> Claim:
    """Return a claim; faults of its test become issues that name the character and the nearest name."""
    where = f"claim.{name}"
    readings = {
        key: tuple(value) if isinstance(value, list) else (value,) for key, value in entry.items() if key not in KEYS
    }
    claim = Claim(
        id=name,
        says=entry["says"],
        test=entry["test"],
        readings=readings,
        evidence=tuple(entry.get("evidence", ())),
        tz=entry.get("tz", ""),
        without=tuple(entry.get("without", ())),
        undefined=dict(entry.get("undefined", {})),
        note=entry.get("note", ""),
    )
    if claim.tz and not _is_zone(claim.tz):
        form.issue("no such time zone", f"{where}.tz", got=claim.tz, allowed="a name of the tz database: Europe/Warsaw")
    count = math.prod(len(values) for values in readings.values())
    if count > MOST_READINGS:
        form.issue(f"the claim has {count:,} readings", where, allowed=f"at most {MOST_READINGS:,}")
    for key in (*readings, *claim.undefined):
        if not (key.isascii() and key.isidentifier()) or key in ("and", "or", "not"):
            form.issue("no name for a parameter", f"{where}.{key}", allowed="letters, digits and _; not and, or, not")
    for key in claim.undefined:
        if key in readings:
            form.issue("is undefined and has readings", f"{where}.{key}", allowed="one of the two")
    _check(form, where, claim)
    return claim


def tree_of(claim: Claim) -> Node:
    """Return the tree of a claim's test.

    Raises
    ------
    TestError
        When the test can't be read.
    """
    return parse_test(claim.test)


def _check(form: Form, where: str, claim: Claim) -> None:
    """Report what is wrong with a claim's test."""
    try:
        tree = tree_of(claim)
    except TestError as error:
        _report(form, where, claim.test, error)
        return
    faults = check_test(tree, claim.readings, claim.undefined)
    for fault in faults.found:
        _report(form, where, claim.test, fault)
    for key in (*claim.readings, *claim.undefined):
        if key not in faults.used and not faults.found:
            near = nearest(key, faults.used)
            allowed = ", ".join(sorted(faults.used)) or "none"
            form.issue("the test does not read this parameter", f"{where}.{key}", allowed=allowed, near=near)


def _report(form: Form, where: str, test: str, fault: TestError) -> None:
    begin = max(fault.at - 1, 0)
    got = test[begin : begin + _SHOWN] or None  # at the end of the test there is nothing to show
    what = f"character {fault.at}: {fault.what}"
    form.issue(what, f"{where}.test", got=got, allowed=fault.allowed, near=fault.near, text=test, at=fault.at)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such name, or a name that is no path; a folder of names
        return False
    return True
