"""Choices that the trained pair's parts share."""

from playground.families.shown import count, switch
from playground.spec import Param

CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")
PICTURES = Param("data", "Pictures", "digits", "What the pair was trained on: MNIST or Fashion-MNIST.", "choice", options=("digits", "clothing"), group="Data")  # fmt: skip
TRUNCATION = Param("truncation", "Truncation", 1.0, "Times z. Below 1: safer pictures, less variety; 0: one a class.", "number", 0, 1.5, 0.05, group="Noise")  # fmt: skip
CLOTHING = switch("clothing", "Clothing", "1 if the pictures are clothing and 0 if they are digits.")
TRAINED = (
    CLOTHING,
    count("parameters_g", "G's parameters", "How many numbers the generator has learnt."),
    count("parameters_d", "D's parameters", "How many numbers the discriminator has learnt."),
)
