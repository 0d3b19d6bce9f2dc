"""Many runs of one plan: replicate, quantiles of the closure curve, what held it back, observations beside results."""

from openairlift.study.curves import ALL, Curve, quantiles
from openairlift.study.execute import CHUNK_RUNS, Progress
from openairlift.study.limits import BindingShare
from openairlift.study.moments import Moment, Unresolved, resolve
from openairlift.study.observations import Comparison, Placed
from openairlift.study.replicate import replicate
from openairlift.study.requirements import Completion, completions
from openairlift.study.samples import Checkpoint, Samples
from openairlift.study.study import Study

__all__ = [
    "ALL",
    "CHUNK_RUNS",
    "BindingShare",
    "Checkpoint",
    "Comparison",
    "Completion",
    "Curve",
    "Moment",
    "Placed",
    "Progress",
    "Samples",
    "Study",
    "Unresolved",
    "completions",
    "quantiles",
    "replicate",
    "resolve",
]
