"""Quotes located in snapshots of their sources; numbers and units decide."""

from openairlift.evidence.anchoring.anchor import ANCHORED, FAULTS, Anchor, State, anchor
from openairlift.evidence.anchoring.encoding import MissingExtraError, UnreadableError
from openairlift.evidence.anchoring.hashes import quote_hash
from openairlift.evidence.anchoring.snapshot import MOST_BYTES, Block, Snapshot, read_snapshot

__all__ = [
    "ANCHORED",
    "FAULTS",
    "MOST_BYTES",
    "Anchor",
    "Block",
    "MissingExtraError",
    "Snapshot",
    "State",
    "UnreadableError",
    "anchor",
    "quote_hash",
    "read_snapshot",
]
