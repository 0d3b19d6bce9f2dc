"""Estimates from a log as parameters with basis `derived`: a block of TOML, and a copy of the scenario that has it."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.exchange import read_scenario
from openairlift.scenario import Scenario, example_names
from openairlift.scenario.flights import FlightLog
from openairlift.store.files import write_whole
from openairlift.study.flight_log.estimates import LEAST_MEAN, LEAST_SHARE, Estimates, GroundEstimate, PayloadEstimate
from openairlift.study.flight_log.intervals import Estimate
from openairlift.verbs.records import Record

_MOST_VALUES = 100
"""Payload shares that are written out; of more, as many quantiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One estimate as a parameter."""

    key: str
    value: str
    formula: str
    note: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Estimates that may be taken over, and those that may not, each with the reason.

    Attributes
    ----------
    taken : parameters, by key.
    left : (what, why not).
    toml : the block for ``evidence.toml``; empty where nothing is taken.
    """

    taken: tuple[Taken, ...]
    left: tuple[tuple[str, str], ...]
    toml: str

    def record(self) -> Record:
        """Return it as plain data."""
        return {
            "parameters": [{"key": one.key, "value": one.value, "formula": one.formula} for one in self.taken],
            "not_taken": [{"what": what, "reason": reason} for what, reason in self.left],
            "toml": self.toml,
        }


def proposed(scenario: Scenario, log: FlightLog, found: Estimates) -> Taking:
    """Return which estimates can be taken over as parameters, with basis `derived` and the log as their source."""
    taken: list[Taken] = []
    left: list[tuple[str, str]] = []
    for ground in found.by_row:
        if ground.estimate.count < LEAST_MEAN:
            left.append((f"ground_times/{ground.row}", _few(ground.estimate, "services", LEAST_MEAN)))
        else:
            taken.append(_ground(ground))
    for payload in found.payloads:
        key = f"aircraft/{payload.type}/payload_flown_share"
        if payload.share.count < LEAST_MEAN:
            left.append((key, _few(payload.share, "payloads", LEAST_MEAN)))
        else:
            taken.append(_payload(key, payload))
    pooled = next((one for one in found.no_shows if one.requirement is None), None)
    for one in found.no_shows:
        if one.requirement is None or pooled is None:
            continue
        key = f"requirements/{one.requirement}/no_show_share"
        own = one.estimate.count >= LEAST_SHARE
        used = one if own else pooled
        if used.estimate.count < LEAST_SHARE:
            left.append((key, _few(used.estimate, "flights in all", LEAST_SHARE)))
            continue
        of = "flights of it" if own else f"flights of all requirements, for it has only {one.estimate.count}"
        taken.append(
            Taken(
                key=key,
                value=f"{used.estimate.value:.4g}",
                formula=f"flights whose cargo never turned up / flights = {used.absent} / {used.estimate.count}",
                note=f"Of {of}; mid-P 95 % interval {used.estimate.low:.3g} to {used.estimate.high:.3g}.",
                low=f"{used.estimate.low:.4g}",
                high=f"{used.estimate.high:.4g}",
            )
        )
    return Taking(taken=tuple(taken), left=tuple(left), toml=_toml(scenario, log, taken))


def _few(found: Estimate, noun: str, least: int) -> str:
    return f"{found.count} {noun}; {least} are needed"


def _ground(one: GroundEstimate) -> Taken:
    found = one.estimate
    mean, spread = found.value / 3600.0, (found.spread or 0.0) / 3600.0
    low, high = (found.low or found.value) / 3600.0, (found.high or found.value) / 3600.0
    cv = spread / mean if mean else 0.0
    value = f"lognormal(mean={mean:.4g}; cv={cv:.3g})" if cv > 1e-6 else f"{mean:.4g}"
    return Taken(
        key=f"ground_times/{one.row}/time_h",
        value=value,
        formula=f"mean and standard deviation / mean of {found.count} services, end - start, of the flight log",
        note=f"Mean {mean:.3f} h, 95 % interval {low:.3f} to {high:.3f} h (Hall 1992, Student's t).",
        low=f"x {low / mean:.4g}" if mean else "",
        high=f"x {high / mean:.4g}" if mean else "",
    )


def _payload(key: str, one: PayloadEstimate) -> Taken:
    values = [min(value, 1.0) for value in one.values]
    if len(values) > _MOST_VALUES:
        step = len(values) / _MOST_VALUES
        values = [values[int((i + 0.5) * step)] for i in range(_MOST_VALUES)]
    above = sum(value > 1.0 for value in one.values)
    over = f" {above} above the planning payload count as 1." if above else ""
    low, high = one.share.low or 0.0, one.share.high or 1.0
    return Taken(
        key=key,
        value=f"empirical({'; '.join(f'{value:.3g}' for value in values)})",
        formula=f"payload flown / planning payload of the leg, of {one.share.count} flights of the flight log",
        note=f"Mean {one.share.value:.3f}, 95 % interval {low:.3f} to {high:.3f}. A share below 1 may also mean that "
        f"less was asked for, or that the cargo was bulky.{over}",
    )


