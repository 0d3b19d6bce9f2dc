from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from openairlift.evidence import EvidenceBook, read_evidence
from openairlift.exchange import claim_review, prov_jsonld
from openairlift.exchange.claimreview import VERDICTS


def book() -> EvidenceBook:
    text = files("openairlift").joinpath("examples", "ukraine-2022", "evidence.toml").read_text(encoding="utf-8")
    return read_evidence(tomllib.loads(text), file="evidence.toml", issues=[])


def review(verdicts: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    known = book()
    return claim_review(known.claims["c1"], verdicts, book=known, version="1.0", scenario="ukraine-2022", **more)


def test_every_reading_is_told_and_nothing_is_true_or_false() -> None:
    verdicts = [
        {"verdict": "consistent", "reading": {"mark": "at_hub"}, "probability": 0.25, "interval": (0.2, 0.31)},
        {"verdict": "not reachable", "reading": {"mark": "delivered"}, "why": "the bound is 0.4"},
        {"verdict": "possible only if 20 more trucks", "reading": {}},
    ]
    found = review(verdicts, url="https://example.org/c1")
    assert found["reviewRating"]["alternateName"] == (
        "consistent (1 of 3 readings); not reachable (1 of 3 readings); possible only if (1 of 3 readings)"
    )
    assert "ratingValue" not in found["reviewRating"]
    assert found["reviewBody"].splitlines() == [
        "mark = at_hub: consistent; probability 0.25 (0.2 to 0.31)",
        "mark = delivered: not reachable; the bound is 0.4",
        "as stated: possible only if 20 more trucks",
    ]
    assert found["url"] == "https://example.org/c1"
    assert not {"true", "false"} & set(json.dumps(found).lower().replace('"', " ").split())


def test_who_claimed_it_and_where() -> None:
    found = review([{"verdict": "consistent"}])["itemReviewed"]
    assert found["author"]["name"] == "New York Times"
    assert found["datePublished"] == "2022-03-07"
    assert found["appearance"][0]["publisher"]["name"] == "World Socialist Web Site"


@pytest.mark.parametrize("verdicts", [[], [{"verdict": "true"}], [{}]])
def test_no_verdict_no_review(verdicts: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="verdict"):
        review(verdicts)


def test_the_verdicts_are_those_of_the_model() -> None:
    assert set(VERDICTS) == {"consistent", "possible only if", "not reachable", "untestable", "no power"}


def test_prov_resolves_every_reference_and_uses_only_terms_of_its_context() -> None:
    found = prov_jsonld(book(), scenario="ukraine-2022", states={"share-70": "exact"})
    nodes = {node["@id"]: node for node in found["@graph"]}
    assert len(nodes) == len(found["@graph"])
    terms = found["@context"]
    for node in nodes.values():
        for key, value in node.items():
            assert key.startswith("@") or key in terms, key
            if isinstance(terms.get(key), dict) and terms[key].get("@type") == "@id" and key != "url":
                for reference in value if isinstance(value, list) else [value]:
                    assert reference in nodes, reference
    used = {term["@id"] if isinstance(term, dict) else term for term in terms.values()}
    prov = {name.removeprefix("prov:") for name in used if name.startswith("prov:")}
    assert prov == {"value", "wasDerivedFrom", "wasAttributedTo", "hadPrimarySource", "wasQuotedFrom"}


def test_prov_follows_the_chain_to_its_root() -> None:
    nodes = {node["@id"]: node for node in prov_jsonld(book(), scenario="ukraine-2022")["@graph"]}
    evidence = nodes["urn:openairlift:ukraine-2022:evidence:missiles-17000"]
    assert evidence["value"] == ["17,000"]
    chain, at = [], evidence["wasDerivedFrom"][0]
    while at:
        chain.append(nodes[nodes[at]["wasAttributedTo"]]["label"])
        last, at = at, nodes[at].get("wasDerivedFrom", [""])[0]
    assert chain == ["World Socialist Web Site", "CNN", "US official, unnamed"]
    assert evidence["hadPrimarySource"] == last
    observation = nodes["urn:openairlift:ukraine-2022:observation:missiles-17000"]
    assert observation["wasDerivedFrom"] == [evidence["@id"]]
