"""The commands `evidence …`: exit status, text, JSON, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.verbs.test_evidence import REPORT, scenario

from openairlift.cli import app
from openairlift.cli.evidence import KINDS
from openairlift.verbs.evidence import LISTED


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_check_exits_with_0_where_no_text_is_at_hand_and_where_all_is_found(tmp_path: Path) -> None:
    folder = scenario(tmp_path)
    for more in ((), ("--sources", tmp_path / "texts")):
        result = call("evidence", "check", folder, *more)
        assert result.exit_code == 0, result.stdout
        assert result.stdout.endswith("fine\n")


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("9 trucks", "90 trucks", "changed"),
        ("The port opened on Monday.\n\n", "", "orphan"),
        ("Nobody counted", "Nobody counted the boats. Nobody counted", "ambiguous"),
    ],
)
def test_check_exits_with_1_where_something_is_wrong(tmp_path: Path, old: str, new: str, state: str) -> None:
    folder = scenario(tmp_path, report=REPORT.replace(old, new), sha256="")
    for verb in (("evidence", "check"), ("check",)):
        result = call(*verb, folder, "--sources", tmp_path / "texts", "--json")
        assert result.exit_code == 1, result.stdout
        record = json.loads(result.stdout)
        anchors = record["anchors"] if "anchors" in record else record["evidence"]["anchors"]
        assert state in {item["state"] for item in anchors}


def test_list_searches_and_writes_a_file(tmp_path: Path) -> None:
    result = call("evidence", "list", "ukraine-2022", "--statements", "--search", "no-fly manchin")
    assert "Joe Manchin" in result.stdout
    assert "1 statement with" in result.stdout
    out = tmp_path / "s.csv"
    assert call("evidence", "list", "ukraine-2022", "--kind", "statements", "--csv", out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("id,holder,on,position,evidence")
    again = call("evidence", "list", "ukraine-2022", "--kind", "statements", "--csv", out)
    assert again.exit_code == 2
    assert "not overwritten" in again.stderr
    assert json.loads(call("evidence", "list", "ukraine-2022", "--kind", "claims", "--json").stdout)["rows"]


def test_list_without_a_kind_counts_and_searches_every_kind(tmp_path: Path) -> None:
    counted = call("evidence", "list", "relief-small").stdout
    assert "1 evidence record" in counted
    assert "0 statements" not in counted
    found = call("evidence", "list", "ukraine-2022", "--search", "prepositioned").stdout
    assert "evidence: prepositioned" in found
    assert "params: stock/depot-de:*/ready" in found
    wrong = call("evidence", "list", "ukraine-2022", "--csv", tmp_path / "all.csv")
    assert (wrong.exit_code, "--kind" in wrong.stderr) == (2, True)


def test_the_kinds_are_those_of_the_verb() -> None:
    assert sorted(KINDS) == sorted(LISTED)


def test_chain_and_export(tmp_path: Path) -> None:
    result = call("evidence", "chain", "ukraine-2022", "share-240")
    assert result.exit_code == 0
    assert "1 root: senior defence official, unnamed" in result.stdout
    assert "observations: share-240" in result.stdout
    assert call("evidence", "chain", "ukraine-2022", "nothing").exit_code == 1
    out = tmp_path / "prov.jsonld"
    assert call("evidence", "export", "ukraine-2022", "--prov", out).exit_code == 0
    assert json.loads(out.read_bytes())["@graph"]
    assert call("evidence", "export", "ukraine-2022").exit_code == 2


def test_an_export_without_texts_says_that_nothing_was_looked_up(tmp_path: Path) -> None:
    folder = scenario(tmp_path)
    without = call("evidence", "export", folder, "--prov", tmp_path / "a.jsonld")
    assert "nothing was looked up; --sources DIR" in without.stderr
    with_texts = call("evidence", "export", folder, "--prov", tmp_path / "b.jsonld", "--sources", tmp_path / "texts")
    assert with_texts.exit_code == 0
    assert "looked up" not in with_texts.stderr


def test_wrong_usage() -> None:
    assert call("evidence", "check", "ukraine-2022", "--sources", "no-such-folder").exit_code == 2
    assert call("evidence", "chek", "ukraine-2022").exit_code == 2
    assert call("evidence", "check", "no-such-scenario").exit_code == 1


def test_one_row_is_said_in_the_singular() -> None:
    shown = call("check", "relief-small").stdout
    assert "scenario/recourse = keep (1 row)\n" in shown
    assert "(1 rows)" not in shown
