"""The verb `ledger`: files, scenarios and runs; by item and by date the parts make the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.exchange.readers import samples

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.reports.accounts import ledger_text
from openairlift.verbs.accounting import ledger
from openairlift.verbs.records import to_json
from openairlift.verbs.running import run

DRAWDOWNS = Path(__file__).parents[1] / "exchange" / "readers" / "us-drawdowns-ukraine.csv"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run("relief-small", runs=4, seed=7, out=tmp_path_factory.mktemp("runs")).folder


def amounts(record: dict[str, Any], step: str, mark: str, meter: str) -> list[float]:
    return [
        item["amount"]
        for row in record["rows"]
        if (row["step"], row["mark"], row["meter"]) == (step, mark, meter)
        for item in row["amounts"].values()
    ]


def test_a_run_says_what_it_sent_and_received_at_every_mark(stored: Path) -> None:
    record = ledger([str(stored)])
    assert record["sources"][0]["name"] == "relief-small, 4 runs"
    for meter in ("mass", "usd", "items", "people"):
        assert sum(amounts(record, "listed", "unspecified", meter)) > 0
        assert sum(amounts(record, "sent", "left_stock", meter)) >= sum(amounts(record, "received", "landed", meter))
    package = [share for share in record["shares"] if share["package"] == "lifesaving" and share["meter"] == "mass"]
    assert [share["mark"] for share in package] == ["left_stock", "landed", "at_hub", "forwarded", "delivered"]
    assert all(share["p10"] <= share["share"] + 1e-9 and share["share"] <= share["p90"] + 1e-9 for share in package)


@pytest.mark.parametrize("by", ["item", "date", "donor"])
def test_parts_by_item_and_by_date_make_the_whole(stored: Path, by: str) -> None:
    whole, parts = ledger([str(stored)]), ledger([str(stored)], by=("package", by))
    for step, mark in (("sent", "left_stock"), ("received", "landed"), ("received", "delivered")):
        for meter in ("mass", "usd", "items", "people"):
            expected = sum(amounts(whole, step, mark, meter))
            assert sum(amounts(parts, step, mark, meter)) == pytest.approx(expected, rel=1e-6)
    if by == "item":
        assert {row["item"] for row in parts["rows"]} > {"food", "blanket", ""}


def test_the_record_is_the_same_bytes_and_holds_no_path(stored: Path) -> None:
    first, second = to_json(ledger([str(stored)], by=("item",))), to_json(ledger([str(stored)], by=("item",)))
    assert first == second
    assert str(stored.parent).encode() not in first


def test_the_drawdowns_beside_the_scenario() -> None:
    record = ledger([str(DRAWDOWNS), "ukraine-2022"], names={"506a1-2022-02-25": "pkg350"})
    (row,) = [row for row in record["rows"] if row["package"] == "pkg350" and row["step"] == "authorised"]
    assert (len(row["amounts"]), row["difference"]) == (2, 0)
    text = ledger_text(record)
    assert "authorised (506(a)(1)): 31.36 bn USD, 53 entries, 2021-08-27 to 2024-09-26" in text
    assert "nothing authorised (506(a)(1)) from 2021-08-27 to 2022-02-25, 182 days" in text
    assert "nothing authorised (506(a)(1)) from 2023-09-21 to 2024-05-10, 232 days" in text
    assert "ledger by" not in text


def test_a_format_is_told_by_the_columns_or_written_before_the_file(tmp_path: Path) -> None:
    paths = []
    for name in ("kiel", "iati", "drawdowns"):
        path = tmp_path / f"{name}.csv"
        path.write_text(samples.FILES[name][0], encoding="utf-8")
        paths.append(str(path))
    xml = tmp_path / "a.xml"
    xml.write_text(samples.IATI_XML, encoding="utf-8")
    record = ledger([*paths, str(xml), f"kiel:{paths[0]}"], rates={"EUR": 1.1})
    assert [source["format"] for source in record["sources"]] == ["kiel", "iati", "drawdowns", "iati", "kiel"]
    assert [source["name"] for source in record["sources"]][-1] == "kiel.csv #2"
    assert record["rates"] == {"eur": 1.1}
    assert {row["meter"] for row in record["rows"]} == {"usd", "items"}
    assert "75%" in ledger_text(record)


def test_what_is_no_source_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(OpenAirliftError, match="fit no format with amounts; write FORMAT:FILE"):
        ledger([str(other)])
    with pytest.raises(OpenAirliftError, match="did you mean 'relief-small'"):
        ledger(["relief-smal"])
    with pytest.raises(UsageError, match="did you mean 'package'"):
        ledger(["relief-small"], by=("packages",))
    with pytest.raises(UsageError, match="name a file"):
        ledger([])
