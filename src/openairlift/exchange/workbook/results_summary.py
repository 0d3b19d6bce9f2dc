"""The sheet Summary of a run's results: formulas over the other sheets, each with the value that it has today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openairlift.exchange.workbook.grids import MARK_WORDS, QUANTILES, Grid, date_of

if TYPE_CHECKING:
    from openairlift.exchange.workbook.results import Results


def summary_sheet(
    made: Results, arrivals: Grid, requirements: Grid, missions: Grid, inputs: Grid, limits: Grid
) -> None:
    """Write the sheet, with its chart of arrivals."""
    rows = _Summary(made, made.sheets["Summary"])
    rows.heading(str(made.summary["title"]), made.banner)
    rows.closure()
    rows.arrived(arrivals)
    rows.counted(requirements, missions, inputs, limits)
    rows.curve(arrivals)


class _Summary:
    """Writes the rows of the sheet Summary, one below the other."""

    def __init__(self, made: Results, sheet: Any) -> None:
        self.made, self.sheet, self.row = made, sheet, 0
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 12)

    def heading(self, title: str, banner: str) -> None:
        self.made.book.text(self.sheet, 0, 0, title, "title")
        if banner:
            self.made.book.text(self.sheet, 1, 0, banner, "need")
        self.row = 3

    def fact(self, name: str, value: Any, unit: str = "", style: str = "plain") -> None:
        self.made.book.text(self.sheet, self.row, 0, name, "plain")
        self.made.put(self.sheet, self.row, 1, value, style)
        if unit:
            self.made.book.text(self.sheet, self.row, 2, unit, "word")
        self.row += 1

    def live(self, name: str, formula: str, value: Any, unit: str, style: str = "live") -> None:
        self.made.book.text(self.sheet, self.row, 0, name, "plain")
        self.sheet.write_formula(self.row, 1, formula, self.made.book.style(style), value)
        self.made.book.text(self.sheet, self.row, 2, unit, "word")
        self.row += 1

    def closure(self) -> None:
        closure = self.made.summary["closure"]
        words = MARK_WORDS[closure["mark"]]
        for name in QUANTILES:
            found = closure[name]
            date = "not within horizon" if found is None else date_of(found["date"])
            self.fact(f"All {words}, {name.upper()}", date, "UTC")
        self.fact("Runs in which all arrives", closure["closed_share"], "share", "share")

    def arrived(self, arrivals: Grid) -> None:
        made = self.made
        listed = made.amount(made.summary["listed"].get(made.meter, 0))
        self.row += 1
        self.fact("Asked for", listed, made.unit, "amount")
        asked = f"$B${self.row}"
        if not made.days:
            return
        last = len(made.days)
        self.fact("At the end of day (change it)", last, f"1 to {last}", "input")
        day = f"$B${self.row}"
        rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": last}
        self.sheet.data_validation(self.row - 1, 1, self.row - 1, 1, rule)
        for mark in ("landed", "delivered"):
            for name in QUANTILES:
                value = made.amount(made.summary["delivered"][mark][made.meter][-1][name])
                formula = f"=INDEX({arrivals.of(f'{MARK_WORDS[mark]} {name.upper()}')},{day})"
                self.live(f"{MARK_WORDS[mark]}, {name.upper()}", formula, value, made.unit, "live amount")
                if name == "p50":
                    share = f'=IF({asked}>0,B{self.row}/{asked},"")'
                    told = value / listed if listed > 0 else ""
                    self.live(f"{MARK_WORDS[mark]}, share by P50", share, told, "share", "live share")

    def counted(self, requirements: Grid, missions: Grid, inputs: Grid, limits: Grid) -> None:
        made = self.made
        self.row += 1
        late = sum(
            item["required"] is not None
            and (item["complete"]["p50"] is None or item["complete"]["p50"] > item["required"])
            for item in made.summary["requirements"]
        )
        self.live("Requirements late by P50", f'=COUNTIF({requirements.of("by P50")},"late")', late, "requirements")
        planned = len(made.study.plan.missions)
        self.live("Missions", f"=MAX({missions.of('mission')})", planned, "planned")
        flown = made.flown_kg
        formula = f'=SUMIFS({missions.of("mass_kg")},{missions.of("purpose")},"onload")/1000'
        self.live("Mass loaded by plan", formula, flown / 1000, "t", "live amount")
        if made.summary["limits"]:
            first = made.summary["limits"][0]
            self.live("First limit", f"=INDEX({limits.of('name')},1)", first["name"], "resource")
            share = first["binding_share"]
            self.live("It was binding for", f"=INDEX({limits.of('binding')},1)", share, "share", "live share")
        self.row += 1
        for basis in ("quoted", "converted", "derived", "estimated", "assumed"):
            formula = f'=COUNTIF({inputs.of("basis")},"{basis}")'
            self.live(f"Inputs {basis}", formula, made.summary["inputs"][basis], "inputs")

    def curve(self, arrivals: Grid) -> None:
        if not self.made.days:
            return
        chart = self.made.book.book.add_chart({"type": "line"})
        shown = (
            ("delivered P50", "#1F4E79", 2.5), ("delivered P10", "#8FB4D9", 1), ("delivered P90", "#8FB4D9", 1),
            ("landed P50", "#C55A11", 2),
        )  # fmt: skip
        for name, colour, width in shown:
            line = {"color": colour, "width": width}
            values, days = arrivals.series(name), arrivals.series("day")
            chart.add_series({"name": name, "categories": days, "values": values, "line": line})
        chart.set_title(
            {"name": f"What has arrived by the end of each day [{self.made.unit}]", "name_font": {"size": 11}}
        )
        chart.set_x_axis({"name": "day"})
        chart.set_y_axis({"name": self.made.unit, "min": 0})
        chart.set_legend({"position": "bottom"})
        self.sheet.insert_chart("E2", chart, {"x_scale": 1.3, "y_scale": 1.2})
