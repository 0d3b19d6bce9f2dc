"""What an airlift costs, as sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, count, plain
from openairlift.reports.svg import Markup, el

_WORDS = {
    "flying": "flying hours",
    "charter": "charter flights",
    "landing": "landings",
    "handling": "handling",
    "surface": "surface trips",
}
_LISTED = 6


def cost_sentences(cost: Record, show: Show) -> list[str]:
    """Say what an airlift costs, by kind, a tonne, and what has no price.

    Parameters
    ----------
    cost : ``total_usd``, ``by_kind``, ``by_requirement``, ``usd_per_tonne``, ``unshared_usd`` and ``not_stated``.
    show : units.

    Examples
    --------
    >>> cost_sentences({"total_usd": 2e6, "by_kind": {"flying": 2e6}, "usd_per_tonne": 500.0}, Show())
    ['Cost: 2 M USD (flying hours 2 M USD).', 'A tonne at the mark of the objective costs 500 USD.']
    """
    total = real(get(cost, "total_usd"))
    missing = [str(item) for item in records(cost, "not_stated")]
    if total is None:
        return ["Cost: not known, for no price is stated.", *_not_stated(missing)]
    kinds = get(cost, "by_kind", default={})
    parts = [f"{_WORDS.get(name, name)} {_usd(value, show)}" for name in kinds if (value := real(get(kinds, name)))]
    beside = ", at least" if missing else ""
    found = [f"Cost{beside}: {_usd(total, show)}" + (f" ({', '.join(parts)})." if parts else ".")]
    tonne = real(get(cost, "usd_per_tonne"))
    if tonne is not None:
        found.append(f"A tonne at the mark of the objective costs {_usd(tonne, show)}.")
    wanted = get(cost, "by_requirement", default={})
    dear = sorted(((real(get(wanted, name)) or 0.0, name) for name in wanted), key=lambda pair: (-pair[0], pair[1]))
    listed = [f"{name} {_usd(value, show)}" for value, name in dear[:_LISTED] if value > 0]
    if len(dear) > 1 and listed:
        found.append(f"Dearest requirements: {', '.join(listed)}.")
    alone = real(get(cost, "unshared_usd")) or 0.0
    if alone > 0:
        found.append(f"{_usd(alone, show)} of it belongs to no requirement: those runs carried nothing.")
    return [*found, *_not_stated(missing)]


def cost_section(summary: Record, show: Show) -> Markup:
    """Return the sentences of the cost as a list."""
    return el("ul", [el("li", sentence) for sentence in cost_sentences(get(summary, "cost", default={}), show)])


def _not_stated(missing: list[str]) -> list[str]:
    """Say what has no price; it is left out of every figure, never counted as 0."""
    if not missing:
        return []
    listed = "; ".join(missing[:_LISTED])
    more = f"; and {count(len(missing) - _LISTED, 'more entry', 'more entries')}" if len(missing) > _LISTED else ""
    return [f"Not stated, and so left out: {listed}{more}."]


def _usd(value: float, show: Show) -> str:
    return show.amount(value, "usd") if abs(value) >= 1000 else f"{plain(round(value, 2))} USD"
