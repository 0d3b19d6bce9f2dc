from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.model import AircraftType, Distribution, FieldSpec, GroundTime, Shape, Traffic, specs
from openairlift.tables import CellError, Files
from openairlift.tables.distributions import parse_distribution


def field(record: type, column: str) -> FieldSpec:
    return next(spec for spec in specs(record) if spec.column == column)


TIME = field(GroundTime, "time_h")
SHARE = field(AircraftType, "payload_flown_share")


def read(text: str, spec: FieldSpec = TIME, suffix: str | None = "h", files: Files | None = None) -> Distribution:
    return parse_distribution(text, spec, suffix=suffix, files=files)


@pytest.mark.parametrize(
    ("text", "shape", "parameters"),
    [
        ("2.5", Shape.CONSTANT, (9000.0,)),
        ("150min", Shape.CONSTANT, (9000.0,)),
        ("triangular(1; 2; 3)", Shape.TRIANGULAR, (3600.0, 7200.0, 10800.0)),
        ("triangular(high=3; low=1; mode=2)", Shape.TRIANGULAR, (3600.0, 7200.0, 10800.0)),
        ("Uniform( 1 ; 90min )", Shape.UNIFORM, (3600.0, 5400.0)),
        ("uniform(2; 2)", Shape.UNIFORM, (7200.0, 7200.0)),
        ("lognormal(mean=2; cv=0.3)", Shape.LOGNORMAL, (7200.0, 0.3)),
        ("lognormal(2; 0)", Shape.LOGNORMAL, (7200.0, 0.0)),
        ("empirical(3; 1; 2)", Shape.EMPIRICAL, (3600.0, 7200.0, 10800.0)),
    ],
)
def test_reads_each_shape_into_the_stored_unit(text: str, shape: Shape, parameters: tuple[float, ...]) -> None:
    assert read(text) == Distribution(shape, parameters)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("triangular(3; 2; 1)", "out of order"),
        ("uniform(2; 1)", "out of order"),
        ("uniform(1)", "needs 2 numbers and has 1"),
        ("triangular(1, 2, 3)", "separate numbers by ';'"),
        ("uniform(-1; 2)", "too small"),
        ("lognormal(mean=0; cv=1)", "mean that is not above 0"),
        ("lognormal(mean=1; cv=-1)", "coefficient of variation"),
        ("lognormal(mean=1; mean=2)", "twice or not at all"),
        ("lognormal(mean=1; sd=2)", "no parameter"),
        ("lognormal(mean=1; 2)", "twice or not at all"),
        ("trianglar(1; 2; 3)", "no distribution"),
        ("triangular(1; 2; nan)", "no number"),
        ("triangular(1; 2; 3", "no distribution"),
        ("empirical()", "no file and no numbers"),
        ("empirical(1; x)", "no number"),
    ],
)
def test_faults_are_named(text: str, part: str) -> None:
    with pytest.raises(CellError, match=part):
        read(text)


def test_misspelled_shape_has_a_nearest_name() -> None:
    with pytest.raises(CellError) as caught:
        read("trianglar(1; 2; 3)")
    assert caught.value.nearest == "triangular"


def test_limits_hold_for_every_parameter() -> None:
    assert read("uniform(0.5; 1)", SHARE, None).parameters == (0.5, 1.0)
    with pytest.raises(CellError, match="too large"):
        read("uniform(0.5; 1.1)", SHARE, None)
    with pytest.raises(CellError, match="no upper end"):
        read("lognormal(mean=0.5; cv=0.1)", SHARE, None)
    with pytest.raises(CellError, match="too small"):
        read("uniform(0; 2)", field(Traffic, "ground_h"))


def test_coefficient_of_variation_has_no_unit() -> None:
    assert read("lognormal(mean=120min; cv=0.3)").parameters == (7200.0, 0.3)
    with pytest.raises(CellError):
        read("lognormal(mean=2; cv=0.3h)")


def test_empirical_file_is_asked_of_the_callback() -> None:
    files = {"times.csv": b"\xef\xbb\xbfvalue\n2\n1\n\n"}
    assert read("empirical(times.csv)", files=files.get).parameters == (3600.0, 7200.0)
    for text in ("empirical(other.csv)", "empirical(../times.csv)", "empirical(/etc/passwd)"):
        with pytest.raises(CellError):
            read(text, files=files.get)
    with pytest.raises(CellError, match="not beside the tables"):
        read("empirical(times.csv)")
    with pytest.raises(CellError, match="holds no numbers"):
        read("empirical(times.csv)", files={"times.csv": b"value\n"}.get)
    with pytest.raises(CellError, match="not UTF-8"):
        read("empirical(times.csv)", files={"times.csv": b"\xff"}.get)
    # A name that begins with a digit is a file too.
    assert read("empirical(2022.csv)", files={"2022.csv": b"1"}.get).parameters == (3600.0,)


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=3, max_size=3))
def test_triangular_reads_back(numbers: list[float]) -> None:
    low, mode, high = sorted(numbers)
    found = read(f"triangular({low!r}; {mode!r}; {high!r})", suffix="s")
    assert found == Distribution(Shape.TRIANGULAR, (low, mode, high))


@given(st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=20))
def test_written_distribution_reads_back(values: list[int]) -> None:
    found = Distribution(Shape.EMPIRICAL, tuple(float(value) for value in sorted(values)))
    assert read(str(found), suffix="s") == found
