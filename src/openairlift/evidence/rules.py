"""Rules across the records of evidence: ids resolve, and what was observed is never an input."""

from __future__ import annotations

from openairlift.errors import nearest
from openairlift.evidence.form import Form
from openairlift.evidence.records import EvidenceBook


def check_cited(form: Form, book: EvidenceBook) -> None:
    """Report ids of sources and evidence that no record has; a record that is itself broken counts as there."""
    sources = form.names("source")
    for record in book.evidence.values():
        if record.source not in sources:
            near = nearest(record.source, sources)
            form.issue("no such source", f"evidence.{record.id}.source", got=record.source, near=near)
    known = form.names("evidence")
    cited = [
        *((f"statement.{record.id}", record.evidence) for record in book.statements.values()),
        *((f"observation.{record.id}", record.evidence) for record in book.observations.values()),
        *((f"claim.{record.id}", record.evidence) for record in book.claims.values()),
        *((f'param."{record.key}"', record.ids) for record in book.params.values()),
    ]
    for where, ids in cited:
        for name in ids:
            if name not in known:
                form.issue("no such evidence", f"{where}.evidence", got=name, near=nearest(name, known))


def check_separation(form: Form, book: EvidenceBook) -> None:
    """Report parameters that cite the evidence of an observation: an outcome is compared with results, never fed in."""
    observed = {name: record.id for record in book.observations.values() for name in record.evidence}
    for param in book.params.values():
        for name in param.ids:
            if name in observed:
                what = f"the evidence {name!r} belongs to observation {observed[name]!r}, and that is never an input"
                form.issue(what, f'param."{param.key}".evidence', allowed="evidence that no observation cites")
