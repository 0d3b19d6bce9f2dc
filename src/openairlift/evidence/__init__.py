"""Where numbers come from: sources, quotes, chains, parameters; observations and claims that are never inputs."""

from openairlift.evidence.chains import CREDIBILITY, RELIABILITY, grade_words, root_name, root_of, roots, weakest_link
from openairlift.evidence.doubts import slips
from openairlift.evidence.ladder import STATUS_MARKS, Standing, standing
from openairlift.evidence.posture import Agreement, Count, Reconciled, reconcile
from openairlift.evidence.reading import read_evidence
from openairlift.evidence.records import (
    BASES,
    MONTHS_AHEAD,
    QUANTITIES,
    RULES,
    Alternative,
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
from openairlift.evidence.register import KINDS, holds, register, to_csv
from openairlift.evidence.schema import evidence_schema
from openairlift.evidence.stale import Dependants, resting_on, resting_on_sources

__all__ = [
    "BASES",
    "CREDIBILITY",
    "KINDS",
    "MONTHS_AHEAD",
    "QUANTITIES",
    "RELIABILITY",
    "RULES",
    "STATUS_MARKS",
    "Agreement",
    "Alternative",
    "ArticleRow",
    "ChainLink",
    "Claim",
    "Count",
    "Dependants",
    "Evidence",
    "EvidenceBook",
    "Observation",
    "Parameter",
    "Reconciled",
    "Source",
    "Standing",
    "Statement",
    "evidence_schema",
    "grade_words",
    "holds",
    "read_evidence",
    "reconcile",
    "register",
    "resting_on",
    "resting_on_sources",
    "root_name",
    "root_of",
    "roots",
    "slips",
    "standing",
    "to_csv",
    "weakest_link",
]
