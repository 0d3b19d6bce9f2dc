"""Readers of foreign layouts, one plug-in interface: entry points of the group ``openairlift.readers``."""

from openairlift.exchange.readers.columns import Column, Fate, Use
from openairlift.exchange.readers.entries import MARK_STEPS, STEPS, Entry
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading
from openairlift.exchange.readers.registry import GROUP, find_reader, reader_names
from openairlift.exchange.readers.sheets import ENCODINGS, Line, Sheet, sheet_of_rows

__all__ = [
    "ENCODINGS",
    "GROUP",
    "MARK_STEPS",
    "STEPS",
    "Cells",
    "Column",
    "Entry",
    "Fate",
    "Imported",
    "Line",
    "Reader",
    "Reading",
    "Sheet",
    "Source",
    "Use",
    "find_reader",
    "reader_names",
    "sheet_of_rows",
]
