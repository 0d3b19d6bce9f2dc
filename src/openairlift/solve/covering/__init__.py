"""Where to stand: exact maximal covering, set covering and p-median, on HiGHS."""

from openairlift.solve.covering.cover import Cover, maximal_cover, set_cover
from openairlift.solve.covering.median import Median, p_median

__all__ = ["Cover", "Median", "maximal_cover", "p_median", "set_cover"]
