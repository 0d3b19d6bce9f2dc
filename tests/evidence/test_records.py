from __future__ import annotations

import pytest

from openairlift.evidence import Evidence, EvidenceBook, Parameter


def param(key: str, basis: str = "assumed") -> Parameter:
    table, _, rest = key.partition("/")
    row, _, column = rest.rpartition("/")
    return Parameter(key=key, table=table, row=row, column=column, basis={"value": basis})


def book(*keys: str) -> EvidenceBook:
    return EvidenceBook(params={key: param(key) for key in keys})


def test_own_key_wins_over_a_pattern() -> None:
    found = book("stock/*/quantity", "stock/hub:box/quantity").find_param("stock", "hub:box", "quantity")
    assert found is not None
    assert found.row == "hub:box"


def test_first_pattern_in_file_order_wins() -> None:
    found = book("stock/hub:*/quantity", "stock/*/quantity").find_param("stock", "hub:box", "quantity")
    assert found is not None
    assert found.row == "hub:*"
    found = book("stock/*/quantity", "stock/hub:*/quantity").find_param("stock", "hub:box", "quantity")
    assert found is not None
    assert found.row == "*"


def test_key_with_a_star_of_its_own_is_found_exactly() -> None:
    found = book("ground_times/*/time_h", "ground_times/hub:*:offload/time_h").find_param(
        "ground_times", "hub:*:offload", "time_h"
    )
    assert found is not None
    assert found.row == "hub:*:offload"


@pytest.mark.parametrize(("table", "key", "column"), [("items", "a", "q"), ("stock", "b", "q"), ("stock", "a", "r")])
def test_table_row_and_column_must_all_fit(table: str, key: str, column: str) -> None:
    assert book("stock/a*/q").find_param(table, key, column) is None
    assert book("stock/a*/q").find_param("stock", "a", "q") is not None


@pytest.mark.parametrize(
    ("pattern", "key", "fits"),
    [
        ("*", "hub>camp:road", True),
        ("hub>*", "hub>camp:road", True),
        ("*:road", "hub>camp:road", True),
        ("h*:r*d", "hub>camp:road", True),
        ("C-17A@*", "C-17A@hub", True),
        ("C-17A@*", "C-17AER@hub", False),
        ("hub", "hub#2", False),
        ("a.c*", "abc", False),
        ("[ab]*", "a", False),
        ("capacity:hub/*", "capacity:hub/parking", True),
    ],
)
def test_only_the_star_is_a_pattern(pattern: str, key: str, fits: bool) -> None:
    assert param(f"t/{pattern}/c").covers(key) is fits


def test_weakest_basis() -> None:
    mixed = Parameter(
        key="", table="", row="", column="", basis={"low": "quoted", "mode": "derived", "high": "converted"}
    )
    assert mixed.weakest == "derived"


def test_sources_of_evidence_come_once() -> None:
    records = {
        name: Evidence(id=name, source=source, says="x") for name, source in (("a", "s"), ("b", "s"), ("c", "t"))
    }
    assert EvidenceBook(evidence=records).sources_of(("a", "b", "c", "gone")) == ("s", "t")
