"""What has to be read again when a source has changed: exactly the records that rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openairlift.evidence.records import EvidenceBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependants:
    """Records that rest on something, by id, in file order."""

    evidence: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.evidence, self.params, self.statements, self.observations, self.claims))


def resting_on_sources(sources: Iterable[str], book: EvidenceBook) -> Dependants:
    """Return what rests on some sources: their evidence, and the records that cite it.

    Examples
    --------
    >>> from openairlift.evidence import read_evidence
    >>> raw = {
    ...     "source": {"memo": {"title": "Memo", "producer": "Office"}},
    ...     "evidence": {"sum": {"source": "memo", "says": "a sum"}},
    ...     "statement": {"office": {"holder": "Office", "on": "money", "position": "for it", "evidence": ["sum"]}},
    ... }
    >>> resting_on_sources(["memo"], read_evidence(raw, file="evidence.toml", issues=[])).statements
    ('office',)
    """
    wanted = frozenset(sources)
    return resting_on([id_ for id_, record in book.evidence.items() if record.source in wanted], book)


def resting_on(evidence: Iterable[str], book: EvidenceBook) -> Dependants:
    """Return some evidence and the records that cite it, be it in support or against."""
    stale = frozenset(evidence)
    return Dependants(
        evidence=tuple(id_ for id_ in book.evidence if id_ in stale),
        params=tuple(key for key, param in book.params.items() if stale.intersection(param.ids)),
        statements=tuple(id_ for id_, record in book.statements.items() if stale.intersection(record.evidence)),
        observations=tuple(id_ for id_, record in book.observations.items() if stale.intersection(record.evidence)),
        claims=tuple(id_ for id_, record in book.claims.items() if stale.intersection(record.evidence)),
    )
