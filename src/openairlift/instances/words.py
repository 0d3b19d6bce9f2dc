"""The page that goes with an instance: how it was made."""

from __future__ import annotations

from textwrap import fill

from openairlift.instances.sizes import TYPES, Size, Span


def readme(size: Size, *, load: str, seed: int, slots: float) -> str:
    """Return ``README.md`` of a synthetic instance."""
    factor = "" if slots == 1 else f" --slots {slots:.15g}"
    parts = [
        f"# Synthetic {size.name}, {load}, seed {seed}{'' if slots == 1 else f', slots x {slots:.15g}'}",
        _wrapped(
            "An instance of the open benchmark, in the manner of the NPS/RAND Mobility Optimizer (NRMO). "
            "**Nothing in it is real**: places, aircraft and cargo are invented. "
            "This command writes the same bytes again on any machine:"
        ),
        f"    openairlift new --synthetic {size.name} --load {load} --seed {seed}{factor} DIR",
        "## What is in it",
        _wrapped(_contents(size)),
        "| type | tails | carries | full payload |\n|---|---|---|---|\n" + "\n".join(_fleet(size)),
        "## How it was made",
        "\n".join(
            _wrapped(text, item=True)
            for text in (_luck(), _places(size), _requirements(size, load), _slots(size, slots), _tails(), _loads(size))
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str, *, item: bool = False) -> str:
    first, rest = ("- ", "  ") if item else ("", "")
    return fill(text, 120, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _contents(size: Size) -> str:
    classes = ", ".join(f"{number} {name}" for name, number in size.requirements.items())
    return (
        f"{size.origins} origins, {size.staging} staging bases between, {size.destinations} destinations, "
        f"{size.horizon_days} days, and {sum(size.requirements.values())} requirements ({classes})."
    )


def _fleet(size: Size) -> list[str]:
    rows = []
    for squad in size.squads:
        type_ = TYPES[squad.type]
        leg, mass = type_.payload[0]
        rows.append(
            f"| `{squad.type}` | {squad.tails} | {', '.join(type_.classes)} | {mass / 1000:g} t up to {leg:,} km |"
        )
    return rows


def _luck() -> str:
    return (
        "**Luck**: every number is a function of size, seed and its own name, "
        "by the counter-based draws that the simulator uses."
    )


def _places(size: Size) -> str:
    way = "The whole way is longer than full payload goes, so that a stop pays."
    if size.loads:
        way = "Every way needs one stop, at a staging base, and is flown with full payload."
    return (
        "**Places**: positions uniform in three regions: origins in the east of North America, staging bases in the "
        "North Atlantic, destinations in the east of the Mediterranean and beyond; no two of a kind nearer than "
        f"{size.gap_deg:g} degrees. {way}"
    )


def _requirements(size: Size, load: str) -> str:
    if size.loads:
        low, high = size.loads[load]
        much = (
            f"{low} to {high} aircraft loads in all, one to three each, and a load is 93 to 99 % of the least full "
            "payload, so that every type takes as many loads"
        )
    else:
        shares = ", ".join(f"{100 * low:g} to {100 * high:g} % {name}" for name, (low, high) in size.shares.items())
        much = (
            f"{size.mass_kg[load] / 1e6:g} kt in all, of which {shares}, the rest bulk; shared out within a class by "
            "weights from 0.5 to 1.5"
        )
    late = ""
    dealt = "Origins and destinations are dealt, each as often as can be."
    if size.loads:
        dealt = "Pairs of origin and destination are dealt, no two alike."
    if load in size.late_days:
        late = f" One of them is ready on day {_span(size.late_days[load])}: it may be too late for the horizon."
    return (
        f"**Requirements**: {much}. {dealt} Ready on day "
        f"{_span(size.ready_days[load])}, required {_span(size.slack_days[load])} days later but at most at the "
        f"horizon, rank 1 to 3; all uniform.{late}"
    )


def _span(span: Span) -> str:
    return f"{span[0]:g} to {span[1]:g}"


def _slots(size: Size, slots: float) -> str:
    low, high = size.working
    if size.loads:
        rule = f"{low} to {high} working slots at every place, and as many spots or one more."
    else:
        rule = (
            "the working slots of an origin or a destination follow its share of the mass, so that a fleet that flew "
            f"all the time would use {100 * size.use[0]:g} to {100 * size.use[1]:g} % of them, within {low} to {high}; "
            "about twice as many spots. Staging bases have "
            f"{size.staging_working[0]} to {size.staging_working[1]} working slots and one to four spots more."
        )
    return f"**Slots**: {rule}" + ("" if slots == 1 else f" All of them times {slots:.15g}, rounded, at least 1.")


def _tails() -> str:
    return (
        "**Fleet**: tails start at origins, which are dealt to the rows. No duty days (crews are staged along the "
        "routes and change with the aircraft), no breakdowns, and times on the ground without spread, so that every "
        "run is the same."
    )


def _loads(size: Size) -> str:
    dates = "masses and dates" if size.loads else "masses"
    return f"**Light and congested** instances of one seed have the same places, slots and fleet; {dates} differ."
