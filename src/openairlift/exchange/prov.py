"""A scenario's evidence as W3C PROV in JSON-LD: who told whom, and what rests on it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from openairlift.evidence import Evidence, EvidenceBook, Source
from openairlift.evidence.chains import normal_name

Node = dict[str, Any]

CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "oal": "urn:openairlift:terms:",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "label": "rdfs:label",
    "value": "prov:value",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "locator": "oal:locator",
    "title": "dcterms:title",
    "issued": "dcterms:issued",
    "rights": "dcterms:rights",
    "url": {"@id": "schema:url", "@type": "@id"},
    "sha256": "oal:sha256",
    "grade": "oal:admiraltyGrade",
    "anchor": "oal:anchorState",
    "basis": "oal:basis",
    "mode": "oal:mode",
    "banner": "oal:displayBanner",
    "unidentified": {"@id": "oal:unidentified", "@type": "xsd:boolean"},
}
"""What the keys mean; no reader has to fetch anything."""


def prov_jsonld(
    book: EvidenceBook,
    *,
    scenario: str,
    states: Mapping[str, str] | None = None,
    banner: str | None = None,
    withheld: frozenset[str] = frozenset(),
) -> Node:
    """Return a book as one JSON-LD object in the vocabulary of PROV-O.

    Sources, evidence, the tellings of each chain, parameters, statements, observations and claims are entities; who
    told is an agent. The first telling of a chain is derived from the second, and so on; the last is its root.

    Parameters
    ----------
    book : the records.
    scenario : name, part of every identifier (``urn:openairlift:NAME:KIND:ID``).
    states : by evidence id what became of its anchor; left out where it is not known.
    banner : line that every export of the scenario carries.
    withheld : parameters whose values are left out.

    Examples
    --------
    >>> prov_jsonld(EvidenceBook.empty(), scenario="none")["@graph"]
    []
    """
    names = _Names(scenario)
    agents: dict[str, Node] = {}
    graph = [_source(names, record, agents) for record in book.sources.values()]
    for record in book.evidence.values():
        graph += _evidence(names, record, agents, (states or {}).get(record.id))
    for param in book.params.values():
        node = names.entity("param", param.key, label=f"basis of {param.key}")
        node |= {"basis": "; ".join(f"{name} {basis}" for name, basis in param.basis.items())}
        node |= {"value": param.value} if param.value is not None and param.key not in withheld else {}
        graph.append(node | names.derived(param.ids))
    for statement in book.statements.values():
        node = names.entity("statement", statement.id, label=statement.position)
        node["wasAttributedTo"] = names.agent(statement.holder, agents)
        graph.append(node | names.derived(statement.evidence))
    for seen in book.observations.values():
        node = names.entity("observation", seen.id, label=seen.note or seen.not_comparable or seen.quantity)
        graph.append(node | names.derived(seen.evidence))
    for claim in book.claims.values():
        graph.append(names.entity("claim", claim.id, label=claim.says) | names.derived(claim.evidence))
    told = {"banner": banner} if banner else {}
    return {"@context": CONTEXT, **told, "@graph": [*graph, *agents.values()]}


class _Names:
    """Identifiers of one scenario."""

    def __init__(self, scenario: str) -> None:
        self.scenario = _part(scenario)

    def urn(self, kind: str, id_: str) -> str:
        return f"urn:openairlift:{self.scenario}:{kind}:{_part(id_) if id_ else ''}"

    def entity(self, kind: str, id_: str, *, label: str) -> Node:
        node: Node = {"@id": self.urn(kind, id_), "@type": ["prov:Entity", f"oal:{kind.title()}"]}
        return node | ({"label": label} if label else {})

    def derived(self, ids: tuple[str, ...]) -> Node:
        return {"wasDerivedFrom": [self.urn("evidence", id_) for id_ in ids]} if ids else {}

    def agent(self, who: str, agents: dict[str, Node], *, unidentified: bool = False) -> str:
        name = self.urn("agent", normal_name(who) or who)
        agent = agents.setdefault(name, {"@id": name, "@type": "prov:Agent", "label": who})
        if unidentified:
            agent["unidentified"] = True
        return name


def _part(text: str) -> str:
    """Return a text as part of an identifier: letters, digits and marks that a URN may hold, distinct if shortened."""
    plain = re.sub(r"[^A-Za-z0-9._~@-]+", "-", text)
    same = plain == text
    return plain if same else f"{plain.strip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _source(names: _Names, record: Source, agents: dict[str, Node]) -> Node:
    node = names.entity("source", record.id, label=record.title)
    node |= {"title": record.title, "wasAttributedTo": names.agent(record.producer, agents)}
    for key, value in (
        ("issued", record.published),
        ("url", record.url),
        ("rights", record.licence),
        ("sha256", record.sha256),
    ):
        if value:
            node[key] = value
    return node


def _evidence(names: _Names, record: Evidence, agents: dict[str, Node], state: str | None) -> list[Node]:
    node = names.entity("evidence", record.id, label=record.says)
    node["wasQuotedFrom"] = names.urn("source", record.source)
    for key, value in (("locator", record.locator), ("grade", record.grade), ("anchor", state or "")):
        if value:
            node[key] = value
    if record.figures:
        node["value"] = list(record.figures)
    tellings: list[Node] = []
    for at, link in enumerate(record.chain):
        telling = names.entity("telling", f"{record.id}.{at + 1}", label=f"{link.who} {link.mode}")
        telling |= {
            "wasAttributedTo": names.agent(link.who, agents, unidentified=link.unidentified),
            "mode": link.mode,
        }
        if link.on:
            telling["issued"] = link.on
        tellings.append(telling)
    for telling, after in pairwise(tellings):
        telling["wasDerivedFrom"] = [after["@id"]]
    if tellings:
        node["wasDerivedFrom"] = [tellings[0]["@id"]]
        node["hadPrimarySource"] = tellings[-1]["@id"]
    return [node, *tellings]
