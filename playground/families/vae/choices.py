"""Choices that several parts of the VAE page share."""

from playground.families.shown import array, switch

MODELS = ("AE", "VAE", "beta 4")
CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
PLAIN = switch("plain", "Plain autoencoder", "1 for the plain autoencoder, whose codes have no spread and no price.")
CLOTHING = switch("clothing", "Clothing", "1 if the pictures are clothing and 0 if they are digits.")
DECODER = (
    array("weight{j}", "Decoder: weights", "float16", "(out,in)", "The weights of the decoder's layers, which the page decodes with by itself."),
    array("bias{j}", "Decoder: biases", "float16", "(out,)", "The biases of the decoder's layers."),
)  # fmt: skip
