"""The colours of the page meet WCAG 2.2 AA in light, dark and print, and keep apart in greyscale."""

from __future__ import annotations

import re

import pytest

from openairlift.reports.shell import asset

TEXT = [
    ("ink", "bg"),
    ("ink", "panel"),
    ("ink", "land"),
    ("ink", "sea"),
    ("muted", "bg"),
    ("muted", "panel"),
    ("muted", "land"),
    ("muted", "sea"),
    ("accent", "bg"),
    ("accent", "panel"),
    ("bg", "accent"),
    ("amber", "amber-bg"),
    ("calm", "calm-bg"),
]
SHAPES = [
    ("hub", "bg"),
    ("hub", "land"),
    ("hub", "sea"),
    ("delivered", "bg"),
    ("delivered", "land"),
    ("delivered", "sea"),
    ("delivered", "area"),
    ("edge", "bg"),
    ("edge", "panel"),
    ("hub", "line"),
]


def palettes() -> dict[str, dict[str, str]]:
    found = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\}", asset("style.css"), re.S)
    ]
    return dict(zip(("light", "dark", "print"), found, strict=True))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_text_reaches_4_5_and_shapes_3_to_1(name: str) -> None:
    palette = palettes()[name]
    weak = {(a, b): contrast(palette[a], palette[b]) for a, b in TEXT if contrast(palette[a], palette[b]) < 4.5}
    weak |= {(a, b): contrast(palette[a], palette[b]) for a, b in SHAPES if contrast(palette[a], palette[b]) < 3.0}
    assert weak == {}


def test_every_palette_has_every_colour() -> None:
    light, dark, printed = palettes().values()
    assert light.keys() == dark.keys() == printed.keys()


def test_every_colour_that_is_used_is_in_the_palette() -> None:
    css = asset("style.css")
    assert set(re.findall(r"var\(--([\w-]+)\)", css)) <= palettes()["light"].keys()


def test_the_two_curves_differ_by_more_than_colour() -> None:
    rules = dict(re.findall(r"\.curve\.(\w+) \{(.*?)\}", asset("style.css")))
    assert "dasharray" in rules["at_hub"]
    assert "dasharray" not in rules["delivered"]
