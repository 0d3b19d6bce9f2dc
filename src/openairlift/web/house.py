"""What the server holds while it runs, and how a request becomes a call of a verb."""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openairlift.errors import OpenAirliftError, UnitError, UsageError
from openairlift.units import Dimension, parse_quantity
from openairlift.verbs.beside import kind_of, why_not
from openairlift.web.declared import Kind, Setting, Verb
from openairlift.web.jobs import OUT, State
from openairlift.web.runner import Runner
from openairlift.web.runs import Runs
from openairlift.web.scenarios import MissingError, Scenarios
from openairlift.web.settings import Settings

_SHOWN_WITH_RUNS = ("judge", "sensitivity", "tornado", "compare")
_LOOKED_AT = 30
"""So many of the newest jobs are looked at for what they found on the scenario of a run."""

_QUANTITIES = {Kind.MASS: Dimension.MASS, Kind.TIME: Dimension.TIME}


@dataclass(frozen=True, slots=True)
class House:
    """The scenarios, runs and jobs of a served folder."""

    settings: Settings
    scenarios: Scenarios
    runs: Runs
    runner: Runner
    stopping: threading.Event = field(default_factory=threading.Event)
    form_key: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @classmethod
    def of(cls, settings: Settings) -> House:
        """Return what a folder holds; nothing is started yet."""
        root = settings.root.resolve()
        return cls(settings, Scenarios(root), Runs(root), Runner(root, limits=settings.limits))

    def asked(self, verb: Verb, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a job's folder holds: names, and what they mean in the served folder.

        Raises
        ------
        OpenAirliftError
            When a name is not there, or something is stated that the verb does not take.
        """
        source, version = self._source(verb, body)
        stated = {setting.name for setting in verb.settings}
        settings = {name: value for name, value in body.items() if name in stated}
        return {
            "verb": verb.slug,
            "scenario": body.get("scenario"),
            "version": version,
            "run_of": body.get("run"),
            "settings": settings,
            "source": source,
            "arguments": self._arguments(verb, settings),
            "page": verb.page,
        }

    def _source(self, verb: Verb, body: dict[str, Any]) -> tuple[str | None, int | None]:
        """Return what the verb is asked about, as a path below the served folder or a shipped name."""
        scenario, run = body.get("scenario"), body.get("run")
        if not verb.takes:
            return None, None
        if (scenario is None) == (run is None):
            both = "scenario or run" if "run" in verb.takes else "scenario"
            raise UsageError(f"state one {both}")
        if run is not None:
            self.runs.path(run)
            return f"runs/{run}", None
        found = self.scenarios.find(str(scenario), body.get("version"))
        return found.folder, found.number

    def _arguments(self, verb: Verb, settings: dict[str, Any]) -> dict[str, Any]:
        """Return the verb's arguments; what has no value is left to the verb."""
        found = {}
        for setting in verb.settings:
            value = settings.get(setting.name)
            value = setting.default if value is None else value
            if value is not None:
                found[setting.name] = self._value(setting, value)
        return found

    def _value(self, setting: Setting, value: Any) -> Any:
        kind = setting.kind
        if kind in _QUANTITIES:
            try:
                return parse_quantity(value, _QUANTITIES[kind])
            except UnitError as error:
                raise UsageError(f"{setting.name}: {error}") from None
        if kind is Kind.PERCENT:
            return share_of(value)
        if kind is Kind.MOMENT:
            return moment_of(setting.name, value).isoformat()
        if kind is Kind.PLAN:
            return self._plan(value)
        if kind is Kind.SCENARIO:
            return self.scenarios.find(value).folder
        return value

    def _plan(self, name: str) -> str:
        """Return the folder of a plan: that of a run, or of a job that made one."""
        try:
            self.runs.path(name)
        except MissingError:
            pass
        else:
            return f"runs/{name}"
        job = self.runner.job(name)
        if not (job.path / OUT / "plan.json").is_file():
            raise MissingError(f"job {name!r} made no plan, or has not yet")
        return f"jobs/{name}/{OUT}"

    def call(self, verb: Verb, body: dict[str, Any]) -> Any:
        """Do quick work at once, and return the verb's record."""
        asked = self.asked(verb, body)
        source = [] if asked["source"] is None else [self._path(asked["scenario"], asked["version"])]
        others = {item.name for item in verb.settings if item.kind is Kind.SCENARIO} & set(asked["settings"])
        named = {name: self._path(asked["settings"][name], None) for name in others if asked["settings"][name]}
        return verb.function()(*source, **{**asked["arguments"], **named})

    def _path(self, name: str, number: int | None) -> Path:
        return self.scenarios.find(name, number).path

    def submit(self, verb: Verb, body: dict[str, Any]) -> dict[str, Any]:
        """Take long work on as a job, and return how it stands."""
        return self.runner.submit(self.asked(verb, body))

    def view(self, run: str) -> bytes:
        """Return the record that the app shows of a run, with what finished jobs found on the same scenario."""
        return self.runs.view(run, self._found_by_jobs)

    def _found_by_jobs(self, fingerprint: str) -> dict[str, Any]:
        """Return the newest results of judge, sensitivity and compare on a scenario with its options."""
        found: dict[str, Any] = {}
        told = [job for job in self.runner.all() if job["has_result"] and job["verb"] in _SHOWN_WITH_RUNS]
        for job in told[:_LOOKED_AT]:
            data = self.runner.job(job["id"]).result()
            record = None if data is None else json.loads(data)
            kind = kind_of(record)
            if record and kind and kind not in found and why_not(record, fingerprint) is None:
                found[kind] = record
        return found

    def words(self, error: OpenAirliftError) -> str:
        """Return an error in words that name no path of this machine."""
        return str(error).partition("\n")[0].replace(f"{self.scenarios.root}/", "")

    def page(self, name: str) -> Path:
        """Return the page that a job wrote.

        Raises
        ------
        MissingError
            When there is none.
        """
        told = self.runner.told(name)
        asked = self.runner.job(name)
        page = (asked.read("job.json") or {}).get("page")
        if not told["page"] or page is None or told["state"] not in (State.DONE, State.STOPPED):
            raise MissingError(f"job {name!r} has no page")
        return asked.path / OUT / str(page)


def moment_of(name: str, text: str) -> datetime:
    """Return a moment with its time zone, in UTC.

    Examples
    --------
    >>> moment_of("opens", "2022-03-02T02:00+02:00").isoformat()
    '2022-03-02T00:00:00+00:00'
    """
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"{name}: {text[:40]!r} is no moment with a time zone, such as 2022-03-02T00:00Z")


def share_of(text: str) -> float:
    """Return ``20%``, or a part such as 0.2, as a part.

    Examples
    --------
    >>> share_of("20%"), share_of("0.2")
    (0.2, 0.2)
    """
    try:
        part = float(text.removesuffix("%").strip()) / (100.0 if text.strip().endswith("%") else 1.0)
    except ValueError:
        part = 0.0
    if not 0.0 < part < 1.0:
        raise UsageError(f"{text[:40]!r} is no part between 0 % and 100 %, such as 20%")
    return part
