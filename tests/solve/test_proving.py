"""Certificates beside a plan, under a time limit."""

from __future__ import annotations

import pytest
from tests.solve.bound.claims import gain, relaxed_of, sound, terms_of
from tests.solve.worlds import world

from openairlift.network import build_network
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.prove import Prover
from openairlift.solve.budget import Budget, State
from openairlift.solve.proving import Proving
from openairlift.solve.search.table import SCALAR


@pytest.mark.parametrize("limit_s", [0.5, 4.0])
def test_bounds_hold_however_often_an_ascent_is_begun_again(limit_s, monkeypatch):
    known: list[int] = []
    certify = Prover.certify

    def noted(prover, *given, **stated):
        known.append(len(prover.masters))
        return certify(prover, *given, **stated)

    network = build_network(world(3))
    plans = sound(network, [plan_baseline(network)])
    assert plans
    relaxed, terms = relaxed_of(network), terms_of(network, plans[0])
    reached = tuple(max(t - c, 0.0) for t, c in zip(terms, relaxed.worth.constant, strict=True))
    start = Prover(relaxed).trivial(SCALAR)
    monkeypatch.setattr(Prover, "certify", noted)
    proving = Proving(relaxed, Budget(1, limit_s), State(best=reached))
    proving.certify(start.prices, start.most)
    assert proving.certificates
    for proof in proving.certificates.values():
        assert proof.most >= gain(relaxed, proof.weights, terms) - 1e-6
    assert known[0] == 0
    assert all(count > 0 for count in known[1:])  # whoever goes on keeps what was found
