"""Compared options as a person reads them: text, and one offline page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openairlift.reports import compared_days as days
from openairlift.reports import compared_words as say
from openairlift.reports.compared_page import comparison_document
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, count, percent
from openairlift.reports.wrapping import wrap

if TYPE_CHECKING:
    from openairlift.scenario import Scenario

LISTED, MOST_DAYS = 8, 8
_TITLES = {
    "closure": "closure P50",
    "undelivered": "not there",
    "value": "value there",
    "cost": "cost",
    "flying": "flying",
}


def comparison_page(found: dict[str, Any], scenario: Scenario) -> str:
    """Return the record of the verb ``compare`` as HTML in one file, without network, clock or path.

    Parameters
    ----------
    found : the record.
    scenario : the scenario without the options, whose evidence the page links to.
    """
    return comparison_document(found, scenario)


def comparison_text(found: dict[str, Any]) -> str:
    """Return the record of the verb ``compare`` as a person reads it, at most 100 columns wide but for tables."""
    show = say.show_of(found)
    lines = [*wrap(str(get(found, "title", default="Untitled scenario")), ""), *wrap(say.facts(found), "")]
    ended = say.stopped(found)
    lines += wrap(ended, "") if ended else []
    lines += [line for told in say.apart(found) for line in wrap(told, "")]
    lines += _section("What differs in the inputs", _inputs(found))
    lines += _section("What was planned", _plans(found, show))
    lines += [line for told in say.borrowed_sentences(found) for line in wrap(f"Note: {told}")]
    lines += _section("What comes of it", _results(found, show))
    first = get(found, "compared_with")
    lines += _section(f"What differs from {first}, run by run", _differences(found, show))
    lines += _section("What is there when (P50)", _days(found))
    lines += _section(f"Which requirements move (P50 of completion, against {first})", _moved(found))
    lines += _section("What is left in stock at the horizon (P50), where it differs", _stocks(found))
    lines += _section(f"What is covered ({get(get(found, 'cover'), 'label')})", _cover(found))
    lines += _section("How often each comes first, second, …", _ranks(found))
    lines += _section("Regret: how much worse than the best option of the same future", _regrets(found))
    lines += _section("Two measures at once", [line for told in say.front_sentences(found) for line in _item(told)])
    return "\n".join([*lines, "", *wrap(say.CAUTION, "")]) + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *lines] if lines else []


def _inputs(found: Record) -> list[str]:
    lines: list[str] = []
    for row in say.rows_of(found):
        lines += wrap(say.heading(row))
        for part in records(row, "options"):
            evidence = records(part, "evidence")
            sources = ", ".join(str(name) for name in records(part, "sources"))
            rests = f"evidence {', '.join(evidence)} (source {sources})" if evidence else "no source stated"
            lines += wrap(f"{get(part, 'id')}: {rests}", "    ")
        changes = say.stated(row)
        for item in changes[:LISTED]:
            lines += wrap(say.change_words(item), "    - ", "      ")
        if len(changes) > LISTED:
            lines += wrap(f"- and {count(len(changes) - LISTED, 'more cell')}; --json and the page list all", "    ")
        more = say.followed(row)
        lines += wrap(f"- {more}", "    ", "      ") if more else []
    return lines


def _plans(found: Record, show: Show) -> list[str]:
    lines = []
    for row in say.rows_of(found):
        lines += _item(f"{get(row, 'name')}: {say.plan_words(row, show)}")
    return lines


def _results(found: Record, show: Show) -> list[str]:
    wanted = [name for name in _TITLES if say.measured(found, name)]
    header = ["option", *(_TITLES[name] for name in wanted), "closes in"]
    rows = []
    for row in say.rows_of(found):
        results = get(row, "results", default={})
        cells = []
        for name in wanted:
            item = get(get(results, "measures"), name)
            value = get(item, "p50") if name == "closure" else get(item, "mean")
            cells.append(say.value_words(real(value), str(get(say.measured(found, name), "unit")), show))
        closes = percent(real(get(get(results, "closure_h"), "closed_share")) or 0.0)
        rows.append([str(get(row, "name")), *cells, f"{closes} of runs"])
    missing = sorted({name for row in say.rows_of(found) for name in records(get(row, "results"), "cost_not_stated")})
    told = f"No price, and so left out of every cost: {'; '.join(missing[:4])}" + (" …" if len(missing) > 4 else "")
    note = wrap(told) if missing and "cost" in wanted else []
    return [*_table(header, rows), *wrap("Means over the runs but for closure."), *note]


def _differences(found: Record, show: Show) -> list[str]:
    lines: list[str] = []
    for measure in records(found, "measures"):
        name = str(get(measure, "name"))
        if ":" in name:
            continue  # hours by type stand in the page and in --json
        rows = [(get(item, "option"), get(get(item, "measures"), name)) for item in records(found, "differences")]
        told = [(option, say.difference_words(row, measure, show)) for option, row in rows]
        alike = [str(option) for option, words in told if words == "no difference in any run"]
        others = [(option, words) for option, words in told if option not in alike]
        if not others:
            continue
        lines += wrap(f"{get(measure, 'words')} ({say.noise_words(measure, show)})")
        for option, words in others:
            lines += wrap(f"{option}: {words}", "    - ", "      ")
        lines += wrap(f"- no difference in any run: {', '.join(alike)}", "    ", "      ") if alike else []
    return lines or ["  nothing differs in any run"]


def _days(found: Record) -> list[str]:
    curves = [days.main_curve(found)]
    curves += [item for item in records(found, "shares_by_day") if get(item, "group") != "all" and _told(found, item)]
    lines: list[str] = []
    for curve in curves:
        if curve is None:
            continue
        rows = records(curve, "rows")
        step = -(-len(rows) // MOST_DAYS)
        picked = [row for i, row in enumerate(rows) if i % step == step - 1 or i == len(rows) - 1]
        header = [days.curve_words(curve), *(f"day {get(row, 'day')}" for row in picked)]
        table = []
        for name in say.names_of(found):
            values = [real(get(get(get(row, "options"), name), "p50")) for row in picked]
            if any(value is not None for value in values):
                table.append([name, *("–" if value is None else percent(value) for value in values)])
        lines += _table(header, table)
    return lines


def _told(found: Record, curve: Record) -> bool:
    """Whether the curve of a package is told in the text: at the objective's mark, by value where it has one."""
    mark = get(get(found, "scenario"), "objective_mark")
    meters = [
        get(item, "meter") for item in records(found, "shares_by_day") if get(item, "group") == get(curve, "group")
    ]
    return bool(get(curve, "mark") == mark and get(curve, "meter") == ("usd" if "usd" in meters else "mass"))


