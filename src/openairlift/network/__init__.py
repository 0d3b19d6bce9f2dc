"""What follows from a scenario: distances, block times, payloads, routes and what fits, by index."""

from openairlift.network.build import build_network
from openairlift.network.fit import Hold, can_carry, capacity, positions
from openairlift.network.geo import distance_m, great_circle
from openairlift.network.network import (
    GROUND_PURPOSES,
    UNREACHABLE,
    Line,
    Network,
    Steps,
    Stock,
    Stream,
    Surface,
    Tail,
)
from openairlift.network.quick import QuickLook, quick_look
from openairlift.network.routes import Route, RouteBook, can_park, can_use, routes, spots_for

__all__ = [
    "GROUND_PURPOSES",
    "UNREACHABLE",
    "Hold",
    "Line",
    "Network",
    "QuickLook",
    "Route",
    "RouteBook",
    "Steps",
    "Stock",
    "Stream",
    "Surface",
    "Tail",
    "build_network",
    "can_carry",
    "can_park",
    "can_use",
    "capacity",
    "distance_m",
    "great_circle",
    "positions",
    "quick_look",
    "routes",
    "spots_for",
]
