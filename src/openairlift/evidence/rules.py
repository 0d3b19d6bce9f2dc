"""Rules across the records of evidence: ids resolve, and what was observed is never an input."""

from __future__ import annotations

from openairlift.errors import nearest
from openairlift.evidence.chains import cited_with, root_of
from openairlift.evidence.form import Form
from openairlift.evidence.records import RULES, EvidenceBook, Parameter


def check_cited(form: Form, book: EvidenceBook) -> None:
    """Report ids of sources and evidence that no record has; a record that is itself broken counts as there."""
    sources = form.names("source")
    for record in book.evidence.values():
        if record.source not in sources:
            near = nearest(record.source, sources)
            form.issue("no such source", f"evidence.{record.id}.source", got=record.source, near=near)
    known, drafts = form.names("evidence"), form.names("draft")
    cited = [
        *((f"statement.{record.id}", record.evidence) for record in book.statements.values()),
        *((f"observation.{record.id}", record.evidence) for record in book.observations.values()),
        *((f"claim.{record.id}", record.evidence) for record in book.claims.values()),
        *((f'param."{record.key}"', record.ids) for record in book.params.values()),
    ]
    for where, ids in cited:
        for name in ids:
            if name in drafts and name not in known:
                form.issue("this evidence is a proposal that nobody has accepted", f"{where}.evidence", got=name)
            elif name not in known:
                form.issue("no such evidence", f"{where}.evidence", got=name, near=nearest(name, known))


def check_separation(form: Form, book: EvidenceBook) -> None:
    """Report parameters that cite the evidence of an observation: an outcome is compared with results, never fed in."""
    observed = {name: record.id for record in book.observations.values() for name in record.evidence}
    for param in book.params.values():
        for name in param.ids:
            if name in observed:
                what = f"the evidence {name!r} belongs to observation {observed[name]!r}, and that is never an input"
                form.issue(what, f'param."{param.key}".evidence', allowed="evidence that no observation cites")


def check_conflicts(form: Form, book: EvidenceBook) -> None:
    """Report parameters whose sources disagree and that state no rule by which the value in use was taken."""
    for param in book.params.values():
        disputed = param.alternatives or any(says == "contradicts" for _, says in param.evidence)
        if disputed and not param.rule:
            what = "sources state other values, and no rule says why this one is in use"
            form.issue(what, f'param."{param.key}".rule', allowed=", ".join(RULES))
        if param.rule and not disputed:
            what = "there is a rule, and nothing that the value in use was chosen from"
            form.issue(
                what, f'param."{param.key}".rule', got=param.rule, allowed="alternatives, or evidence that contradicts"
            )
        elif param.rule and not _follows(param, book):
            what = f"the value in use is not the one that the rule {param.rule!r} takes"
            allowed = "the rule that was followed, or the value that it takes"
            form.issue(what, f'param."{param.key}".rule', got=param.rule, allowed=allowed)


def _follows(param: Parameter, book: EvidenceBook) -> bool:
    """Whether the value in use is that of the rule; true as well where the records do not tell."""
    against = [name for name, says in param.evidence if says == "contradicts"]
    sides = [[name for name, says in param.evidence if says == "supports"]]
    sides += [list(other.evidence) for other in param.alternatives] or [against]
    known = [[book.evidence[name] for name in side if name in book.evidence] for side in sides]
    if param.rule == "best_grade":
        grades = [sorted(record.grade for record in side if record.grade) for side in known]
        return not all(grades) or grades[0][0] <= min(side[0] for side in grades)
    if param.rule == "newest":
        dates = [
            [book.sources[record.source].published for record in side if record.source in book.sources]
            for side in known
        ]
        return not all(map(any, dates)) or max(dates[0]) >= max(max(side) for side in dates)[: len(max(dates[0]))]
    if param.rule == "most_roots":
        counts = [len({root_of(record, book) for record in side}) for side in known]
        return counts[0] >= max(counts)
    if param.rule in ("lowest", "highest") and param.value is not None:
        try:
            values = [float(param.value), *(float(other.value) for other in param.alternatives)]
        except ValueError:
            return True
        return values[0] == (min(values) if param.rule == "lowest" else max(values))
    return True


def check_corroborated(form: Form, book: EvidenceBook) -> None:
    """Report credibility 1 (confirmed by other sources) where no second root stands behind what cites the record."""
    for record in book.evidence.values():
        if record.grade[1:] != "1":
            continue
        roots = {root_of(book.evidence[name], book) for name in cited_with(record.id, book) if name in book.evidence}
        if len(roots) < 2:
            what = "credibility 1 means confirmed by others: it needs two roots, and the records that cite it have one"
            form.issue(what, f"evidence.{record.id}.grade", got=record.grade, allowed=f"{record.grade[0]}2 or lower")
