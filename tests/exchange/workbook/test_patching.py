"""Text files changed in a workbook: they, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.exchange.workbook.books import MINIMAL, part, repacked, stranger
from tests.exchange.workbook.test_round_trip import folder_files

from openairlift.errors import ScenarioError
from openairlift.exchange.workbook import read_sheets, workbook_of
from openairlift.exchange.workbook.patching import with_texts
from openairlift.verbs.drafting import evidence_accept, evidence_draft
from openairlift.verbs.evidence import evidence_list

HARD = "# <b> & \"quotes\", tab\t, Zürich, =1+1\n\n[source.a]\ntitle = '  two  blanks '\n" + "x" * 40_000 + "\n"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_sheet_that_is_there_is_replaced_and_no_other_byte() -> None:
    data = workbook_of(folder_files("ukraine-2022"), title="Ukraine")
    before = read_sheets(data, file="a.xlsx")
    text = before.files["evidence.toml"].decode() + '\n[source.new]\ntitle = "New"\nproducer = "P"\n'
    made = with_texts(data, {"evidence.toml": text}, file="a.xlsx")
    assert read_sheets(made, file="a.xlsx").files == {**before.files, "evidence.toml": text.encode()}
    old, new = parts(data), parts(made)
    assert old.keys() == new.keys()
    assert sum(old[name] != new[name] for name in old) == 1


@pytest.mark.parametrize("text", [HARD, "a = 1\n", "\n", "# no newline at the end"])
def test_a_sheet_is_added_where_there_is_none_and_formulas_stay(text: str) -> None:
    rows = {name: [list(row) for row in rows] for name, rows in MINIMAL.items()}
    rows["x_mine"] = [["sum", "=1+1"]]
    data = stranger(rows)
    name = "xl/worksheets/sheet5.xml"
    data = repacked(data, {name: part(data, name).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")})
    made = with_texts(data, {"evidence.toml": text, "evidence-draft.toml": "b = 2\n"}, file="a.xlsx")
    found = read_sheets(made, file="a.xlsx").files
    assert found["evidence.toml"].decode() == (text.rstrip("\n") + "\n" if text.strip() else "")
    assert found["evidence-draft.toml"] == b"b = 2\n"
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames[-2:] == ["Evidence", "Evidence_draft"]
    assert book["x_mine"]["B1"].value == "=1+1"
    again = with_texts(made, {"evidence.toml": "c = 3\n"}, file="a.xlsx")
    assert read_sheets(again, file="a.xlsx").files["evidence.toml"] == b"c = 3\n"


def test_a_workbook_with_prefixes_is_changed_too() -> None:
    data = with_texts(stranger(MINIMAL), {"evidence.toml": "a = 1\n"}, file="a.xlsx")
    name = "xl/worksheets/sheet5.xml"
    head, _, rest = part(data, name).partition(b"?>")
    spelled = rest.replace(b"xmlns=", b"xmlns:x=").replace(b"<", b"<x:").replace(b"<x:/", b"</x:")
    made = with_texts(repacked(data, {name: head + b"?>" + spelled}), {"evidence.toml": "b = 2\n"}, file="a.xlsx")
    assert read_sheets(made, file="a.xlsx").files["evidence.toml"] == b"b = 2\n"


def test_what_a_workbook_would_not_give_back_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing is written"):
        with_texts(stranger(MINIMAL), {"evidence.toml": "a = '_x000D_'\n"}, file="a.xlsx")
    hostile = repacked(stranger(MINIMAL), {"xl/vbaProject.bin": b"x"})
    with pytest.raises(ScenarioError, match="holds macros"):
        with_texts(hostile, {"evidence.toml": "a = 1\n"}, file="a.xlsx")


def test_proposals_go_into_a_workbook_and_are_accepted_there(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "A title\n\nThe Pentagon said on March 7, 2022 that it would send 200 trucks.\n", encoding="utf-8"
    )
    path = tmp_path / "plan.xlsx"
    path.write_bytes(stranger(MINIMAL))
    (id_,) = evidence_draft(article, into=path)["written"]["ids"]
    assert evidence_accept(path, [id_], says="How many trucks were promised.")["left"] == 0
    assert id_ in str(evidence_list(path, kind="evidence"))
    with pytest.raises(Exception, match="there is no proposal"):
        evidence_accept(path, [id_])
