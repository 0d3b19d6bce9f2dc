"""Slips in records of evidence: one text as two sources, chains turned round."""

from __future__ import annotations

import pytest

from openairlift.evidence import ChainLink, Evidence, EvidenceBook, Source, slips
from openairlift.evidence.doubts import shared_texts, turned_chains


def source(id_: str, *, text: str = "", sha256: str = "") -> Source:
    return Source(id=id_, title="T", producer="The Harbour Post", text=text, sha256=sha256)


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ([source("a", text="a.txt"), source("b", text="a.txt")], [("a", "b", "text")]),
        ([source("a", sha256="1" * 64), source("b", sha256="1" * 64)], [("a", "b", "sha256")]),
        ([source("a", text="a.txt", sha256="1" * 64), source("b", text="a.txt")], [("a", "b", "text")]),
        ([source("a", text="a.txt"), source("b", text="b.txt")], []),
        ([source("a"), source("b")], []),
    ],
)
def test_one_text_as_two_sources(sources: list[Source], found: list[tuple[str, str, str]]) -> None:
    book = EvidenceBook(sources={item.id: item for item in sources})
    assert list(shared_texts(book)) == found
    assert len(slips(book)) == len(found)


@pytest.mark.parametrize(
    ("chain", "turned"),
    [
        (("Harbour Post", "official"), False),
        (("official", "the harbour post"), True),
        (("driver", "official", "Harbour Post"), True),
        (("Harbour Post", "official", "Harbour Post"), False),
        (("Harbour Post",), False),
        (("driver", "official"), False),
    ],
)
def test_a_chain_that_ends_at_the_publication(chain: tuple[str, ...], turned: bool) -> None:
    links = tuple(ChainLink(who=who, mode="said") for who in chain)
    record = Evidence(id="e", source="a", says="", chain=links)
    book = EvidenceBook(sources={"a": source("a")}, evidence={"e": record})
    assert list(turned_chains(book)) == (["e"] if turned else [])
    assert any("publication first" in what for what in slips(book)) is turned


@pytest.mark.parametrize(("mode", "turned"), [("quotes", False), ("republishes", False), ("said", True)])
def test_a_document_that_another_outlet_passes_on_is_its_own_origin(mode: str, turned: bool) -> None:
    chain = (ChainLink(who="A wire", mode=mode), ChainLink(who="The Harbour Post", mode="reports"))
    record = Evidence(id="e", source="a", says="", chain=chain)
    book = EvidenceBook(sources={"a": source("a")}, evidence={"e": record})
    assert bool(list(turned_chains(book))) is turned
