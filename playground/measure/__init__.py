"""Metrics with known answers. `python -m playground.measure` prints the quality table."""
