"""Broken scenarios: each is refused with an issue that names the place and the fix, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift.errors import Severity

Content = str | bytes | None


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A change of the tiny scenario, and the issue that it must give."""

    name: str
    changes: dict[str, str] | dict[str, bytes] | dict[str, None] | dict[str, Content]
    file: str
    row: int | None = None
    column: str | None = None
    says: str = ""
    got: str | None = None
    nearest: str | None = None
    options: tuple[str, ...] = ()
    overrides: dict[str, str] = field(default_factory=dict)


def swap(name: str, old: str, new: str) -> dict[str, str]:
    return edited(name, old, new)


def append(name: str, text: str) -> dict[str, str]:
    return {name: FILES[name] + text}


PLACES, FLEET, ITEMS = "places.csv", "fleet.csv", "items.csv"
STOCK, NEEDS, LINKS = "stock.csv", "requirements.csv", "links.csv"
SETTINGS, OPTIONS, EVIDENCE = "scenario.toml", "options.toml", "evidence.toml"
CLOSURE = "kind,target,from,to,factor\n"
BLANKETS = "blankets,relief,blanket,,20000,any,gorazde,,,D+4,2,120000"

FILE_CASES = [
    Broken(name="missing scenario.toml", changes={SETTINGS: None}, file=SETTINGS, says="missing"),
    Broken(name="missing places", changes={PLACES: None}, file=PLACES, says="missing"),
    Broken(name="missing fleet", changes={FLEET: None}, file=FLEET, says="missing"),
    Broken(name="missing requirements", changes={NEEDS: None}, file=NEEDS, says="missing"),
    Broken(
        name="wrong case of a required file",
        changes={FLEET: None, "Fleet.csv": FILES[FLEET]},
        file="Fleet.csv",
        says="no such file",
        nearest="fleet.csv",
    ),
    Broken(
        name="unknown file", changes={"requirement.csv": "a\n1\n"}, file="requirement.csv", nearest="requirements.csv"
    ),
    Broken(name="unknown toml", changes={"option.toml": ""}, file="option.toml", nearest="options.toml"),
    Broken(name="empty file", changes={PLACES: ""}, file=PLACES, says="empty"),
    Broken(name="header only", changes={NEEDS: FILES[NEEDS].splitlines()[0] + "\n"}, file=NEEDS, says="no rows"),
    Broken(
        name="latin-1",
        changes={PLACES: FILES[PLACES].replace("Gorazde,,", "Goražde,,").encode("iso-8859-2")},
        file=PLACES,
        row=4,
        says="UTF-8",
    ),
    Broken(name="UTF-16", changes={ITEMS: FILES[ITEMS].encode("utf-16")}, file=ITEMS, says="UTF-16"),
    Broken(name="binary", changes={STOCK: b"\x7fELF\x00\x01\x02" * 100}, file=STOCK, says="NUL"),
    Broken(name="workbook", changes={STOCK: b"PK\x03\x04" + bytes(200)}, file=STOCK, says="workbook"),
    Broken(name="semicolons", changes={STOCK: FILES[STOCK].replace(",", ";")}, file=STOCK, says="semicolons"),
    Broken(name="ragged row", changes=append(STOCK, "rimini,blanket\n"), file=STOCK, row=4, says="2 cells"),
    Broken(name="broken toml", changes={SETTINGS: "title = \n"}, file=SETTINGS, says="TOML"),
    Broken(name="broken options", changes={OPTIONS: "[option.x"}, file=OPTIONS, says="TOML"),
    Broken(name="broken evidence", changes={EVIDENCE: "= 3"}, file=EVIDENCE, says="TOML"),
    Broken(name="binary toml", changes={SETTINGS: b"\xff\x00\xfe"}, file=SETTINGS, says="not text"),
]

