"""A comparison of options in sentences and rows, for the text and the page alike."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import NOT_WITHIN, Show, count, percent, plain

CAUTION = (
    "Every option drew the same luck, so that differences are taken run by run: the option less the first one, its "
    "mean with a 95 % interval. An interval tells the luck of the runs, not what the inputs leave open. What is not "
    "there by the horizon counts as arriving at the horizon, which understates a difference that lies beyond it. A "
    "plan is near the optimum, not at it: a difference that is no larger than what planning the first option again "
    "makes is called within the planner's noise. Shares of runs are given, and no winner is named."
)
REGRETS = (
    ("regret_over_futures", "over events that come unforeseen"),
    ("regret", "by what comes by chance"),
)
"""Keys of the record that hold regret, and what it is taken over."""

EVENT = "an event: nobody chooses it"


def rows_of(found: Record) -> list[Record]:
    """Return the options of a comparison."""
    return records(found, "options")


def names_of(found: Record) -> list[str]:
    """Return the names of the options, the first being what the others are compared with."""
    return [str(get(row, "name")) for row in rows_of(found)]


def show_of(found: Record) -> Show:
    """Return how numbers are shown."""
    return Show.of(found)


def facts(found: Record) -> str:
    """Return how the comparison was made, in a line."""
    inputs = get(found, "inputs", default={})
    counts = ", ".join(f"{get(inputs, basis, default=0):,} {basis}" for basis in ("quoted", "assumed"))
    chance = records(found, "against")
    further = f" · {count(len(chance), 'further disruption')}" if chance else ""
    runs = count(int(get(found, "runs", default=0)), "run")
    made = f"{runs} each on the same luck · seed {get(found, 'seed')} · effort {get(found, 'effort')}{further}"
    return f"{count(len(rows_of(found)), 'option')} · {made} · inputs: {counts} of {get(inputs, 'total')}"


def stopped(found: Record) -> str | None:
    """Return what is missing, where Ctrl-C ended the work."""
    if get(found, "complete", default=True):
        return None
    left = ", ".join(str(name) for name in records(found, "left_out"))
    return "Stopped before everything was done" + (f"; not reached: {left}." if left else ".")


def apart(found: Record) -> list[str]:
    """Say which options could not be compared, and why."""
    rows = records(found, "not_compared")
    return [f"{get(row, 'option')} is not compared: {get(row, 'reason')}." for row in rows]


def heading(row: Record) -> str:
    """Return the name of an option with the titles of what it holds, and their status."""
    parts = records(row, "options")
    if not parts:
        return f"{get(row, 'name')}: the case as it is"
    titles = "; ".join(f"{get(part, 'title')} ({status(part)})" for part in parts)
    return f"{get(row, 'name')}: {titles}" + (f" · {EVENT}" if get(row, "event") else "")


def status(part: Record) -> str:
    """Return the dated status of an option.

    Examples
    --------
    >>> status({"status": [{"on": "2022-03-07", "status": "considered"}]}), status({})
    ('considered 2022-03-07', "analyst's own what-if")
    """
    events = records(part, "status")
    return "; ".join(f"{get(event, 'status')} {get(event, 'on')}" for event in events) or "analyst's own what-if"


def stated(row: Record) -> list[Record]:
    """Return the changes that the files state, without those that follow from them."""
    return [item for item in records(row, "changes") if get(item, "kind") not in ("read", "not read")]


def followed(row: Record) -> str | None:
    """Say how many numbers are read, or no longer read, because of the other changes, and what they rest on."""
    parts = []
    for kind, words in (("read", "further inputs are read"), ("not read", "inputs are no longer read")):
        rows = [item for item in records(row, "changes") if get(item, "kind") == kind]
        if rows:
            known = [str(get(item, "basis", "basis_before", default="assumed")) for item in rows]
            bases = ", ".join(f"{known.count(basis)} {basis}" for basis in dict.fromkeys(known))
            tables = ", ".join(dict.fromkeys(str(get(item, "cell")).split("/")[0] for item in rows))
            parts.append(f"{len(rows)} {words} with it (tables {tables}: {bases})")
    return "; ".join(parts) or None


def change_words(item: Record) -> str:
    """Return a cell that differs, with its values and what they rest on.

    Examples
    --------
    >>> change_words({"cell": "places/hub/parking", "before": "wide:2", "after": "wide:3", "basis": "assumed"})
    'places/hub/parking: wide:2 → wide:3 (assumed)'
    """
    before, after = get(item, "before"), get(item, "after")
    values = f"{'blank' if before is None else before} → {'blank' if after is None else after}"
    if get(item, "kind") == "added":
        values = f"{after} (new row)"
    elif get(item, "kind") == "removed":
        values = f"{before} (row removed)"
    was, now = get(item, "basis_before"), get(item, "basis")
    rests = now if was in (None, now) else f"{was} → {now}" if now is not None else was
    return f"{get(item, 'cell')}: {values}" + (f" ({rests})" if rests else "")


def plan_words(row: Record, show: Show) -> str:
    """Say what was planned for an option, and how near the optimum that is."""
    plan = get(row, "plan", default={})
    sorties = get(get(row, "results", default={}), "sorties_by_type", default={})
    types = ", ".join(f"{number} x {name}" for name, number in sorties.items())
    told = f"{count(int(get(plan, 'missions', default=0)), 'mission')}" + (f" ({types})" if types else "")
    told += f", {show.mass(real(get(plan, 'mass_kg')) or 0.0)}"
    left = records(plan, "undelivered")
    told += f", {count(len(left), 'part')} not carried" if left else ""
    told += f"; {gap_words(plan)}"
    made = get(plan, "made_for")
    return told + (f"; the plan was made for {made}" if made != get(row, "name") else "")


def borrowed_sentences(found: Record) -> list[str]:
    """Say of which options the plan of another one is flown, and what that means.

    Examples
    --------
    >>> borrowed_sentences({"options": [{"name": "more", "plan": {"made_for": "base"}}]})[0][:44]
    'more flies the plan that was made for base: '
    """
    told = []
    for row in rows_of(found):
        name, made = get(row, "name"), get(get(row, "plan", default={}), "made_for")
        if made is not None and made != name:
            told.append(
                f"{name} flies the plan that was made for {made}: the one made for {name} was no better. What only "
                f"{name} has, more aircraft say, stands unused in it, and no difference here means no more than that; "
                "a higher --effort may find a plan that uses it."
            )
    return told


def gap_words(plan: Record) -> str:
    """Say how far a plan is from the best one at most.

    Examples
    --------
    >>> gap_words({"gap": {"delay": 0.12}, "deciding": "delay"})
    'no plan has more than 12 % less delay'
    """
    gap, term = get(plan, "gap"), str(get(plan, "deciding", default=""))
    share = real(get(gap, term))
    if share is None:
        return "no bound is known"
    if share >= 1.0:
        return f"how much less {term} a plan can have is not proved"
    return f"no plan has more than {percent(share)} less {term}"


def value_words(value: float | None, unit: str, show: Show, *, sign: bool = False) -> str:
    """Return a number of a measure with its unit.

    Examples
    --------
    >>> value_words(12.34, "h", Show()), value_words(-1500.0, "kg", Show(), sign=True), value_words(0.0, "USD", Show())
    ('12.3 h', '-1.5 t', '0 USD')
    """
    if value is None:
        return NOT_WITHIN
    plus = "+" if sign and value > 0 else ""
    if unit == "h":
        return f"{plus}{plain(value)} h"
    if unit == "kg":
        return plus + show.mass(value)
    if unit == "USD":
        return plus + show.amount(value, "usd")
    if unit.startswith("weighted kg"):
        return f"{plus}{plain(value / 1000)} {unit.replace('kg', 't')}"
    return f"{plus}{plain(value)} {unit}"


def difference_words(row: Record, measure: Record, show: Show) -> str:
    """Say by how much an option differs in a measure, and whether that can be told from nothing."""
    unit = str(get(measure, "unit"))
    mean, low, high = (real(get(row, name)) or 0.0 for name in ("mean", "low", "high"))
    if mean == low == high == 0.0:
        return "no difference in any run"
    ends = [value_words(end, unit, show, sign=True) for end in (low, high)]
    told = value_words(mean, unit, show, sign=True)
    told += "" if ends[0] == ends[1] == told else f" [{_bare(low, unit, show)} to {_bare(high, unit, show)}]"
    less, more = (real(get(row, name)) for name in ("less_share", "more_share"))
    if less is not None and more is not None:
        told += f", less in {percent(less)} and more in {percent(more)} of the runs"
    if "runs_in_both" in row and get(row, "where_in_both") is not None:
        told += _in_both(row, unit, show)
    if low <= 0.0 <= high:
        return f"{told}; not distinguishable from zero"
    if not get(row, "clear"):
        return f"{told}; within the planner's noise"
    return told


def _in_both(row: Record, unit: str, show: Show) -> str:
    both = get(row, "where_in_both")
    mean = real(get(both, "mean"))
    if mean is None or row["runs_in_both"] == get(row, "runs"):
        return ""
    return f"; {value_words(mean, unit, show, sign=True)} over the {get(row, 'runs_in_both')} runs that close in both"


def _bare(value: float, unit: str, show: Show) -> str:
    text = value_words(value, unit, show, sign=True)
    for tail in (f" {unit}", f" {show.mass_unit}", " M USD", " USD", f" {unit.replace('kg', 't')}"):
        if unit != "USD" and text.endswith(tail):
            return text.removesuffix(tail)
    return text


def measured(found: Record, name: str) -> Record | None:
    """Return a measure by name."""
    return next((item for item in records(found, "measures") if get(item, "name") == name), None)


def measure_words(found: Record, name: str) -> str:
    """Return what a measure is."""
    if name == "objective":
        return "the objective, its terms one after the other"
    if name == "undelivered_share":
        return "share not there by the horizon"
    row = measured(found, name)
    return name if row is None else str(get(row, "words"))


def noise_words(measure: Record, show: Show) -> str:
    """Say how much of a difference may be the planner's noise."""
    noise = real(get(measure, "planner_noise"))
    if noise is None:
        return "the planner's noise was not measured"
    return f"planner's noise: {value_words(noise, str(get(measure, 'unit')), show)}"


