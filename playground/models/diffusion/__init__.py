"""The diffusion model's network."""
