"""Workbooks (.xlsx) in and out: a scenario as one file, and a run's results with live links."""

from openairlift.exchange.workbook.canonical import canonical
from openairlift.exchange.workbook.reading import Sheets, read_sheets, read_workbook
from openairlift.exchange.workbook.results import results_workbook
from openairlift.exchange.workbook.writing import template, workbook_of

__all__ = ["Sheets", "canonical", "read_sheets", "read_workbook", "results_workbook", "template", "workbook_of"]
