from __future__ import annotations

import sys
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.anchoring.corpus import PARAGRAPHS

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import (
    MissingExtraError,
    State,
    UnreadableError,
    anchor,
    read_snapshot,
)


def quote(exact: str, **more: object) -> Evidence:
    return Evidence(id="q", source="s", says="own words", exact=exact, **more)  # type: ignore[arg-type]


def pdf(pages: list[list[str]]) -> bytes:
    """Return a small PDF: lines of text in Helvetica, one list a page."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, lines in enumerate(pages):
        shown = "".join(f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td {shown}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * at} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    parts = ["%PDF-1.4\n"]
    for number, body in enumerate(objects, start=1):
        parts.append(f"{number} 0 obj\n{body}\nendobj\n")
    starts = list(accumulate(map(len, parts)))
    table = "".join(f"{start:010d} 00000 n \n" for start in starts[:-1])
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    tail += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{starts[-1]}\n%%EOF\n"
    return ("".join(parts) + tail).encode("latin-1")


def test_blocks_lines_and_pages_of_a_text() -> None:
    found = read_snapshot(b"\n\n# Heading\n\nOne\ntwo\n\f\n\nThree\n", "a.txt")
    assert [(block.paragraph, block.page, block.line) for block in found.blocks] == [(1, 1, 3), (2, 1, 5), (3, 2, 9)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    told = "About “70 percent” of it – no more – came"
    found = read_snapshot(told.encode(encoding), "a.txt")
    assert anchor(quote('About "70 percent" of it - no more'), found).state is State.EXACT


def test_line_ends_do_not_matter() -> None:
    texts = ["a b\n\nc d\ne f\n".replace("\n", end).encode() for end in ("\n", "\r\n", "\r")]
    assert len({read_snapshot(data, "a.txt").blocks for data in texts}) == 1


def test_page_numbers_and_running_heads_are_no_part_of_a_sentence() -> None:
    pages = [f"The Bulletin {at}\nword{at} one two\nand so the sentence goes\nPage {at} of 4" for at in range(1, 5)]
    found = read_snapshot("\f".join(pages).encode(), "a.txt")
    assert anchor(quote("and so the sentence goes word2 one two"), found).state is not State.ORPHAN
    assert not any("Bulletin" in block.text or "Page" in block.text for block in found.blocks)


def test_a_head_on_both_of_two_pages_is_no_part_of_a_sentence() -> None:
    found = read_snapshot(b"The Bulletin\nA sentence of some length goes\fThe Bulletin\non to the next page.", "a.txt")
    assert anchor(quote("A sentence of some length goes on to the next page."), found).state is State.EXACT


def test_rows_that_differ_in_their_number_only_stay() -> None:
    found = read_snapshot(b"17 trucks\nwent north\f18 trucks\nwent south", "a.txt")
    assert anchor(quote("18 trucks went south"), found).state is State.EXACT


def test_a_number_in_the_middle_of_a_page_stays() -> None:
    found = read_snapshot(b"first line\n\n17\n\nlast line\fnext page\n\n18\n\nits end", "a.txt")
    assert {"17", "18"} <= {block.text for block in found.blocks}


def test_html_shows_what_a_reader_sees() -> None:
    page = (
        b"<html><head><title>No</title><style>p{}</style></head><body><p>One <b>17</b>,000 &amp; more<p>Two"
        b"<ul><li>three<li>four</ul><table><tr><td>five<td>six</table><del>gone</del><!-- <p>seven -->"
        b"<div hidden>eight</div>nine<br>ten<sup class='reference'>[1]</sup> 10<sup>6</sup></body></html>"
    )
    blocks = [block.text for block in read_snapshot(page, "a.html").blocks]
    assert blocks == ["One 17,000 & more", "Two", "three", "four", "five", "six", "nine\nten 10^6"]


def test_html_says_its_encoding() -> None:
    page = '<meta charset="iso-8859-2"><p>Rzesz\u00f3w and \u0141\u00f3d\u017a</p>'.encode("iso-8859-2")
    assert "\u0141\u00f3d\u017a" in read_snapshot(page, "a.htm").blocks[0].text


@pytest.mark.parametrize("piece", ["<!--", "</a", "<a b='", "<![CDATA[", "<?", "&#", "<b>", "<p>x", "<sup>1"])
def test_html_that_never_ends_is_read(piece: str) -> None:
    found = read_snapshot(b"<p>Word</p>" + piece.encode() * 20_000, "a.html")
    assert found.blocks[0].text == "Word"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        found = read_snapshot(data, name)
    except UnreadableError:
        return
    assert anchor(quote("a word or 5"), found).state in set(State)


def test_pdf_pages_hyphens_and_broken_sentences() -> None:
    pages = [
        ["The bulletin", "Officials counted 17,000 water fil-", "ters and 2,000 generators in the north-", "1"],
        ["The bulletin", "ern warehouse, according to a person", "familiar with the inventory.", "2"],
        ["The bulletin", "It ends here.", "3"],
    ]
    found = read_snapshot(pdf(pages), "a.pdf")
    assert anchor(quote(PARAGRAPHS[3], page=1), found).state is State.EXACT
    assert anchor(quote(PARAGRAPHS[3].replace("17,000", "1,700")), found).state is State.CHANGED
    figures = Evidence(id="q", source="s", says="own words", figures=("17,000", "2,000"), page=1)
    assert anchor(figures, found).state is State.EXACT
    away = Evidence(id="q", source="s", says="own words", figures=("17,000",), page=3)
    assert anchor(away, found).state is State.ORPHAN


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 and no more", b"<html>", pdf([[""]])])
def test_what_is_no_pdf_or_has_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_snapshot(data, "a.pdf")


def test_a_cut_pdf_is_refused_or_read() -> None:
    whole = pdf([["Some words of a page"]])
    for size in range(0, len(whole), 97):
        try:
            read_snapshot(whole[:size], "a.pdf")
        except UnreadableError:
            continue


def test_without_pypdf_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(MissingExtraError, match=r"openairlift\[pdf\]"):
        read_snapshot(pdf([["Words"]]), "a.pdf")
