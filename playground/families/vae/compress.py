"""Compression and sharpness: params and presets."""

from playground.families.shown import N, array, count, interval
from playground.spec import Engine, Param, Preset, Shown

METHODS = ("VAE", "AE", "PCA", "JPEG", "VAE, 2 numbers", "AE, 2 numbers")
MAKERS = ("test digits", "VAE samples", "VAE reconstructions", "beta 4 samples", "2-D VAE samples", "AE samples, fitted Gaussian", "AE reconstructions", "GAN samples", "diffusion samples")  # fmt: skip
COMPRESS = Engine(
    name="compress",
    title="Compress and blur",
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
    shows=(
        array("bytes", "Bytes a digit", "float32", "(P,)", "How large a digit becomes at each setting.", "bytes", low=0),
        array("setting", "Setting", "int32", "(P,)", "How many numbers are kept, or JPEG's quality.", low=1),
        array("psnr", "PSNR", "float32", "(P,)", "How close the digits stay to the originals, on average: more is better.", "dB"),
        array("ssim", "SSIM", "float32", "(P,)", "How alike the digits look to the originals, on average: 1 is the same.", low=-1, high=1),
        array("{psnr|ssim}_{low|high}", "95 % interval", "float32", "(P,)", "Between these two ends the true average lies in 95 of 100 such measurements."),
        array("examples", "Examples", "uint8", "(P,E,28,28)", "The first eight digits at each setting."),
        array("originals", "Originals", "uint8", "(e,28,28)", "The same digits before; in the first frame."),
        array("pictures", "Pictures of a maker", "uint8", "(m,28,28)", "The first pictures that it makes."),
        count("method", "Method", "Which way to compress, by its place in the list."),
        count("maker", "Maker", "Which maker of pictures, by its place in the list."),
        N,
        Shown("bits", "Bits a number", "How finely each number is stored.", "bits", low=1),
        *interval(count("sharp", "Sharpness", "How steep the edges of its pictures are, on average.", "grey values per pixel")),
    ),
)  # fmt: skip
