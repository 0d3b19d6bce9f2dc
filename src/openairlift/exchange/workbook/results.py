"""A run's results as a workbook: tables, charts, and a summary whose numbers are formulas over the other sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openairlift.exchange.workbook.book import Book
from openairlift.exchange.workbook.grids import FIRST, MARK_WORDS, QUANTILES, UNIT_WORDS, Column, Grid, date_of
from openairlift.exchange.workbook.layout import README, letters
from openairlift.exchange.workbook.results_summary import summary_sheet
from openairlift.model import MARKS
from openairlift.network.shown import shown_value
from openairlift.store.flat import plan_table
from openairlift.units import Dimension, to_unit

if TYPE_CHECKING:
    from openairlift.study import Study

_SHEETS = (
    (
        "Summary",
        "the answers. Every number with a grey ground is a formula over the other sheets. Change the day there",
    ),
    ("Arrivals", "how much has passed each mark by the end of each day"),
    ("Requirements", "when each requirement is complete, beside its required date"),
    ("Limits", "how long each resource was full while something waited for it"),
    ("Waits", "hours of waiting a run, by place and cause"),
    ("Fleet", "flying hours a run, by type"),
    ("Missions", "the plan: one row a stop and load; hauls by surface at the end"),
    ("Inputs", "every number that was read, what it rests on, and where it stands"),
)


def results_workbook(study: Study, summary: Mapping[str, Any]) -> bytes:
    """Return a study as a workbook; the same study gives the same bytes.

    Parameters
    ----------
    study : the finished study.
    summary : its summary, as `run` prints it; its profile is that of the workbook.
    """
    book = Book(title=str(summary["title"]))
    made = Results(book, study, summary)
    made.write()
    return book.data()


class Results:
    """Writes the sheets in the order in which they stand."""

    def __init__(self, book: Book, study: Study, summary: Mapping[str, Any]) -> None:
        self.book, self.study, self.summary = book, study, summary
        settings = study.scenario.settings
        self.meter = settings.objective_meter
        mass = "st" if summary["scenario"]["profile"] == "us-nato" else "t"
        self.unit = mass if self.meter == "mass" else UNIT_WORDS[self.meter]
        self.flown_kg = 0.0
        self.banner = settings.banner or ""
        self.days: list[Mapping[str, Any]] = summary["delivered"][MARKS[0]].get(self.meter, [])
        self.sheets = {name: book.sheet(name) for name in (README, *(name for name, _ in _SHEETS))}
        for sheet in self.sheets.values():
            if self.banner:
                sheet.set_header(f"&C{self.banner.replace('&', '&&')[:200]}")
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)

    def write(self) -> None:
        """Write every sheet."""
        self._readme()
        arrivals, missions, inputs = self._arrivals(), self._missions(), self._inputs()
        requirements, limits = self._requirements(), self._limits()
        self._waits()
        self._fleet()
        summary_sheet(self, arrivals, requirements, missions, inputs, limits)

    def amount(self, value: float) -> float:
        """Return an amount of the objective's meter in the unit that is shown."""
        return to_unit(value, self.unit, Dimension.MASS) if self.meter == "mass" else float(value)

    def grid(self, title: str, columns: Sequence[Column]) -> Grid:
        """Write a table into its sheet."""
        sheet = self.sheets[title]
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            self.book.text(sheet, 0, number, column.name, "head")
            self.book.text(sheet, 1, number, column.unit, "unit")
            for row, value in enumerate(column.values, start=FIRST):
                self.put(sheet, row, number, value, column.style)
        sheet.freeze_panes(FIRST, 1)
        count = len(columns[0].values)
        if count:
            sheet.autofilter(1, 0, count + 1, len(columns) - 1)
        return Grid(sheet, title, {item.name: letters(number) for number, item in enumerate(columns)}, count + FIRST)

    def put(self, sheet: Any, row: int, column: int, value: Any, style: str = "plain") -> None:
        """Write a value by its kind; texts stay texts."""
        if value is None:
            return
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self.book.style("moment"))
        elif isinstance(value, str):
            self.book.text(sheet, row, column, value, "plain")
        else:
            sheet.write_number(row, column, float(value), self.book.style(style))

    def _readme(self) -> None:
        sheet, told = self.sheets[README], self.summary["scenario"]
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 100)
        self.book.text(sheet, 0, 0, str(self.summary["title"]), "title")
        if self.banner:
            self.book.text(sheet, 1, 0, self.banner, "need")
        facts = (
            ("Scenario", told["name"]),
            ("Options", ", ".join(told["options"]) or "none (base case)"),
            ("Runs", str(self.summary["runs"])),
            ("Seed", str(self.summary["seed"])),
            ("Version", f"OpenAirlift {self.summary['version']}"),
            ("Fingerprint", told["fingerprint"]),
        )
        row = 3
        for name, text in facts:
            self.book.text(sheet, row, 0, name, "head")
            self.book.text(sheet, row, 1, str(text), "plain")
            row += 1
        row += 1
        for name, text in _SHEETS:
            sheet.write_url(row, 0, f"internal:{name}!A1", string=name)
            self.book.text(sheet, row, 1, text, "wrap")
            row += 1
        notes = (
            "P10, P50 and P90: so large a share of the runs lies at or below the value.",
            "A date that is not reached within the horizon is blank. All times are UTC.",
            "Landed is not delivered: cargo is unloaded, cleared, and driven on.",
            "Numbers are those of report.html beside this file; summary.json holds them in full.",
        )
        for note in notes:
            row += 1
            self.book.text(sheet, row, 1, note, "wrap")

    def _arrivals(self) -> Grid:
        columns = [
            Column("day", "ends", "count", [item["day"] for item in self.days], 8),
            Column("date", "UTC", "date", [item["date"] for item in self.days], 12),
        ]
        for mark, words in MARK_WORDS.items():
            listed = self.summary["delivered"][mark].get(self.meter, [])
            columns += [
                Column(f"{words} {name.upper()}", self.unit, "amount", [self.amount(item[name]) for item in listed], 16)
                for name in QUANTILES
            ]
        return self.grid("Arrivals", columns)

    def _requirements(self) -> Grid:
        items = self.summary["requirements"]
        told = [("required", "required", None), *((name.upper(), "complete", name) for name in QUANTILES)]
        dates = [
            Column(
                name, "UTC", "moment", [date_of(item[key] if part is None else item[key][part]) for item in items], 17
            )
            for name, key, part in told
        ]
        columns = [
            Column("requirement", "id", "plain", [item["requirement"] for item in items], 18),
            Column("destination", "place", "plain", [item["destination"] for item in items], 16),
            Column("rank", "1 = first", "count", [item["rank"] for item in items], 9),
            *dates,
            Column("complete", "share of runs", "share", [item["complete_share"] for item in items]),
            Column("on time", "share of runs", "share", [item["on_time_share"] for item in items]),
        ]
        grid = self.grid("Requirements", columns)
        column, late = len(columns), []
        for row, item in enumerate(items, start=FIRST):
            required, middle = item["required"], item["complete"]["p50"]
            late.append("" if required is None else "late" if middle is None or middle > required else "on time")
            at = row + 1
            formula = f'=IF(D{at}="","",IF(OR(F{at}="",F{at}>D{at}),"late","on time"))'
            grid.sheet.write_formula(row, column, formula, self.book.style("live"), late[-1])
        self.book.text(grid.sheet, 0, column, "by P50", "head")
        self.book.text(grid.sheet, 1, column, "formula", "unit")
        return Grid(grid.sheet, grid.title, {**grid.columns, "by P50": letters(column)}, grid.last)

    def _limits(self) -> Grid:
        items = self.summary["limits"]
        shares = [
            Column(name, "share of time", "share", [item[key] for item in items])
            for name, key in (("binding", "binding_share"), *((name.upper(), name) for name in QUANTILES))
        ]
        columns = [
            Column("name", "resource", "plain", [item["name"] for item in items], 34),
            Column("kind", "resource", "plain", [item["resource"] for item in items], 16),
            Column("place", "id", "plain", [item["place"] for item in items], 16),
            *shares,
        ]
        grid = self.grid("Limits", columns)
        if items:
            chart = self.book.book.add_chart({"type": "bar"})
            top = min(len(items), 10) + FIRST
            names, values = (f"=Limits!${letter}${FIRST + 1}:${letter}${top}" for letter in "AD")
            chart.add_series({"name": "binding share", "categories": names, "values": values})
            chart.set_title({"name": "What held it back: share of the time", "name_font": {"size": 11}})
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1})
            chart.set_legend({"none": True})
            self.sheets["Summary"].insert_chart("E20", chart, {"x_scale": 1.3, "y_scale": 1.2})
        return grid

    def _waits(self) -> None:
        items = self.summary["waits"]
        self.grid("Waits", [
            Column("place", "id", "plain", [item["place"] for item in items], 18),
            Column("cause", "waited for", "plain", [item["cause"] for item in items], 18),
            Column("hours", "h a run", "amount", [item["hours"] for item in items]),
        ])  # fmt: skip

    def _fleet(self) -> None:
        items = self.summary["fleet"]
        grid = self.grid("Fleet", [
            Column("type", "id", "plain", [item["type"] for item in items], 16),
            Column("tails", "aircraft", "count", [item["tails"] for item in items]),
            Column("flying", "h a run", "amount", [item["flying_h"] for item in items]),
            Column("a tail and day", "h", "amount", [item["flying_h_per_tail_day"] for item in items], 15),
        ])  # fmt: skip
        if items:
            at = grid.last
            self.book.text(grid.sheet, at + 1, 0, "all", "head")
            for name, key in (("tails", "tails"), ("flying", "flying_h")):
                column = list(grid.columns).index(name)
                formula = f"=SUM({grid.of(name)})"
                grid.sheet.write_formula(
                    at + 1, column, formula, self.book.style("live"), sum(item[key] for item in items)
                )

    def _missions(self) -> Grid:
        table = plan_table(self.study.plan, self.study.network)
        start = self.study.scenario.moment
        numbered = [None if value is None else value + 1 for value in table["mission"]]
        earliest = [None if value is None else start(int(value)) for value in table["earliest_s"]]
        plain = (
            ("requirement", "id", "plain", 16), ("quantity", "units", "amount", 11), ("mass_kg", "kg", "amount", 13),
            ("volume_m3", "m³", "amount", 11), ("pallets", "positions", "amount", 11),
            ("value_usd", "USD", "amount", 14),
        )  # fmt: skip
        columns = [
            Column("mission", "number", "count", numbered, 9),
            Column("tail", "id", "plain", list(table["tail"]), 20),
            Column("type", "id", "plain", list(table["type"]), 14),
            Column("earliest", "UTC", "moment", earliest, 17),
            Column("stop", "number", "count", [None if item is None else item + 1 for item in table["stop"]], 7),
            Column("place", "id", "plain", list(table["place"]), 16),
            Column("purpose", "at the stop", "plain", list(table["purpose"]), 12),
            *(Column(name, unit, style, list(table[name]), width) for name, unit, style, width in plain),
        ]
        loaded = zip(table["purpose"], table["mass_kg"], strict=True)
        self.flown_kg = sum(mass or 0.0 for purpose, mass in loaded if purpose == "onload")
        return self.grid("Missions", columns)

    def _inputs(self) -> Grid:
        names = ("table", "key", "column", "value", "basis", "source", "note", "where")
        widths = (14, 22, 18, 26, 11, 40, 40, 26)
        items = [replace(i, value=shown_value(i, self.study.scenario)) for i in self.study.scenario.inputs]
        columns = [
            Column(name, "text", "plain", [getattr(item, name) for item in items], width)
            for name, width in zip(names, widths, strict=True)
        ]
        evidence = Column("evidence", "ids", "plain", ["; ".join(item.evidence) for item in items], 26)
        return self.grid("Inputs", [*columns[:6], evidence, *columns[6:]])
