"""Inputs beside the numbers of the evidence that is cited for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from openairlift.evidence import EvidenceBook, Parameter
from openairlift.evidence.anchoring.amounts import Match, Number, compare
from openairlift.model import TABLES, Distribution, Settings, Shape
from openairlift.scenario import Input, Scenario
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.parameters import Parameters, canonical
from openairlift.tables import CellError, find_column, parse_cell
from openairlift.verbs.records import Record

_NAMES = {
    Shape.CONSTANT: ("value",),
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.LOGNORMAL: ("mean",),
}
_TOLD = ("quoted", "converted")
_WORST = (Match.DIFFERS, Match.UNCLEAR, Match.NOT_COMPARED, Match.AGREES)


def value_record(item: Input, param: Parameter | None, book: EvidenceBook) -> Record:
    """Return whether the quoted and converted numbers of an input are among those that its evidence states.

    Parameters
    ----------
    item : the input.
    param : its parameter record; None = it has none.
    book : the records.

    Returns
    -------
    ``state`` (one of `Match`) of the worst number, and a ``note``.
    """
    if param is None:
        return {"state": str(Match.NOT_COMPARED), "note": ""}
    records = [book.evidence[name] for name, says in param.evidence if says != "contradicts" and name in book.evidence]
    found = [
        compare(number, records, converted=basis == "converted") for number, basis in _numbers(item, param) if records
    ]
    if not found:
        return {"state": str(Match.NOT_COMPARED), "note": "not compared: no single number is quoted"}
    state, note = min(found, key=lambda pair: _WORST.index(pair[0]))
    return {"state": str(state), "note": note}


def _numbers(item: Input, param: Parameter) -> Iterator[tuple[Number, str]]:
    """Yield the numbers of a cell that are quoted or converted, each with its basis."""
    record = Settings if item.table == SETTINGS[0] else TABLES.get(item.table)
    match = None if record is None else find_column(record, item.column)
    if match is None:
        return
    spec, suffix = match
    unit = suffix if suffix is not None else spec.suffix
    try:
        value = parse_cell(spec, item.value, start=None, suffix=suffix)
    except CellError:  # observations in a file of their own
        return
    if isinstance(value, Distribution):
        names = _NAMES.get(value.shape) or ("value",) * len(value.parameters)
        pairs = list(zip(names, value.parameters, strict=False))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        pairs = [("value", float(value))]
    else:
        return
    for name, number in pairs:
        basis = param.basis.get(name) or param.basis.get("value", "")
        if basis in _TOLD:
            yield Number(value=number, dimension=spec.dimension, suffix=unit), basis


def converted_records(scenario: Scenario, quoted: Collection[str]) -> list[Record]:
    """Return the other inputs of which a number is converted, beside what their evidence states."""
    parameters = Parameters(scenario.evidence)
    rows: list[Record] = []
    for item in scenario.inputs:
        if item.basis != "converted" or input_name(item) in quoted:
            continue
        param = parameters.find(item.table, item.key, canonical(item.table, item.column))
        value = value_record(item, param, scenario.evidence)
        rows.append({"input": input_name(item), "evidence": list(item.evidence), "value": value})
    return rows


def input_name(item: Input) -> str:
    """Return the name of an input's cell."""
    return f"{item.table}/{item.key}/{item.column}"
