"""The plug-in interface of readers: what a reader declares, what it is given, and what it gives back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openairlift.errors import Issue
from openairlift.exchange.readers.columns import Column, Fate
from openairlift.exchange.readers.entries import Entry
from openairlift.exchange.readers.sheets import Sheet, sheet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read.

    Attributes
    ----------
    file : its name, without folders.
    data : its bytes.
    encoding : of text.
    dates : order of day and month where dates have strokes: ``dmy``, ``mdy`` or None = not known.
    names : ids of the scenario that stand for names of the file.
    only : codes of the places that are wanted; none = all.
    table : a sheet that somebody else has read, such as of a workbook; then `data` is only hashed.
    """

    file: str
    data: bytes
    encoding: str = "utf-8"
    dates: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    table: Sheet | None = None

    @property
    def sha256(self) -> str:
        """Hash of the file."""
        return hashlib.sha256(self.data).hexdigest()

    def sheet(self) -> Sheet:
        """Return the lines of the file; to be read once."""
        return self.table or sheet_of(self.data, file=self.file, encoding=self.encoding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a reader made of a file, and what it did not understand.

    Attributes
    ----------
    tables : rows by table of a scenario; cells as text by column.
    entries : what a ledger takes.
    columns : what became of every column of the file.
    issues : what was not understood, columns, rows and cells, each with its place; all warnings.
    rows, used : rows with anything in them below the header, and those something was made of.
    left_out : how many rows were left out, by reason.
    unlisted : how many more rows and cells were not understood than `issues` lists.
    notes : what else a reader of the result has to know, in sentences.
    """

    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    entries: tuple[Entry, ...]
    columns: tuple[Fate, ...]
    issues: tuple[Issue, ...]
    rows: int
    used: int
    left_out: Mapping[str, int]
    unlisted: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader of one foreign layout: an object that an entry point of the group ``openairlift.readers`` names.

    Attributes
    ----------
    name : as ``openairlift import`` takes it; the entry point has the same.
    title : the layout in a few words.
    layout : where the layout is described, and how far this reader follows it.
    files : kinds of files (``csv``, ``xml``).
    columns : the whole mapping; `read` gets no other column.
    tables : tables of a scenario that it writes.
    read : reads a file.
    producer, licence : of files in this layout where they always come from one place; for evidence records.
    """

    name: str
    title: str
    layout: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    tables: tuple[str, ...]
    read: Callable[[Source], Imported]
    producer: str = ""
    licence: str = ""
