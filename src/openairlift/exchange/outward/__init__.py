"""Plans and runs for others: maps, animated maps, tables, calendars; each carries the scenario's banner."""
