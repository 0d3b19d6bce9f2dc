"""Whether a file is a workbook that is safe to open: everything is measured before a parser sees a byte."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import NoReturn

from openairlift.errors import Issue, ScenarioError

MOST_BYTES = 50_000_000
"""Size of a workbook on disk."""

MOST_UNPACKED = 200_000_000
"""Size of everything in it, unpacked."""

MOST_PARTS = 2_000
MOST_STRINGS = 40_000_000
"""Size of the shared texts, unpacked: they all stay in memory."""

MOST_CELLS = 2_000_000
MOST_COLUMNS = 500
MOST_AREA = 20_000_000
"""Rows × widest row of one sheet: what a reader has to walk through, blank cells included."""

MOST_SHEETS = 200
LAST_ROW = 1_048_576
"""Where sheets end."""

_SAVE = "a workbook saved as .xlsx"
_ACTIVE = (
    ("vbaproject", "holds macros", "save it as .xlsx, which holds none"),
    ("externallinks/", "holds links to other workbooks", "break the links (Data, Edit Links) and save it again"),
    ("connections.xml", "holds data connections", "delete them (Data, Queries & Connections) and save it again"),
    ("embeddings/", "holds embedded objects", "delete them and save it again"),
    ("activex", "holds ActiveX controls", "delete them and save it again"),
    ("macrosheets/", "holds macro sheets", "save it as .xlsx without them"),
)
_COLUMN = re.compile(rb'<(?:\w{1,8}:)?c\s(?:[^>]*?\s)?r="([A-Za-z]+)[0-9]')
_ROW = re.compile(rb'<(?:\w{1,8}:)?row\s(?:[^>]*?\s)?r="([0-9]{1,9})"')
_ANY_ROW = re.compile(rb"<(?:\w{1,8}:)?row[\s>/]")
_ANY_CELL = re.compile(rb"<\w{1,8}:c[\s>/]")
_FAR = re.compile(rb'\sr="[A-Za-z]{0,8}[0-9]{7,}"')
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.-]+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that may be opened: its bytes, and the sheets' parts that hold formulas."""

    data: bytes
    formulas: dict[str, bytes]


def check_workbook(data: bytes, *, file: str) -> Checked:
    """Return a workbook that is safe to open.

    Parameters
    ----------
    data : the file.
    file : its name, for the issue.

    Raises
    ------
    ScenarioError
        When it is no workbook, holds what may run or load something, or is too large in any way.
    """
    _check_kind(data, file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Checked(data, _check_parts(archive, file))
    except ScenarioError:  # is a ValueError, and says itself what is wrong
        raise
    # what zipfile raises on archives that are damaged in one way or another; each becomes the one issue
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        refuse(f"is damaged: {error}", file, _SAVE)


def refuse(what: str, file: str, allowed: str | None = None) -> NoReturn:
    """Raise the one issue that a workbook is refused with."""
    raise ScenarioError([Issue(what=what, file=file, allowed=allowed)])


def _check_kind(data: bytes, file: str) -> None:
    if len(data) > MOST_BYTES:
        refuse(f"has {len(data)} bytes", file, f"a workbook of at most {MOST_BYTES} bytes")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        refuse("is a workbook of an old format (.xls), or one with a password", file, f"{_SAVE}, without a password")
    if data[:4] != b"PK\x03\x04":
        refuse("is no workbook", file, _SAVE)


def _check_parts(archive: zipfile.ZipFile, file: str) -> dict[str, bytes]:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "mimetype" in names and "content.xml" in names:
        refuse("is an OpenDocument file", file, _SAVE)
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        refuse("is an archive, but no workbook", file, _SAVE)
    if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
        refuse("is a binary workbook (.xlsb)", file, _SAVE)
    for word, what, allowed in _ACTIVE:
        if any(word in name for name in names):
            refuse(what, file, allowed)
    if len(parts) > MOST_PARTS:
        refuse(f"has {len(parts)} parts", file, f"at most {MOST_PARTS}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        refuse(f"unpacks to {unpacked} bytes", file, f"at most {MOST_UNPACKED}")
    return _check_contents(archive, parts, file)


def _check_contents(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], file: str) -> dict[str, bytes]:
    """Check every part of XML; return the sheets that hold formulas."""
    formulas: dict[str, bytes] = {}
    left, sheets = MOST_CELLS, 0
    for part in parts:
        name = part.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        if name.endswith("sharedstrings.xml") and part.file_size > MOST_STRINGS:
            refuse(f"has texts of {part.file_size} bytes", file, f"at most {MOST_STRINGS}")
        with archive.open(part) as stream:  # the stated size was checked: no more than that is unpacked
            content = stream.read(MOST_UNPACKED + 1)
        _check_xml(content, part.filename, file)
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            sheets += 1
            left -= _check_sheet(content, part.filename, left, file)
            if b"<f" in content or b":f>" in content or b":f " in content:
                formulas[part.filename] = content
    if sheets > MOST_SHEETS:
        refuse(f"has {sheets} sheets", file, f"at most {MOST_SHEETS}")
    return formulas


def _check_xml(content: bytes, part: str, file: str) -> None:
    """Refuse what a parser would expand, or what hides it in another encoding."""
    match = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    strange = match is not None and match[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if strange or b"\0" in content or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        refuse(f"holds {part} in another encoding than UTF-8", file, _SAVE)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        refuse(f"holds a document type in {part}, which workbooks have no use for", file, _SAVE)


def _check_sheet(content: bytes, part: str, left: int, file: str) -> int:
    """Return what a sheet that is not too large costs: its cells, and the blank rows that have to be walked past."""
    cells = content.count(b"<c ") + content.count(b"<c>") + content.count(b"<c/>")
    cells += sum(1 for _ in _ANY_CELL.finditer(content))
    if cells > left:
        refuse(f"has more than {MOST_CELLS} cells", file, "clear what is not needed, and save it again")
    names = set(_COLUMN.findall(content))
    rows = sum(1 for _ in _ANY_ROW.finditer(content))
    last = max((int(number) for number in _ROW.findall(content)), default=rows)
    far = any(int(re.sub(rb"[^0-9]", b"", match[0])) > LAST_ROW for match in _FAR.finditer(content))
    if far or last > LAST_ROW or any(len(name) > 3 for name in names):
        refuse(f"has a cell outside any sheet ({part})", file, _SAVE)
    widest = max((_number(name) for name in names), default=0)
    if widest > MOST_COLUMNS or (not widest and cells > MOST_COLUMNS * max(rows, 1)):
        allowed = f"at most {MOST_COLUMNS}: clear the ones to the right"
        refuse(f"has a sheet of more than {MOST_COLUMNS} columns ({part})", file, allowed)
    if rows * widest > MOST_AREA:
        refuse(f"has a sheet of {rows} rows and {widest} columns ({part})", file, "clear blank rows and columns")
    return cells + (last - rows) // 10


def _number(letters: bytes) -> int:
    """Return the number of a column, counted from 1."""
    column = 0
    for letter in letters.upper():
        column = 26 * column + letter - 64
    return column
