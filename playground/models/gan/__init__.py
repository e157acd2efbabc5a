"""The GANs' networks."""
