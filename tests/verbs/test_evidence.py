"""Evidence of a scenario against texts that are at hand: states, stale marks, lists, chains; runs keep their bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from openairlift import verbs
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.evidence.anchoring import quote_hash
from openairlift.scenario import read_scenario
from openairlift.verbs import copy_example
from openairlift.verbs.anchors import digest, evidence_record, hold
from openairlift.verbs.evidence import (
    LISTED,
    evidence_chain,
    evidence_check,
    evidence_list,
    evidence_prov,
    write_register,
)
from openairlift.verbs.evidence_text import (
    evidence_chain_text,
    evidence_check_text,
    evidence_line,
    evidence_list_text,
    listed_words,
)

EXAMPLE = "relief-small"
SHARED = Path(os.environ.get("OPENAIRLIFT_SHARED", Path(__file__).parents[3] / "shared"))
REPORT = """The port opened on Monday.

About 14 aircraft landed a day, and 9 trucks waited at the gate of the depot.

Nobody counted the boats.
"""
BOOK = """
[source.report]
title = "A report"
producer = "A newsroom"
text = "report.txt"
sha256 = "{sha256}"

[source.memo]
title = "A memo"
producer = "An office"
text = "memo.txt"

[evidence.trucks]
source = "report"
paragraph = 2
figures = ["9 trucks"]
says = "trucks"
chain = [ {{ who = "A newsroom", mode = "reports" }}, {{ who = "driver, unnamed", mode = "said" }} ]
grade = "C3"

[evidence.port]
source = "report"
exact = "The port opened on Monday."
says = "the port is open"

[evidence.boats]
source = "report"
paragraph = 3
exact_sha256 = "{boats}"
says = "no count of boats"

[evidence.tails]
source = "memo"
exact = "two aircraft"
says = "two aircraft"

[param."requirements/*/quantity"]
basis = "quoted"
evidence = ["trucks"]

[param."fleet/*/tails"]
basis = "quoted"
evidence = ["tails"]

[statement.newsroom]
holder = "A newsroom"
on = "the port"
position = "it is open"
evidence = ["port"]

[observation.boats]
not_comparable = "no number"
evidence = ["boats"]

