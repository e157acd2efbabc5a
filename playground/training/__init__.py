"""Training: objectives as generators, one optimiser step per `next()`."""
