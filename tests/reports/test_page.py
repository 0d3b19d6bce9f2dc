from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports import fakes

from openairlift.plan import Haul
from openairlift.reports import report
from openairlift.reports.page import page


def parse(**options: bool) -> ET.Element:
    return ET.fromstring(
        page(fakes.study(**options), fakes.summary(nasty=options.get("nasty", False))).split("\n", 1)[1]
    )


def texts(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def only(root: ET.Element, tag: str) -> ET.Element:
    (found,) = root.iter(tag)
    return found


def section(root: ET.Element, ident: str) -> ET.Element:
    found = root.find(f".//section[@id='{ident}']")
    assert found is not None
    return found


def test_the_file_is_written_and_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = report(fakes.study(), tmp_path / "a", summary=fakes.summary(), app=False)
    second = report(fakes.study(), tmp_path / "deep" / "b", summary=fakes.summary(), app=False)
    assert first == tmp_path / "a" / "report.html"
    assert first.read_bytes() == second.read_bytes()
    assert str(tmp_path) not in first.read_text(encoding="utf-8")


def test_the_page_and_each_picture_are_well_formed_and_described() -> None:
    root = parse()
    pictures = [svg for svg in root.iter("svg") if svg.get("aria-hidden") is None]
    assert len(pictures) >= 8
    for svg in pictures:
        assert svg.get("role") == "img"
        assert [child.tag for child in svg][:2] == ["title", "desc"]
        assert all((child.text or "").strip() for child in list(svg)[:2])
        assert not svg.findall(".//script")


def test_ids_are_unique_and_links_inside_the_page_lead_somewhere() -> None:
    root = parse()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {(a.get("href") or "")[1:] for a in root.iter("a") if (a.get("href") or "").startswith("#")}
    assert targets
    assert targets <= set(ids)


def test_hostile_text_stays_text() -> None:
    root = parse(nasty=True)
    assert len(list(root.iter("script"))) == 1
    assert "alert" not in (next(root.iter("script")).text or "")
    assert texts(only(root, "h1")) == " ".join(fakes.NASTY.split())
    assert not [a for a in root.iter("a") if "javascript" in (a.get("href") or "")]
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_nothing_is_loaded_from_anywhere() -> None:
    html = page(fakes.study(), fakes.summary())
    root = ET.fromstring(html.split("\n", 1)[1])
    assert {e.tag for e in root.iter()} & {"link", "img", "iframe", "object", "embed", "image", "use"} == set()
    assert not [e for e in root.iter() if e.get("src") or e.get("srcset")]
    assert [e.tag for e in root.iter() if "http" in (e.get("href") or "")] == ["a"]
    assert "url(" not in html
    assert "@import" not in html
    policy = root.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert (policy.get("content") or "").startswith("default-src 'none'")


def test_every_input_is_there_with_its_basis_and_evidence() -> None:
    stage = fakes.study().scenario
    root = parse()
    rows = root.findall(".//tbody[@id='input-rows']/tr")
    assert [row.get("data-basis") for row in rows] == [item.basis for item in stage.inputs]
    for row, item in zip(rows, stage.inputs, strict=True):
        assert f"{item.table}/{item.key}/{item.column}" in "".join(row.itertext())
        assert item.value in "".join(row.itertext())
        assert all(row.find(f".//a[@href='#ev-{e}']") is not None for e in item.evidence)
    form = root.find(".//form[@id='filter']")
    assert form is not None
    assert form.get("hidden") == "hidden"


def test_sections_say_what_the_summary_says() -> None:
    root = parse()
    assert "P50 060613ZMAR22 (C+009) [P10 050226ZMAR22 (C+008) – P90 not within horizon]" in texts(
        section(root, "headline")
    )
    assert "Parking at hub was full with aircraft waiting 78 % of the time" in texts(section(root, "limits"))
    assert "0.96" in texts(section(root, "observations"))
    assert "a capacity, not a count" in texts(section(root, "observations"))
    plan = texts(section(root, "plan"))
    assert "depot-us → depot-de → base-krakow" in plan
    assert "no aircraft is free before the horizon" in plan
    assert "approved 250000ZFEB22" in texts(section(root, "packages"))
    assert "considered 2022-03-07" in texts(section(root, "packages"))
    assert "settings/hold_min = 45" in texts(section(root, "notes"))
    assert "links.payload_m3" in texts(section(root, "notes"))
    assert "stock.csv, row 3, column quantity: zero in stock" in texts(section(root, "notes"))
    assert "0123456789abcdef" in texts(only(root, "footer"))
    assert texts(root).count("Historical, from reports.") == 2


def test_observations_are_drawn_only_on_the_share_that_they_mean() -> None:
    root = parse()
    drawn = {
        name: len(root.findall(f".//div[@class='panel panel-{name}']//path[@class='seen']"))
        for name in ("mass", "usd", "items")
    }
    assert drawn == {"mass": 0, "usd": 4, "items": 0}  # two observations, in the wide and in the narrow picture


def test_the_meter_switch_needs_no_script() -> None:
    root = parse()
    switches = root.findall(".//input[@name='meter']")
    assert [s.get("id") for s in switches] == ["meter-mass", "meter-usd", "meter-items"]
    assert [s.get("id") for s in switches if s.get("checked")] == ["meter-mass"]


def test_positions_are_rounded_when_the_scenario_asks_for_it() -> None:
    sharp = page(fakes.study(), fakes.summary())
    blurred = page(fakes.study(blur=100_000.0), fakes.summary())
    assert "49.84" in sharp
    assert "49.84" not in blurred
    assert "49.46 (to 100 km)" in blurred
    assert "grid of 54 nm" in blurred
    hub = r'<circle cx="[\d.]+" cy="[\d.]+" r="8.11"'
    assert re.findall(hub, sharp) != re.findall(hub, blurred)


def test_a_plan_without_missions_still_makes_a_page() -> None:
    html = page(fakes.study(missions=False), fakes.summary())
    assert "The plan has no mission" in html
    ET.fromstring(html.split("\n", 1)[1])


def test_hauls_have_a_table_of_their_own() -> None:
    study = fakes.study()
    load = replace(study.plan.loads[0][1], mass_kg=30_000.0, link=1)
    assert "By surface alone" not in page(study, fakes.summary())
    study.plan = replace(study.plan, hauls=(Haul(load=load, origin=1),))
    html = page(study, fakes.summary())
    assert "By surface alone" in html
    assert "base-lublin → fwd-lviv" in html
    ET.fromstring(html.split("\n", 1)[1])


@pytest.mark.parametrize("missing", sorted(fakes.summary()))
def test_a_missing_part_of_the_summary_is_borne(missing: str) -> None:
    summary = fakes.summary()
    del summary[missing]
    ET.fromstring(page(fakes.study(), summary).split("\n", 1)[1])


@pytest.mark.parametrize(("share", "told"), [(0, "exact"), (0.001, "rounded to 0.1 % of what is listed")])
def test_the_report_says_how_finely_curves_were_kept(share: float, told: str) -> None:
    record = {**fakes.summary(), "resolution": {"curve_share": share, "completion_s": 1}}
    root = ET.fromstring(page(fakes.study(), record).split("\n", 1)[1])
    assert f"Curves {told}" in " ".join(" ".join(root.itertext()).split())
