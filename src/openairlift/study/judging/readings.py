"""The readings of a claim, and how often each holds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.evidence import Claim
from openairlift.evidence.claims import tree_of
from openairlift.evidence.language import Binary, Call, Name, Node, walk
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.study.judging.evaluate import Anchored, Asked, Evaluator
from openairlift.study.judging.trials import Sample
from openairlift.study.moments import Unresolved
from openairlift.study.probes import Probe

AMOUNTS = ("share", "mass", "items", "people")
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Bar:
    """A test of the form "at least so much was there by then": the call, and the number it has to reach."""

    call: Call
    least: float
    strict: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a claim: the value of every parameter."""

    claim: Claim
    tree: Node
    values: Mapping[str, Any]

    def evaluator(self, scenario: Scenario, network: Network, asked: Asked) -> Evaluator:
        """Return what works it out on a scenario."""
        return Evaluator(
            scenario,
            network,
            readings=self.values,
            undefined=self.claim.undefined,
            tz=self.claim.tz,
            asked=asked,
        )

    @property
    def open_terms(self) -> tuple[str, ...]:
        """Parameters that the test reads and the claim leaves open, in the order of the test."""
        names = [node.name for node in walk(self.tree) if isinstance(node, Name)]
        return tuple(dict.fromkeys(name for name in names if name in self.claim.undefined))

    def probes(self, scenario: Scenario, network: Network) -> list[Probe]:
        """Return what has to be known of every run; nothing where the reading can't be tested."""
        found: list[Probe] = []

        def asked(probe: Probe) -> FloatArray:
            found.append(probe)
            return np.zeros(1)

        if self.open_terms:
            return []
        try:
            self.evaluator(scenario, network, asked).value(self.tree)
        except Unresolved:
            return []
        return found

    def holds(self, study: Sample) -> npt.NDArray[np.bool_]:
        """Return whether the test holds, run by run.

        Raises
        ------
        Unresolved
            When the reading can't be tested on this scenario.
        """
        if self.open_terms:
            raise Unresolved(
                "; ".join(f"{name} is not defined: {self.claim.undefined[name]}" for name in self.open_terms)
            )
        self._dry(study)
        value = self.evaluator(study.scenario, study.network, study.probed).value(self.tree)
        return np.broadcast_to(np.asarray(value.data, dtype=np.bool_), (study.runs,))

    def _dry(self, study: Sample) -> None:
        """Find out what can't be known, before anything is asked of the runs."""
        self.evaluator(study.scenario, study.network, lambda _: np.zeros(study.runs)).value(self.tree)

    def bar(self, scenario: Scenario, network: Network) -> Bar | None:
        """Return the test as a bar that an amount has to reach; None where it has another form."""
        tree = self.tree
        if not isinstance(tree, Binary):
            return None
        sides = {">=": (tree.left, tree.right), ">": (tree.left, tree.right)}
        sides |= {"<=": (tree.right, tree.left), "<": (tree.right, tree.left)}
        if tree.sign not in sides:
            return None
        call, least = sides[tree.sign]
        if not isinstance(call, Call) or call.function not in AMOUNTS or any(isinstance(n, Call) for n in walk(least)):
            return None
        try:
            value = self.evaluator(scenario, network, lambda _: np.zeros(1)).value(least)
        except Unresolved:
            return None
        if value.kind != "number" or np.ndim(value.data) != 0:
            return None
        return Bar(call, float(value.data), tree.sign in ("<", ">"))

    def measured(self, study: Sample) -> FloatArray | None:
        """Return the amount that a bar is about, run by run; None where the test has no bar."""
        bar = self.bar(study.scenario, study.network)
        if bar is None:
            return None
        try:
            self._dry(study)
            value = self.evaluator(study.scenario, study.network, study.probed).value(bar.call)
        except Unresolved:
            return None
        return np.asarray(value.data, dtype=np.float64)

    def most(self, scenario: Scenario, network: Network) -> float | None:
        """Return the most that the amount of a bar could be: everything that is listed; None where there is no bar."""
        bar = self.bar(scenario, network)
        if bar is None:
            return None
        work = self.evaluator(scenario, network, lambda _: np.zeros(1))
        try:
            subject = work.subject(bar.call)
            everything = work.whole(subject, "listed")
            whole = work.whole(subject, work.denominated(bar.call)) if bar.call.function == "share" else 1.0
        except Unresolved:
            return None
        return everything / whole

    def fixed(self, scenario: Scenario, network: Network) -> bool:
        """Whether the amount of its bar is asked for by a moment that is the same in every run."""
        bar = self.bar(scenario, network)
        if bar is None:
            return False
        return not isinstance(self.evaluator(scenario, network, lambda _: np.zeros(1)).subject(bar.call).at, Anchored)


def readings_of(claim: Claim) -> list[Reading]:
    """Return every combination of the values of a claim's parameters, the last parameter moving first.

    Raises
    ------
    TestError
        When the test can't be read.
    """
    tree = tree_of(claim)
    names = list(claim.readings)
    return [
        Reading(claim, tree, dict(zip(names, values, strict=True)))
        for values in product(*(claim.readings[name] for name in names))
    ]


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a probability (Wilson 1927).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0, 200)], [round(end, 4) for end in wilson(10, 20)]
    ([0.0, 0.0188], [0.2993, 0.7007])
    """
    share = successes / trials
    middle = (share + _Z * _Z / (2 * trials)) / (1 + _Z * _Z / trials)
    half = _Z * math.sqrt(share * (1 - share) / trials + _Z * _Z / (4 * trials * trials)) / (1 + _Z * _Z / trials)
    return max(middle - half, 0.0) if successes else 0.0, min(middle + half, 1.0) if successes < trials else 1.0
