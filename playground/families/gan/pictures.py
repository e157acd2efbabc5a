"""Choices that the trained pair's parts share."""

from playground.spec import Param

CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")
PICTURES = Param("data", "Pictures", "digits", "What the pair was trained on: MNIST or Fashion-MNIST.", "choice", options=("digits", "clothing"), group="Data")  # fmt: skip
TRUNCATION = Param("truncation", "Truncation", 1.0, "Times z. Below 1: safer pictures, less variety; 0: one a class.", "number", 0, 1.5, 0.05, group="Noise")  # fmt: skip
