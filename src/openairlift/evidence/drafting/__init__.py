"""Proposals of evidence from a text: figures, what they count, dates, statuses, who said so, and where it stands."""

from openairlift.evidence.drafting.blocks import Block, split_blocks
from openairlift.evidence.drafting.propose import Draft, Proposal, propose

__all__ = ["Block", "Draft", "Proposal", "propose", "split_blocks"]