COLUMN_CASES = [
    Broken(
        name="misspelled column",
        changes=swap(PLACES, "parking", "parkng"),
        file=PLACES,
        column="parkng",
        nearest="parking",
    ),
    Broken(name="no unit", changes=swap(PLACES, "storage_kg", "storage"), file=PLACES, column="storage", says="unit"),
    Broken(
        name="unknown unit suffix",
        changes=swap(LINKS, "transit_h", "transit_hours"),
        file=LINKS,
        column="transit_hours",
        says="transit_h",
    ),
    Broken(
        name="bare ton as suffix",
        changes=swap(ITEMS, "unit_mass_kg", "unit_mass_ton"),
        file=ITEMS,
        column="unit_mass_ton",
        says="three meanings",
    ),
    Broken(
        name="bare ton in a cell",
        changes=swap(ITEMS, ",3500,", ",3.5 tons,"),
        file=ITEMS,
        row=3,
        column="unit_mass_kg",
        says="three meanings",
        got="3.5 tons",
    ),
    Broken(
        name="required column missing",
        changes=swap(FLEET, "type,tails,home,owner", "type,x_tails,home,owner"),
        file=FLEET,
        column="tails",
        says="missing",
    ),
    Broken(
        name="doubled column",
        changes={LINKS: FILES[LINKS].replace("load_h,unload_h", "load_h,load_min")},
        file=LINKS,
        column="load_min",
        says="same field",
    ),
    Broken(
        name="negative mass",
        changes=swap(ITEMS, ",3500,", ",-3500,"),
        file=ITEMS,
        row=3,
        column="unit_mass_kg",
        says="too small",
    ),
    Broken(name="not a number", changes=swap(ITEMS, "1.5", "nan"), file=ITEMS, row=2, column="unit_mass_kg", got="nan"),
    Broken(name="decimal comma", changes=swap(ITEMS, "1.5", '"1,5"'), file=ITEMS, row=2, column="unit_mass_kg"),
    Broken(name="text for a number", changes=swap(FLEET, ",2,", ",two,"), file=FLEET, row=2, column="tails", got="two"),
    Broken(name="blank required cell", changes=swap(FLEET, "C-17A,1,", "C-17A,,"), file=FLEET, row=3, column="tails"),
    Broken(
        name="unknown choice",
        changes=swap(ITEMS, "oversize", "oversized"),
        file=ITEMS,
        row=3,
        column="cargo_class",
        nearest="oversize",
    ),
    Broken(name="duplicate id", changes=append(PLACES, "rimini,Again,LIPR" + "," * 9 + "\n"), file=PLACES, row=5),
    Broken(name="bad date", changes=swap(STOCK, "D+1", "tomorrow"), file=STOCK, row=3, column="ready", got="tomorrow"),
    Broken(
        name="date without zone",
        changes=swap(STOCK, "D+1", "2024-05-07T06:00"),
        file=STOCK,
        row=3,
        column="ready",
        says="time zone",
    ),
    Broken(
        name="distribution out of order",
        changes=swap(LINKS, "triangular(2; 3; 5)", "triangular(5; 3; 2)"),
        file=LINKS,
        row=2,
        column="transit_h",
    ),
    Broken(name="unknown spot class", changes=swap(PLACES, "wide:1", "big:1"), file=PLACES, row=3, column="parking"),
]

SETTINGS_CASES = [
    Broken(
        name="unknown key",
        changes=append(SETTINGS, "horison_days = 3\n"),
        file=SETTINGS,
        column="horison_days",
        nearest="horizon_days",
    ),
    Broken(
        name="unknown unit of a key",
        changes=swap(SETTINGS, "hold_min", "hold_hours"),
        file=SETTINGS,
        column="hold_hours",
        nearest="hold_h",
    ),
    Broken(
        name="bare ton of a key",
        changes=swap(SETTINGS, "person_kg", "person_ton"),
        file=SETTINGS,
        column="person_ton",
        says="three meanings",
    ),
    Broken(
        name="key in two units", changes=append(SETTINGS, "hold_h = 1\n"), file=SETTINGS, column="hold_h", says="unit"
    ),
    Broken(
        name="missing start",
        changes=swap(SETTINGS, 'start = "2024-05-06T00:00Z"\n', ""),
        file=SETTINGS,
        column="start",
        says="missing",
    ),
    Broken(
        name="rising weights", changes=swap(SETTINGS, "[8, 4, 2, 1]", "[1, 2]"), file=SETTINGS, column="rank_weights"
    ),
    Broken(name="zero weight", changes=swap(SETTINGS, "[8, 4, 2, 1]", "[1, 0]"), file=SETTINGS, column="rank_weights"),
    Broken(
        name="infinite weight", changes=swap(SETTINGS, "[8, 4, 2, 1]", "[inf]"), file=SETTINGS, column="rank_weights"
    ),
    Broken(
        name="weights of text", changes=swap(SETTINGS, "[8, 4, 2, 1]", '"high"'), file=SETTINGS, column="rank_weights"
    ),
    Broken(
        name="horizon of nothing",
        changes=swap(SETTINGS, "horizon_days = 5", "horizon_days = 0"),
        file=SETTINGS,
        column="horizon_days",
    ),
    Broken(
        name="horizon is nan",
        changes=swap(SETTINGS, "horizon_days = 5", "horizon_days = nan"),
        file=SETTINGS,
        column="horizon_days",
    ),
    Broken(
        name="table for a value",
        changes=swap(SETTINGS, "horizon_days = 5", "horizon_days = { days = 5 }"),
        file=SETTINGS,
        column="horizon_days",
        says="kind",
    ),
    Broken(
        name="boolean for a number",
        changes=swap(SETTINGS, "horizon_days = 5", "horizon_days = true"),
        file=SETTINGS,
        column="horizon_days",
        says="kind",
    ),
    Broken(
        name="unknown mark",
        changes=swap(SETTINGS, 'objective_mark = "delivered"', 'objective_mark = "deliverd"'),
        file=SETTINGS,
        column="objective_mark",
        nearest="delivered",
    ),
]