[claim.c1]
says = "the port is open"
test = "1 < 2"
evidence = ["port", "tails"]
"""


def scenario(folder: Path, *, report: str = REPORT, sha256: str | None = None) -> Path:
    """Write a scenario with a book of its own, and its report in a folder beside it."""
    copy_example(EXAMPLE, to=folder / "scenario")
    for name in ("evidence.toml", "options.toml"):
        (folder / "scenario" / name).unlink(missing_ok=True)
    for path in (folder / "scenario").glob("*.csv"):
        rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
        if "evidence" in rows[0]:
            at = rows[0].index("evidence")
            kept = [",".join(cell for i, cell in enumerate(row) if i != at) for row in rows]
            path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    known = hashlib.sha256(REPORT.encode()).hexdigest() if sha256 is None else sha256
    book = BOOK.format(sha256=known, boats=quote_hash("Nobody counted the boats."))
    (folder / "scenario" / "evidence.toml").write_text(book, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "report.txt").write_text(report, encoding="utf-8")
    return folder / "scenario"


def states(record: dict[str, Any]) -> dict[str, str]:
    return {item["id"]: item["state"] for item in record["anchors"]}


def test_what_is_at_hand_is_anchored_and_the_rest_is_not_at_hand(tmp_path: Path) -> None:
    record = evidence_check(scenario(tmp_path), sources=tmp_path / "texts")
    assert record["valid"]
    assert states(record) == {"trucks": "exact", "port": "exact", "boats": "exact", "tails": "not at hand"}
    found = {item["input"]: item["state"] for item in record["inputs"]["quoted"] if item["evidence"]}
    assert {state for name, state in found.items() if name.startswith("requirements/")} == {"exact"}
    assert {state for name, state in found.items() if name.startswith("fleet/")} == {"not at hand"}
    sources = {item["id"]: (item["state"], item["sha256"]) for item in record["sources"]}
    assert sources == {"report": ("at hand", "as recorded"), "memo": ("not at hand", None)}
    assert not any(record["stale"].values())


def test_without_texts_nothing_is_wrong(tmp_path: Path) -> None:
    record = evidence_check(scenario(tmp_path))
    assert record["valid"]
    assert set(states(record).values()) == {"not at hand"}
    assert evidence_check_text(record).endswith("fine")


def test_options_that_rest_on_a_changed_source_are_stale(tmp_path: Path) -> None:
    copy_example("ukraine-2022", to=tmp_path / "s")
    (tmp_path / "s" / "wsws-2022-03-08.txt").write_text("Other words.", encoding="utf-8")
    stale = evidence_check(tmp_path / "s")["stale"]
    assert stale["options"] == ["patriot", "thaad", "supply-line-hit", "hub-hit-day-5"]
    assert "requirements/troops-500/people" in stale["inputs"]
    assert "packages/pkg350/authorised_usd" not in stale["inputs"]


def test_the_scenarios_own_folder_is_looked_into_after_the_stated_one(tmp_path: Path) -> None:
    folder = scenario(tmp_path)
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    assert states(evidence_check(folder))["trucks"] == "exact"
    (tmp_path / "texts" / "report.txt").write_text(REPORT.replace("9 trucks", "90 trucks"), encoding="utf-8")
    assert states(evidence_check(folder, sources=tmp_path / "texts"))["trucks"] == "changed"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = scenario(tmp_path)
    (folder / "report.txt").symlink_to(tmp_path / "texts" / "report.txt")
    assert states(evidence_check(folder))["trucks"] == "not at hand"


def test_a_changed_number_is_a_fault_and_marks_exactly_its_dependants_stale(tmp_path: Path) -> None:
    folder = scenario(tmp_path, report=REPORT.replace("9 trucks", "90 trucks"))
    record = evidence_check(folder, sources=tmp_path / "texts")
    assert not record["valid"]
    assert states(record)["trucks"] == "changed"
    assert {item["state"] for item in record["inputs"]["quoted"] if item["evidence"] == ["trucks"]} == {"changed"}
    rows = [item["input"] for item in record["inputs"]["quoted"] if item["evidence"] == ["trucks"]]
    assert record["stale"] == {
        "sources": ["report"],
        "evidence": ["trucks", "port", "boats"],
        "params": ["requirements/*/quantity"],
        "statements": ["newsroom"],
        "observations": ["boats"],
        "claims": ["c1"],
        "inputs": rows,
        "options": [],
    }
    text = evidence_check_text(record)
    assert "Stale, because report changed" in text
    assert "evidence 'trucks' is changed: 9 trucks not in paragraph 2; it has 14, day, 90" in text
    checked = verbs.check(folder, sources=tmp_path / "texts")
    assert not checked["valid"]
    assert any("trucks" in issue["what"] and issue["severity"] == "error" for issue in checked["issues"])
    assert verbs.check(folder)["valid"]


def test_a_source_without_a_recorded_hash_is_not_stale(tmp_path: Path) -> None:
    folder = scenario(tmp_path, report=REPORT.replace("opened", "was opened"), sha256="")
    record = evidence_check(folder, sources=tmp_path / "texts")
    assert record["valid"]
    assert states(record)["port"] == "fuzzy"
    assert not any(record["stale"].values())


def test_an_unreadable_text_is_a_fault(tmp_path: Path) -> None:
    folder = scenario(tmp_path, report="\n")
    record = evidence_check(folder, sources=tmp_path / "texts")
    assert not record["valid"]
    assert "can't be read" in record["faults"][0]


def test_no_word_of_a_source_and_no_path_gets_out(tmp_path: Path) -> None:
    record = evidence_check(scenario(tmp_path), sources=tmp_path / "texts")
    told = json.dumps(record)
    assert "gate of the depot" not in told
    assert str(tmp_path) not in told


def test_sources_that_are_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        evidence_check(EXAMPLE, sources=tmp_path / "nowhere")


def test_a_run_tells_what_became_of_its_quotes_in_the_same_bytes(tmp_path: Path) -> None:
    folder = scenario(tmp_path)
    one, two = (
        verbs.run(folder, runs=2, seed=7, workers=1, out=tmp_path / out, sources=tmp_path / "texts") for out in "ab"
    )
    assert one.data == two.data
    assert (one.folder / "report.html").read_bytes() == (two.folder / "report.html").read_bytes()
    assert one.record["evidence"]["counts"]["exact"] == 3
    report = (one.folder / "report.html").read_text(encoding="utf-8")
    assert "anchored: stands there word for word" in report
    assert "not at hand" in report
    without = verbs.run(folder, runs=2, seed=7, workers=1, out=tmp_path / "a")
    assert without.folder != one.folder
    assert without.record["evidence"]["counts"]["not at hand"] == 4
    assert "anchored: stands" not in (without.folder / "report.html").read_text(encoding="utf-8")


def test_a_run_has_an_id_of_its_own_for_whatever_its_quotes_came_to(tmp_path: Path) -> None:
    folder = scenario(tmp_path)
    sc = read_scenario(folder)
    seen = set()
    for text in (None, "", REPORT, REPORT.replace("9 trucks", "90 trucks")):
        if text is not None:
            (tmp_path / "texts" / "report.txt").write_text(text, encoding="utf-8")
        held = hold(folder, sc.evidence, sources=None if text is None else tmp_path / "texts")
        seen.add(digest(evidence_record(sc, held), sc))
    assert len(seen) == 4
    assert digest(evidence_record(sc), sc) == b"" in seen


@pytest.mark.parametrize("kind", LISTED)
def test_every_kind_is_listed_and_exported(kind: str, tmp_path: Path) -> None:
    record = evidence_list("ukraine-2022", kind=kind)
    assert record["rows"]
    assert evidence_list_text(record).endswith(listed_words(kind, len(record["rows"])))
    write_register(record, tmp_path / "a.csv")
    write_register(record, tmp_path / "a.json")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8").count("\n") == len(record["rows"]) + 1
    assert json.loads((tmp_path / "a.json").read_bytes()) == record
    for name in ("a.csv", "a.txt", "no/a.csv"):
        with pytest.raises(UsageError):
            write_register(record, tmp_path / name)


def test_without_a_kind_all_are_counted_and_searched() -> None:
    record = evidence_list("ukraine-2022")
    assert record["rows"] == []
    for kind, many in record["counts"].items():
        assert many == len(evidence_list("ukraine-2022", kind=kind)["rows"])
    shown = evidence_list_text(record)
    assert shown.startswith(f"{record['counts']['statements']} statements, {record['counts']['evidence']} evidence rec")
    assert "1 stated total; --kind" in shown
    assert evidence_list_text(evidence_list("relief-small")).split(",")[0].endswith("evidence record")
    found = evidence_list("ukraine-2022", search="C-17")
    assert {row["of"] for row in found["rows"]} >= {"evidence", "params"}
    assert sum(found["counts"].values()) == len(found["rows"])
    assert evidence_list_text(evidence_list("ukraine-2022", search="xyzzy")) == "no records with 'xyzzy'"


def test_one_is_said_in_the_singular() -> None:
    one = {"counts": {"exact": 1, "total": 1}, "inputs": {"counts": {"exact": 1, "total": 1}}}
    assert evidence_line(one) == "quotes: of 1 number or date 1 exact; of 1 record 1 exact"
    assert [listed_words(kind, 1) for kind in LISTED] == [
        *("1 statement", "1 evidence record", "1 source", "1 observation"),
        *("1 parameter", "1 claim", "1 package or option", "1 stated total"),
    ]


def test_what_is_only_considered_has_no_mark() -> None:
    rows = {row["id"]: row for row in evidence_list("ukraine-2022", kind="packages")["rows"]}
    assert (rows["pkg350"]["status"], rows["pkg350"]["mark"]) == ("approved", "")
    assert rows["patriot"]["status"] == "considered"


def test_the_stated_total_of_troops_is_not_checkable() -> None:
    (row,) = evidence_list("ukraine-2022", kind="posture")["rows"]
    assert (row["stated"], row["agreement"]) == (14500, "not checkable")
    assert row["additions"] == ["requirements/troops-500 500"]


@pytest.mark.parametrize(("before", "agreement", "difference"), [(14000, "agrees", 0), (12000, "differs", 2000)])
def test_a_total_is_checked_from_a_sourced_base(tmp_path: Path, before: int, agreement: str, difference: int) -> None:
    copy_example("ukraine-2022", to=tmp_path / "s")
    (tmp_path / "s" / "people.csv").write_text(
        f"country,people\nPoland,{before - 1000}\nRomania,1000\n", encoding="utf-8"
    )
    book = tmp_path / "s" / "evidence.toml"
    added = """
