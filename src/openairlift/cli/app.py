"""The commands; `main` is the entry point."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import openairlift
from openairlift.cli.against import against_options, planned_against
from openairlift.cli.catalogue import catalogue
from openairlift.cli.compare import compare
from openairlift.cli.convert import convert, fmt
from openairlift.cli.cover import cover
from openairlift.cli.daily import daily
from openairlift.cli.diff import diff
from openairlift.cli.evidence import evidence, sources_option
from openairlift.cli.explain import explain
from openairlift.cli.export import export
from openairlift.cli.find import find
from openairlift.cli.frame import (
    INTERRUPTED,
    Command,
    Group,
    Paged,
    as_shown,
    bannered,
    emit,
    note,
    quantity,
    study_options,
)
from openairlift.cli.import_ import import_
from openairlift.cli.judge import judge
from openairlift.cli.ledger import ledger
from openairlift.cli.limits import limits
from openairlift.cli.log import log
from openairlift.cli.new import new
from openairlift.cli.posture import posture
from openairlift.cli.replan import replan
from openairlift.cli.resilience import resilience
from openairlift.cli.sensitivity import sensitivity, tornado
from openairlift.cli.serve import serve
from openairlift.cli.size import size
from openairlift.cli.stocks import stocks
from openairlift.cli.units import units
from openairlift.ctrl_c import ctrl_c_heard
from openairlift.errors import UsageError
from openairlift.units import Dimension

if TYPE_CHECKING:
    from openairlift.verbs import Outcome


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(openairlift.__version__, prog_name="openairlift", message="%(prog)s %(version)s")
def app() -> None:
    """Plan, simulate and check an airlift, with every input traced to its source.

    SCENARIO is a folder, a workbook (.xlsx), or the name of a shipped example such as ukraine-2022. Exit status: 0
    fine, 1 issues in the input, 2 wrong usage, 130 interrupted (the same call resumes).
    """


@app.command(cls=Command)
@click.argument("scenario")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option of the scenario; repeatable.")
@sources_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def check(context: click.Context, scenario: str, options: tuple[str, ...], sources: Path | None, as_json: bool) -> None:
    """Read a scenario and say everything that is wrong or doubtful."""
    from openairlift.verbs.checking import check as verb
    from openairlift.verbs.checking import check_text

    record = verb(scenario, options=options, sources=sources)
    if record["valid"] or as_json:
        emit(record, as_json=as_json, text=check_text)
    else:
        note(check_text(record))
    context.exit(0 if record["valid"] else 1)


@app.command(cls=Command)
@click.option("--mass", required=True, help="What has to be carried, such as 500t.", **quantity(Dimension.MASS))
@click.option("--from", "origin", required=True, metavar="ICAO", help="Airport where it lies.")
@click.option("--to", "destination", required=True, metavar="ICAO", help="Airport where it is needed.")
@click.option("--type", "type_", required=True, metavar="TYPE", help="Aircraft type, such as C-17A.")
@click.option("--tails", required=True, type=click.IntRange(min=1), help="Aircraft.")
@click.option(
    "--spots", type=click.IntRange(min=1), help="Aircraft served at once at the destination; none = no limit."
)
@click.option("--ground", help="Time at each stop, such as 2.75h; none = of the type.", **quantity(Dimension.TIME))
@click.option("--hours", type=click.FloatRange(0, 24, min_open=True), help="Operating hours a day.  [default: 24]")
@click.option("--efficiency", type=click.FloatRange(0, 1, min_open=True), help="Queueing efficiency.  [default: 0.85]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def quick(
    mass: float,
    origin: str,
    destination: str,
    type_: str,
    tails: int,
    spots: int | None,
    ground: float | None,
    hours: float | None,
    efficiency: float | None,
    as_json: bool,
) -> None:
    """Reckon one flow of cargo by planning factors, with the formulas."""
    from openairlift.verbs.reckoning import quick as verb
    from openairlift.verbs.reckoning import quick_text

    record = verb(
        mass_kg=mass,
        origin=origin,
        destination=destination,
        type_=type_,
        tails=tails,
        spots=spots,
        ground_s=ground,
        hours_per_day=hours,
        efficiency=efficiency,
    )
    emit(record, as_json=as_json, text=quick_text)


@app.command(cls=Command)
@click.argument("scenario")
@click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option of the scenario; repeatable.")
@click.option(
    "--effort",
    type=click.IntRange(min=1),
    help="Budget of the planner in rounds of moves: 1 = the baseline, fast and without a bound.  [default: 200]",
)
@click.option(
    "--time-limit",
    "time_limit_s",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Budget in seconds instead; then the same call need not give the same plan.",
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed of the search; none = the scenario's.")
@against_options
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write the plan to this folder.")
@click.option("--missions", is_flag=True, help="List every mission: tail, stops with block-in and block-out, loads.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def plan(
    context: click.Context, /, scenario: str, against: Path | None, samples: int | None, as_json: bool, **settings: Any
) -> None:
    """Plan a scenario near the optimum: say how good the plan is, what can't be carried, and why.

    Beside each term of the plan stands what no plan can beat. The same seed and effort give the same plan. Ctrl-C ends
    the search and prints the best plan so far.
    """
    if against is not None or samples is not None:
        if settings.pop("missions"):
            raise UsageError("--missions lists the missions of one plan; --against makes several")
        planned_against(scenario, against, samples=samples, as_json=as_json, **settings)
        return
    from openairlift.cli.progress import shown
    from openairlift.verbs.planning import plan as verb
    from openairlift.verbs.planning import plan_text

    begun = time.monotonic()
    with shown() as told:
        record = verb(scenario, progress=told.stages, searching=told.search, **settings)
    note(f"planned in {time.monotonic() - begun:.1f} s")
    emit(record, as_json=as_json, text=plan_text)
    if record["stopped"]:
        note("openairlift: stopped by Ctrl-C; the best plan by then is printed")
        context.exit(INTERRUPTED)


@app.command(cls=Paged)
@click.argument("scenario")
@study_options(out="Runs are kept below this folder.  [default: runs]")
@click.option("--cluster", metavar="ADDRESS", help="Dask scheduler that runs them; local = start one here.")
@click.option(
    "--events",
    type=click.Choice(["none", "first", "all"]),
    default="first",
    show_default=True,
    help="Whose event logs are kept: of no run, of the first, of all.",
)
@sources_option
@click.option(
    "--judge", is_flag=True, help="Also judge the scenario's claims on these runs: verdicts go into the report."
)
def run(scenario: str, as_json: bool, out: Path | None, profile: str | None, **settings: Any) -> None:
    """Plan a scenario, simulate it many times, and say what arrives when and what holds it back."""
    from openairlift.cli.progress import shown
    from openairlift.verbs.reporting import in_other_profile
    from openairlift.verbs.running import run as verb

    with shown() as told:
        outcome = verb(scenario, out=out or Path("runs"), progress=told.stages, searching=told.search, **settings)
    outcome = outcome if profile is None else in_other_profile(outcome, profile)
    _print_outcome(outcome, as_json=as_json)


@app.command(cls=Paged)
@click.argument("source", metavar="RUN_FOLDER|SCENARIO")
@study_options(out="Folder for the report, or for runs of a scenario.  [default: the run folder, or runs]")
@sources_option
@click.option(
    "--results",
    multiple=True,
    metavar="PATH",
    help="What judge, sensitivity or compare wrote with --out, to be shown too; found by itself beside the run.",
)
def report(source: str, as_json: bool, out: Path | None, **settings: Any) -> None:
    """Write the report of a stored run, or run a scenario and report it."""
    from openairlift.cli.progress import shown
    from openairlift.verbs.reporting import report as verb

    with shown() as told:
        outcome = verb(source, out=out, progress=told.stages, searching=told.search, **settings)
    _print_outcome(outcome, as_json=as_json)


def _print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """Print a run's summary; with --json its path goes to standard error, for the object holds none."""
    from openairlift.reports import summary_text

    if outcome.state != "new":
        words = {"stored": "read back from a finished run", "resumed": "resumed from an interrupted run"}
        note(f"{words[outcome.state]} in {outcome.folder}")
    if as_json:
        sys.stdout.buffer.write(outcome.data)
        sys.stdout.flush()
        note(f"report: {outcome.report}")
        return
    shown_as = as_shown(outcome.record)
    click.echo(bannered(summary_text(shown_as, profile=shown_as["scenario"]["profile"]), outcome.record))
    click.echo(f"\nreport: {outcome.report}")


