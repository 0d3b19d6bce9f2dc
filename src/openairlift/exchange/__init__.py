"""Foreign formats in and out: tables into those of a scenario, evidence and verdicts into the web's own forms."""

from openairlift.exchange.claimreview import claim_review
from openairlift.exchange.opening import is_workbook, read_scenario
from openairlift.exchange.prov import prov_jsonld

__all__ = ["claim_review", "is_workbook", "prov_jsonld", "read_scenario"]
