"""The command `serve`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from openairlift.cli.frame import Command, note
from openairlift.errors import OpenAirliftError


@click.command(cls=Command)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; another one needs a token.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port; 0 = a free one.")
@click.option(
    "--token", envvar="OPENAIRLIFT_TOKEN", metavar="TEXT",
    help="What visitors have to know, 16 letters or more; safer in OPENAIRLIFT_TOKEN than in a list of processes.",
)  # fmt: skip
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME", help="Name by which browsers may call it; repeatable."
)
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Jobs that run at once.")
@click.option("--waiting", type=click.IntRange(min=0), default=100, show_default=True, help="Jobs that may wait.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes of one job.")
@click.option(
    "--memory", "memory_mb", type=click.IntRange(min=0), default=4000, show_default=True, metavar="MB",
    help="Memory of a job's process; 0 = no limit.",
)  # fmt: skip
@click.option(
    "--job-time", "time_s", type=click.FloatRange(min=0, min_open=True), default=3600.0, show_default=True,
    metavar="SECONDS", help="Time of a job; then it ends with what it has.",
)  # fmt: skip
@click.option(
    "--upload", "upload_mb", type=click.IntRange(min=1, max=200), default=8, show_default=True, metavar="MB",
    help="Size of a request.",
)  # fmt: skip
def serve(
    folder: Path,
    host: str,
    port: int,
    token: str | None,
    names: tuple[str, ...],
    jobs: int,
    waiting: int,
    workers: int,
    memory_mb: int,
    time_s: float,
    upload_mb: int,
) -> None:
    """Serve a folder of scenarios to a browser, and its verbs to programs, until Ctrl-C.

    Scenarios are the shipped ones and the folders in FOLDER; runs and jobs are kept in it. Long work runs as jobs,
    which can be stopped and resumed, also after a restart. Only this machine is served unless --host names another
    address. Needs the extra web: pip install '.[web]' in a checkout; pip install 'openairlift[web]' once published.
    """
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise OpenAirliftError(
            "serve needs FastAPI and uvicorn, the extra web: pip install '.[web]' in a checkout of OpenAirlift; "
            "pip install 'openairlift[web]' once it is published"
        )
    from openairlift.web.settings import MB, Limits, Settings

    limits = Limits(
        jobs=jobs, waiting=waiting, workers=workers, memory_mb=memory_mb or None, time_s=time_s,
        upload_bytes=upload_mb * MB,
    )  # fmt: skip
    settings = Settings(root=folder, host=host, port=port, token=token, names=names, limits=limits)
    from openairlift.web.serving import serve as start

    start(settings, told=lambda address: note(f"serving {folder} at {address} until Ctrl-C"))
