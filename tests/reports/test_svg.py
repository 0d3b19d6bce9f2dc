from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.reports.svg import Markup, el, escape, number, path, picture


@given(st.text())
def test_whatever_text_goes_in_comes_out_of_a_parser_as_text(text: str) -> None:
    parsed = ET.fromstring(el("p", text, data_x=text))
    assert len(parsed) == 0
    expected = "".join(letter if escape(letter) != "\ufffd" else "\ufffd" for letter in text)
    assert (parsed.text or "") == expected.replace("\r\n", "\n").replace("\r", "\n")


def test_markup_is_not_escaped_twice() -> None:
    assert el("p", el("b", "a & b")) == "<p><b>a &amp; b</b></p>"
    assert escape(Markup("<b/>")) == "<b/>"


def test_attributes_that_are_off_are_left_out() -> None:
    assert el("input", checked=False, hidden=None, id="a") == '<input id="a"/>'
    assert el("input", checked=True) == '<input checked="checked"/>'
    assert el("path", stroke_width=1.0, class_="leg") == '<path stroke-width="1" class="leg"></path>'


def test_a_bad_attribute_name_is_refused() -> None:
    with pytest.raises(ValueError, match="attribute name"):
        el("p", **{'x" onload="': "1"})


def test_numbers_are_short_and_never_minus_zero() -> None:
    assert [number(v) for v in (1.0, -0.0, 0.125, -0.004, 1e3)] == ["1", "0", "0.12", "0", "1000"]


def test_a_path_closes_only_when_asked() -> None:
    assert path([(0, 0), (1, 1)], closed=True) == "M0 0L1 1Z"
    assert path([]) == ""


def test_a_picture_has_title_and_description_that_it_points_to() -> None:
    parsed = ET.fromstring(picture(width=10, height=5, title="T", description="D", key="k"))
    ids = {child.get("id"): child.text for child in parsed}
    assert [ids[i] for i in (parsed.get("aria-labelledby") or "").split()] == ["T", "D"]
