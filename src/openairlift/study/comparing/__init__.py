"""Options of a scenario, weighed against each other on the same luck."""
