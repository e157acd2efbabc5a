"""Beta, dimension by dimension: params and presets."""

from playground.families.vae.choices import CLASSES
from playground.spec import Engine, Param, Preset

STOPS = ("AE", "beta 0.25", "VAE", "beta 4", "beta 10", "clothing VAE")
BETA = Engine(
    name="beta",
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
)  # fmt: skip
