"""Draws by the million, compiled: the same bits as `openairlift.luck` gives one by one."""

from openairlift.sim.bulk.draws import SHAPES, fill

__all__ = ["SHAPES", "fill"]