CROSS_CASES = [
    Broken(
        name="unknown aircraft type",
        changes=swap(FLEET, "C-17A,1", "C-17,1"),
        file=FLEET,
        row=3,
        column="type",
        nearest="C-17A",
    ),
    Broken(
        name="unknown home",
        changes=swap(FLEET, "2,rimini", "2,rimni"),
        file=FLEET,
        row=2,
        column="home",
        nearest="rimini",
    ),
    Broken(name="home without runway", changes=swap(FLEET, "2,rimini", "2,gorazde"), file=FLEET, row=2, column="home"),
    Broken(
        name="no tails",
        changes={FLEET: "type,tails,home\nC-17A,0,rimini\n"},
        file=FLEET,
        column="tails",
        says="no tails",
    ),
    Broken(
        name="window of a tail ends early",
        changes={FLEET: "type,tails,home,available_from,available_to\nC-17A,1,rimini,D+2,D+1\n"},
        file=FLEET,
        row=2,
        column="available_to",
    ),
    Broken(
        name="type without data",
        changes={"aircraft.csv": "type,name\nAN-X,Something\n", **append(FLEET, "AN-X,1,rimini,lender\n")},
        file=FLEET,
        row=4,
        column="type",
        says="payload",
    ),
    Broken(
        name="destination without runway or link",
        changes={
            LINKS: None,
            **swap(EVIDENCE, 'param."links/sarajevo>gorazde:road/transit_h"', 'param."stock/*/quantity"'),
        },
        file=NEEDS,
        row=2,
        column="destination",
        got="gorazde",
    ),
    Broken(
        name="destination is not there",
        changes=swap(NEEDS, "any,gorazde", "any,gorade"),
        file=NEEDS,
        row=2,
        column="destination",
        nearest="gorazde",
    ),
    Broken(
        name="origin without runway",
        changes=swap(NEEDS, "30,,rimini,", "30,,gorazde,"),
        file=NEEDS,
        row=4,
        column="origin",
    ),
    Broken(
        name="origin is the destination",
        changes=swap(NEEDS, "30,,rimini,sarajevo", "30,,sarajevo,sarajevo"),
        file=NEEDS,
        row=4,
        column="destination",
    ),
    Broken(
        name="nothing is asked for",
        changes=append(NEEDS, "empty,,,,,rimini,sarajevo,,,,,\n"),
        file=NEEDS,
        row=5,
        column="item",
        says="nothing",
    ),
    Broken(
        name="two things are asked for",
        changes=append(NEEDS, "both,,blanket,20,5,rimini,sarajevo,,,,,\n"),
        file=NEEDS,
        row=5,
        column="people",
        says="item and people",
    ),
    Broken(
        name="no quantity",
        changes=swap(NEEDS, BLANKETS, "blankets,relief,blanket,,,any,gorazde,,,D+4,2,120000"),
        file=NEEDS,
        row=2,
        column="quantity",
    ),
    Broken(
        name="half a generator",
        changes=swap(NEEDS, "generator,,4,", "generator,,3.5,"),
        file=NEEDS,
        row=3,
        column="quantity",
        says="whole",
    ),
    Broken(
        name="crossing dates",
        changes=swap(NEEDS, "D+1,D+3,D+3", "D+3,D+2,D+3"),
        file=NEEDS,
        row=3,
        column="latest",
        says="before ready",
    ),
    Broken(
        name="required before ready",
        changes=swap(NEEDS, "D+1,D+3,D+3", "D+3,,D+1"),
        file=NEEDS,
        row=3,
        column="required",
    ),
    Broken(
        name="item in no stock",
        changes=swap(STOCK, "rimini,generator,4,D+1\n", ""),
        file=NEEDS,
        row=3,
        column="item",
        says="no stock",
    ),
    Broken(
        name="item not at its origin",
        changes=swap(STOCK, "rimini,generator", "sarajevo,generator"),
        file=NEEDS,
        row=3,
        column="origin",
    ),
    Broken(
        name="unknown item",
        changes=swap(NEEDS, "relief,blanket", "relief,blankt"),
        file=NEEDS,
        row=2,
        column="item",
        nearest="blanket",
    ),
    Broken(name="stock by the road", changes=append(STOCK, "gorazde,blanket,5,\n"), file=STOCK, row=4, column="place"),
    Broken(
        name="cargo by class from anywhere",
        changes={
            NEEDS: "req_id,cargo_class,mass_t,destination\nbulk,bulk,20,sarajevo\n",
            "packages.csv": None,
            "package_events.csv": None,
            OPTIONS: None,
        },
        file=NEEDS,
        row=2,
        column="origin",
    ),
    Broken(
        name="considered package",
        changes=append("package_events.csv", "relief,2024-05-06,considered\n"),
        file=NEEDS,
        row=2,
        column="package",
        says="considered",
    ),
    Broken(
        name="unknown package",
        changes=swap(NEEDS, "blankets,relief", "blankets,releif"),
        file=NEEDS,
        row=2,
        column="package",
        nearest="relief",
    ),
    Broken(
        name="too large for every door",
        changes={
            ITEMS: "item,unit_mass_kg,length_m,width_m,height_m,cargo_class\n"
            "blanket,1.5,,,,bulk\ngenerator,3500,9,6,6,oversize\n"
        },
        file=NEEDS,
        row=3,
        column="item",
        says="the door of",
    ),
    Broken(
        name="too heavy for every type",
        changes=swap(ITEMS, ",3500,", ",350000,"),
        file=NEEDS,
        row=3,
        column="item",
        says="350,000 kg",
    ),
    Broken(
        name="outsize without an outsize type",
        changes={**swap(ITEMS, "oversize", "outsize"), **swap(FLEET, "C-17A,1", "C-17A,0")},
        file=NEEDS,
        row=3,
        column="item",
        says="outsize",
    ),
    Broken(
        name="link without capacity",
        changes=swap(LINKS, ",road,6,", ",road,,"),
        file=LINKS,
        row=2,
        column="trucks",
    ),
    Broken(
        name="link with both",
        changes=swap(
            LINKS,
            "transit_h\nsarajevo,gorazde,road,6,10000,1,1,triangular(2; 3; 5)",
            "transit_h,capacity_t_per_day\nsarajevo,gorazde,road,6,10000,1,1,triangular(2; 3; 5),50",
        ),
        file=LINKS,
        row=2,
        column="trucks",
        says="not both",
    ),
    Broken(
        name="link to itself",
        changes=append(LINKS, "sarajevo,sarajevo,road,6,1,1,1,1\n"),
        file=LINKS,
        row=3,
        column="to",
    ),
    Broken(
        name="alternate of itself",
        changes=swap(PLACES, "Europe/Sarajevo,rimini", "Europe/Sarajevo,sarajevo"),
        file=PLACES,
        row=3,
        column="alternates",
    ),
    Broken(
        name="alternate without runway",
        changes=swap(PLACES, "Europe/Sarajevo,rimini", "Europe/Sarajevo,gorazde"),
        file=PLACES,
        row=3,
        column="alternates",
    ),
    Broken(
        name="unknown time zone",
        changes=swap(PLACES, "Europe/Rome", "Europe/Rom"),
        file=PLACES,
        row=2,
        column="tz",
        nearest="Europe/Rome",
    ),
    Broken(
        name="airfield without position",
        changes=swap(PLACES, "Rimini,LIPR", "Rimini,"),
        file=PLACES,
        row=2,
        column="lat",
    ),
    Broken(name="half a position", changes=swap(PLACES, "43.667,18.976", "43.667,"), file=PLACES, row=4, column="lon"),
    Broken(name="unknown airfield", changes=swap(PLACES, "LIPR", "LIPX9"), file=PLACES, row=2, column="icao"),
    Broken(
        name="spots by the road",
        changes=swap(PLACES, "gorazde,Gorazde,,43.667,18.976,,,", "gorazde,Gorazde,,43.667,18.976,,wide:2,"),
        file=PLACES,
        row=4,
        column="parking",
    ),
    Broken(
        name="traffic by the road",
        changes=swap("traffic.csv", "sarajevo,2,", "gorazde,2,"),
        file="traffic.csv",
        row=2,
        column="place",
    ),
    Broken(
        name="empty window of traffic",
        changes=swap("traffic.csv", "D+0,D+2", "D+2,D+2"),
        file="traffic.csv",
        row=2,
        column="to",
    ),
    Broken(
        name="closure of an unknown place",
        changes={"disruptions.csv": CLOSURE + "closure,sarajvo,D+1,D+2,\n"},
        file="disruptions.csv",
        row=2,
        column="target",
        nearest="sarajevo",
    ),
    Broken(
        name="other kind of disruption",
        changes={"disruptions.csv": CLOSURE + "wether,sarajevo,D+1,D+2,\n"},
        file="disruptions.csv",
        row=2,
        column="kind",
        got="wether",
        nearest="weather",
    ),
    Broken(
        name="capacity of nothing",
        changes={"disruptions.csv": CLOSURE + "capacity,sarajevo/parkin,D+1,D+2,0.5\n"},
        file="disruptions.csv",
        row=2,
        column="target",
        nearest="sarajevo/parking",
    ),
    Broken(
        name="capacity without factor",
        changes={"disruptions.csv": CLOSURE + "capacity,sarajevo/working,D+1,D+2,\n"},
        file="disruptions.csv",
        row=2,
        column="factor",
    ),
    Broken(
        name="closure that ends early",
        changes={"disruptions.csv": CLOSURE + "closure,sarajevo,D+2,D+1,\n"},
        file="disruptions.csv",
        row=2,
        column="to",
    ),
    Broken(
        name="evidence that is not there",
        changes=swap(STOCK, "quantity,ready\nrimini,blanket,20000,", "quantity,evidence\nrimini,blanket,20000,slotz"),
        file=STOCK,
        row=2,
        column="evidence",
        nearest="slots",
    ),
    Broken(
        name="row citing an observation",
        changes=swap(STOCK, "quantity,ready\nrimini,blanket,20000,", "quantity,evidence\nrimini,blanket,20000,landed"),
        file=STOCK,
        row=2,
        column="evidence",
        says="never an input",
    ),
]

