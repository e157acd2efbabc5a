"""The GAN's engines, one file per part."""
