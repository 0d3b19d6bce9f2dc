"""The language of claims: what it reads, how it binds, where it stops, and that nothing is evaluated as Python."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.thrown import throw

from openairlift.evidence.language import (
    Binary,
    Call,
    Name,
    Node,
    Number,
    Rule,
    TestError,
    Text,
    Unary,
    check_test,
    parse_rule,
    parse_test,
    walk,
)

READINGS = {"mark": ["at_hub", "delivered"], "start": ["2022-02-25", "first landing"], "n": [2, 4], "rule": ["120 h"]}


def shape(node: Node) -> object:
    """Return a tree as nested tuples, without places."""
    match node:
        case Number():
            return node.value
        case Text():
            return f"'{node.value}'"
        case Name():
            return node.name
        case Unary():
            return (node.sign, shape(node.operand))
        case Binary():
            return (shape(node.left), node.sign, shape(node.right))
        case Call():
            return (node.function, *((name, shape(value)) for name, value in node.arguments))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3 > 4", ((1, "+", (2, "*", 3)), ">", 4)),
        ("(1 + 2) * 3 > 4", (((1, "+", 2), "*", 3), ">", 4)),
        ("8 - 4 - 2 == 2", (((8, "-", 4), "-", 2), "==", 2)),
        ("-a / -b != .5 * 2" .replace(".5", "0.5"), ((("-", "a"), "/", ("-", "b")), "!=", (0.5, "*", 2))),
        ("not a > 1 and b < 2 or c >= 3", ((("not", ("a", ">", 1)), "and", ("b", "<", 2)), "or", ("c", ">=", 3))),
        ("f('x', k = \"y z\") <= 1e3", (("f", ("", "'x'"), ("k", "'y z'")), "<=", 1000)),
        ("f() > 0", (("f",), ">", 0)),
    ],
)  # fmt: skip
def test_what_binds_how(text: str, tree: object) -> None:
    assert shape(parse_test(text)) == tree


@pytest.mark.parametrize(
    ("text", "at", "what"),
    [
        ("", 1, "ends here, where a value is needed"),
        ("1 >", 4, "ends here, where a value is needed"),
        ("1 > 2 > 3", 7, "can't be chained"),
        ("1 = 2", 3, "'=' compares nothing"),
        ("1 => 2", 3, "'=>' compares nothing"),
        ("1 =< 2", 3, "'=<' compares nothing"),
        ("1 > 50 %", 8, "no per cent sign"),
        ("1 > 50%", 7, "no per cent sign"),
        ("f(1", 4, "stands between arguments"),
        ("(1 > 2", 7, "closes a bracket"),
        ("1 > 2)", 6, "after the end"),
        ("a.b > 1", 2, "begins nothing"),
        ("1 > 'x", 5, "a text has no end"),
        ("1_000 > 1", 2, "followed by '_'"),
        ("0x10 > 1", 2, "followed by 'x'"),
        ("1e999 > 1", 1, "too large"),
        ("9" * 41 + " > 1", 1, "too large or too long"),
        ("lambda: 1", 7, "begins nothing"),
        ("é > 1", 1, "begins nothing"),
        ("９ > 1", 1, "begins nothing"),
        ("not", 4, "a value is needed"),
        ("and > 1", 1, "'and' stands where a value"),
        ("f(a=1, =2)", 8, "a value is needed"),
    ],
)
def test_a_fault_says_where_it_is(text: str, at: int, what: str) -> None:
    with pytest.raises(TestError, match=re.escape(what)) as found:
        parse_test(text)
    assert found.value.at == at


@pytest.mark.parametrize(
    ("text", "near"), [("1 => 2", ">="), ("1 =< 2", "<="), ("1 = 2", "=="), ("1 = > 2", "=="), ("1 =- 2", "==")]
)
def test_a_lone_equals_sign_names_the_comparison_that_is_meant(text: str, near: str) -> None:
    with pytest.raises(TestError) as found:
        parse_test(text)
    assert found.value.near == near


def test_a_share_in_per_cent_is_told_how_it_is_written() -> None:
    with pytest.raises(TestError) as found:
        parse_test("1 > 50 %")
    assert found.value.allowed == "a share as a number: 0.5 for 50 %"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("(" * 30 + "1" + ")" * 30 + " > 0", "too deep"),
        ("not " * 30 + "1 > 0", "too deep"),
        ("-" * 30 + "1 > 0", "too deep"),
        ("1" + " + 1" * 50 + " > 0", "too many operations"),
        (" and ".join(["1 > 0"] * 50), "too many operations"),
        ("f(" + ", ".join(["1"] * 250) + ") > 1", "too many parts"),
        ("1 > 0" + " " * 2000, "characters"),
    ],
)
def test_limits(text: str, what: str) -> None:
    with pytest.raises(TestError, match=what):
        parse_test(text)


def test_up_to_the_limits_it_reads() -> None:
    assert parse_test("(" * 22 + "1" + ")" * 22 + " > 0")
    assert parse_test("1" + " + 1" * 40 + " > 0")


def faults(text: str, **undefined: str) -> list[tuple[int, str, str | None]]:
    return [(fault.at, fault.what, fault.near) for fault in check_test(parse_test(text), READINGS, undefined).found]


def test_a_sound_test_has_no_faults_and_says_what_it_uses() -> None:
    tree = parse_test(
        "share(meter='usd', mark=mark, of='authorised', package='p', at=end(start, days=5, rule=rule)) >= 0.7 "
        "and days(date_of(mark=mark) - start) <= n and stock('tents', place='hub') / rate > n"
    )
    found = check_test(tree, READINGS, {"rate": "not stated"})
    assert not found.found
    assert found.used == {"mark", "start", "rule", "n", "rate"}
    assert found.ids == {("packages", "p"), ("items", "tents"), ("places", "hub")}


@pytest.mark.parametrize(
    ("text", "at", "what", "near"),
    [
        ("shar(mark=mark, at=start) > 1", 1, "no such function", "share"),
        ("share(meter='usd', mark='at_hb', at=start) > 1", 25, "'at_hb' is no mark", "at_hub"),
        ("share(metr='usd', mark=mark, at=start) > 1", 12, "share has no argument 'metr'", "meter"),
        ("share(mark=mark, at=start) > 1", 1, "share needs 'meter'", None),
        ("mass(mark=mark, mark=mark, at=start) > 1", 22, "has 'mark' twice", None),
        ("mass(mark, start, 'p', 'i', 5) > 1", 29, "stands too late", None),
        ("mass(mark=mark, start) > 1", 17, "stands too late", None),
        ("mass(mark=mark, at=5) > 1", 20, "'at' of mass is a number", None),
        ("mass(mark=mark, at='soon') > 1", 20, "'soon'", None),
        ("mass(mark=mark, at=mark) > 1", 20, "'at_hub'", None),
        ("mass(mark=mark, at=starts) > 1", 20, "'starts' has no readings", "start"),
        ("mass > 1", 1, "needs its arguments", None),
        ("mark > 1", 6, "a text is compared with a number", None),
        ("start > 1", 7, "a text is compared with a number", None),
        ("days(1) > 1", 9, "a duration is compared with a number", None),
        ("date_of(mark=mark) + date_of(mark=mark) > start", 20, "a moment is added to a moment", None),
        ("date_of(mark=mark) * 2 > start", 20, "multiplied by", None),
        ("days('x') > days(1)", 1, "days of a text", None),
        ("1 + 2", 3, "is a number, neither true nor false", None),
        ("not 5 > 2 and 3", 15, "'and' joins a number", None),
        ("end(start, days=4, rule=rule) > start", 25, "does not end 4 days", None),
        ("end(start, days=5, rule='by noon') > start", 25, "no day rule", None),
        ("share(meter='mass', mark=mark, of='authorised', at=start) > 1", 35, "authorised amount is in USD", None),
    ],
)
def test_faults_of_meaning(text: str, at: int, what: str, near: str | None) -> None:
    found = faults(text)
    assert found, text
    assert found[0][0] == at
    assert what in found[0][1]
    assert found[0][2] == near


def test_every_fault_is_told_at_once_and_once() -> None:
    found = faults("shar(mark=mrk) + count('arrivls', place='hub') > nn")
    assert [what.split(":")[0] for _, what, _ in found] == [
        "no such function", "the parameter 'mrk' has no readings", "'arrivls' is no what",
        "the parameter 'nn' has no readings",
    ]  # fmt: skip


def test_mixed_readings_are_a_fault() -> None:
    found = check_test(parse_test("x > 1"), {"x": [1, "a"]}, {})
    assert "mix" in found.found[0].what


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("120 h", Rule(hours=120)), ("48h", Rule(hours=48)), ("end of fifth day", Rule(days=5)),
        ("end of day 12", Rule(days=12)), ("end of 3rd day", Rule(days=3)), ("end of eleventh day", None),
        ("5 days", None), ("end of fifth days", None),
    ],
)  # fmt: skip
def test_day_rules(text: str, rule: Rule | None) -> None:
    assert parse_rule(text) == rule


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse_test(text)
    except TestError as error:
        at = error.at
    else:
        at = 1
        assert sum(1 for _ in walk(tree)) <= 201
        check_test(tree, READINGS, {})
    assert 1 <= at <= len(text) + 1


def test_thrown_strings_run_no_code_and_take_no_memory() -> None:
    found = throw(1500, seed=3)
    assert found["code_run"] == 0, found["forbidden"]
    assert found["most_mb"] < 20
    assert found["worked_out"] > 50
    assert found["read"] > found["checked"] > found["worked_out"]
