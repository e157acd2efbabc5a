"""Choices that several parts of the VAE page share."""

MODELS = ("AE", "VAE", "beta 4")
CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
