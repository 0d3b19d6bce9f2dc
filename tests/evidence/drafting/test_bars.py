"""Drafting against labelled texts: recall, unit and thing, speaker, precision, on each text."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from tests.evidence.drafting.measure import CORPUS, labels_of, score, score_labels, texts

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import State, anchor, read_snapshot
from openairlift.evidence.drafting import Block, propose

BARS = {"recall": 0.95, "unit_and_thing": 0.85, "speaker": 0.75, "precision": 0.75}
SHARED = Path(os.environ.get("OPENAIRLIFT_SHARED", Path(__file__).parents[3] / "../shared"))
ARTICLE = SHARED / "sources" / "wsws-2022-03-08.txt"
# Paragraph, number, unit, thing, who says it, by ../shared/reference/ARTICLE.md; no words of the article.
ARTICLE_FIGURES = [
    [3, 500, "", "troops", "Pentagon"],
    [4, 14_500, "", "troops", "Pentagon"],
    [17, 17_000, "", "missiles", "CNN < US official"],
    [17, 2_000, "", "missiles", "CNN < US official"],
    [19, 350_000_000, "USD", "aid", "New York Times"],
    [19, 70, "percent", "aid", "New York Times"],
    [19, 5, "day", "days", "New York Times"],
    [21, 6, "", "bases", "Times"],
    [28, "weeks", "week", "weeks", "Journal"],
]


def test_the_corpus_is_large_and_varied() -> None:
    labels = [labels_of(name) for name in texts()]
    assert len(labels) >= 75
    assert len({item["style"] for item in labels}) == len(labels)
    assert sum(len(item["figures"]) for item in labels) >= 1995
    assert {item["split"] for item in labels} == {
        "development",
        "held out",
        "second held out",
        "third held out",
        "fourth held out",
        "fifth held out",
        "sixth held out",
        "seventh held out",
        "eighth held out",
        "ninth held out",
        "tenth held out",
        "eleventh held out",
        "twelfth held out",
        "thirteenth held out",
        "fourteenth held out",
        "fifteenth held out",
        "sixteenth held out",
        "seventeenth held out",
        "eighteenth held out",
        "nineteenth held out",
    }


@pytest.mark.parametrize("name", texts())
def test_each_text_reaches_the_bars(name: str) -> None:
    found = score(name)
    short = {key: value for key, value in found.shares.items() if value < BARS[key]}
    assert not short, "\n".join(found.wrong)


def test_a_wrong_proposal_is_counted_as_wrong() -> None:
    draft = propose("Some 40 trucks left, the UN said. Another 12 waited at the border, police said.")
    good = [[1, 40, "", "trucks", "UN"], [1, 12, "", "trucks", "police"]]
    assert score_labels(good, list(draft.proposals), optional=[]).shares == dict.fromkeys(BARS, 1.0)
    bad = [[2, 40, "", "trucks", "UN"], [1, 12, "t", "ships", "army"]]
    found = score_labels(bad, list(draft.proposals), optional=[])
    assert found.shares == {"recall": 0.5, "unit_and_thing": 0.0, "speaker": 0.0, "precision": 0.5}


@pytest.mark.parametrize("name", texts())
def test_every_proposal_is_found_again_in_its_source(name: str) -> None:
    data = (CORPUS / f"{name}.txt").read_bytes()
    snapshot = read_snapshot(data, f"{name}.txt")
    draft = propose([Block(block.paragraph, block.line, block.text) for block in snapshot.blocks])
    items = [*draft.proposals, *draft.statuses]
    assert items
    for item in items:
        where = {"paragraph": item.paragraph, "line": item.line}
        for quote in ({"exact": item.sentence}, {"exact_sha256": item.sha256}):
            record = Evidence(id="a", source="s", says="own words", **where, **quote)  # type: ignore[arg-type]
            assert anchor(record, snapshot).state is State.EXACT, item


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not ours to ship; OPENAIRLIFT_SHARED names it")
def test_the_article() -> None:
    draft = propose(ARTICLE.read_text(encoding="utf-8"))
    assert draft.published == date(2022, 3, 8)
    found = score_labels(ARTICLE_FIGURES, list(draft.proposals), optional=[])
    assert found.shares == dict.fromkeys(BARS, 1.0), found.wrong
    chains = {item.figure: [link.who.name for link in item.chain] for item in draft.proposals}
    assert chains["17,000"] == ["CNN", "US official"]
    days = {when.value for item in draft.proposals for when in item.dates}
    assert {"2022-02-26", "2022-03-07"} <= days
    statuses = {item.figure: item.status for item in draft.proposals}
    assert statuses["$350 million"] == "approved"
    assert statuses["70 percent"] == "delivered"
    assert {(item.paragraph, item.status) for item in draft.statuses} >= {(7, "considered"), (10, "considered")}
