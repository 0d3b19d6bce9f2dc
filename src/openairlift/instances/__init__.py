"""Scenarios that are made, not told: synthetic instances of the open benchmark, and a small one to start from."""

from openairlift.instances.sizes import LOADS, SIZES
from openairlift.instances.start import start
from openairlift.instances.synthetic import synthetic

__all__ = ["LOADS", "SIZES", "start", "synthetic"]
