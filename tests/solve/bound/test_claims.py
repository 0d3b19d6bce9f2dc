"""No audited plan gains more than the bound says, whatever the prices and the cells."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.solve.bound.claims import WEIGHTS, beaten, gain, overland, relaxed_of, small, sound, terms_of, varied

from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.prices import TOLERANCE
from openairlift.solve.bound.prove import Prover, bound_of


@pytest.mark.parametrize(("made", "seeds"), [(small, range(20)), (varied, range(24))])
def test_no_plan_beats_any_prices_on_any_cells(made, seeds):
    plans, hauls = 0, 0
    for seed in seeds:
        network = made(seed)
        plan = plan_baseline(network)
        candidates = sound(network, [plan, overland(network, plan)])
        deltas = (60, 600, 3600) if network.horizon_s <= 3 * 86_400 else (600, 3600, 43_200)
        wrong = beaten(network, candidates, random.Random(seed), deltas=deltas) if candidates else []
        assert not wrong, f"seed {seed}: {wrong}"
        plans += len(candidates)
        hauls += sum(bool(candidate.hauls) for candidate in candidates)
    assert plans >= len(seeds)
    assert hauls > 3 or made is small


@pytest.mark.parametrize("iterations", [0, 1, 5, 40])
@pytest.mark.parametrize("made", [small, varied])
def test_a_certificate_holds_however_early_the_ascent_stops(made, iterations):
    for seed in range(200, 206):
        network = made(seed)
        plans = sound(network, [plan_baseline(network)])
        if not plans:
            continue
        relaxed, terms = relaxed_of(network), terms_of(network, plans[0])
        prover, dust = Prover(relaxed), 1e-9 * relaxed.worth.scale + 1e-9
        # The terms before are no worse than the plan's own: it must not beat the bound of any term.
        reached = tuple(max(t - c, 0.0) for t, c in zip(terms, relaxed.worth.constant, strict=True))
        for term, weights in enumerate([(1.0, 0.0, 0.0), (10.0, 1.0, 0.0), WEIGHTS[0]]):
            start = prover.trivial(weights)
            assert gain(relaxed, weights, terms) <= start.most * (1.0 + TOLERANCE) + 1e-6
            proof = prover.certify(weights, start.prices, target=0.0, iterations=iterations)
            assert proof.most >= gain(relaxed, weights, terms) - 1e-6
            assert bound_of(relaxed, proof, term, reached) <= reached[term] * (1.0 + 1e-6) + dust


def test_a_bound_of_a_later_term_falls_when_the_terms_before_may_be_worse():
    network = small(5)
    relaxed = relaxed_of(network)
    prover = Prover(relaxed)
    proof = prover.certify(WEIGHTS[0], prover.trivial(WEIGHTS[0]).prices, target=0.0, iterations=30)
    tight = bound_of(relaxed, proof, 2, (0.0, 0.0, 0.0))
    loose = bound_of(relaxed, proof, 2, (relaxed.worth.scale, 0.0, 0.0))
    assert loose <= tight
    assert bound_of(relaxed, replace(proof, weights=(0.0, 0.0, 0.0)), 0, (0.0, 0.0, 0.0)) == 0.0
