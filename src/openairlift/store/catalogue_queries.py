"""Questions that planners ask of many runs, ready as SQL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A ready query: name, the question, and its SQL."""

    name: str
    asks: str
    sql: str


_TOP = "QUALIFY row_number() OVER (PARTITION BY run ORDER BY {by} DESC) <= 5"

QUERIES: tuple[Query, ...] = (
    Query(
        "closure",
        "When is everything there, and in what share of the runs?",
        "SELECT run, scenario, options, mark, closed_share, closure_p10_h, closure_p50_h, closure_p90_h "
        "FROM runs ORDER BY scenario, closure_p50_h NULLS LAST, run",
    ),
    Query(
        "limited",
        "What was the limit the longest? (five a run)",
        "SELECT run, scenario, options, limits.rank, name, binding_share, p10, p90 FROM limits JOIN runs USING (run) "
        "WHERE limits.rank <= 5 AND binding_share > 0 ORDER BY scenario, options, run, limits.rank",
    ),
    Query(
        "utilisation",
        "How much does each type fly?",
        "SELECT run, scenario, options, type, tails, fleet.missions, flying_h, flying_h_per_tail_day "
        "FROM fleet JOIN runs USING (run) ORDER BY scenario, options, run, type",
    ),
    Query(
        "waits",
        "Where is waited, and for what? (five a run)",
        "SELECT run, scenario, options, place, cause, hours FROM waits JOIN runs USING (run) "
        + _TOP.format(by="hours")
        + " ORDER BY scenario, options, run, hours DESC",
    ),
    Query(
        "share",
        "What share of the mass is there by the end of each day?",
        "SELECT run, scenario, options, day, date, round(days.p10 / listed, 4) AS p10, round(p50 / listed, 4) AS p50, "
        "round(days.p90 / listed, 4) AS p90 FROM days JOIN runs USING (run, mark) "
        "WHERE days.meter = 'mass' AND listed > 0 ORDER BY scenario, options, run, day",
    ),
    Query(
        "sorties",
        "How many missions does each type fly, with what mass?",
        "SELECT run, scenario, options, type, count(DISTINCT mission) AS missions, count(DISTINCT tail) AS tails, "
        "sum(mass_kg) / 1000 AS t, sum(mass_kg) / 1000 / count(DISTINCT mission) AS t_per_mission "
        "FROM loads JOIN runs USING (run) WHERE purpose = 'onload' GROUP BY ALL ORDER BY scenario, options, run, type",
    ),
    Query(
        "late",
        "Which requirements are late, or not complete, in more than a tenth of the runs?",
        "SELECT run, scenario, options, requirement, destination, requirements.rank, required, complete_p50, "
        "complete_share, on_time_share FROM requirements JOIN runs USING (run) "
        "WHERE on_time_share < 0.9 OR complete_share < 0.9 "
        "ORDER BY scenario, options, run, coalesce(on_time_share, complete_share), requirement",
    ),
    Query(
        "undelivered",
        "What do plans not carry, and what is to blame?",
        "SELECT run, scenario, options, line, mass_kg / 1000 AS t, reason FROM undelivered JOIN runs USING (run) "
        "ORDER BY scenario, options, run, t DESC, line",
    ),
    Query(
        "inputs",
        "Which inputs differ between runs of one scenario?",
        "WITH pairs AS (SELECT a.run, b.run AS other, a.scenario FROM runs a JOIN runs b "
        "ON a.scenario = b.scenario AND a.run < b.run), "
        "told AS (SELECT p.run, p.other, p.scenario, i.cell, i.value, i.basis, NULL AS o_value, NULL AS o_basis "
        "FROM pairs p JOIN inputs i ON i.run = p.run UNION ALL "
        "SELECT p.run, p.other, p.scenario, i.cell, NULL, NULL, i.value, i.basis "
        "FROM pairs p JOIN inputs i ON i.run = p.other) "
        "SELECT scenario, run, other, cell, max(value) AS value, max(o_value) AS other_value, max(basis) AS basis, "
        "max(o_basis) AS other_basis FROM told GROUP BY ALL "
        "HAVING max(value) IS DISTINCT FROM max(o_value) OR max(basis) IS DISTINCT FROM max(o_basis) "
        "ORDER BY scenario, run, other, cell",
    ),
    Query(
        "claims",
        "What became of public claims?",
        "SELECT run, scenario, options, claim, says, reading, verdict, probability FROM claims JOIN runs USING (run) "
        "LEFT JOIN verdicts USING (run, claim) ORDER BY scenario, options, run, claim, reading",
    ),
    Query(
        "observations",
        "How far are predictions from what was reported?",
        "SELECT run, scenario, options, observation, observations.mark, reported, p10, p50, p90, reason "
        "FROM observations JOIN runs USING (run) ORDER BY scenario, options, run, observation, observations.mark",
    ),
    Query(
        "cost",
        "What does a tonne cost?",
        "SELECT run, scenario, options, cost_usd, cost_usd / nullif(planned_kg, 0) * 1000 AS usd_per_planned_t, "
        "closure_p50_h FROM runs ORDER BY scenario, cost_usd NULLS LAST, run",
    ),
)  # fmt: skip
