"""A radius at the ends of its stated range."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.model import Battery, specs
from openairlift.scenario import Scenario
from openairlift.scenario.parameters import Parameters
from openairlift.scenario.rows import replaced
from openairlift.tables import find_column, parse_cell

_RADIUS = next(spec for spec in specs(Battery) if spec.attribute == "radius_m")


def radius_ends(scenario: Scenario, unit_type: str) -> Iterator[tuple[str, Scenario]]:
    """Yield the ends of the range of a type's radius, and the scenario with the radius there; nothing without a range.

    Examples
    --------
    >>> import openairlift as oa
    >>> ends = radius_ends(oa.read_scenario("ukraine-2022"), "thaad-battery")
    >>> [(end, there.batteries["thaad-battery"].radius_m) for end, there in ends]
    [('low', 150000.0), ('high', 200000.0)]
    """
    param = Parameters(scenario.evidence).find("batteries", unit_type, _RADIUS.column)
    if param is None:
        return
    match = find_column(Battery, param.column)
    suffix = None if match is None else match[1]
    start = scenario.settings.start
    for end, text in (("low", param.low), ("high", param.high)):
        if text is None:
            continue
        factor = text.strip().removeprefix("x").removeprefix("×").removeprefix("*")
        if factor != text.strip():
            value = scenario.batteries[unit_type].radius_m * float(factor)
        else:
            value = parse_cell(_RADIUS, text, start=start, suffix=suffix)
        yield end, replaced(scenario, {("batteries", unit_type, _RADIUS.attribute): value})
