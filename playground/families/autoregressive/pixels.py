"""Choices that the parts on pixels share."""

from playground.spec import Param

PIXEL_MODELS = ("PixelCNN", "transformer")
CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
MODEL = Param("model", "Model", "PixelCNN", "Gated convolutions, or attention over runs of four pixels of a row. Both saw the same digits.", "choice", options=PIXEL_MODELS, group="Model")  # fmt: skip
