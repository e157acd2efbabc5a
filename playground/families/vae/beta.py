"""Beta, dimension by dimension: params and presets."""

from playground.families.shown import N, array, count
from playground.families.vae.choices import CLASSES, CLOTHING, DECODER, PLAIN
from playground.families.vae.rules import BOUND
from playground.spec import Engine, Param, Preset, Shown

STOPS = ("AE", "beta 0.25", "VAE", "beta 4", "beta 10", "clothing VAE")
BETA = Engine(
    name="beta",
    title="Turn up beta",
    function="playground.engines.vae.beta:beta",
    params=(
        Param("model", "Model", "VAE", "The VAE has beta 1, the AE neither noise nor KL. Same networks and data.", "choice", options=STOPS, group="Model"),
        Param("start", "Start from", "7", "A test picture of this class, or the middle of all codes.", "choice", options=("origin", *CLASSES), group="Start"),
        Param("seed", "Which one", 0, "Counts through the test pictures of that class.", "integer", 0, 2**31 - 1, group="Start"),
    ),
    presets=(
        Preset("What each number does", {}, "Move the sliders: which number tilts the 7, which makes it bolder, and which does nothing at all?"),
        Preset("Posterior collapse: beta 10", {"model": "beta 10"}, "KL counts ten times: how many numbers are still worth their price, and what do the collapsed ones do to the picture?"),
        Preset("Cheap codes: beta 0.25", {"model": "beta 0.25"}, "Codes cost a quarter: reconstruction gains. Do the sliders still leave a digit a digit?"),
        Preset("No price at all: AE", {"model": "AE"}, "Without KL every number is used. Is there any order in what they do?"),
        Preset("Clothes from the middle", {"model": "clothing VAE", "start": "origin"}, "From the middle of all codes: which number turns a shirt into trousers?"),
    ),
    shows=(
        *DECODER,
        array("variance", "Variance of each dimension", "float32", "(Z,)", "How much each number of the code varies over the test pictures.", low=0),
        array("cost", "KL of each dimension", "float32", "(Z,)", "What each number of the code costs on average; not of the plain autoencoder.", "nats", low=0),
        array("middle", "Middle of each dimension", "float32", "(Z,)", "Where a slider rests: 0, or the codes' average in the plain autoencoder."),
        array("scale", "Unit of each dimension", "float32", "(Z,)", "How far one unit of a slider goes: 1, or the codes' standard deviation in the plain autoencoder.", low=0),
        array("code", "The start's code", "float32", "(Z,)", "The code that the sliders start from."),
        array("spread", "Spread at the start", "float32", "(Z,)", "How unsure the encoder is of that code; not of the plain autoencoder.", low=0),
        array("order", "Order of the dimensions", "int32", "(Z,)", "The dimensions, the dearest first; of the plain autoencoder, the most varied first.", low=0),
        array("decoded", "The start, decoded", "uint8", "(28,28)", "What the decoder makes of the start's code."),
        array("picture", "The start's picture", "uint8", "(28,28)", "The test picture whose code it is."),
        array("stop_beta", "Trained stops: beta", "float32", "(S,)", "The beta of each model that was trained.", low=0),
        array("stop_rate", "Trained stops: KL", "float32", "(S,)", "What a code costs in each of them.", "nats", low=0),
        array("stop_reconstruction", "Trained stops: reconstruction", "float32", "(S,)", "How probable each of them makes the pictures, given their codes.", "nats"),
        array("stop_active", "Trained stops: numbers in use", "float32", "(S,)", "How many numbers of the code each of them uses.", low=0),
        N,
        count("beta", "Beta", "The weight of the KL when this model was trained; 0 for the plain autoencoder."),
        PLAIN,
        CLOTHING,
        Shown("which", "Picture", "The number of the start's picture in the test set; −1 for the middle of all codes.", low=-1),
        count("active", "Numbers in use", "How many numbers of the code vary by more than 0.01 in variance."),
        count("rate", "KL", "What a code costs on average, in all.", "nats"),
        count("{rate|reconstruction|elbo}_error", "Standard error", "How far the average may be off by chance.", "nats"),
        *BOUND,
        Shown("plain_reconstruction", "Reconstruction, plain autoencoder", "How probable the plain autoencoder makes the pictures, given their codes.", "nats"),
        count("plain_active", "Numbers in use, plain autoencoder", "How many numbers of the code the plain autoencoder uses."),
    ),
)  # fmt: skip
