"""Proposals of evidence from a text: figures, what they count, dates, statuses, who said so, and where it stands."""
