"""Many runs of one plan: replicate, quantiles of the closure curve, what held it back, observations beside results."""

from openairlift.study.amounts import ALL
from openairlift.study.curves import Curve, quantiles
from openairlift.study.execute import Progress
from openairlift.study.limits import BindingShare
from openairlift.study.moments import Moment, Unresolved, resolve
from openairlift.study.observations import Comparison, Placed
from openairlift.study.probes import Ask, Probe
from openairlift.study.replicate import layout_of, replicate
from openairlift.study.requirements import Completion, completions
from openairlift.study.study import Study
from openairlift.study.tally import Checkpoint, Gathering, Tally
from openairlift.study.work import Chunk, EventSink, chunks

__all__ = [
    "ALL",
    "Ask",
    "BindingShare",
    "Checkpoint",
    "Chunk",
    "Comparison",
    "Completion",
    "Curve",
    "EventSink",
    "Gathering",
    "Moment",
    "Placed",
    "Probe",
    "Progress",
    "Study",
    "Tally",
    "Unresolved",
    "chunks",
    "completions",
    "layout_of",
    "quantiles",
    "replicate",
    "resolve",
]
