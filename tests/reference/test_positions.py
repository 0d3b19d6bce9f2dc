from __future__ import annotations

import pytest

from openairlift import reference


def test_position_by_code() -> None:
    found = reference.position("EPRZ")
    assert found is not None
    lat, lon, country, name = found
    assert lat == pytest.approx(50.11, abs=0.01)
    assert lon == pytest.approx(22.02, abs=0.01)
    assert (country, "Rzesz" in name) == ("PL", True)


@pytest.mark.parametrize("code", ["", "XXXX", "eprz", "RZE"])
def test_what_is_no_icao_code_has_no_position(code: str) -> None:
    assert reference.position(code) is None


def test_icao_code_of_either_code() -> None:
    assert reference.icao_of("rze") == "EPRZ"
    assert reference.icao_of("EPRZ") == "EPRZ"
    assert reference.icao_of("???") is None


def test_nearest_code() -> None:
    assert reference.nearest_code("EPRX") is not None
    assert reference.nearest_code("??") is None


def test_every_shipped_airfield_has_a_position_in_its_country() -> None:
    for key, place in reference.airfields().records.items():
        found = reference.position(key)
        assert found is not None, key
        assert found.country == place.country, key
