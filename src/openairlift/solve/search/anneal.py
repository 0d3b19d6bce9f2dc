"""Moves at a heat that falls in cycles, so that a search gets out of where every single move makes things worse."""

from __future__ import annotations

from openairlift.plan import Terms
from openairlift.solve.search.play import Play
from openairlift.solve.search.search import Search
from openairlift.solve.search.table import copied

CYCLES = (1.0, 0.3, 1.0, 0.3)
"""Heat at the beginning of every cycle, as a share of what a job loses on the average."""
COLD = 0.01
"""Heat at the end of a cycle, as a share of that at its beginning."""
JOBS = 10
"""Jobs beyond which a search begins cooler: it comes less often to each of them."""


class Anneal:
    """Goes on with a search from where it is, and keeps the best state that was seen after a call of `go`.

    Parameters
    ----------
    search : what is changed.
    loss : what a job loses on the average, in the scalar of the search; 0 = accept nothing that is worse.
    dust : differences of a term that are rounding.
    """

    def __init__(self, search: Search, *, loss: float, dust: float) -> None:
        self.search, self.dust = search, dust
        self.hot = loss * min(1.0, JOBS / max(int(search.play.jobs.sum()), 1))
        self.cycle = 0
        self.gains: Terms = search.gains(search.play)
        self.kept: Play = copied(search.play)

    def go(self, moves: int, share: float) -> None:
        """Try moves when a share of the budget, from 0 to 1, is used up."""
        search = self.search
        cycle, place = divmod(min(max(share, 0.0), 1.0 - 1e-9) * len(CYCLES), 1.0)
        if int(cycle) != self.cycle:
            self.cycle = int(cycle)
            search.play = copied(self.kept)
        search.improve(moves, temperature=self.hot * CYCLES[self.cycle] * COLD**place)
        gains = search.gains(search.play)
        if self._better(gains):
            self.gains, self.kept = gains, copied(search.play)

    def _better(self, gains: Terms) -> bool:
        for new, old in zip(gains, self.gains, strict=True):
            if abs(new - old) > self.dust:
                return new > old
        return False
