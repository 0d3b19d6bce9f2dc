"""Claims in ``evidence.toml``: their tests are read with the file, and what is wrong is an issue with its place."""

from __future__ import annotations

import pytest
from tests.scenario.tiny import FILES

from openairlift.errors import ScenarioError, pointed
from openairlift.scenario import Scenario, freeze, read_scenario, thaw
from openairlift.verbs.records import issue_record

CLAIM = """
[claim.c1]
says = "Half of it was there in three days"
test = "share(meter=meter, mark=mark, package='relief', at=end(start, days=3, rule=rule)) >= 0.5"
meter = ["mass", "usd"]
mark = ["landed", "delivered"]
start = ["2024-05-06", "first landing"]
rule = ["72 h", "end of third day"]
tz = "Europe/Sarajevo"
without = ["third-slot"]
note = "For tests."

[claim.c2]
says = "It would not last"
test = "stock(item=item) / use <= 7 * weeks"
weeks = 2
[claim.c2.undefined]
item = "none is named"
use = "no rate is stated"
"""


def read(text: str) -> Scenario:
    return read_scenario({name: content.encode() for name, content in {**FILES, "evidence.toml": text}.items()})


def test_a_claim_is_read_with_its_readings() -> None:
    claims = read(CLAIM).evidence.claims
    assert set(claims["c1"].readings) == {"meter", "mark", "start", "rule"}
    assert (claims["c1"].tz, claims["c1"].note) == ("Europe/Sarajevo", "For tests.")
    assert claims["c1"].without == ("third-slot",)
    assert claims["c2"].undefined == {"item": "none is named", "use": "no rate is stated"}
    assert claims["c2"].readings == {"weeks": (2,)}


def test_a_frozen_scenario_keeps_its_claims() -> None:
    made = read(CLAIM)
    assert thaw(freeze(made)).evidence.claims == made.evidence.claims


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "near"),
    [
        ("share(", "shar(", "claim.c1.test", "character 1: no such function", "share"),
        ("mark=mark", "mark=mrk", "claim.c1.test", "character 25: the parameter 'mrk' has no readings", "mark"),
        (") >= 0.5", ") => 0.5", "claim.c1.test", "'=>' compares nothing", ">="),
        ("package='relief'", "package='relif'", "claim.c1.test", "names no row of packages", "relief"),
        ('"landed", "delivered"', '"landet", "delivered"', "claim.c1.test", "'landet' is no mark", "landed"),
        ('"first landing"', '"first lending"', "claim.c1.test", "'first lending'", None),
        ('"72 h"', '"70 h"', "claim.c1.test", "'70 h' does not end 3 days", None),
        ("Europe/Sarajevo", "Europe/Sarajewo", "claim.c1.tz", "no such time zone", None),
        ("Europe/Sarajevo", "../etc/passwd", "claim.c1.tz", "no such time zone", None),
        ('["third-slot"]', '["third-slt"]', "claim.c1.without", "no such option", "third-slot"),
        ('note = "For tests."', "days = 3", "claim.c1.days", "does not read this parameter", None),
        ('item = "none is named"\n', "", "claim.c2.test", "'item' has no readings", None),
        ('item = "none is named"', 'item = ""', "claim.c2.undefined", "wrong kind of value", None),
        ("weeks = 2", f"weeks = {list(range(1001))}", "claim.c2", "1,001 readings", None),
        ('use = "no', 'weeks = "no', "claim.c2.weeks", "is undefined and has readings", None),
    ],
)
def test_what_is_wrong_is_an_issue(old: str, new: str, where: str, what: str, near: str | None) -> None:
    assert old in CLAIM
    with pytest.raises(ScenarioError) as found:
        read(CLAIM.replace(old, new, 1))
    issue = next(issue for issue in found.value.issues if issue.column == where and what in issue.what)
    assert issue.file == "evidence.toml"
    assert issue.nearest == near


def test_a_fault_is_shown_with_a_caret_in_text_and_on_one_line_in_json() -> None:
    with pytest.raises(ScenarioError) as found:
        read(CLAIM.replace(") >= 0.5", ") => 0.5", 1))
    lines = str(found.value).splitlines()
    assert lines[2].index("=> 0.5") == lines[3].index("^")
    (issue,) = found.value.issues
    assert "\n" not in str(issue)
    assert all("\n" not in str(value) for value in issue_record(issue).values())


def test_at_the_end_of_a_test_nothing_was_got() -> None:
    with pytest.raises(ScenarioError) as found:
        read(CLAIM.replace(" >= 0.5", " >=", 1))
    (issue,) = found.value.issues
    assert issue.what.endswith("the test ends here, where a value is needed")
    assert issue.got is None


def test_a_caret_stands_under_its_character_in_a_long_test() -> None:
    for at in (1, 40, 1000, 1960, 2000, 2001):
        text, caret = pointed("." * (at - 1) + "#" + "." * (2000 - at), at)
        assert len(text) == 90
        assert text[caret.index("^")] == "#" if at <= 2000 else True
    assert pointed("a\tb\nc =", 7) == ["a b c =", " " * 6 + "^"]


def test_a_parameter_may_have_a_functions_name() -> None:
    text = CLAIM.replace("days=3", "days=days").replace('note = "For tests."', "days = 3")
    assert read(text).evidence.claims["c1"].readings["days"] == (3,)
