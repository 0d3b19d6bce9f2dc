"""Foreign formats in and out: tables into those of a scenario, evidence and verdicts into the web's own forms."""

from openairlift.exchange.claimreview import claim_review
from openairlift.exchange.opening import is_workbook, read_scenario
from openairlift.exchange.ourairports import Runway, RunwayTable, places_table, read_ourairports
from openairlift.exchange.prov import prov_jsonld

__all__ = [
    "Runway",
    "RunwayTable",
    "claim_review",
    "is_workbook",
    "places_table",
    "prov_jsonld",
    "read_ourairports",
    "read_scenario",
]
