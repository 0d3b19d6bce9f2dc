"""Every reader: its mapping is complete and true, nothing is left out unseen, and what it writes is a scenario's."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from importlib.metadata import EntryPoint

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.errors import Issue, OpenAirliftError, ScenarioError, Severity, UsageError
from openairlift.exchange.readers import Imported, Source, Use, find_reader, reader_names, registry, sheet_of_rows
from openairlift.exchange.readers.columns import plain
from openairlift.exchange.readers.sheets import sheet_of
from openairlift.model import TABLES
from openairlift.tables import RawRow, RawTable, find_column, parse_table
from tests.exchange.readers import samples

START = datetime(2026, 3, 9, tzinfo=UTC)
CASES = [(name, at) for name, files in samples.FILES.items() for at in range(len(files))]


def read(name: str, text: str | bytes, **settings: object) -> Imported:
    data = text.encode() if isinstance(text, str) else text
    return find_reader(name).read(Source(file="f.csv", data=data, **settings))  # type: ignore[arg-type]


def rows_of(text: str) -> list[list[str]]:
    return [list(line.cells) for line in sheet_of(text.encode(), file="f.csv").lines]


def text_of(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def test_every_reader_is_an_entry_point_and_has_samples() -> None:
    assert set(reader_names()) >= set(samples.FILES)
    ours = [point for point in registry.entry_points(group=registry.GROUP) if point.value.startswith("openairlift.")]
    assert {point.name for point in ours} == set(samples.FILES)


@pytest.mark.parametrize("name", samples.FILES)
def test_a_mapping_names_real_columns_of_tables_that_are_written(name: str) -> None:
    reader = find_reader(name)
    keys = [column.key for column in reader.columns]
    assert len(keys) == len(set(keys))
    spelled = [plain(word) for column in reader.columns for word in {plain(n): n for n in column.names}]
    assert len(spelled) == len(set(spelled)), "one header would mean two columns"
    for column in reader.columns:
        assert column.meaning.endswith(".")
        assert bool(column.to) == (column.use is Use.READ), column.key
        for target in column.to:
            table, _, field = target.partition(".")
            assert target == "ledger" or (table in reader.tables and find_column(TABLES[table], field)), target


@pytest.mark.parametrize("name", samples.FILES)
def test_every_column_of_a_mapping_has_the_effect_that_it_says(name: str) -> None:
    """Blank one column after the other: what is read changes the outcome, what is kept only its x_ column."""
    reader = find_reader(name)
    proved: set[str] = set()
    for text in samples.FILES[name]:
        if text.startswith("<?xml"):
            continue
        rows = rows_of(text)
        match = {}
        for column in reader.columns:
            names = {plain(word) for word in column.names}
            for at, row in enumerate(rows[:10]):
                for cell, word in enumerate(row):
                    base = plain(word)
                    tag = word.startswith("#") and any(
                        set(base.split("+")) >= set(n.split("+")) and base.split("+")[0] == n.split("+")[0]
                        for n in names
                    )
                    if base in names or tag or (column.dimension and any(base.startswith(f"{n} ") for n in names)):
                        match.setdefault(column.key, []).append((at, cell))
        whole = read(name, text, dates="dmy")
        for column in reader.columns:
            for at, cell in match.get(column.key, ()):
                changed = [list(row) for row in rows]
                for row in changed[at + 1 :]:
                    if cell < len(row):
                        row[cell] = ""
                try:
                    other = read(name, text_of(changed), dates="dmy")
                except ScenarioError:
                    if column.use is Use.READ:
                        proved.add(column.key)
                    continue
                same = other.tables == whole.tables and other.entries == whole.entries
                if column.use is Use.PASSED:
                    assert same, column.key
                    proved.add(column.key)
                elif column.use is Use.KEPT and not same:
                    kept = {x for rows_ in whole.tables.values() for row in rows_ for x in row}
                    assert f"x_{column.key}" in kept
                    proved.add(column.key)
                elif not same or other.left_out != whole.left_out:
                    proved.add(column.key)
    assert {column.key for column in reader.columns} - proved == set()


@pytest.mark.parametrize(("name", "at"), CASES)
def test_what_is_written_can_be_read_by_a_scenario(name: str, at: int) -> None:
    found = read(name, samples.FILES[name][at], dates="mdy" if name == "kiel" else "dmy")
    assert set(found.tables) <= set(find_reader(name).tables)
    for table, rows in found.tables.items():
        header = tuple(dict.fromkeys(column for row in rows for column in row))
        raw = RawTable(table, f"{table}.csv", header)
        raw.rows = [RawRow(i, {k: v for k, v in row.items() if v}) for i, row in enumerate(rows, 2)]
        issues: list[Issue] = []
        parsed = parse_table(raw, TABLES[table], start=START, issues=issues)
        assert issues == []
        assert len(parsed.rows) == len(rows)


@pytest.mark.parametrize(("name", "at"), CASES)
def test_no_row_and_no_column_goes_unseen(name: str, at: int) -> None:
    text = samples.FILES[name][at]
    found = read(name, text)
    assert found.rows <= found.used + sum(found.left_out.values())
    assert all(issue.severity is Severity.WARNING for issue in found.issues)
    assert all(fate.fate in ("read", "kept", "passed over", "not understood") for fate in found.columns)
    for fate in found.columns:
        if fate.fate == "not understood":
            assert any(issue.column == fate.header for issue in found.issues)


@pytest.mark.parametrize(
    ("name", "at"), [case for case in CASES if not samples.FILES[case[0]][case[1]].startswith("<")]
)
def test_a_workbook_feeds_the_same_rows(name: str, at: int) -> None:
    """Whoever reads a workbook hands over rows of cells; the outcome is that of the CSV file."""
    text = samples.FILES[name][at]
    rows = [(line.number, line.cells) for line in sheet_of(text.encode(), file="f.csv").lines]
    source = Source(file="f.csv", data=text.encode(), table=sheet_of_rows(rows, file="f.csv"))
    assert find_reader(name).read(source) == read(name, text)


def test_xml_and_csv_of_iati_give_the_same_amounts() -> None:
    xml, table = read("iati", samples.IATI_XML), read("iati", samples.IATI_CSV)
    ours = [(e.step, e.word, e.amount, e.on, e.package) for e in xml.entries]
    assert ours == [(e.step, e.word, e.amount, e.on, e.package) for e in table.entries[:2]]
    assert [entry.meter for entry in xml.entries] == ["usd", "eur"], "the activity's default currency counts"
    assert xml.notes == ("The element transaction/odd-thing (1 times) is not understood; nothing is made of it.",)


# --- units and dates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tpfdd", "ULN,POE,destination,total (MT)\nA,b,c,5\n"),
        ("tpfdd", "ULN,POE,destination,bulk tons\nA,b,c,5\n"),
        ("tpfdd", "ULN,POE,destination,total (st),Tons\nA,b,c,5,5\n"),
        ("tpfdd", "ULN,POE,destination,total (st)\nA,b,c,5 tons\n"),
        ("service-request", "From,To,Description,Weight (MT)\na,b,c,5\n"),
        ("service-request", "From,To,Description,Weight (kg)\na,b,c,5 mt\n"),
        ("hxl", "#item+name,#loc+name,#item+weight+mt\na,b,5\n"),
    ],
)
def test_a_bare_ton_is_an_error_that_names_the_three_meanings(name: str, text: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(name, text)
    for words in ("1,000 kg", "short ton", "long ton"):
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("header", "cell", "mass_kg"),
    [
        ("total (kg)", "5", 5),
        ("total_t", "5", 5000),
        ("Total [short tons]", "1", 907.18474),
        ("STONS", "1", 907.18474),
        ("total (metric tons)", "5", 5000),
        ("total lbs", "100", 45.359237),
        ("total (kg)", "2 st", 1814.36948),
    ],
)
def test_units_of_header_and_cell(header: str, cell: str, mass_kg: float) -> None:
    (row,) = read("tpfdd", f"ULN,POE,destination,{header}\nA,b,c,{cell}\n").tables["requirements"]
    assert float(row["mass_kg"]) == pytest.approx(mass_kg)


def test_a_mass_without_a_unit_is_refused() -> None:
    with pytest.raises(ScenarioError, match="names no unit"):
        read("tpfdd", "ULN,POE,destination,total\nA,b,c,5\n")


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("041200ZMAR22", None, "2022-03-04T12:00Z"),
        ("C+3", None, "C+003"),
        ("d-2", None, "D-002"),
        ("2022-03-04T13:00+01:00", None, "2022-03-04T12:00Z"),
        ("2022-03-04 00:00:00", None, "2022-03-04"),
        ("25/02/2022", None, "2022-02-25"),
        ("04/03/2022", "mdy", "2022-04-03"),
        ("4-Mar-22", None, "2022-03-04"),
        ("04/03/2022", None, ""),
        ("2022-03-04T12:00", None, ""),
        ("30/30/2022", None, ""),
    ],
)
def test_dates_are_read_as_planners_write_them_or_told(text: str, order: str | None, moment: str) -> None:
    found = read("tpfdd", f"ULN,POE,destination,PAX,ALD\nA,b,c,5,{text}\n", dates=order)
    assert found.tables["requirements"][0].get("ready", "") == moment
    assert [issue.column for issue in found.issues] == ([] if moment else ["ALD"])


# --- what single readers do ----------------------------------------------------------------------------------------


def test_a_line_becomes_people_and_cargo_by_class() -> None:
    found = read("tpfdd", samples.TPFDD)
    rows = {row["req_id"]: row for row in found.tables["requirements"]}
    assert rows["U001-pax"]["people"] == "25"
    assert [float(rows[f"C002-{name}"]["mass_kg"]) for name in ("bulk", "oversize", "outsize")] == pytest.approx(
        [20 * 907.18474, 10 * 907.18474, 5 * 907.18474]
    )
    assert (rows["C002-bulk"]["origin"], rows["C002-bulk"]["destination"]) == ("Port", "Camp")
    assert found.tables["items"][0]["cargo_class"] == "outsize", "112 in are higher than 105 in"
    assert found.tables["stock"] == (
        {"place": "depot-one", "item": "truck-5-t", "ready": "C+001", "quantity": "4"},
    )  # what a requirement asks for lies in the stock of its origin
    assert "it does not go by air" in found.left_out
    assert {row["icao"] for row in found.tables["places"]} == {"KDOV", "EPRZ", "KMIA", "LEMO"}, (
        "GEOLOC codes are no ICAO codes"
    )


def test_a_request_is_read_as_a_form_and_as_a_table() -> None:
    form = read("service-request", samples.SRF, dates="dmy")
    tent, chlorine = form.tables["requirements"]
    assert (tent["req_id"], tent["item"], tent["quantity"], tent["ready"]) == (
        *("MOZ-0042-1", "family-tent", "100"),
        "2026-03-09",
    )
    assert form.tables["items"][0]["unit_mass_kg"] == "110"
    assert (chlorine["mass_kg"], chlorine["x_volume_m3"]) == ("1000", "2")
    flat = read("service-request", samples.SRF_FLAT)
    assert [row["unit_mass_kg"] for row in flat.tables["items"]] == ["80", "20"]
    assert {row["id"]: row["lat"] for row in flat.tables["places"]} == {"Nairobi": "-1.3", "Juba": "4.87"}


def test_names_of_the_file_may_stand_for_ids_of_the_scenario() -> None:
    found = read("tpfdd", samples.TPFDD, names={"Depot One": "joburg", "camp": "dondo"})
    ends = {(row["origin"], row["destination"]) for row in found.tables["requirements"]}
    assert ("joburg", "POD1") in ends
    assert ("Port", "dondo") in ends


def test_two_names_never_share_an_id() -> None:
    text = "From,To,Description,Weight (kg),IU\na,b,Tent (large),5,1\na,b,Tent large,7,1\n"
    rows = read("service-request", text).tables
    assert [row["item"] for row in rows["items"]] == ["tent-large", "tent-large-2"]
    assert [row["item"] for row in rows["requirements"]] == ["tent-large", "tent-large-2"]


def test_the_longest_open_runway_counts() -> None:
    rows = {row["id"]: row for row in read("ourairports", samples.RUNWAYS).tables["places"]}
    assert (rows["EPRZ"]["runway_m"], rows["EPRZ"]["x_surface"], rows["ETAR"]["runway_m"]) == ("3200", "ASP", "2835")
    some = read("ourairports", samples.RUNWAYS, only=("ETAR", "EPRX"))
    assert [row["id"] for row in some.tables["places"]] == ["ETAR"]
    assert [issue.got for issue in some.issues] == ["long", "EPRX"]


def test_a_list_without_a_header_is_read_in_its_published_order() -> None:
    body = samples.UNLOCODE.split("\n", 1)[1]
    with_header, without = read("unlocode", samples.UNLOCODE), read("unlocode", body)
    assert without.tables == with_header.tables
    assert "no header" in without.notes[0]
    rows = {row["id"]: row for row in without.tables["places"]}
    assert (rows["SSJUB"]["lat"], rows["SSJUB"]["lon"]) == ("4.8500", "31.6167")
    assert rows["MZBEW"]["lat"] == "-19.8333"


def test_the_deepest_code_is_the_place_in_either_case() -> None:
    upper, lower = read("pcodes", samples.PCODES), read("pcodes", samples.PCODES.lower())
    for found in (upper, lower):
        assert [row["id"] for row in found.tables["places"]] == ["MZ0502", "MZ05030101", "MZ06", "MZ050302", "MZ"]


def test_a_row_of_tags_is_read_for_the_mapping_and_stripped() -> None:
    found = read("hxl", samples.HXL)
    assert [row["req_id"] for row in found.tables["requirements"]] == ["r1", "r2"]
    assert found.tables["items"][0]["unit_mass_kg"] == "55"
    with pytest.raises(ScenarioError, match="no row of HXL tags"):
        read("hxl", "a,b\n1,2\n")


def test_the_wrong_layout_is_told_with_the_columns_wanted() -> None:
    with pytest.raises(ScenarioError, match="no header line with columns of this layout"):
        read("kiel", "a,b\n1,2\n")
    with pytest.raises(ScenarioError, match="required column is missing"):
        read("drawdowns", "date,authority\n2022-01-01,x\n")
    with pytest.raises(ScenarioError, match="is empty"):
        read("kiel", "")


def test_a_column_that_is_nearly_known_is_named() -> None:
    found = read("kiel", samples.KIEL.replace("explanation", "explanatoin"), dates="mdy")
    (issue,) = [issue for issue in found.issues if issue.column == "explanatoin"]
    assert issue.nearest == "explanation"


# --- the interface ---------------------------------------------------------------------------------------------------


def test_a_reader_of_another_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    there = registry.entry_points(group=registry.GROUP)
    theirs = EntryPoint("kiel", "json:loads", registry.GROUP)
    broken = EntryPoint("broken", "no_such_package:READER", registry.GROUP)
    no_reader = EntryPoint("no-reader", "json:loads", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [theirs, broken, no_reader, *there])
    assert "broken" in reader_names()
    assert find_reader("kiel").name == "kiel", "ours is not replaced unseen"
    with pytest.raises(OpenAirliftError, match="can't be loaded"):
        find_reader("broken")
    with pytest.raises(OpenAirliftError, match="is no reader"):
        find_reader("no-reader")
    with pytest.raises(UsageError, match="did you mean 'tpfdd'"):
        find_reader("tpfd")


# --- properties ------------------------------------------------------------------------------------------------------

names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=12).map(
    lambda text: f"x{text}"
)
amounts = st.integers(1, 10**9)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.dates(datetime(2000, 1, 1).date()), names, amounts), min_size=1, max_size=8))  # noqa: DTZ001
def test_a_ledger_that_was_written_is_read_back(rows: list[tuple[object, str, int]]) -> None:
    rows = [(on, name, usd) for on, name, usd in rows if on.isoformat() < "2199"]  # type: ignore[attr-defined]
    text = text_of([["date", "authority", "usd_max"], *([on.isoformat(), n, str(usd)] for on, n, usd in rows)])  # type: ignore[attr-defined]
    if rows:
        found = read("drawdowns", text)
        assert [(e.on, e.amount) for e in found.entries] == [(on.isoformat(), usd) for on, _, usd in rows]  # type: ignore[attr-defined]
        assert len({row["package"] for row in found.tables["packages"]}) == len(rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(names, st.integers(1, 500), st.integers(1, 10**6)), min_size=1, max_size=8))
def test_a_request_keeps_every_kilogram(rows: list[tuple[str, int, int]]) -> None:
    head = ["From", "To", "Description", "HU", "Weight (kg)"]
    text = text_of([head, *(["a", "b", name, str(count), str(mass)] for name, count, mass in rows)])
    found = read("service-request", text).tables
    mass = {row["item"]: float(row["unit_mass_kg"]) for row in found["items"]}
    asked = [mass[row["item"]] * float(row["quantity"]) for row in found["requirements"]]
    assert asked == pytest.approx([m for _, _, m in rows])
    lying = sum(mass[row["item"]] * float(row["quantity"]) for row in found["stock"])
    assert lying == pytest.approx(sum(m for _, _, m in rows))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*(st.integers(0, 5000) for _ in range(4))), min_size=1, max_size=8))
def test_a_line_keeps_its_short_tons(rows: list[tuple[int, int, int, int]]) -> None:
    body = [[f"U{i}", "a", "b", *map(str, row)] for i, row in enumerate(rows)]
    head = ["ULN", "POE", "destination", "PAX", "bulk (st)", "oversize (st)", "outsize (st)"]
    if any(any(row) for row in rows):
        found = read("tpfdd", text_of([head, *body]))
        mass = sum(float(row["mass_kg"]) for row in found.tables["requirements"] if row.get("mass_kg"))
        assert mass == pytest.approx(907.18474 * sum(sum(row[1:]) for row in rows))
        assert sum(int(row["people"]) for row in found.tables["requirements"] if row.get("people")) == sum(
            row[0] for row in rows
        )


def test_a_kiel_allocation_is_part_of_its_commitment_and_no_value_counts_twice() -> None:
    """Published sums: commitments of every row's activity, allocations of the sub-activities of allocated rows."""
    found = read("kiel", samples.KIEL_WHOLE)
    sums: dict[tuple[str, str, str], float] = {}
    for entry in found.entries:
        key = (entry.donor, entry.step, entry.meter)
        sums[key] = sums.get(key, 0.0) + entry.amount
    assert sums[("Alphaland", "announced", "eur")] == 1_000_000 + 5_000_000
    assert sums[("Alphaland", "authorised", "eur")] == 700_000 + 200_000
    assert sums[("Alphaland", "received", "eur")] == 300_000
    assert sums[("Alphaland", "authorised", "items")] == 540
    assert sums[("Betaland", "authorised", "eur")] == 80_000, "not spread: the sub-activity's own value counts"
    assert [row["package"] for row in found.tables["packages"]] == ["AAA1", "AAA2", "BBB1"]
    assert not found.issues
    assert any("part of the former" in note for note in found.notes)


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("R2D", "oversize"),
        ("K1A", "outsize"),
        ("j3c", "bulk"),
        ("R0A", None),
        ("", "bulk"),
        ("R", "bulk"),
        ("RZZ", "bulk"),
    ],
)
def test_a_category_code_gives_the_class_of_a_total(code: str, made: str | None) -> None:
    """Level III: what no aircraft takes is left out, and a code that is none is told."""
    text = f"ULN,POE,destination,CCC,STONS\nA,b,c,{code},5\nB,b,c,J3B,5\n"
    found = read("tpfdd", text)
    classes = {row["req_id"]: row["cargo_class"] for row in found.tables["requirements"]}
    assert classes.get("A") == made
    assert classes["B"] == "bulk"
    assert ("A" not in classes) == any("not air-transportable" in reason for reason in found.left_out)
    assert (code in ("R", "RZZ")) == any(issue.column == "CCC" for issue in found.issues)
    assert (code in ("", "R", "RZZ")) == any("may need larger aircraft" in note for note in found.notes)
