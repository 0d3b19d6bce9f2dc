"""A log of actual flights: matched with a plan, compared with it, estimated from, and forecast on from."""
