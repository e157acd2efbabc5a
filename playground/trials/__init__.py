"""The experiments behind claims: generators of Frames, the last of which holds the numbers."""
