"""Text, pictures and pages from results; this room computes no result itself."""

from openairlift.reports.page import report
from openairlift.reports.text import summary_text

__all__ = ["report", "summary_text"]
