"""The commands `evidence …`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.evidence_draft import accept, draft
from openairlift.cli.frame import Command, Group, emit, note

KINDS = ("statements", "evidence", "sources", "observations", "params", "claims", "packages", "posture")

sources_option = click.option(
    "--sources",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with snapshots of sources; else they are looked up in the scenario's folder.",
)


@click.group(name="evidence", cls=Group)
def evidence() -> None:
    """Check what a scenario takes from its sources, list it, and follow who told whom."""


@evidence.command(cls=Command)
@click.argument("scenario")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option of the scenario; repeatable.")
@sources_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def check(context: click.Context, scenario: str, options: tuple[str, ...], sources: Path | None, as_json: bool) -> None:
    """Look up every quote and figure in its source, and compare quoted inputs with the figures that they cite.

    Exit status 1 where a passage is changed, orphan or ambiguous, a source is not the one that was recorded, or an
    input is another number than its evidence states in a unit of the same kind; else 0, also where no text is at hand.
    """
    from openairlift.verbs.evidence import evidence_check
    from openairlift.verbs.evidence_text import evidence_check_text

    record = evidence_check(scenario, options=options, sources=sources)
    emit(record, as_json=as_json, text=evidence_check_text)
    context.exit(0 if record["valid"] else 1)


@evidence.command(name="list", cls=Command)
@click.argument("scenario")
@click.option("--kind", type=click.Choice(KINDS), help="What to list; none = how many there are of every kind.")
@click.option("--statements", "kind", flag_value="statements", help="The same as --kind statements.")
@click.option("--search", default="", metavar="WORDS", help="Records that hold every one of these words.")
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write them to this new file; JSON if .json.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_(scenario: str, kind: str | None, search: str, csv_file: Path | None, as_json: bool) -> None:
    """List statements, evidence, sources, observations, parameters, claims, packages or stated totals.

    Without --kind, --search looks through all of them.
    """
    from openairlift.verbs.evidence import evidence_list, write_register
    from openairlift.verbs.evidence_text import evidence_list_text, listed_words

    if csv_file is not None and kind is None:
        raise click.UsageError(f"--csv writes one kind: add --kind with one of {', '.join(KINDS)}")
    record = evidence_list(scenario, kind=kind, search=search)
    if csv_file is not None:
        write_register(record, csv_file)
        note(f"{listed_words(record['kind'], len(record['rows']))} written to {csv_file}")
    if csv_file is None or as_json:
        emit(record, as_json=as_json, text=evidence_list_text)


@evidence.command(cls=Command)
@click.argument("scenario")
@click.argument("id_", metavar="ID")
@sources_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def chain(scenario: str, id_: str, sources: Path | None, as_json: bool) -> None:
    """Say who told whom behind a record, its roots and grades, and what depends on it.

    ID is that of an evidence record, an observation, a statement or a claim, or the key of a parameter. Where several
    have it, all are shown; observation:ID names one.
    """
    from openairlift.verbs.evidence import evidence_chain
    from openairlift.verbs.evidence_text import evidence_chain_text

    emit(evidence_chain(scenario, id_, sources=sources), as_json=as_json, text=evidence_chain_text)


@evidence.command(cls=Command)
@click.argument("scenario")
@click.option(
    "--prov",
    "prov_file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write W3C PROV (JSON-LD) to this new file.",
)
@sources_option
def export(scenario: str, prov_file: Path, sources: Path | None) -> None:
    """Write the evidence of a scenario in the web's own vocabulary."""
    from openairlift.verbs.evidence import evidence_prov, write_new
    from openairlift.verbs.records import to_json

    record = evidence_prov(scenario, sources=sources)
    write_new(to_json(record), prov_file)
    nodes = record["@graph"]
    note(f"{len(nodes)} {'node' if len(nodes) == 1 else 'nodes'} written to {prov_file}")
    states = {node["anchor"] for node in nodes if "anchor" in node}
    if states == {"not at hand"}:
        note("no text of a source was at hand, so nothing was looked up; --sources DIR names the folder of the texts")


evidence.add_command(accept)
evidence.add_command(draft)
