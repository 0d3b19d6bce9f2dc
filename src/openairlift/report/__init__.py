"""Text, pictures and pages from results; this room computes no result itself."""

from openairlift.report.page import report
from openairlift.report.text import summary_text

__all__ = ["report", "summary_text"]
