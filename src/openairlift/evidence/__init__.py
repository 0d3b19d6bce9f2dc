"""Where numbers come from: sources, quotes, chains, parameters; observations and claims that are never inputs."""

from openairlift.evidence.reading import read_evidence
from openairlift.evidence.records import (
    BASES,
    QUANTITIES,
    ArticleRow,
    ChainLink,
    Claim,
    Evidence,
    EvidenceBook,
    Observation,
    Parameter,
    Source,
    Statement,
)

__all__ = [
    "BASES",
    "QUANTITIES",
    "ArticleRow",
    "ChainLink",
    "Claim",
    "Evidence",
    "EvidenceBook",
    "Observation",
    "Parameter",
    "Source",
    "Statement",
    "read_evidence",
]