def _toml(scenario: Scenario, log: FlightLog, taken: list[Taken]) -> str:
    """Return the block for ``evidence.toml``."""
    if not taken:
        return ""
    ident = f"flight-log-{log.sha256[:8] or 'made'}"
    last, first = log.last, min((t for f in log.flights if (t := f.block_out) is not None), default=None)
    span = f"{first:%Y-%m-%d} to {last:%Y-%m-%d}" if first is not None and last is not None else "undated"
    blocks = [
        _table(
            f"source.{ident}",
            title=f"Flight log of {scenario.settings.title}, {len(log.flights)} rows, {span}",
            producer="own flight log",
            published="" if last is None else f"{last:%Y-%m-%d}",
            text="flights.csv",
            sha256=log.sha256,
        ),
        _table(
            f"evidence.{ident}",
            source=ident,
            says="Times, payloads and no-shows of the flights that were flown",
            chain=[{"who": "own flight log", "mode": "recorded"}],
        ),
    ]
    blocks += [
        _table(
            f"param.{json.dumps(one.key)}",
            value=one.value,
            basis="derived",
            formula=one.formula,
            evidence=[ident],
            note=one.note,
            low=one.low,
            high=one.high,
        )
        for one in taken
    ]
    return "\n".join(blocks)


def _table(header: str, **entries: object) -> str:
    lines = [f"[{header}]"]
    for name, value in entries.items():
        if value in ("", []):
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = (", ".join(f"{key} = {json.dumps(word)}" for key, word in row.items()) for row in value)
            lines.append(f"{name} = [ {', '.join('{ ' + row + ' }' for row in rows)} ]")
        else:
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def take_over(source: str | Path, taking: Taking, log: FlightLog, *, into: Path, data: bytes) -> None:
    """Write a copy of a scenario that has the estimates as its parameters, and the log as ``flights.csv``.

    The copy is made beside its place, read, and then renamed: it is there whole, or not at all.

    Parameters
    ----------
    source : a scenario.
    taking : what is taken over.
    log, data : the log, and the bytes of its file.
    into : the new folder.

    Raises
    ------
    OpenAirliftError
        When the folder is there, nothing can be taken over, or the copy would not be a scenario.
    """
    if into.exists():
        raise OpenAirliftError(f"{into} is there already, and is not overwritten; choose another --take-over")
    if not taking.taken:
        why = "; ".join(f"{what}: {reason}" for what, reason in taking.left) or "the log tells of none"
        raise OpenAirliftError(f"nothing can be taken over from {log.file}: {why}")
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{into.name}-", dir=into.parent) as temporary:
        made = Path(temporary) / into.name
        _copy(source, made)
        evidence = made / "evidence.toml"
        text = evidence.read_text(encoding="utf-8") if evidence.is_file() else ""
        for one in taking.taken:
            text = without(text, one.key)
        text = re.sub(r"\n{3,}", "\n\n", text).rstrip("\n")
        write_whole(evidence, ((text + "\n\n" if text else "") + taking.toml).encode())
        write_whole(made / "flights.csv", data)
        try:
            read_scenario(made)
        except ScenarioError as error:
            raise OpenAirliftError(f"the copy would not be sound, so that none was made: {error}") from None
        made.replace(into)


def without(text: str, key: str) -> str:
    r"""Return a text of TOML without the parameter record of a key.

    Examples
    --------
    >>> without('[param."a/b/c"]\nbasis = "assumed"\n\n[param."a/*/c"]\nbasis = "assumed"\n', "a/b/c")
    '[param."a/*/c"]\nbasis = "assumed"\n'
    """
    header = re.compile(rf"\[\s*param\s*\.\s*([\"']){re.escape(key)}\1\s*\]")
    kept: list[str] = []
    waiting: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            inside = header.match(line) is not None
            kept += waiting  # comments that stand over the next record stay
            waiting = []
        if not inside:
            kept.append(line)
        elif not line.strip():
            waiting = []
        elif line.startswith("#"):
            waiting.append(line)
    return "".join(kept)


def _copy(source: str | Path, to: Path) -> None:
    """Copy the folder of a scenario, or a shipped one."""
    path = Path(source)
    if path.is_dir():
        shutil.copytree(path, to)
    elif str(source) in example_names():
        from openairlift.verbs.examples import copy_example

        copy_example(str(source), to=to)
    else:
        raise UsageError(f"{source} is no folder of a scenario to copy")
