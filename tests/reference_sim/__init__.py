"""The plain simulator: a second, independent reading of docs/background/simulation.md, on SimPy."""

from tests.reference_sim.engine import play
from tests.reference_sim.records import Result

__all__ = ["Result", "play"]
