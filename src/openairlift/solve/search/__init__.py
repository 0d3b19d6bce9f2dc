"""The search: plans near the optimum, in compiled code."""
