"""Why latent: params and presets."""

from playground.families.shown import array, count
from playground.families.text_to_image.prompt import EXAMPLE, LONGEST
from playground.spec import Engine, Need, Param, Preset

SOURCES = ("from a prompt", "photograph", "upload")
WHICH = Param(
    "index", "Which one", 0, "There are three photographs.", "integer", 0, 2, group="Picture",
    need=Need({"source": SOURCES[1:2]}, "No photograph is chosen."),
)  # fmt: skip
UPLOAD = Param(
    "image", "Upload", None, "A picture of yours, brought to 64 × 64; it stays in your session.", "image",
    group="Picture", linked=False,
)  # fmt: skip

LATENT = Engine(
    name="latent",
    title="Why latent",
    function="playground.engines.text_to_image.latent:latent",
    params=(
        Param("source", "Picture", SOURCES[0], "What the autoencoder is to bring back.", "choice", options=SOURCES, group="Picture"),
        Param("prompt", "Prompt", EXAMPLE, "What the model draws first.", "text", 0, LONGEST, group="Picture",
              need=Need({"source": SOURCES[:1]}, "The picture does not come from a prompt.")),
        Param("seed", "Seed", 7, "The noise that it draws from.", "integer", 0, 2**31 - 1, group="Picture",
              need=Need({"source": SOURCES[:1]}, "The picture does not come from a prompt.")),
        WHICH,
        UPLOAD,
    ),
    presets=(
        Preset("A face and its code", {}, "The picture's 12,288 numbers become 1,024 and come back. Switch channels off: which one holds the brightness, which one the colours?"),
        Preset("Two things", {"prompt": "a red car to the left of a green tree on a white background"}, "Switch the channels off one by one. Does a single channel ever hold one of the two things?"),
        Preset("A photograph", {"source": "photograph"}, "This autoencoder saw drawn faces and emoji only. What of a photograph does it bring back, and what is lost?"),
    ),
    shows=(
        array("picture", "The picture", "uint8", "(64,64,3)", "What is to be brought back."),
        array("code", "Its latent", "uint8", "(4,16,16)", "The four channels of its latent, for values from −3 to 3."),
        array("decoded", "Decoded", "uint8", "(16,64,64,3)", "What the decoder makes of the latent with some channels switched off; channel k is on where the number of the picture has bit k. A channel that is off holds its mean everywhere."),
        array("off", "Reconstruction error", "float32", "(16,)", "The mean squared difference of each of them to the picture, whose values go from −1 to 1.", low=0),
        count("psnr", "Reconstruction (PSNR)", "How near the reconstruction comes to the picture: the peak signal-to-noise ratio.", "dB"),
        count("psnr_real", "Real faces (PSNR)", "The same for real faces that were in no training, on average, as recorded with the weights.", "dB"),
        count("numbers_{pixels|latent}", "Numbers", "How many numbers the U-Net is given and gives back in a call."),
        count("ms_{pixels|latent}", "One call", "How long a call of the U-Net takes here, the median of a few warm ones: for pixels of an untrained one of the same kind.", "ms"),
        count("mb_{pixels|latent}", "Activations", "How much memory the results of all layers of a call take together, at four bytes a number.", "MB"),
        count("ms_{encode|decode}", "Encoder and decoder", "How long it takes here to encode or to decode one picture.", "ms"),
    ),
)  # fmt: skip
