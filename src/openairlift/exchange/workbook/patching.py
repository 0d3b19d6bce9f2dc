"""Text files of a scenario in its workbook, changed in place: no other sheet is touched, nor any format or formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from openairlift.errors import Issue, ScenarioError
from openairlift.exchange.workbook.cells import LONGEST
from openairlift.exchange.workbook.guard import refuse
from openairlift.exchange.workbook.layout import FILE, TEXTS, letters
from openairlift.exchange.workbook.parts import sheet_parts
from openairlift.exchange.workbook.reading import Sheets, read_sheets

DATA = re.compile(rb"<(?P<p>(?:\w{1,8}:)?)sheetData(?:\s[^>]*)?(?:/>|>.*?</(?P=p)sheetData>)", re.DOTALL)
DIMENSION = re.compile(rb"<(?:\w{1,8}:)?dimension\s[^>]*/>")
_SHEETS_END = re.compile(rb"</(?P<p>(?:\w{1,8}:)?)sheets>")
_RELATIONS = re.compile(rb'xmlns:(\w{1,8})="(http://[^"]*/relationships)"')
_SHEET_ID = re.compile(rb'\bsheetId="([0-9]{1,9})"')
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK, _BOOK_RELATIONS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


def with_texts(data: bytes, texts: Mapping[str, str], *, file: str) -> bytes:
    """Return a workbook in which text files stand as they are given, each in its sheet; the rest keeps its bytes.

    Parameters
    ----------
    data, file : the workbook and its name.
    texts : by name of the file (``evidence.toml``); a sheet is added where there is none.

    Raises
    ------
    ScenarioError
        When the workbook is refused, is laid out so that it can't be changed, or would say anything else after it.
    """
    before = read_sheets(data, file=file)
    if before.issues:
        raise ScenarioError(before.issues)
    parts = sheet_parts(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {info.filename: archive.read(info) for info in archive.infolist()}
    for name, text in texts.items():
        lines = _ended(text).split("\n")[:-1]
        origin = before.origins.get(name)
        title = "" if origin is None else origin.sheet
        part = next((found for sheet, found in parts.items() if sheet.strip() == title), None)
        if part is None:
            add_sheet(held, free_title(TEXTS.get(name, name), before), _sheet(name, lines), file)
        else:
            held[part] = DIMENSION.sub(b"", _replaced(held[part], name, lines, file))
    made = packed(held)
    _check(before, made, texts, file)
    return made


def _ended(text: str) -> str:
    """Return a text that ends with one line feed, as a sheet gives it back."""
    bare = text.rstrip("\n")
    return f"{bare}\n" if bare else ""


def free_title(title: str, found: Sheets) -> str:
    """Return a title that no sheet has yet."""
    taken = {origin.sheet.lower() for origin in found.origins.values()}
    return title if title.lower() not in taken else f"{title}_2"


def _rows(name: str, lines: list[str], prefix: str) -> str:
    """Return the rows of a sheet that holds a file line by line."""
    rows = [[FILE, name], *([line[at : at + LONGEST] for at in range(0, len(line), LONGEST)] for line in lines)]
    return "".join(
        f'<{prefix}row r="{number}">{"".join(text_cell(text, number, at, prefix) for at, text in enumerate(cells))}'
        f"</{prefix}row>"
        for number, cells in enumerate(rows, start=1)
        if cells
    )


def text_cell(text: str, row: int, column: int, p: str) -> str:
    """Return the cell of a text; `column` counts from 0, `p` is the prefix of the sheet's elements."""
    held = escape(text)
    return (
        f'<{p}c r="{letters(column)}{row}" t="inlineStr"><{p}is><{p}t xml:space="preserve">{held}</{p}t></{p}is></{p}c>'
    )


def _replaced(content: bytes, name: str, lines: list[str], file: str) -> bytes:
    match = DATA.search(content)
    if match is None:
        refuse(f"keeps {name} in a sheet that can't be changed", file, "a workbook saved as .xlsx")
    p = match["p"].decode()
    data = f"<{p}sheetData>{_rows(name, lines, p)}</{p}sheetData>".encode()
    return content[: match.start()] + data + content[match.end() :]


def _sheet(name: str, lines: list[str]) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    cols = '<cols><col min="1" max="1" width="120" customWidth="1"/></cols>'
    rows = _rows(name, lines, "")
    return f'{head}<worksheet xmlns="{MAIN}">{cols}<sheetData>{rows}</sheetData></worksheet>'.encode()


def add_sheet(held: dict[str, bytes], title: str, content: bytes, file: str) -> None:
    """Add a sheet behind the others."""
    book, relations = held[_BOOK], held[_BOOK_RELATIONS]
    end, kind = _SHEETS_END.search(book), _RELATIONS.search(book)
    if end is None or kind is None or b"</Relationships>" not in relations or b"</Types>" not in held[_TYPES]:
        refuse("is laid out so that no sheet can be added", file, "a workbook saved as .xlsx")
    number = 1
    while f"xl/worksheets/sheet{number}.xml" in held:
        number += 1
    id_ = f"rIdAdded{number}"
    sheet_id = max((int(found) for found in _SHEET_ID.findall(book)), default=0) + 1
    p, r = end["p"].decode(), kind[1].decode()
    entry = f'<{p}sheet name={quoteattr(title)} sheetId="{sheet_id}" {r}:id="{id_}"/>'.encode()
    held[_BOOK] = book[: end.start()] + entry + book[end.start() :]
    target = f'<Relationship Id="{id_}" Type="{kind[2].decode()}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    held[_BOOK_RELATIONS] = relations.replace(b"</Relationships>", target.encode() + b"</Relationships>")
    override = f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}"/>'.encode()
    held[_TYPES] = held[_TYPES].replace(b"</Types>", override + b"</Types>")
    held[f"xl/worksheets/sheet{number}.xml"] = content


def packed(held: Mapping[str, bytes]) -> bytes:
    """Return parts as the archive that a workbook is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _check(before: Sheets, made: bytes, texts: Mapping[str, str], file: str) -> None:
    """Refuse a change after which the workbook would not say what it is to say."""
    after = read_sheets(made, file=file)
    wanted = {**before.files, **{name: _ended(text).encode() for name, text in texts.items()}}
    if after.issues or after.files != wanted:
        different = sorted(name for name in {*wanted, *after.files} if wanted.get(name) != after.files.get(name))
        what = f"can't hold {', '.join(different) or 'this'} as it is to be; nothing is written"
        raise ScenarioError([Issue(what=what, file=file, allowed="convert it into a folder, and go on there")])