[source.institute]
title = "Count of troops"
producer = "An institute"

[evidence.before]
source = "institute"
says = "troops before the addition"

[param."people/*/people"]
basis = "quoted"
evidence = ["before"]
"""
    book.write_text(book.read_text(encoding="utf-8") + added, encoding="utf-8")
    (row,) = evidence_list(tmp_path / "s", kind="posture")["rows"]
    assert (row["agreement"], row["difference"], row["sum"]) == (agreement, difference, before + 500)


def test_a_chain_names_links_roots_and_what_depends_on_it() -> None:
    record = evidence_chain("ukraine-2022", "prepositioned")
    assert [link["who"] for link in record["evidence"][0]["chain"]] == ["World Socialist Web Site", "New York Times"]
    assert record["depends"]["params"] == ["places/base-*/icao", "stock/depot-de:*/ready"]
    assert record["depends"]["observations"] == []
    pair = evidence_chain("ukraine-2022", "observation.share-240")
    assert (pair["kind"], pair["corroboration"]) == ("observation", 1)
    claim = evidence_chain("ukraine-2022", "c1")
    assert (claim["kind"], claim["evidence"][0]["id"]) == ("claim", "share-70")
    param = evidence_chain("ukraine-2022", "package_events/pkg350/on")
    assert (param["rule"], param["beside"]) == ("document", {"contradicts": ["approved-26"]})
    assert param["alternatives"][0]["value"] == "2022-02-26"
    for found in (record, pair, claim, param):
        assert "root" in evidence_chain_text(found)
    with pytest.raises(OpenAirliftError, match="did you mean 'share-240'"):
        evidence_chain("ukraine-2022", "share-241")


def test_an_id_of_several_records_shows_them_all() -> None:
    both = evidence_chain("ukraine-2022", "share-240")
    assert (both["kind"], both["corroboration"]) == ("evidence", 1)
    (other,) = both["also"]
    assert (other["kind"], [item["id"] for item in other["evidence"]]) == (
        "observation",
        ["share-240", "share-240-afp"],
    )
    (root,) = other["roots"]
    assert root["evidence"] == ["share-240", "share-240-afp"]
    shown = evidence_chain_text(both)
    assert shown.startswith("evidence share-240")
    assert "\nobservation share-240\n" in shown
    assert f"1 root: {root['root']} (share-240, share-240-afp)" in shown
    for name in ("observation:share-240", "observation.share-240"):
        record = evidence_chain("ukraine-2022", name)
        assert (record["kind"], record["id"], record["also"]) == ("observation", "share-240", [])
    with pytest.raises(OpenAirliftError, match="did you mean 'share-240'"):
        evidence_chain("ukraine-2022", "observation:share-241")


def test_prov_of_a_scenario_holds_states() -> None:
    nodes = {node["@id"]: node for node in evidence_prov("ukraine-2022")["@graph"]}
    assert nodes["urn:openairlift:ukraine-2022:evidence:share-70"]["anchor"] == "not at hand"


# ---------------------------------------------------------------- the article

needs_article = pytest.mark.skipif(
    not (SHARED / "sources").is_dir(), reason="the article is not ours to ship; OPENAIRLIFT_SHARED names it"
)


@needs_article
def test_every_record_of_the_article_is_anchored() -> None:
    record = evidence_check("ukraine-2022", sources=SHARED / "sources")
    assert record["valid"], record["faults"]
    article = {item["id"]: item for item in record["anchors"] if item["source"] == "wsws-2022-03-08"}
    assert len(article) >= 25
    assert {item["state"] for item in article.values()} == {"exact"}
    book = read_scenario("ukraine-2022").evidence
    assert {id_: item["paragraph"] for id_, item in article.items()} == {
        id_: book.evidence[id_].paragraph for id_ in article
    }
    away = [item for item in record["inputs"]["quoted"] if item["state"] == "not at hand"]
    for item in away:
        supports = [id_ for id_ in item["evidence"] if book.evidence[id_].source == "wsws-2022-03-08"]
        assert not supports or item["input"] == "package_events/pkg350/on"


@needs_article
def test_a_changed_article_is_noticed(tmp_path: Path) -> None:
    text = (SHARED / "sources" / "wsws-2022-03-08.txt").read_text(encoding="utf-8")
    for old, new, marked in (("17,000", "1,700", "missiles-17000"), ("70 percent", "40 percent", "share-70")):
        assert text.count(old) == 1
        (tmp_path / "wsws-2022-03-08.txt").write_text(text.replace(old, new), encoding="utf-8")
        record = evidence_check("ukraine-2022", sources=tmp_path)
        assert {id_ for id_, state in states(record).items() if state not in ("exact", "not at hand")} == {marked}
        assert states(record)[marked] == "changed"
        assert record["stale"]["sources"] == ["wsws-2022-03-08"]


@needs_article
def test_every_row_of_the_list_of_facts_has_its_paragraphs_and_figures_recorded() -> None:
    listed = (SHARED / "reference" / "ARTICLE.md").read_text(encoding="utf-8")
    sc = read_scenario("ukraine-2022")
    book = sc.evidence
    homes: dict[str, Any] = {
        "evidence": {id_: (id_,) for id_ in book.evidence},
        "statement": {id_: record.evidence for id_, record in book.statements.items()},
        "observation": {id_: record.evidence for id_, record in book.observations.items()},
        "claim": {id_: record.evidence for id_, record in book.claims.items()},
        "param": {key: param.ids for key, param in book.params.items()},
        "option": {id_: option.evidence for id_, option in sc.options.items()},
    }
    rows = re.findall(r"^\| (\d+) \| ([\d, –]+) \|(?:[^|]*)\|(?:[^|]*)\| ([^|]*) \|", listed, re.MULTILINE)
    assert [int(row) for row, _, _ in rows] == list(range(1, 20))
    for row, stated, figures in rows:
        cited: set[str] = set()
        for name in book.article_rows[row].records:
            kind, _, key = name.partition(".")
            cited |= set(homes[kind][key])
        found = [book.evidence[id_] for id_ in cited if book.evidence[id_].source == "wsws-2022-03-08"]
        wanted: set[int] = set()
        for part in stated.split(","):
            first, _, last = part.strip().partition("–")
            wanted |= set(range(int(first), int(last or first) + 1))
        assert wanted <= {record.paragraph for record in found}, row
        told = " ".join(figure for record in found for figure in record.figures)
        for figure in filter(None, (part.strip(" –") for part in figures.split(";"))):
            assert figure in told, (row, figure)
