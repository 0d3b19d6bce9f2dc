"""Inputs beside the numbers of their evidence: what `evidence check` and `check` say of a value that differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.verbs.test_evidence import scenario as with_book

from openairlift import verbs
from openairlift.cli import app
from openairlift.verbs.evidence import evidence_check
from openairlift.verbs.evidence_text import evidence_check_text

SOURCE = """
[source.story]
title = "A story"
producer = "A newsroom"
text = "story.txt"
"""
TEXT = "Planes were to bring 150 tonnes of kits.\n\nThe ramp takes 9 trucks, and the runway has 2,400 m.\n"


def scenario(folder: Path, key: str, basis: str, record: str) -> Path:
    """Write a scenario in which one record stands behind one cell."""
    made = with_book(folder)
    (made / "story.txt").write_text(TEXT, encoding="utf-8")
    book = made / "evidence.toml"
    added = f'{SOURCE}\n[evidence.told]\nsource = "story"\nsays = "told"\n{record}\n'
    added += f'\n[param."{key}"]\nbasis = {basis}\nevidence = ["told"]\n'
    book.write_text(book.read_text(encoding="utf-8") + added, encoding="utf-8")
    return made


def value(folder: Path, name: str) -> dict[str, str]:
    inputs = evidence_check(folder)["inputs"]
    found: dict[str, str]
    (found,) = [item["value"] for item in (*inputs["quoted"], *inputs["converted"]) if item["input"] == name]
    return found


def test_a_value_that_is_not_the_figure_that_it_cites_is_a_fault(tmp_path: Path) -> None:
    folder = scenario(tmp_path, "places/beira/runway_m", '"quoted"', 'exact = "the runway has 2,400 m"')
    assert value(folder, "places/beira/runway_m") == {"state": "agrees", "note": ""}
    places = folder / "places.csv"
    assert ",2400," in places.read_text(encoding="utf-8")
    places.write_text(places.read_text(encoding="utf-8").replace(",2400,", ",3400,"), encoding="utf-8")
    record = evidence_check(folder)
    note = "value differs: the scenario has 3,400 m, the evidence says 2,400 m"
    assert {item["id"]: item["state"] for item in record["anchors"]}["told"] == "exact"
    assert value(folder, "places/beira/runway_m") == {"state": "differs", "note": note}
    assert not record["valid"]
    assert f"places/beira/runway_m: {note}" in record["faults"]
    shown = evidence_check_text(record)
    assert "value differs   places/beira/runway_m" in shown
    for verb in (("evidence", "check"), ("check",)):
        result = CliRunner().invoke(app, [*verb, str(folder)])
        assert result.exit_code == 1
        assert note in result.output


def test_where_no_unit_tells_it_is_a_note(tmp_path: Path) -> None:
    folder = scenario(tmp_path, "places/beira/working", '"quoted"', 'figures = ["9 trucks"]\nparagraph = 2')
    record = evidence_check(folder)
    assert value(folder, "places/beira/working")["state"] == "unclear"
    assert record["valid"]
    assert "value differs   places/beira/working" in evidence_check_text(record)
    warned = [
        issue for issue in verbs.check(folder)["issues"] if issue["what"].startswith("places/beira/working: value")
    ]
    assert [issue["severity"] for issue in warned] == ["warning"]


def test_only_the_quoted_ends_of_a_distribution_are_compared(tmp_path: Path) -> None:
    key = "ground_times/beira:*:offload/time_h"
    basis = '{ low = "quoted", mode = "assumed", high = "quoted" }'
    folder = scenario(tmp_path, key, basis, 'figures = ["2 hours", "250 minutes"]')
    times = folder / "ground_times.csv"
    times.write_text("place,type,purpose,time_h\nbeira,*,offload,triangular(2; 3; {high})\n", encoding="utf-8")
    whole = times.read_text(encoding="utf-8")
    for high, state in (("4.1667", "agrees"), ("5", "differs")):
        times.write_text(whole.replace("{high}", high), encoding="utf-8")
        assert value(folder, key)["state"] == state


def test_what_states_no_number_is_not_compared(tmp_path: Path) -> None:
    folder = scenario(tmp_path, "places/beira/working", '"quoted"', f'exact_sha256 = "{"0" * 64}"\nparagraph = 1')
    assert value(folder, "places/beira/working")["note"] == "not compared: the evidence states no number"


@pytest.mark.parametrize("name", ["ukraine-2022", "ukraine-2021", "haiti-2010", "relief-small", "nepal-2015"])
def test_every_shipped_number_is_one_that_its_evidence_states(name: str) -> None:
    inputs = evidence_check(name)["inputs"]
    found = [item for item in (*inputs["quoted"], *inputs["converted"]) if item["evidence"]]
    assert found
    assert {item["value"]["state"] for item in found} <= {"agrees", "not compared"}
    assert any(item["value"]["state"] == "agrees" for item in found)


def test_slips_in_the_records_are_told_and_are_no_fault(tmp_path: Path) -> None:
    chain = 'chain = [ { who = "driver", mode = "said" }, { who = "A newsroom", mode = "reports" } ]'
    folder = scenario(tmp_path, "places/beira/working", '"quoted"', f'figures = ["9 trucks"]\n{chain}')
    book = folder / "evidence.toml"
    again = SOURCE.replace("[source.story]", "[source.again]")
    book.write_text(book.read_text(encoding="utf-8") + again, encoding="utf-8")
    record = evidence_check(folder)
    assert record["valid"]
    shown = evidence_check_text(record)
    for told in ("sources 'story' and 'again' have the same text", "the chain of evidence 'told' ends at the producer"):
        assert f"warning: {told}" in shown
        assert [i["severity"] for i in verbs.check(folder)["issues"] if i["what"].startswith(told)] == ["warning"]


@pytest.mark.parametrize(
    "name",
    [
        "ukraine-2022", "ukraine-2021", "haiti-2010", "relief-small", "berlin-1949", "nepal-2015", "turkiye-2023",
        "gaza-pier-2024",
    ],
)  # fmt: skip
def test_no_shipped_record_looks_like_a_slip(name: str) -> None:
    assert evidence_check(name)["slips"] == []


def test_a_mass_in_tonnes_is_compared_with_the_figure_of_its_requirement(tmp_path: Path) -> None:
    folder = scenario(tmp_path, "requirements/kits/mass_t", '"quoted"', 'figures = ["150 tonnes"]\nparagraph = 1')
    book = folder / "evidence.toml"
    book.write_text(book.read_text(encoding="utf-8").replace("requirements/*/quantity", "places/*/working"), "utf-8")
    table = folder / "requirements.csv"
    table.write_text(
        "req_id,origin,destination,cargo_class,mass_t,required\nkits,dubai,beira,bulk,{mass},D+9\n", encoding="utf-8"
    )
    whole = table.read_text(encoding="utf-8")
    name = "requirements/kits/mass_t"
    table.write_text(whole.replace("{mass}", "150"), encoding="utf-8")
    assert value(folder, name)["state"] == "agrees"
    table.write_text(whole.replace("{mass}", "180"), encoding="utf-8")
    assert value(folder, name)["note"] == "value differs: the scenario has 180 t, the evidence says 150 tonnes"
    table.write_text(whole.replace("{mass}", "150").replace("mass_t", "mass_st"), encoding="utf-8")
    assert value(folder, "requirements/kits/mass_st")["state"] == "differs"
