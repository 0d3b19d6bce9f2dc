"""Foreign formats in and out: turned into the tables that a scenario is written in."""

from openairlift.exchange.ourairports import Runway, RunwayTable, places_table, read_ourairports

__all__ = ["Runway", "RunwayTable", "places_table", "read_ourairports"]
