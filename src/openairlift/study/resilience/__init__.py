"""What an airlift loses with a base, a route or an airspace, what takes over, and what to protect."""
