"""The bound: what no plan can beat, by prices of everything that is scarce."""
