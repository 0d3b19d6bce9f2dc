"""Totals that a source states against the sum of what is known: checkable only from a base of another root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from openairlift.evidence.chains import root_of
from openairlift.evidence.records import EvidenceBook


class Agreement(StrEnum):
    """What comes of a stated total."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of people with the evidence that it rests on."""

    label: str
    people: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """A stated total beside the sum; `total` and `difference` are None where nothing can be summed."""

    stated: Count
    agreement: Agreement
    reason: str
    total: float | None = None
    difference: float | None = None
    base: tuple[Count, ...] = ()
    additions: tuple[Count, ...] = ()


def reconcile(stated: Count, base: Sequence[Count], additions: Sequence[Count], book: EvidenceBook) -> Reconciled:
    """Compare a stated total with base plus additions.

    The base has to be sourced, and from another root than the total: 14,000 that is 14,500 less 500 checks nothing.

    Parameters
    ----------
    stated : the total, with its evidence.
    base : starting numbers; those without evidence make the total not checkable.
    additions : what came since.
    book : the records that evidence ids mean.

    Examples
    --------
    >>> total = Count(label="total", people=14_500)
    >>> reconcile(total, [], [Count(label="added", people=500)], EvidenceBook.empty()).agreement
    <Agreement.NOT_CHECKABLE: 'not checkable'>
    """

    def unknown(reason: str) -> Reconciled:
        return Reconciled(
            stated=stated,
            agreement=Agreement.NOT_CHECKABLE,
            reason=reason,
            base=tuple(base),
            additions=tuple(additions),
        )

    if not base:
        return unknown("no starting number is stated, and none may be had by taking the additions from the total")
    bare = [count.label for count in base if not any(id_ in book.evidence for id_ in count.evidence)]
    if bare:
        return unknown(f"no evidence for the starting number of {', '.join(bare)}")
    shared = _roots(stated, book) & {root for count in base for root in _roots(count, book)}
    if shared:
        return unknown(f"the starting number has the root of the total ({', '.join(sorted(shared))})")
    total = sum(count.people for count in (*base, *additions))
    difference = stated.people - total
    agrees = abs(difference) <= 0.5
    reason = "base and additions add up" if agrees else f"the stated total is {difference:+,.0f} from the sum"
    return Reconciled(
        stated=stated,
        agreement=Agreement.AGREES if agrees else Agreement.DIFFERS,
        reason=reason,
        total=total,
        difference=difference,
        base=tuple(base),
        additions=tuple(additions),
    )


def _roots(count: Count, book: EvidenceBook) -> set[str]:
    return {root_of(book.evidence[id_], book) for id_ in count.evidence if id_ in book.evidence}
