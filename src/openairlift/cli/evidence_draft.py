"""The commands `evidence draft` and `evidence accept`."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli.frame import Command, emit


@click.command(cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    metavar="SCENARIO",
    help="Add the proposals to evidence-draft.toml of this folder or workbook; nothing is overwritten.",
)
@click.option("--published", metavar="DAY", help="Day of publication, YYYY-MM-DD; none = as the text states it.")
@click.option("--producer", metavar="NAME", help="Who puts the text out; none = as the text states it.")
@click.option("--title", metavar="TEXT", help="Title of the source; none = the first line that reads like one.")
@click.option("--exact", is_flag=True, help="Keep the words of each sentence; else a hash of them.")
@click.option("--statuses", is_flag=True, help="Also propose sentences with a word of status and no figure.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def draft(
    file: Path,
    into: Path | None,
    published: str | None,
    producer: str | None,
    title: str | None,
    exact: bool,
    statuses: bool,
    as_json: bool,
) -> None:
    """Propose evidence from an English text: figures, what they count, dates, statuses, who said so, and where.

    Rules of grammar, no model. A proposal is never used before it is accepted.
    """
    from openairlift.verbs.drafting import evidence_draft
    from openairlift.verbs.drafting_text import evidence_draft_text

    record = evidence_draft(
        file, into=into, published=published, producer=producer, title=title, exact=exact, statuses=statuses
    )
    emit(record, as_json=as_json, text=evidence_draft_text)


@click.command(cls=Command)
@click.argument("scenario", type=click.Path(path_type=Path))
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--says", metavar="TEXT", help="What the record says, in your own words; with one ID only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def accept(scenario: Path, ids: tuple[str, ...], says: str | None, as_json: bool) -> None:
    """Move proposals that you have looked up into evidence.toml of a scenario: its file, or its sheet in a workbook."""
    from openairlift.verbs.drafting import evidence_accept
    from openairlift.verbs.drafting_text import evidence_accept_text

    record = evidence_accept(scenario, ids, says=says)
    emit(record, as_json=as_json, text=evidence_accept_text)
