"""Pictures in few bytes: numbers as levels, and a JPEG sheet of many pictures.

Pictures are float (N,28,28) with grey values in [0,1].
"""

import io

import numpy as np
from PIL import Image

REACH = 4.0  # standard deviations to either side that the levels cover
PITCH = 32  # pixels from picture to picture on a sheet: no 8x8 block of JPEG's then holds two


def quantised(numbers: np.ndarray, mean: np.ndarray, deviation: np.ndarray, bits: int) -> np.ndarray:
    """Numbers (N,Z) as a decoder reads them from `bits` bits each, (N,Z) float32.

    2^bits even steps from 4 standard deviations (Z,) below the mean (Z,) to 4 above; a number becomes the middle of
    its step, and one outside the nearest of them. Mean and deviation belong to the decoder, not to the file.
    """
    levels = 2**bits
    width = 2 * REACH * deviation / levels
    place = np.floor((numbers - mean) / np.maximum(width, 1e-12) + levels / 2).clip(0, levels - 1)
    return (mean + (place + 0.5 - levels / 2) * width).astype(np.float32)


def jpeg(images: np.ndarray, quality: int) -> tuple[np.ndarray, float]:
    """All pictures on one grey JPEG sheet: read back (N,28,28), and bytes a picture, the file's one header shared."""
    columns = int(np.ceil(len(images) ** 0.5))
    rows, side = -(-len(images) // columns), images.shape[-1]
    sheet = np.zeros((rows * columns, PITCH, PITCH), np.uint8)
    sheet[: len(images), :side, :side] = (images * 255).round()
    tiled = sheet.reshape(rows, columns, PITCH, PITCH).swapaxes(1, 2).reshape(rows * PITCH, columns * PITCH)
    file = io.BytesIO()
    Image.fromarray(tiled).save(file, "JPEG", quality=quality, optimize=True)
    read = np.asarray(Image.open(file), np.float32) / 255
    tiles = read.reshape(rows, PITCH, columns, PITCH).swapaxes(1, 2).reshape(-1, PITCH, PITCH)
    return tiles[: len(images), :side, :side], len(file.getbuffer()) / len(images)
