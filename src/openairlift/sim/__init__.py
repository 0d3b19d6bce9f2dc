"""The event simulator: a plan, its luck and what comes of it. The kernel is compiled when it is first called."""

from openairlift.sim.resources import Resource, resources
from openairlift.sim.run import Batch, Run, Simulator, is_compiled, simulate, simulate_many, warm_up

__all__ = ["Batch", "Resource", "Run", "Simulator", "is_compiled", "resources", "simulate", "simulate_many", "warm_up"]
