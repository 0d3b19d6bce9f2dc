"""Foreign formats in and out: tables into those of a scenario, evidence and verdicts into the web's own forms."""

from openairlift.exchange.claimreview import claim_review
from openairlift.exchange.prov import prov_jsonld

__all__ = ["claim_review", "prov_jsonld"]
