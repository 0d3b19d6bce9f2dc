"""What limits an airlift, as sentences and a table: how long each resource binds, and what one unit more brings."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import Any

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import MARK_WORDS, Show, count, percent, plain
from openairlift.reports.wrapping import wrap

_UNIT_WIDTH = 46
_CLOSURE = "closure"


def relief_sentence(row: Record, found: Record, show: Show) -> str:
    """Say what one unit more of a resource brings.

    Examples
    --------
    >>> gain = {"mean": 5.2, "low": 3.9, "high": 6.4}
    >>> row = {"added": "one more working slot at hub", "relief": gain, "plan": "kept", "distinguishable": True}
    >>> relief_sentence(row, {"measure": "closure"}, Show())
    'One more working slot at hub: closure 5.2 h earlier (95 % interval 3.9 to 6.4), with the old plan.'
    """
    added = _first_upper(str(get(row, "added", default="one unit more")))
    gain = get(row, "relief")
    if gain is None:
        return f"{added}: not known; neither the old plan nor a new one keeps every limit with it."
    told = f"{_gain_words(row, found, show)} ({_interval_words(gain, found, show)})"
    by = "a new plan" if get(row, "plan") == "replanned" else "the old plan"
    old, new = (real(get(get(row, name, default={}), "mean")) for name in ("old_plan", "new_plan"))
    if get(row, "plan") == "kept" and old is not None and new is not None and new < old:
        by = "the old plan (a new one did worse)"
    if get(row, "distinguishable", default=False):
        return f"{added}: {told}, with {by}."
    floor = real(get(row, "noise_floor")) or 0.0
    why = f"the planner's noise floor is {_amount(floor, found, show)}" if floor > 0.0 else f"with {by}"
    return f"{added}: not distinguishable from zero: {told}; {why}."


def _gain_words(row: Record, found: Record, show: Show) -> str:
    """Return the gain: ``closure 5.2 h earlier``, or what more is there by the horizon, and a day."""
    mean = real(get(get(row, "relief"), "mean")) or 0.0
    if get(found, "measure") == _CLOSURE:
        if _short(mean) == 0.0:
            return "closure unchanged"
        return f"closure {plain(_short(abs(mean)))} h {'earlier' if mean > 0 else 'later'}"
    mark = str(get(found, "mark", default="delivered"))
    there = f"{MARK_WORDS.get(mark, mark)} within the horizon"
    if mean == 0.0:
        return f"no more {there}"
    day = real(get(row, "per_day"))
    a_day = "" if day is None else f", {_amount(abs(day), found, show)} a day"
    return f"{_amount(abs(mean), found, show)} {'more' if mean > 0 else 'less'} {there}{a_day}"


def _interval_words(gain: Record, found: Record, show: Show) -> str:
    low, high = (real(get(gain, name)) or 0.0 for name in ("low", "high"))
    if get(found, "measure") == _CLOSURE:
        return f"95 % interval {_signed(low)} to {_signed(high)}"
    unit = _amount(high, found, show).rpartition(" ")[2]
    ends = [_amount(value, found, show).replace("-", "−") for value in (low, high)]
    return f"95 % interval {ends[0].removesuffix(' ' + unit)} to {ends[1]}"


def _signed(value: float) -> str:
    return plain(_short(value)).replace("-", "−")


def _short(value: float) -> float:
    """Return hours with one decimal where they are more than one tenth, so that no false digits are shown."""
    return (round(value, 1) if abs(value) >= 0.1 else round(value, 2)) + 0.0  # no −0


def _amount(value: float, found: Record, show: Show) -> str:
    if get(found, "measure") == _CLOSURE:
        return f"{_signed(value)} h"
    return show.amount(value, str(get(found, "meter", default="mass")))


def noise_sentence(found: Record, show: Show) -> str:
    """Say how noisy the planner is, and how that was measured."""
    gains = [real(get(gain, "mean")) or 0.0 for gain in records(found, "neutral_replans")]
    if not gains:
        return "The planner's noise was not measured: no neutral re-plan was made."
    floor = _amount(real(get(found, "noise_floor")) or 0.0, found, show)
    span = " to ".join(_amount(value, found, show).replace("-", "−") for value in (min(gains), max(gains)))
    what = "hours gained" if get(found, "measure") == _CLOSURE else "amount gained"
    return (
        f"Noise floor of the planner: {floor}. {count(len(gains), 're-plan')} with changes that should not matter "
        f"(rows in another order, tails up to five minutes later) changed the result by {span} ({what}). A new plan "
        "counts only where it gains more than the floor; the old plan in the enlarged scenario has no such noise."
    )


def base_sentence(found: Record, show: Show) -> str:
    """Say what relief is measured against."""
    base, closed = real(get(found, "base")) or 0.0, real(get(found, "closed_share")) or 0.0
    lost = real(get(found, "lost_share")) or 0.0
    gone = f" Cargo is lost in {percent(lost)} of the runs, and no resource lets those close." if lost > 0 else ""
    if get(found, "measure") == _CLOSURE:
        late = "" if closed >= 1.0 else f" ({percent(closed)} of the runs close; the others count as the horizon)"
        return f"As it is, closure takes {plain(_short(base / 24))} days on average{late}.{gone}"
    mark = str(get(found, "mark", default="delivered"))
    return (
        f"As it is, {_amount(base, found, show)} is {MARK_WORDS.get(mark, mark)} within the horizon, on average; "
        f"{percent(closed)} of the runs close, so relief is what more is there by the horizon.{gone}"
    )


def relief_text(found: dict[str, Any], *, profile: str = "humanitarian") -> str:
    """Return the record of the verb ``limits`` as a person reads it, at most 100 columns wide."""
    show = replace(Show.of(found), profile=profile)
    rows, left = records(found, "relief"), records(found, "not_tried")
    facts = f"{count(int(get(found, 'runs', default=0)), 'run')} · seed {get(found, 'seed')}"
    effort = get(found, "effort", default=1)
    facts += f" · every plan near the optimum, effort {effort}" if effort > 1 else ""
    lines = [*wrap(str(get(found, "title", default="Untitled scenario")), ""), facts, ""]
    lines += wrap(base_sentence(found, show))
    lines += ["", "What one unit more would bring"]
    if not get(found, "complete", default=True):
        lines += wrap("Stopped before everything was tried; this is what was done.")
    for row in rows:
        lines += wrap(relief_sentence(row, found, show), "  - ", "    ")
    if not rows:
        lines += wrap("Nothing was tried.")
    lines += ["", *wrap(noise_sentence(found, show))]
    lines += wrap("Each value is the better of two plans, so it can be below zero only by noise.")
    if rows:
        lines += ["", *_table(rows, found, show)]
    if left:
        lines += ["", f"Not tried ({len(left)})"]
        for item in left:
            name = f"{get(item, 'name', default='?')} (binds {_share(item)})"
            lines += wrap(f"{name}: {get(item, 'reason', default='no reason stated')}", "  - ", "    ")
    return "\n".join(lines) + "\n"


def _table(rows: list[Any], found: Record, show: Show) -> list[str]:
    """Return both numbers of every resource side by side."""
    unit = "h earlier" if get(found, "measure") == _CLOSURE else "more"
    lines = [f"  {'one unit more':<{_UNIT_WIDTH}} {'binds':>6}  {unit:>12}  {'95 % interval':<18} plan"]
    for row in rows:
        words = textwrap.wrap(str(get(row, "added", default="?")), _UNIT_WIDTH) or ["?"]
        gain = get(row, "relief")
        value, interval = "not known", ""
        if gain is not None:
            value = _cell(real(get(gain, "mean")) or 0.0, found, show)
            ends = [_cell(real(get(gain, name)) or 0.0, found, show) for name in ("low", "high")]
            interval = f"{ends[0].rpartition(' ')[0] or ends[0]} to {ends[1]}"
        mark = " " if get(row, "distinguishable", default=False) else "~"
        by = "new" if get(row, "plan") == "replanned" else "old"
        lines.append(f"  {words[0]:<{_UNIT_WIDTH}} {_share(row):>6}  {mark + value:>12}  {interval:<18} {by}")
        lines += [f"    {word}" for word in words[1:]]
    lines.append("  binds = binding share; ~ = not distinguishable from zero")
    return lines


def _cell(value: float, found: Record, show: Show) -> str:
    return _amount(value, found, show).removesuffix(" h").replace("-", "−")


def _share(row: Any) -> str:
    share = real(get(row, "binding_share"))
    return "–" if share is None else percent(share)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
