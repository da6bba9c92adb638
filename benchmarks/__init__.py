"""How fast: the data part of every page, measured beside the engine's own statements. `make bench`."""