@app.command(cls=Command)
@click.argument("name", required=False)
@click.option(
    "--out", type=click.Path(path_type=Path), help="New folder for the copy; none = one of the example's name."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def example(name: str | None, out: Path | None, as_json: bool) -> None:
    """List the shipped examples, or copy one into a new folder to change it."""
    from openairlift.verbs.examples import copy_example, list_examples

    if name is None:
        listed = list_examples()
        emit(
            listed,
            as_json=as_json,
            text=lambda found: "\n".join(f"{item['name']:<16} {item['title']}" for item in found["examples"]),
        )
        return
    record = copy_example(name, to=out)
    emit(record, as_json=as_json, text=lambda found: f"{found['example']}: {len(found['files'])} files copied")


app.add_command(catalogue)
app.add_command(compare)
app.add_command(convert)
app.add_command(cover)
app.add_command(daily)
app.add_command(diff)
app.add_command(evidence)
app.add_command(explain)
app.add_command(export)
app.add_command(find)
app.add_command(fmt)
app.add_command(import_)
app.add_command(judge)
app.add_command(ledger)
app.add_command(limits)
app.add_command(log)
app.add_command(new)
app.add_command(posture)
app.add_command(replan)
app.add_command(resilience)
app.add_command(sensitivity)
app.add_command(serve)
app.add_command(size)
app.add_command(stocks)
app.add_command(tornado)
app.add_command(units)


def main() -> None:
    """Run the command line and exit."""
    try:
        with ctrl_c_heard():
            app(prog_name="openairlift")
    except KeyboardInterrupt:  # before or after a verb's own work
        note("interrupted")
        sys.exit(130)
