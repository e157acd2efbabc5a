"""Diffusion's engines, one file per part."""
