"""The experiments behind the claims about GANs."""
