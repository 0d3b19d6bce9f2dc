"""Which part of a workbook's archive holds which sheet."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.etree import ElementTree as ET

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def sheet_parts(data: bytes) -> dict[str, str]:
    """Return the parts of a checked workbook's sheets by their titles.

    Raises
    ------
    KeyError
        When a part is not there.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
        book = ET.fromstring(archive.read("xl/workbook.xml"))
        held = set(archive.namelist())
    found: dict[str, str] = {}
    for item in book.iter():
        if item.tag.endswith("}sheet"):
            target = targets.get(item.get(_RELATION) or item.get(_STRICT) or "", "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            if part not in held:
                raise KeyError(f"the part {part} is missing")
            found[item.get("name", "")] = part
    return found
