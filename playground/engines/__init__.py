"""GPU inference functions: keyword scalars in, Frames of numpy out. Reached only by dotted name."""
