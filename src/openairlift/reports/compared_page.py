"""The page of a comparison: inputs first, then pictures and tables, each input with a link to its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openairlift.reports import compared_days as days
from openairlift.reports import compared_words as say
from openairlift.reports.compared_pictures import change_picture, front_picture, share_picture
from openairlift.reports.inputs import evidence_section, pill
from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.shell import brief, document
from openairlift.reports.show import Show, percent
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import links, table

if TYPE_CHECKING:
    from openairlift.scenario import Scenario


def comparison_document(found: Record, scenario: Scenario) -> str:
    """Return the page; `scenario` is the one without options, whose evidence it links to."""
    show = say.show_of(found)
    title = f"{get(found, 'title', default='Untitled scenario')}: options compared"
    sections = [
        ("inputs", "What differs in the inputs", _inputs(found)),
        ("plans", "What was planned", _plans(found, show)),
        ("results", "What comes of it", _results(found, show)),
        ("differences", f"What differs from {get(found, 'compared_with')}, run by run", _differences(found, show)),
        ("days", "What is there when", _days(found)),
        ("requirements", "Which requirements move", _moved(found)),
        ("stocks", "What is left in stock", _stocks(found)),
        *([("cover", "What is covered", _cover(found))] if get(found, "cover") else []),
        ("ranks", "How often each comes first, second, …", _ranks(found)),
        ("regret", "Regret", _regrets(found)),
        ("fronts", "Two measures at once", _fronts(found, show)),
        ("evidence", "Evidence", evidence_section(scenario, {})),
    ]
    nav = el("nav", el("ul", [el("li", el("a", t, href=f"#{i}")) for i, t, _ in sections]), aria_label="Sections")
    banner = get(get(found, "scenario", default={}), "banner")
    ended = say.stopped(found)
    body = brief(
        el("p", banner, class_="banner", role="note") if banner else None,
        el("header", el("p", "OpenAirlift options", class_="kicker"), el("h1", title), el("p", say.facts(found))),
        nav,
        el(
            "main",
            el(
                "section",
                el("p", say.CAUTION),
                el("p", ended) if ended else None,
                [el("p", told) for told in say.apart(found)],
            ),
            [el("section", el("h2", name), content, id=key) for key, name, content in sections],
        ),
        el("footer", el("p", f"Version {get(found, 'version')}", class_="note")),
    )
    return document(f"{title} – OpenAirlift", body)


def comparison_section(found: Record) -> Markup:
    """Return what a comparison found, as a section of the report of a run: inputs, outcome, differences."""
    show = say.show_of(found)
    return el(
        "div",
        el("p", say.facts(found)),
        el("p", say.CAUTION, class_="note"),
        [el("p", told) for told in say.apart(found)],
        el("h3", "What differs in the inputs"),
        _inputs(found),
        el("h3", "What comes of it"),
        _results(found, show),
        el("h3", f"What differs from {get(found, 'compared_with')}, run by run"),
        _differences(found, show),
    )


def _inputs(found: Record) -> Markup:
    parts: list[Markup] = []
    for row in say.rows_of(found):
        parts.append(el("h3", say.heading(row), id=f"option-{get(row, 'name')}"))
        for part in records(row, "options"):
            rests = links([str(item) for item in records(part, "evidence")])
            parts.append(el("p", f"{get(part, 'id')}: evidence ", rests, class_="note"))
        changes = records(row, "changes")
        if not changes:
            parts.append(el("p", "What the others are compared with." if row is say.rows_of(found)[0] else "Nothing."))
            continue
        header = ("Cell", "Before", "After", "Basis", "Evidence", "By")
        stated = say.stated(row)
        parts.append(table(header, [_change(item) for item in stated]))
        more = say.followed(row)
        if more is not None:
            rest = [item for item in changes if item not in stated]
            listed = table(header, [_change(item) for item in rest])
            parts.append(el("details", el("summary", more), listed))
    return el("div", parts)


def _change(item: Record) -> tuple[object, ...]:
    was, now = get(item, "basis_before"), get(item, "basis")
    basis: list[object] = [pill(str(was)), " → "] if was is not None and now is not None and was != now else []
    if now is not None or was is not None:
        basis.append(pill(str(now if now is not None else was)))
    before, after = get(item, "before"), get(item, "after")
    evidence = [str(name) for name in records(item, "evidence")]
    rests: object = links(evidence) if evidence else str(get(item, "source", default="none stated"))
    return (
        get(item, "cell"),
        "–" if before is None else before,
        "–" if after is None else after,
        basis or "not a number",
        rests,
        get(item, "by", default="follows from another change"),
    )


def _plans(found: Record, show: Show) -> Markup:
    rows = []
    for row in say.rows_of(found):
        plan, results = get(row, "plan", default={}), get(row, "results", default={})
        sorties = get(results, "sorties_by_type", default={})
        left = records(plan, "undelivered")
        missing = "; ".join(f"{get(item, 'line')}: {get(item, 'reason')}" for item in left[:4])
        rows.append(
            (
                _name(row),
                get(plan, "missions"),
                ", ".join(f"{count} x {type_}" for type_, count in sorties.items()) or "none",
                show.mass(real(get(plan, "mass_kg")) or 0.0),
                say.gap_words(plan),
                get(plan, "made_for"),
                (missing + (f"; and {len(left) - 4} more" if len(left) > 4 else "")) or "nothing",
            )
        )
    header = ("Option", "Missions", "Sorties by type", "Mass", "How near the best plan", "Plan made for", "Not carried")
    notes = [el("p", f"Note: {told}", class_="note") for told in say.borrowed_sentences(found)]
    return el("div", table(header, rows, numeric=(1, 3)), *notes)


def _name(row: Record) -> Markup:
    return el("a", get(row, "name"), href=f"#option-{get(row, 'name')}")


def _results(found: Record, show: Show) -> Markup:
    measures = records(found, "measures")
    rows = []
    for row in say.rows_of(found):
        results = get(row, "results", default={})
        cells = [_spread(get(get(results, "measures"), str(get(item, "name"))), item, show) for item in measures]
        closes = percent(real(get(get(results, "closure_h"), "closed_share")) or 0.0)
        rows.append((_name(row), closes, *cells))
    note = "P50 [P10 – P90] over the runs. What is not within the horizon is never given a number."
    turned = [(str(get(m, "words")), *(rows[k][i + 2] for k in range(len(rows)))) for i, m in enumerate(measures)]
    turned.insert(0, ("closes within the horizon", *(row[1] for row in rows)))
    return el("div", el("p", note, class_="note"), table(("Measure", *say.names_of(found)), turned))


def _spread(item: Record, measure: Record, show: Show) -> str:
    unit = str(get(measure, "unit"))
    low, middle, high = (say.value_words(real(get(item, name)), unit, show) for name in ("p10", "p50", "p90"))
    return middle if low == middle == high else f"{middle} [{low} – {high}]"


def _differences(found: Record, show: Show) -> Markup:
    parts: list[Markup] = []
    for measure in records(found, "measures"):
        name = str(get(measure, "name"))
        rows = [(str(get(item, "option")), get(get(item, "measures"), name)) for item in records(found, "differences")]
        if all(real(get(row, "low")) == real(get(row, "high")) == 0.0 for _, row in rows):
            continue
        words = str(get(measure, "words"))
        body = [
            (el("a", option, href=f"#option-{option}"), say.difference_words(row, measure, show))
            for option, row in rows
        ]
        parts.append(el("h3", words[0].upper() + words[1:]))
        parts.append(el("p", say.noise_words(measure, show), class_="note"))
        parts.append(change_picture(rows, measure, show, key=f"change-{len(parts)}"))
        parts.append(table(("Option", "Mean difference [95 % interval]"), body))
    return el("div", parts) if parts else el("p", "Nothing differs in any run.")


def _days(found: Record) -> Markup:
    parts: list[Markup] = []
    chosen = days.main_curve(found)
    if chosen is not None:
        parts.append(share_picture(chosen, say.names_of(found)))
    for curve in records(found, "shares_by_day"):
        rows = [
            (
                f"{get(row, 'day')}",
                get(row, "date"),
                *(_day(get(get(row, "options"), name)) for name in say.names_of(found)),
            )
            for row in records(curve, "rows")
        ]
        words = days.curve_words(curve)
        grid = table(("Day", "Date", *say.names_of(found)), rows, numeric=(0,))
        parts.append(el("details", el("summary", words[0].upper() + words[1:]), grid, open=curve is chosen))
    note = "P50 over the runs, of what each option lists; in brackets the mean difference with its interval, in points."
    return el("div", el("p", note, class_="note"), parts)


def _day(item: Record | None) -> str:
    if item is None:
        return "–"
    told = percent(real(get(item, "p50")) or 0.0)
    change = get(item, "difference")
    low, high = real(get(change, "low")), real(get(change, "high"))
    if change is None or (low == 0.0 and high == 0.0) or low is None or high is None:
        return told
    mean = real(get(change, "mean")) or 0.0
    return f"{told} ({100 * mean:+.1f} [{100 * low:+.1f} to {100 * high:+.1f}])"


def _moved(found: Record) -> Markup:
    rows = [
        (_name(row), ", ".join(days.moved(found, index, most=99)) or "none by an hour or more")
        for index, row in list(enumerate(say.rows_of(found)))[1:]
    ]
    header = ("Option", "P50 of completion, earlier or later than in the first")
    return table(header, rows)


def _stocks(found: Record) -> Markup:
    rows = [(name, *cells) for name, cells in days.stock_rows(found)]
    if not rows:
        return el("p", "Every option leaves the same in every stock.")
    note = (
        "P50 of what has not left the stock by the horizon, of what it held. Where all leave the same, no row stands."
    )
    return el("div", el("p", note, class_="note"), table(("Stock", *say.names_of(found)), rows))


def _cover(found: Record) -> Markup:
    cover, names = get(found, "cover"), say.names_of(found)
    rows = [
        (get(row, "day"), get(row, "date"), *(days.cover_cell(get(get(row, "options"), name)) for name in names))
        for row in days.cover_days(found)
    ]
    note = (
        f"{str(get(cover, 'label')).capitalize()}. Share of the {get(cover, 'of')} within reach of units that are "
        "complete and in place at the end of the day: P50 [P10 – P90]; days on which nothing changes are left out."
    )
    units = el("ul", [el("li", told) for told in days.cover_units(found)])
    return el("div", el("p", note, class_="note"), units, table(("Day", "Date", *names), rows, numeric=(0,)))


def _ranks(found: Record) -> Markup:
    parts: list[Markup] = []
    for name, shares in get(found, "ranks", default={}).items():
        rows = [(option, *(percent(real(value) or 0.0) for value in row)) for option, row in shares.items()]
        words = say.measure_words(found, name)
        parts.append(el("h3", words[0].upper() + words[1:]))
        header = ("Option", *(f"Rank {rank + 1}" for rank in range(len(rows))))
        parts.append(table(header, rows, numeric=tuple(range(1, len(header)))))
    note = "Share of the runs; options that tie share the ranks. By what all ask for, where some ask for more."
    return el("div", el("p", note, class_="note"), parts)


def _regrets(found: Record) -> Markup:
    parts: list[Markup] = []
    for key, title in say.REGRETS:
        for words, header, rows in say.regret_rows(found, key):
            parts.append(el("h3", f"{words[0].upper()}{words[1:]}, {title}"))
            parts.append(table(("Option", *header), [(option, *cells) for option, cells in rows]))
    told = say.no_regret(found)
    note = "How much worse than the best option of the same future, on the mean; “by run” over single runs."
    return el("div", el("p", note, class_="note"), parts, el("p", told, class_="note") if told else None)


def _fronts(found: Record, show: Show) -> Markup:
    pictures = [front_picture(found, item, show, key=f"front-{i}") for i, item in enumerate(records(found, "fronts"))]
    told = [el("li", sentence) for sentence in say.front_sentences(found)]
    note = "Means over the runs; less is better in both. What asks for less is never said to beat what asks for more."
    return el("div", el("p", note, class_="note"), el("div", pictures, class_="pair"), el("ul", told))
