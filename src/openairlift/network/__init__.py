"""What follows from a scenario: distances, block times, payloads, routes and what fits, by index."""

from openairlift.network.build import build_network
from openairlift.network.fit import PASSENGERS, Hold, can_carry, capacity, lines_may_share, may_share, positions
from openairlift.network.geo import distance_m, great_circle
from openairlift.network.network import (
    CAPACITIES,
    GROUND_PURPOSES,
    UNREACHABLE,
    Clearance,
    Fuel,
    Line,
    Network,
    Pool,
    Shock,
    ShockKind,
    Steps,
    Stock,
    Stream,
    Surface,
    Tail,
)
from openairlift.network.quick import QuickLook, quick_look
from openairlift.network.routes import Route, RouteBook, can_handle, can_park, can_use, routes, spots_for

__all__ = [
    "CAPACITIES",
    "GROUND_PURPOSES",
    "PASSENGERS",
    "UNREACHABLE",
    "Clearance",
    "Fuel",
    "Hold",
    "Line",
    "Network",
    "Pool",
    "QuickLook",
    "Route",
    "RouteBook",
    "Shock",
    "ShockKind",
    "Steps",
    "Stock",
    "Stream",
    "Surface",
    "Tail",
    "build_network",
    "can_carry",
    "can_handle",
    "can_park",
    "can_use",
    "capacity",
    "distance_m",
    "great_circle",
    "lines_may_share",
    "may_share",
    "positions",
    "quick_look",
    "routes",
    "spots_for",
]
