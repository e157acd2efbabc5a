"""Training of the GANs."""