OVERLAY_CASES = [
    Broken(
        name="parameter of no row",
        changes=swap(EVIDENCE, 'param."places/sarajevo/working"', 'param."places/sarajvo/working"'),
        file=EVIDENCE,
        column='param."places/sarajvo/working"',
        nearest="sarajevo",
    ),
    Broken(
        name="parameter of no column",
        changes=swap(EVIDENCE, 'param."places/*/parking"', 'param."places/*/parkings"'),
        file=EVIDENCE,
        column='param."places/*/parkings"',
        nearest="parking",
    ),
    Broken(
        name="parameter of a blank cell",
        changes=swap(EVIDENCE, 'param."places/*/parking"', 'param."places/gorazde/parking"'),
        file=EVIDENCE,
        column='param."places/gorazde/parking"',
        says="is blank",
    ),
    Broken(
        name="parameter with a bad value",
        changes=swap(EVIDENCE, 'note = "Invented."', 'value = "two"'),
        file=EVIDENCE,
        column='param."places/*/parking".value',
        got="two",
    ),
    Broken(
        name="pattern without a cell",
        changes=swap(EVIDENCE, 'param."places/*/parking"', 'param."places/depot-*/parking"'),
        file=EVIDENCE,
        column='param."places/depot-*/parking"',
    ),
    Broken(
        name="parameter of an unknown key",
        changes=append(EVIDENCE, '[param."scenario/settings/hold_minutes"]\nbasis = "assumed"\n'),
        file=EVIDENCE,
        nearest="hold_min",
    ),
    Broken(
        name="parameter citing an observation",
        changes=swap(
            EVIDENCE,
            '[param."places/sarajevo/working"]\nbasis = "quoted"\nevidence = ["slots"]',
            '[param."places/sarajevo/working"]\nbasis = "quoted"\nevidence = ["landed"]',
        ),
        file=EVIDENCE,
        says="observation",
    ),
    Broken(
        name="observation of an unknown place",
        changes=swap(EVIDENCE, 'place = "sarajevo"', 'place = "sarajvo"'),
        file=EVIDENCE,
        column="observation.mass-2d.place",
        nearest="sarajevo",
    ),
    Broken(name="unknown option", changes={}, options=("third-slt",), file=OPTIONS, nearest="third-slot"),
    Broken(
        name="cyclic option",
        changes=swap(OPTIONS, 'title = "A third working slot"', 'title = "A"\nafter = ["hospital"]'),
        file=OPTIONS,
        column="option.third-slot.after",
        says="itself",
    ),
    Broken(
        name="option after an unknown one",
        changes=swap(OPTIONS, 'after = ["third-slot"]', 'after = ["thirdslot"]'),
        file=OPTIONS,
        column="option.hospital.after",
        nearest="third-slot",
    ),
    Broken(
        name="option with an unknown key",
        changes=swap(OPTIONS, 'after = ["third-slot"]', 'aftr = ["third-slot"]'),
        file=OPTIONS,
        column="option.hospital.aftr",
        nearest="after",
    ),
    Broken(
        name="option that sets an unknown row",
        changes=swap(OPTIONS, "places/sarajevo/working", "places/sarajvo/working"),
        file=OPTIONS,
        column="option.third-slot.set",
        nearest="sarajevo",
    ),
    Broken(
        name="option that sets an unknown column",
        changes=swap(OPTIONS, "places/sarajevo/working", "places/sarajevo/workng"),
        file=OPTIONS,
        column="option.third-slot.set",
        nearest="working",
    ),
    Broken(
        name="option that sets an unknown table",
        changes=swap(OPTIONS, "places/sarajevo/working", "place/sarajevo/working"),
        file=OPTIONS,
        column="option.third-slot.set",
        nearest="places",
    ),
    Broken(
        name="option with a bad value",
        changes=swap(OPTIONS, "value = 3", 'value = "three"'),
        file=OPTIONS,
        column="option.third-slot.set",
        got="three",
    ),
    Broken(
        name="option that removes an unknown row",
        changes=swap(OPTIONS, 'key = "traffic/sarajevo#2"', 'key = "traffic/sarajevo#3"'),
        file=OPTIONS,
        column="option.no-traffic.remove",
    ),
    Broken(
        name="option that adds a bad row",
        changes=swap(OPTIONS, "quantity = 1, destination", "quantty = 1, destination"),
        file=OPTIONS,
        column="option.hospital.add.quantty",
        nearest="quantity",
    ),
    Broken(
        name="option that adds a known id",
        changes=swap(OPTIONS, 'req_id = "power-2"', 'req_id = "power"'),
        file=OPTIONS,
        column="option.hospital.add",
        says="already",
    ),
    Broken(
        name="chosen option with cargo from nowhere",
        changes=swap(OPTIONS, 'destination = "gorazde"', 'destination = "gorazd"'),
        file=OPTIONS,
        options=("hospital",),
        column="option.hospital.add.destination",
        nearest="gorazde",
    ),
    Broken(
        name="options in conflict",
        changes=append(OPTIONS, '[option.none]\nset = [ { key = "places/sarajevo/working", value = 0 } ]\n'),
        file=OPTIONS,
        options=("third-slot", "none"),
        column="option.none.set",
        says="'3'",
    ),
    Broken(
        name="override of no row",
        changes={},
        overrides={"places/hub/parking": "wide:3"},
        file="overrides",
        got="places/hub/parking",
    ),
    Broken(
        name="override with a bad value",
        changes={},
        overrides={"places/sarajevo/parking": "wide"},
        file="overrides",
        column="places/sarajevo/parking",
    ),
    Broken(
        name="override of no cell", changes={}, overrides={"places": "wide"}, file="overrides", says="names no cell"
    ),
    Broken(
        name="override of an unknown setting",
        changes={},
        overrides={"scenario/settings/horizon": "3"},
        file="overrides",
        column="horizon",
        nearest="horizon_days",
    ),
]

