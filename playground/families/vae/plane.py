"""The latent plane: params and presets."""

from playground.spec import Engine, Param, Preset

PLANES = ("AE", "VAE", "beta 4", "clothing VAE")
PRIORS = ("N(0, I)", "fitted Gaussian")
LAYERS = ("codes", "rings", "samples", "pictures", "holes")
EDGE = 20.0  # of a place in the plane
PLANE = Engine(
    name="plane",
    function="playground.engines.vae.plane:plane",
    params=(
        Param("model", "Model", "VAE", "Same networks and data; only the objective differs. AE: no noise, no prior.", "choice", options=PLANES, group="Model"),
        Param("layers", "Layers", ("codes", "rings", "samples"), "Codes of 2,000 test pictures, the prior at 1, 2, 3 sigma, its samples, pictures everywhere, holes.", "choices", options=LAYERS, group="Look"),
        Param("prior", "Samples from", "N(0, I)", "The prior, or a Gaussian fitted to the codes: the fairer trial for an AE.", "choice", options=PRIORS, group="Samples"),
        Param("seed", "Seed", 7, "Draws the samples.", "integer", 0, 2**31 - 1, group="Samples"),
        Param("x", "Place across", 0.0, "First number of z; the plane sets it where you let go.", "number", -EDGE, EDGE, 0.01, group="Place"),
        Param("y", "Place up", 0.0, "Second number of z; arrow keys do too.", "number", -EDGE, EDGE, 0.01, group="Place"),
    ),
    presets=(
        Preset("Slide over the digits", {}, "Drag over the plane: two numbers become a digit, decoded in your browser. Where does one digit turn into another, and what lies between?"),
        Preset("Every place at once", {"layers": ("rings", "pictures")}, "Pictures are laid over the plane: which digits are neighbours, and which have no room of their own?"),
        Preset("Beyond the rings: an AE", {"model": "AE", "layers": ("codes", "rings", "samples", "holes")}, "Nobody told a plain autoencoder where to put its codes: over half lie beyond 3 sigma, where N(0, I) draws one sample in ninety. The little that its samples reach is full of codes, so hardly one falls into the red: which digits can they never be?"),
        Preset("A fair trial for the AE", {"model": "AE", "prior": "fitted Gaussian", "layers": ("codes", "rings", "samples", "holes")}, "Draw from a Gaussian fitted to the AE's own codes instead: how many samples are digits now, and how many fall into the red, where no code is?"),
        Preset("Stricter: beta 4", {"model": "beta 4", "layers": ("codes", "rings", "samples", "holes")}, "KL counts four times: no more codes lie beyond 3 sigma than of the prior itself. Yet gaps stay inside the rings, and more samples fall into them than the VAE's. Which digits can no longer be told apart?"),
        Preset("Clothes", {"model": "clothing VAE", "layers": ("rings", "pictures")}, "The same networks on Fashion-MNIST: is there a way from a sneaker to a bag?"),
    ),
)  # fmt: skip