def _moved(found: Record) -> list[str]:
    lines = []
    for index, row in list(enumerate(say.rows_of(found)))[1:]:
        words = days.moved(found, index)
        lines += _item(f"{get(row, 'name')}: {', '.join(words) or 'none by an hour or more'}")
    return lines


def _stocks(found: Record) -> list[str]:
    lines: list[str] = []
    rows = days.stock_rows(found)
    for name, cells in rows[:LISTED]:
        others = [(option, cell) for option, cell in zip(say.names_of(found), cells, strict=True) if cell != cells[0]]
        told = ", ".join(f"{option} {cell}" for option, cell in others)
        lines += _item(f"{name}: {say.names_of(found)[0]} {cells[0]}; {told}; the others the same")
    if len(rows) > LISTED:
        lines += wrap(f"and {count(len(rows) - LISTED, 'more stock')}; --json and the page list all")
    return lines


def _cover(found: Record) -> list[str]:
    rows = days.cover_days(found)
    if not rows:
        return []
    step = -(-len(rows) // MOST_DAYS)
    picked = [row for i, row in enumerate(rows) if i % step == 0 or i == len(rows) - 1]
    header = ["share of the assets' weight (P50)", *(f"day {get(row, 'day')}" for row in picked)]
    table = []
    for name in say.names_of(found):
        cells = [get(get(row, "options"), name) for row in picked]
        if any(cell is not None for cell in cells):
            table.append([name, *("–" if cell is None else percent(real(get(cell, "p50")) or 0.0) for cell in cells)])
    return [*(line for told in days.cover_units(found) for line in _item(told)), *_table(header, table)]


def _ranks(found: Record) -> list[str]:
    lines: list[str] = []
    ranks = get(found, "ranks", default={})
    for name, shares in ranks.items():
        rows = [[option, *(percent(real(value) or 0.0) for value in row)] for option, row in shares.items()]
        if len({tuple(row[1:]) for row in rows}) == 1:
            lines += wrap(f"{say.measure_words(found, name)}: all tie in every run")
            continue
        header = [f"by {say.measure_words(found, name)}", *(str(rank + 1) for rank in range(len(rows)))]
        lines += _table(header, rows)
    return lines


def _regrets(found: Record) -> list[str]:
    lines: list[str] = []
    for key, title in say.REGRETS:
        for words, header, rows in say.regret_rows(found, key):
            lines += wrap(f"{words}, {title}")
            lines += _table(["option", *header], [[option, *cells] for option, cells in rows])
    told = say.no_regret(found)
    return [*lines, *(wrap(told) if told else [])]


def _table(header: list[str], rows: list[list[str]]) -> list[str]:
    first = 34 if len(header[0]) <= 34 else 0
    head = [] if first else wrap(header[0])
    names = [header[0] if first else "", *header[1:]]
    widths = [max(len(row[i]) for row in [names, *rows]) for i in range(len(names))]
    lines = list(head)
    for row in [names, *rows]:
        pairs = list(zip(row, widths, strict=True))
        cells = [pairs[0][0].ljust(pairs[0][1]), *(cell.rjust(width) for cell, width in pairs[1:])]
        lines.append(("    " + "  ".join(cells)).rstrip())
    return lines


def _item(text: str) -> list[str]:
    return wrap(text, "  - ", "    ")