CASES = [*FILE_CASES, *COLUMN_CASES, *SETTINGS_CASES, *CROSS_CASES, *OVERLAY_CASES]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in sorted(folder.iterdir())}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_scenario_is_refused_with_the_place_and_the_fix(case: Broken, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny", case.changes)
    before = snapshot(folder)

    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder, options=case.options, overrides=case.overrides)

    assert snapshot(folder) == before
    assert list(tmp_path.iterdir()) == [folder]
    errors = [issue for issue in caught.value.issues if issue.severity is Severity.ERROR]
    assert [issue for issue in errors if fits(issue, case)], "\n" + "\n".join(map(repr, errors))


def fits(issue: oa.Issue, case: Broken) -> bool:
    return (
        issue.file == case.file
        and (case.row is None or issue.row == case.row)
        and (case.column is None or issue.column == case.column)
        and (case.got is None or issue.got == case.got)
        and (case.nearest is None or issue.nearest == case.nearest)
        and case.says in f"{issue.what} {issue.allowed}"
    )


def test_names_of_the_cases_are_unique() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    assert len(names) >= 40


def lines_of(size: int) -> Iterator[bytes]:
    yield FILES[PLACES].encode()
    yield b"long," + b"x" * size


def test_line_of_100_mb_is_an_issue(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny", {PLACES: b"".join(lines_of(100_000_000))})
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder)
    (issue,) = [issue for issue in caught.value.issues if "line of more than" in issue.what]
    assert (issue.file, issue.row) == (PLACES, 5)


