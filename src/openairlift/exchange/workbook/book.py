"""A workbook while it is written: sheets, formats, and texts that stay texts."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from openairlift.errors import Issue, ScenarioError
from openairlift.exchange.workbook.cells import DAY, LONGEST, MINUTE, SECOND, date_format, typed
from openairlift.exchange.workbook.layout import letters
from openairlift.model import FieldSpec
from openairlift.tables import is_risky

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Date in the properties of every workbook: the same input gives the same bytes."""

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

STYLES: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "quoted": {"num_format": "@", "quote_prefix": True},
    "plain": {},
    "head": {"bold": True, "bg_color": "#DDE6EE", "bottom": 1},
    "need": {"bold": True, "bg_color": "#F6D9A8", "bottom": 1},
    "unit": {"italic": True, "font_color": "#555555", "bg_color": "#F3F3F3"},
    "word": {"italic": True, "font_color": "#555555"},
    "example": {"italic": True, "font_color": "#888888"},
    "title": {"bold": True, "font_size": 14},
    "date": {"num_format": "@"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm"},
    "count": {"num_format": "#,##0"},
    "amount": {"num_format": "#,##0.0"},
    "share": {"num_format": "0%"},
    "input": {"bg_color": "#FFF2CC", "border": 1},
    "live": {"bg_color": "#EEEEEE"},
    "live amount": {"bg_color": "#EEEEEE", "num_format": "#,##0.0"},
    "live share": {"bg_color": "#EEEEEE", "num_format": "0%"},
    "wrap": {"text_wrap": True, "valign": "top"},
    DAY: {"num_format": DAY},
    MINUTE: {"num_format": MINUTE},
    SECOND: {"num_format": SECOND},
}


class Book:
    """A workbook being written; `data` ends it."""

    def __init__(self, *, title: str = "Scenario") -> None:
        from xlsxwriter import Workbook

        self._out = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = Workbook(self._out, options)
        self.book.set_properties({"created": MADE.replace(tzinfo=None), "author": "OpenAirlift", "title": title[:200]})
        self._formats: dict[str, Any] = {}
        self._titles: set[str] = set()

    def data(self) -> bytes:
        """Return the finished workbook."""
        self.book.close()
        return self._out.getvalue()

    def sheet(self, title: str) -> Any:
        """Return a new sheet; a title that is taken gets a number."""
        plain = "".join("_" if letter in "[]:*?/\\'" else letter for letter in title)[:31] or "Sheet"
        name, number = plain, 1
        while name.lower() in self._titles:
            number += 1
            name = f"{plain[:28]}_{number}"
        self._titles.add(name.lower())
        return self.book.add_worksheet(name)

    def style(self, name: str) -> Any:
        """Return a format by name."""
        if name not in self._formats:
            self._formats[name] = self.book.add_format(STYLES[name])
        return self._formats[name]

    def text(self, sheet: Any, row: int, column: int, text: str, style: str = "text") -> None:
        """Write a text that stays a text, whatever it begins with."""
        if len(text) > LONGEST:
            what = f"has {len(text)} characters"
            at = f"{sheet.get_name()}!{letters(column)}{row + 1}"
            raise ScenarioError([Issue(what=what, file=at, allowed=f"a cell of a workbook holds {LONGEST}")])
        if strange := _NO_XML.search(text):
            what = f"holds the character U+{ord(strange[0]):04X}, which no workbook can hold"
            raise ScenarioError([Issue(what=what, file=f"{sheet.get_name()}!{letters(column)}{row + 1}")])
        sheet.write_string(row, column, text, self.style("quoted" if is_risky(text) else style))

    def value(self, sheet: Any, row: int, column: int, text: str, spec: FieldSpec | None) -> None:
        """Write a cell of a table as a number, a date or a text."""
        value = typed(text, spec)
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self.style(date_format(text)))
        elif isinstance(value, str):
            self.text(sheet, row, column, value)
        else:
            sheet.write_number(row, column, value)
