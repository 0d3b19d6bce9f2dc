"""How good a plan is: its terms beside what no plan can beat, as sentences and as a line of progress."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.plan import TERMS, Terms, deciding_term
from openairlift.reports.reading import Record, get, metered, real
from openairlift.reports.show import Show, plain
from openairlift.reports.svg import Markup, el

_NAMES = ("not there in time", "late", "after free flow")
_WHAT = (
    "less than {} that is not there in time",
    "less lateness than {}",
    "less delay after free flow than {}",
)
_NOUNS = ("what is not there in time", "lateness", "delay")
_DOING = {
    "compiling": "compiling the planner (this once, up to two minutes)",
    "proof": "search done, finishing the bound",
}
_ABOVE = ("", ", above what can't be avoided", "")


def term_amount(value: float, term: int, meter: str, show: Show) -> str:
    """Return a term with its unit; what is counted by days has ``-days`` behind it.

    Examples
    --------
    >>> term_amount(12_500.0, 0, "mass", Show()), term_amount(12_500.0, 1, "mass", Show())
    ('12.5 t', '12.5 tonne-days')
    >>> term_amount(907_184.74, 2, "mass", Show("us-nato")), term_amount(3e6, 1, "usd", Show())
    ('1,000 short-ton-days', '3 M USD-days')
    """
    if term == 0 or meter == "usd":
        return show.amount(value, meter) + ("" if term == 0 else "-days")
    if meter == "mass":
        return f"{plain(show.mass_value(value))} {show.mass_words.removesuffix('s').replace(' ', '-')}-days"
    return f"{plain(value)} {'person' if meter == 'people' else 'item'}-days"


def gap_percent(gap: float) -> str:
    """Return a gap in percent with one decimal; what is not zero is never shown as 0.

    Examples
    --------
    >>> gap_percent(0.0), gap_percent(0.0004), gap_percent(0.1234), gap_percent(1.0)
    ('0 %', '<0.1 %', '12.3 %', '100 %')
    """
    if 0.0 < gap < 0.0005:
        return "<0.1 %"
    return f"{gap * 100:.1f}".removesuffix(".0") + " %"


def proof_sentences(summary: Record, show: Show) -> list[str]:
    """Say what a summary's plan reaches, what no plan can beat, and what the gaps mean; nothing without a proof."""
    plan = get(summary, "plan", default={})
    _, meter = metered(summary)
    reached, bound, gap, value = (_terms(get(plan, key)) for key in ("objective", "bound", "gap", "value_gap"))
    if reached is None or bound is None or gap is None or value is None:
        return []
    deciding = get(plan, "deciding")
    decides = TERMS.index(deciding) if deciding in TERMS else len(TERMS) - 1
    least = term_amount(bound[decides], decides, meter, show)
    found = [_meaning(decides, reached, bound, gap, value, least)]
    for term, (name, above) in enumerate(zip(_NAMES, _ABOVE, strict=True)):
        has, least = (term_amount(values[term], term, meter, show) for values in (reached, bound))
        name = f"{name[0].upper()}{name[1:]}{above}, weighted by rank"
        text = f"{name}: {has}; no plan of these routes can have less than {least}"
        found.append(f"{text}; gap {gap_percent(gap[term])}, value gap {gap_percent(value[term])}.")
    if get(plan, "proof_complete") is False:
        found.append("The work on the bound was stopped early: the bound holds, and a longer search may raise it.")
    if get(plan, "reproducible") is False:
        found.append("The search was ended by time or by hand: another search may end at another plan.")
    found.append(
        "A term's bound holds for plans that are no worse in the terms before it; the "
        "first term that is not zero decides."
    )
    return found


def _meaning(term: int, reached: Terms, bound: Terms, gap: Terms, value: Terms, least: str) -> str:
    """Say what the gap of the deciding term means."""
    noun = _NOUNS[term]
    if reached[term] <= 0.0:
        return "Nothing is missing, late or delayed, so no plan can be better in these terms."
    if gap[term] <= 1e-9:
        return f"The gap ({noun}) is zero: no plan of these routes can be better in this term."
    saves = (
        f"Of all that any plan could save over delivering nothing, this one misses at most {gap_percent(value[term])}."
    )
    if bound[term] <= 0.0:
        none = f"that a plan of these routes has none at all is not ruled out: a much better one may exist. {saves}"
        return f"The gap ({noun}) is {gap_percent(gap[term])}: {none}"
    less = _WHAT[term].format(least)
    before = "" if term == 0 else ", unless a term before it gets worse"
    return f"The gap ({noun}) is {gap_percent(gap[term])}: no plan of these routes can have {less}{before}. {saves}"


def proof_section(summary: Record, show: Show) -> Markup | None:
    """Return heading and list for the page, None where nothing was proved."""
    found = proof_sentences(summary, show)
    if not found:
        return None
    return el("div", el("h3", "How good is this plan"), el("ul", [el("li", text) for text in found]))


def progress_words(
    *, what: str, share: float, best: Terms | None, bound: Terms | None, scale: float, left_s: float | None,
    meter: str, show: Show,
) -> str:  # fmt: skip
    """Return the line of progress of a planner: what is done, the best plan's deciding term, bound, gap, time left.

    Examples
    --------
    >>> known = {"best": (0.0, 8e6, 9e6), "bound": (0.0, 6e6, 0.0), "scale": 1e4, "meter": "mass", "show": Show()}
    >>> progress_words(what="search", share=0.5, left_s=None, **known)
    'search 50 %; best so far: late 8,000 tonne-days, bound 6,000 tonne-days, gap 25 %'
    >>> progress_words(what="first plans", share=0.0, left_s=12.3, **{**known, "bound": None})
    'first plans; best so far: late 8,000 tonne-days; 12 s left'
    """
    parts = [_DOING.get(what, what) + (f" {share * 100:.0f} %" if what == "search" and left_s is None else "")]
    if best is not None:
        term = deciding_term(best, bound or (0.0, 0.0, 0.0), scale)
        text = f"best so far: {_NAMES[term]} {term_amount(best[term], term, meter, show)}"
        if bound is not None and bound[term] > 0.0:
            gap = max(best[term] - bound[term], 0.0) / max(best[term], scale, 1e-12)
            text += f", bound {term_amount(bound[term], term, meter, show)}, gap {gap_percent(gap)}"
        parts.append(text)
    if left_s is not None:
        parts.append(f"{left_s:.0f} s left")
    return "; ".join(parts)


def _terms(record: object) -> Terms | None:
    values: Sequence[float | None] = [real(get(record, name)) for name in TERMS]
    first, second, third = values
    return None if first is None or second is None or third is None else (first, second, third)
