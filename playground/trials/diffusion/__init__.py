"""Diffusion's experiments: those behind its claims, and every sampler at every setting."""
