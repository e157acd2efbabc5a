"""Compression and sharpness: params and presets."""

from playground.spec import Engine, Param, Preset

METHODS = ("VAE", "AE", "PCA", "JPEG", "VAE, 2 numbers", "AE, 2 numbers")
MAKERS = ("test digits", "VAE samples", "VAE reconstructions", "beta 4 samples", "2-D VAE samples", "AE samples, fitted Gaussian", "AE reconstructions", "GAN samples", "diffusion samples")  # fmt: skip
COMPRESS = Engine(
    name="compress",
    function="playground.engines.vae.compress:compress",
    params=(
        Param("bits", "Bits a number", 8, "Each number of a code, and each of PCA's, becomes one of 2 to that power steps.", "integer", 1, 8, group="Compress"),
        Param("samples", "Digits", 200, "So many test digits; they also share one JPEG sheet and its header.", "integer", 20, 1000, 20, group="Compress"),
        Param("seed", "Seed", 0, "Chooses the digits, and draws the samples.", "integer", 0, 2**31 - 1, group="Compress"),
        Param("others", "Other families too", True, "Sample the GAN and diffusion as well; diffusion takes some seconds.", "switch", group="Blur"),
    ),
    presets=(
        Preset("Bytes against likeness", {}, "At the same bytes a digit: who is nearest to the original? Slide the size, and look where JPEG begins."),
        Preset("Four bits a number", {"bits": 4}, "Half the bytes for every code: does it cost any likeness?"),
        Preset("One bit a number", {"bits": 1}, "Every number is only high or low: 24 bits, three bytes. Can you still read the digits?"),
        Preset("A small sheet", {"samples": 20, "others": False}, "Only 20 digits share JPEG's header now: see its bytes a digit rise."),
    ),
)  # fmt: skip
