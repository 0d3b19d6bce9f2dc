"""What compared options have there by day, which requirements move, what is left and what is covered, in rows."""

from __future__ import annotations

from openairlift.reports import compared_words as say
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import MARK_WORDS, METER_WORDS, percent, plain


def main_curve(found: Record) -> Record | None:
    """Return the curve of the objective's mark and meter, of everything."""
    scenario = get(found, "scenario", default={})
    return curve_of(found, str(get(scenario, "objective_mark")), str(get(scenario, "objective_meter")), "all")


def curve_of(found: Record, mark: str, meter: str, group: str) -> Record | None:
    """Return a curve."""
    for curve in records(found, "shares_by_day"):
        if (get(curve, "mark"), get(curve, "meter"), get(curve, "group")) == (mark, meter, group):
            return curve  # type: ignore[no-any-return]
    return None


def curve_words(curve: Record) -> str:
    """Return what a curve shows."""
    meter, mark = str(get(curve, "meter")), str(get(curve, "mark"))
    group = "" if get(curve, "group") == "all" else f" of {get(curve, 'group')}"
    return f"share of the {METER_WORDS.get(meter, meter)}{group} {MARK_WORDS.get(mark, mark)}"


def moved(found: Record, index: int, *, least_h: float = 1.0, most: int = 8) -> list[str]:
    """Return the requirements whose median completion an option moves, those that move most first."""
    rows = say.rows_of(found)
    before = {
        get(item, "requirement"): real(get(get(item, "complete_h"), "p50"))
        for item in records(get(rows[0], "results"), "requirements")
    }
    found_: list[tuple[float, str]] = []
    for item in records(get(rows[index], "results"), "requirements"):
        name = get(item, "requirement")
        if name not in before:
            continue
        was, now = before[name], real(get(get(item, "complete_h"), "p50"))
        if was is None and now is None:
            continue
        if was is None or now is None:
            within = "now within" if was is None else "no longer within"
            found_.append((float("inf"), f"{name} {within} horizon"))
        elif abs(now - was) >= least_h:
            found_.append((abs(now - was), f"{name} {now - was:+,.0f} h"))
    found_.sort(key=lambda pair: -pair[0])
    words = [text for _, text in found_]
    return words[:most] + ([f"and {len(words) - most} more"] if len(words) > most else [])


def stock_rows(found: Record) -> list[tuple[str, list[str]]]:
    """Return stocks of which options leave different amounts, with what each leaves."""
    rows = []
    for row in records(found, "stocks"):
        options = get(row, "options", default={})
        cells = [_stock_cell(options.get(name)) for name in say.names_of(found)]
        if len(set(cells)) > 1:
            rows.append((f"{get(row, 'place')}: {get(row, 'item')}", cells))
    return rows


def _stock_cell(item: Record | None) -> str:
    if item is None:
        return "no such stock"
    left, held = real(get(item, "p50")) or 0.0, real(get(item, "held")) or 0.0
    return f"{plain(left)} of {plain(held)}"


def cover_units(found: Record) -> list[str]:
    """Return what each option brings that has a reach, in a sentence each; none where no option brings any."""
    units = get(get(found, "cover"), "units", default={})
    return [f"{name}: {'; '.join(_unit(row) for row in rows) or 'brings none'}" for name, rows in units.items()]


def _unit(row: Record) -> str:
    """Return one requirement's units with their site and reach.

    Examples
    --------
    >>> row = {"requirement": "b-1", "unit_type": "battery", "units": 2, "site": "north", "radius_km": 80}
    >>> _unit({**row, "radius_basis": "ballistic missiles", "emplace_h": 6})
    '2 x battery (b-1) at north, within 80 km (ballistic missiles), in place 6 h after the last of it'
    """
    reach = f"within {plain(real(get(row, 'radius_km')) or 0.0)} km ({get(row, 'radius_basis')})"
    units = plain(real(get(row, "units")) or 0.0)
    later = f"in place {plain(real(get(row, 'emplace_h')) or 0.0)} h after the last of it"
    return f"{units} x {get(row, 'unit_type')} ({get(row, 'requirement')}) at {get(row, 'site')}, {reach}, {later}"


def cover_days(found: Record) -> list[Record]:
    """Return the days on which what is covered changes in some option, and the last."""
    rows = records(get(found, "cover"), "rows")
    told: list[Record] = []
    before: object = None
    for row in rows:
        now = {name: (get(item, "p10"), get(item, "p50"), get(item, "p90")) for name, item in row["options"].items()}
        if now != before or row is rows[-1]:
            told.append(row)
        before = now
    return told


def cover_cell(item: Record | None) -> str:
    """Return a covered share, with its spread where there is any.

    Examples
    --------
    >>> cover_cell({"p10": 0.2, "p50": 0.5, "p90": 0.5}), cover_cell(None)
    ('50 % [20 % – 50 %]', 'no assets stated')
    """
    if item is None:
        return "no assets stated"
    low, middle, high = (percent(real(get(item, name)) or 0.0) for name in ("p10", "p50", "p90"))
    return middle if low == middle == high else f"{middle} [{low} – {high}]"
