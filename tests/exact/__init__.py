"""The exact model of small instances in continuous time, to measure plans and bounds by; see `tests.exact.model`."""