def test_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny")
    with (folder / STOCK).open("r+b") as file:
        file.truncate(300_000_000)
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder)
    assert any(issue.file == STOCK and "300000000 bytes" in issue.what for issue in caught.value.issues)


def test_folder_in_the_place_of_a_file_is_an_issue(tmp_path: Path) -> None:
    folder = write_tiny(tmp_path / "tiny", {STOCK: None})
    (folder / STOCK).mkdir()
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder)
    assert any(issue.file == STOCK and "no regular file" in issue.what for issue in caught.value.issues)


def test_all_issues_come_at_once(tmp_path: Path) -> None:
    changes = {
        **swap(PLACES, "Europe/Rome", "Europe/Rom"),
        **swap(FLEET, "C-17A,1", "C-17,1"),
        **swap(ITEMS, "oversize", "oversized"),
        **append(SETTINGS, "horison_days = 3\n"),
        **swap(OPTIONS, "value = 3", 'value = "three"'),
    }
    folder = write_tiny(tmp_path / "tiny", changes)
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder)
    assert {issue.file for issue in caught.value.issues} == {PLACES, FLEET, ITEMS, SETTINGS, OPTIONS}
    assert len(caught.value.issues) == 5
    assert str(caught.value).count("\n") == 5


@pytest.mark.parametrize("cell", ["rimini", "D+1", "4"])
def test_one_fault_is_one_issue(cell: str, tmp_path: Path) -> None:
    """A broken row does not make others complain that it is not there."""
    folder = write_tiny(
        tmp_path / "tiny", swap(STOCK, "rimini,generator,4,D+1", "rimini,generator,4,D+1".replace(cell, "?!", 1))
    )
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder)
    assert [(issue.file, issue.row) for issue in caught.value.issues] == [(STOCK, 3)]


def test_missing_folder_names_the_nearest_example() -> None:
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario("ukrane-2022")
    (issue,) = caught.value.issues
    assert issue.nearest == "ukraine-2022"
    assert issue.allowed is not None
    assert "relief-small" in issue.allowed


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, ""])
def test_odd_names_of_scenarios_are_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(oa.ScenarioError):
        oa.read_scenario(name)


def test_a_file_is_no_scenario(tmp_path: Path) -> None:
    file = write_tiny(tmp_path / "tiny") / SETTINGS
    with pytest.raises(oa.ScenarioError, match="a scenario is a folder"):
        oa.read_scenario(file)


@pytest.mark.parametrize("content", [b"", b"item;unit_mass_kg\nbox;5\n", "item,unit_mass_kg\né,5\n".encode("utf-16")])
def test_an_unreadable_table_is_one_issue_not_one_for_each_row_that_names_it(content: bytes, tmp_path: Path) -> None:
    folder = write_tiny(tmp_path)
    (folder / "items.csv").write_bytes(content)
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(folder)
    assert {issue.file for issue in caught.value.issues} == {"items.csv"}
