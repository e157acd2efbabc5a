"""Quality rows of the GANs."""
