"""Quality rows of the diffusion model."""
