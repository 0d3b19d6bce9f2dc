"""A run as one record for the app: what the pictures draw, in stored units and seconds since the start.

Nothing is put into words here but what `reports` says elsewhere; units and dates are chosen by whoever looks. The form
is described, field by field, in ``frontend/src/data/view.ts``; its number is `FORM`.
"""

from openairlift.reports.view.document import FORM, view, view_bytes, view_without_run

__all__ = ["FORM", "view", "view_bytes", "view_without_run"]
