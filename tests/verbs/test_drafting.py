"""Proposals of evidence: written beside the evidence, accepted by a person, never used before."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import State, anchor, read_snapshot
from openairlift.scenario import read_scenario
from openairlift.verbs import copy_example
from openairlift.verbs.drafting import evidence_accept, evidence_draft
from openairlift.verbs.drafting_text import evidence_draft_text
from openairlift.verbs.records import to_json

TEXT = """Relief flights reach 40 a day

PORT SABLE, 14 May 2024 (Meridian News Agency) - Planes brought 610 tonnes of food on Monday, the government said.

The United States is considering more flights. "We need 350 more trucks," a US official said.
"""
DRAFTS, EVIDENCE = "evidence-draft.toml", "evidence.toml"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "Port Sable (1).txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    folder = tmp_path / "scenario"
    copy_example("relief-small", to=folder)
    return folder


def test_proposals_of_a_text(article: Path) -> None:
    record = evidence_draft(article)
    assert record["source"]["producer"] == "Meridian News Agency"
    assert record["source"]["published"] == "2024-05-14"
    by_figure = {item["figure"]: item for item in record["proposals"]}
    assert list(by_figure) == ["40", "610 tonnes", "350"]
    food = by_figure["610 tonnes"]
    assert (food["paragraph"], food["unit"], food["thing"], food["speaker"]) == (2, "t", "food", "government")
    assert {"text": "Monday", "value": "2024-05-13"} in food["dates"]
    assert by_figure["350"]["chain"][-1] == {"who": "US official, unnamed", "mode": "said", "unidentified": True}
    assert str(article.parent) not in json.dumps(record)
    assert to_json(record) == to_json(evidence_draft(article))
    shown = evidence_draft_text(record)
    assert "610 tonnes" in shown
    assert "none of them used" in shown


def test_options_override_what_the_text_states(article: Path) -> None:
    record = evidence_draft(article, published="2024-05-20", producer="The Daily", title="Own", statuses=True)
    assert (record["source"]["producer"], record["source"]["title"]) == ("The Daily", "Own")
    assert record["proposals"][1]["dates"][-1]["value"] == "2024-05-20"
    assert [item["status"] for item in record["proposals"] if item["kind"] == "status"] == ["considered"]
    with pytest.raises(UsageError, match="--published is a day"):
        evidence_draft(article, published="May")


def test_drafts_stand_beside_the_evidence_and_change_nothing(article: Path, scenario: Path) -> None:
    before, evidence = read_scenario(scenario).fingerprint, (scenario / EVIDENCE).read_bytes()
    record = evidence_draft(article, into=scenario)
    assert len(record["written"]["ids"]) == 3
    drafts = tomllib.loads((scenario / DRAFTS).read_text(encoding="utf-8"))
    assert drafts["source"]["port-sable-1"]["sha256"] == record["source"]["sha256"]
    assert (scenario / EVIDENCE).read_bytes() == evidence
    assert read_scenario(scenario).fingerprint == before
    assert all("exact" not in item and len(item["exact_sha256"]) == 64 for item in drafts["draft"].values())
    assert "planes brought" not in (scenario / DRAFTS).read_text(encoding="utf-8").lower()


def test_drafting_again_overwrites_nothing(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    path = scenario / DRAFTS
    mended = path.read_text(encoding="utf-8").replace('says = "food: 610 tonnes"', 'says = "mended by hand"  # mine')
    path.write_text(mended, encoding="utf-8")
    written = evidence_draft(article, into=scenario)["written"]
    assert (written["ids"], written["already"]) == ([], 3)
    assert path.read_text(encoding="utf-8") == mended
    other = article.with_name("port-sable-1.txt")
    other.write_text(TEXT.replace("610", "611").replace("Relief flights", "More flights"), encoding="utf-8")
    again = evidence_draft(other, into=scenario)["written"]
    assert again["source"] == "port-sable-1-2"
    assert not set(again["ids"]) & set(ids)
    assert path.read_text(encoding="utf-8").startswith(mended)


@pytest.mark.parametrize(
    ("entry", "same"),
    [
        ('text = "Port Sable (1).txt"', True),
        (f'sha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"', True),
        ('title = "RELIEF flights reach  40 a day"\npublished = "2024-05-14"\ntext = "page.html"', True),
        ('title = "Relief flights reach 40 a day"\npublished = "2024-05-15"', False),
        ('title = "Relief flights reach 40 a day"', False),
        ('title = "Relief flights reach 40 a day"\npublished = "2024-05-14"\nproducer = "A Rival"', False),
        ('text = "page.html"', False),
    ],
)
def test_a_text_that_is_there_as_a_source_does_not_become_another(
    article: Path, scenario: Path, entry: str, same: bool
) -> None:
    lines = entry.split("\n")
    lines += [] if "title" in entry else ['title = "By another name"']
    lines += [] if "producer" in entry else ['producer = "Meridian News Agency"']
    book = scenario / EVIDENCE
    added = "\n[source.press]\n" + "\n".join(lines) + "\n"
    book.write_text(book.read_text(encoding="utf-8") + added, encoding="utf-8")
    record = evidence_draft(article, into=scenario)
    assert (record["source"]["id"] == "press") is same
    drafts = tomllib.loads((scenario / DRAFTS).read_text(encoding="utf-8"))
    assert {item["source"] for item in drafts["draft"].values()} == {record["source"]["id"]}
    assert ("source" in drafts) is not same
    assert ("which is there already" in evidence_draft_text(record)) is same


def test_another_text_of_a_source_is_told(article: Path, scenario: Path) -> None:
    book = scenario / EVIDENCE
    added = f'\n[source.press]\ntitle = "T"\nproducer = "Old name"\ntext = "{article.name}"\nsha256 = "{"0" * 64}"\n'
    book.write_text(book.read_text(encoding="utf-8") + added, encoding="utf-8")
    record = evidence_draft(article, into=scenario)
    assert "with another text" in evidence_draft_text(record)
    drafts = tomllib.loads((scenario / DRAFTS).read_text(encoding="utf-8"))["draft"]
    assert {item["chain"][0]["who"] for item in drafts.values()} == {"Old name"}
    assert {item["chain"][0]["who"] for item in record["proposals"]} == {"Old name"}


def test_the_ids_that_are_shown_are_those_that_are_written(article: Path, scenario: Path) -> None:
    book = scenario / EVIDENCE
    added = '\n[source.port-sable-1]\ntitle = "Another one"\nproducer = "Somebody"\n'
    book.write_text(book.read_text(encoding="utf-8") + added, encoding="utf-8")
    record = evidence_draft(article, into=scenario)
    ids = [item["id"] for item in record["proposals"]]
    assert ids == record["written"]["ids"]
    assert all(id_.startswith("port-sable-1-2-p") for id_ in ids)
    assert all(id_ in evidence_draft_text(record) for id_ in ids)


@pytest.mark.parametrize(
    ("byline", "producer"),
    [
        ("By Jane Doe, The Harbour Post", "The Harbour Post"),
        ("By Jane Doe, World Service", "World Service"),
        ("**By Jane Doe, Stars and Stripes**", "Stars and Stripes"),
        ("By Jane Doe, Staff Writer", "Jane Doe"),
        ("By Jane Doe, John Roe and Ann Lee", "Jane Doe"),
        ("By Jane Doe, March 4, 2022", "Jane Doe"),
        ("By Jane Doe", "Jane Doe"),
    ],
)
def test_a_byline_names_the_outlet_behind_the_writer(tmp_path: Path, byline: str, producer: str) -> None:
    path = tmp_path / "press.txt"
    path.write_text(f"Trucks wait\n\n{byline}\n\nSome 40 trucks waited on Monday.\n", encoding="utf-8")
    assert evidence_draft(path)["source"]["producer"] == producer


def test_exact_keeps_the_words(article: Path, scenario: Path) -> None:
    evidence_draft(article, into=scenario, exact=True)
    drafts = tomllib.loads((scenario / DRAFTS).read_text(encoding="utf-8"))["draft"]
    food = next(item for item in drafts.values() if item["figures"] == ["610 tonnes"])
    assert food["exact"].endswith("the government said.")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_accept_moves_one_proposal_and_keeps_everything_else(article: Path, scenario: Path, line_end: str) -> None:
    path = scenario / EVIDENCE
    text = path.read_text(encoding="utf-8").replace("\n", line_end)
    path.write_bytes(text.encode())
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    drafts = (scenario / DRAFTS).read_text(encoding="utf-8")
    record = evidence_accept(scenario, [ids[1]], says="Food that came on 13 May")
    assert record == {"accepted": [ids[1]], "sources": ["port-sable-1"], "left": 2}
    after = path.read_bytes().decode()
    assert after.startswith(text)
    assert ("\r\n" in after) == (line_end == "\r\n")
    assert after.count("\n") == after.count(line_end)
    book = read_scenario(scenario).evidence
    item = book.evidence[ids[1]]
    assert (item.says, item.paragraph, item.figures) == ("Food that came on 13 May", 2, ("610 tonnes",))
    assert [link.who for link in item.chain] == ["Meridian News Agency", "government"]
    assert anchor(item, read_snapshot(article.read_bytes(), "a.txt")).state is State.EXACT
    left = (scenario / DRAFTS).read_text(encoding="utf-8")
    assert ids[1] not in left
    assert all(line in drafts for line in left.splitlines())
    assert evidence_draft(article, into=scenario)["written"]["already"] == 3
    assert evidence_accept(scenario, [ids[0], ids[2]])["left"] == 0
    assert len([name for name in read_scenario(scenario).evidence.evidence if name in ids]) == 3


def test_an_accepted_record_of_an_unnamed_source_is_marked(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    evidence_accept(scenario, [ids[2]])
    item: Evidence = read_scenario(scenario).evidence.evidence[ids[2]]
    assert [link.unidentified for link in item.chain] == [False, True]


def test_unknown_ids_name_the_nearest_and_write_nothing(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    kept = {name: (scenario / name).read_bytes() for name in (DRAFTS, EVIDENCE)}
    with pytest.raises(OpenAirliftError, match=f"did you mean '{ids[0]}'"):
        evidence_accept(scenario, [ids[1], ids[0][:-1]])
    with pytest.raises(UsageError, match="one id only"):
        evidence_accept(scenario, ids, says="x")
    with pytest.raises(UsageError, match="at least one"):
        evidence_accept(scenario, [])
    assert {name: (scenario / name).read_bytes() for name in kept} == kept


def test_what_was_cut_short_between_the_two_files_is_finished(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    drafts = (scenario / DRAFTS).read_bytes()
    evidence_accept(scenario, [ids[0]])
    evidence = (scenario / EVIDENCE).read_bytes()
    (scenario / DRAFTS).write_bytes(drafts)
    assert evidence_accept(scenario, [ids[0]])["left"] == 2
    assert (scenario / EVIDENCE).read_bytes() == evidence


def test_another_record_of_the_same_id_is_never_replaced(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    path = scenario / EVIDENCE
    path.write_text(path.read_text(encoding="utf-8") + f'\n[evidence.{ids[0]}]\nsource = "x"\nsays = "other"\n')
    kept = path.read_bytes()
    with pytest.raises(OpenAirliftError, match="holds another"):
        evidence_accept(scenario, [ids[0]])
    assert path.read_bytes() == kept


@pytest.mark.parametrize(
    ("content", "match"),
    [("[draft", "can't be read"), ('draft = { a = { source = "s", says = "x" } }\n', "move them by hand")],
)
def test_a_file_that_somebody_laid_out_otherwise_is_left_alone(scenario: Path, content: str, match: str) -> None:
    (scenario / DRAFTS).write_text(
        f'[source.s]\ntitle = "t"\nproducer = "p"\n{content}' if "=" not in content else content
    )
    (scenario / EVIDENCE).write_text('[source.s]\ntitle = "t"\nproducer = "p"\n', encoding="utf-8")
    kept = [(scenario / name).read_bytes() for name in (DRAFTS, EVIDENCE)]
    with pytest.raises(OpenAirliftError, match=match):
        evidence_accept(scenario, ["a"])
    assert [(scenario / name).read_bytes() for name in (DRAFTS, EVIDENCE)] == kept


def test_what_the_linter_would_refuse_is_not_accepted(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    path, kept = scenario / DRAFTS, (scenario / EVIDENCE).read_bytes()
    graded = path.read_text(encoding="utf-8").replace(f"[draft.{ids[2]}]\n", f'[draft.{ids[2]}]\ngrade = "A1"\n')
    path.write_text(graded, encoding="utf-8")
    with pytest.raises(OpenAirliftError, match="caps reliability at C"):
        evidence_accept(scenario, [ids[2]])
    assert (scenario / EVIDENCE).read_bytes() == kept
    path.write_text(graded.replace('"A1"', '"C3"'), encoding="utf-8")
    evidence_accept(scenario, [ids[2]])
    assert read_scenario(scenario).evidence.evidence[ids[2]].grade == "C3"


def test_a_byte_order_mark_stays(article: Path, scenario: Path) -> None:
    ids = evidence_draft(article, into=scenario)["written"]["ids"]
    path = scenario / EVIDENCE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    evidence_accept(scenario, ids)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#")
    assert ids[0] in read_scenario(scenario).evidence.evidence


def test_only_folders_with_a_scenario_take_drafts(article: Path, tmp_path: Path) -> None:
    with pytest.raises(OpenAirliftError, match="copy a shipped one first"):
        evidence_draft(article, into="relief-small")
    with pytest.raises(OpenAirliftError, match=r"no scenario\.toml"):
        evidence_draft(article, into=tmp_path)
    assert not (tmp_path / DRAFTS).exists()


def test_what_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"\n \n")
    with pytest.raises(OpenAirliftError, match=r"empty\.txt: it holds no text"):
        evidence_draft(path)


def test_a_page_of_the_web_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><h1>Head</h1><p>Some <b>40</b> trucks left, the UN said.</p></body></html>")
    (item,) = evidence_draft(path)["proposals"]
    assert (item["figure"], item["head"], item["speaker"], item["paragraph"]) == ("40", "trucks", "UN", 2)


def test_drafts_in_the_evidence_file_are_checked_and_not_used(scenario: Path) -> None:
    path = scenario / EVIDENCE
    draft = '\n[draft.d]\nsource = "nowhere"\nsays = "x"\nlow = 3\n'
    before = read_scenario(scenario).fingerprint
    path.write_text(path.read_text(encoding="utf-8") + draft, encoding="utf-8")
    found = read_scenario(scenario)
    assert "d" not in found.evidence.evidence
    assert found.fingerprint == before
    path.write_text(path.read_text(encoding="utf-8") + "lo = 3\n", encoding="utf-8")
    with pytest.raises(OpenAirliftError, match="no such key"):
        read_scenario(scenario)


def test_an_input_cannot_cite_a_draft(scenario: Path) -> None:
    path = scenario / EVIDENCE
    cited = '\n[draft.d]\nsource = "s"\nsays = "x"\n'
    cited += '\n[statement.s]\nholder = "a"\non = "b"\nposition = "c"\nevidence = ["d"]\n'
    path.write_text(path.read_text(encoding="utf-8") + cited, encoding="utf-8")
    with pytest.raises(OpenAirliftError, match="a proposal that nobody has accepted"):
        read_scenario(scenario)
