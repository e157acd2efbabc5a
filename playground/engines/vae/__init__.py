"""The VAE's engines, one file per part."""