def front_sentences(found: Record) -> list[str]:
    """Say which options another one beats in two measures at once."""
    told = []
    for item in records(found, "fronts"):
        words = f"{measure_words(found, str(get(item, 'x')))} and {measure_words(found, str(get(item, 'y')))}"
        options = get(item, "options", default={})
        beaten = {name: records(row, "dominated_by") for name, row in options.items() if records(row, "dominated_by")}
        free = [name for name in options if name not in beaten]
        told.append(f"By {words}: no other is as good in both and better in one for {_and(free)}.")
        for name, rivals in beaten.items():
            share = percent(real(get(options[name], "dominated_share")) or 0.0)
            told.append(f"{name} is beaten by {_and(rivals)} on the mean, and by some option in {share} of the runs.")
    return told


def _and(names: Sequence[object]) -> str:
    words = [str(name) for name in names]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words) or "none"


Rows = list[tuple[str, list[str]]]


def regret_rows(found: Record, key: str) -> list[tuple[str, list[str], Rows]]:
    """Return tables of regret: the measure, the columns, and a row for each option; none where there is no choice."""
    show = show_of(found)
    tables: list[tuple[str, list[str], Rows]] = []
    for name, item in _regrets(found, key):
        unit = str(get(measured(found, name), "unit", default=""))
        futures = records(item, "futures")
        header = [f"{get(future, 'name')} ({count(int(get(future, 'runs')), 'run')})" for future in futures]
        rows: Rows = []
        for option, row in get(item, "options", default={}).items():
            cells = [value_words(real(value), unit, show) for value in records(row, "regret")]
            worst = value_words(real(get(row, "worst")), unit, show)
            by_run = value_words(real(get(get(row, "by_run"), "mean")), unit, show)
            rows.append((option, [*cells, *([worst] if len(cells) > 1 else []), by_run]))
        tables.append(
            (measure_words(found, name), [*header, *(["largest"] if len(header) > 1 else []), "by run"], rows)
        )
    return tables


def _regrets(found: Record, key: str) -> list[tuple[str, Record]]:
    """Return the measures in which some option has a regret."""
    items = get(get(found, key, default={}), "measures", default={}).items()
    return [
        (name, item)
        for name, item in items
        if any(real(get(get(row, "by_run"), "mean")) for row in get(item, "options", default={}).values())
    ]


def no_regret(found: Record) -> str | None:
    """Say what regret was not taken over."""
    futures = records(next(iter(get(get(found, "regret", default={}), "measures", default={}).values()), {}), "futures")
    if len(futures) > 1 or records(get(found, "regret_over_futures", default={}), "futures"):
        return None
    return (
        "Nothing comes by chance here, so that the runs are one future and differ in their luck only. --against adds "
        "disruptions that come by chance; --futures names options that strike unforeseen."
    )
