"""What each input's range is worth: an answer with one input after the other at both ends of its range."""

from __future__ import annotations

from openairlift.study.judging.answers import CLOSURE
from openairlift.study.judging.trials import Told
from openairlift.study.sensitivity.sensitivity import Sensitivity, sensitivity
from openairlift.study.study import Study

RUNS = 40


def tornado(
    study: Study,
    *,
    answer: str = CLOSURE,
    runs: int = RUNS,
    effort: int = 1,
    workers: int | None = 1,
    progress: Told | None = None,
) -> Sensitivity:
    """Return what each input's range is worth in an answer.

    Each input whose range is known is taken to both ends, one at a time; the airlift is planned and simulated again on
    the same luck. It is `sensitivity` one at a time, over all inputs that have a range.

    Parameters
    ----------
    study : of the scenario as it is.
    answer : ``closure``, ``cost``, ``undelivered``, ``share@DAY``, or an expression in the language of claims, such as
        ``share(meter='usd', mark='at_hub', at='2022-03-05')``.
    runs : of every trial, and of the scenario as it is beside them.
    effort, workers : of the planner; processes.
    progress : told what is tried. Ctrl-C ends the work; what was found by then is returned.

    Raises
    ------
    UsageError
        When the answer can't be read or worked out, or `runs` is below 1.
    """
    return sensitivity(study, answer=answer, runs=runs, effort=effort, workers=workers, progress=progress)
