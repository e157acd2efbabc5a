"""Data sets: looked for in a folder, then on the hub, then embedded."""
