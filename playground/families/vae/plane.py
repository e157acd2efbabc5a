"""The latent plane: params and presets."""

from playground.families.shown import PARAMETERS, array, count, share, switch
from playground.families.vae.choices import CLOTHING, DECODER, PLAIN
from playground.spec import Engine, Param, Preset, Shown

PLANES = ("AE", "VAE", "beta 4", "clothing VAE")
PRIORS = ("N(0, I)", "fitted Gaussian")
LAYERS = ("codes", "rings", "samples", "pictures", "holes")
EDGE = 20.0  # of a place in the plane
PLANE = Engine(
    name="plane",
    title="Slide the latent plane",
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
    shows=(
        *DECODER,
        array("codes", "Codes", "float32", "(N,2)", "Where the encoder places the test pictures."),
        array("labels", "Classes", "uint8", "(N,)", "The class of each of them.", low=0, high=9),
        array("spread", "Spreads of the codes", "float32", "(N,2)", "How unsure the encoder is of each code; not of the plain autoencoder.", low=0),
        array("mean", "Middle of the fitted Gaussian", "float32", "(2,)", "The average of all codes."),
        array("root", "Shape of the fitted Gaussian", "float32", "(2,2)", "Its covariance is this matrix times its transpose."),
        array("holes", "Holes", "uint8", "(C,C)", "1 where no code is near, so that the decoder was never trained there; rows run downwards.", low=0, high=1),
        array("places_{prior|fitted}", "Samples", "float32", "(S,2)", "Codes drawn from N(0, I), or from the Gaussian that is fitted to the codes."),
        array("sure_{prior|fitted}", "Confidence in the samples", "float32", "(S,)", "How sure a classifier is of each sample's picture.", low=0, high=1),
        array("called_{prior|fitted}", "Classes of the samples", "uint8", "(S,)", "Which digit the classifier sees in it.", low=0, high=9),
        array("pca", "PCA's codes", "float32", "(N,2)", "The same pictures as two principal components."),
        count("view", "Half width of the view", "How far the picture of the plane reaches from its middle."),
        count("outside", "Codes outside the view", "How many codes lie beyond the picture of the plane."),
        PARAMETERS,
        share("holes_{prior|fitted}", "In holes", "The share of the samples that fall where no code is near."),
        share("holes_floor", "In holes: the least to expect", "The share of N(0, I)'s own draws that lies away from other such draws."),
        share("confident_{prior|fitted}", "Clearly a digit", "The share of samples that a detector lets pass as digits and of whose class a classifier is more than 90 % sure."),
        share("confident_real", "Clearly a digit, real ones", "The same share among real test digits."),
        count("judged", "Samples judged", "How many samples of each kind the classifier has seen."),
        count("reach", "Reach of a code", "Up to this distance from a code a place counts as near it."),
        share("beyond", "Codes beyond 3σ", "The share of codes that lie where N(0, I) almost never draws one."),
        share("same_class", "Codes among their own class", "The share of codes whose five nearest neighbours are mostly of their own class."),
        share("same_class_pca", "The same for PCA", "The share of PCA's codes whose five nearest neighbours are mostly of their own class."),
        PLAIN,
        CLOTHING,
        switch("from_fitted", "Fitted prior", "1 if samples are drawn from the fitted Gaussian and 0 if from N(0, I)."),
        switch("layer_{codes|rings|samples|pictures|holes}", "Layers", "1 for each layer that is switched on."),
        Shown("x", "Place across", "Where on the plane you are."),
        Shown("y", "Place up", "Where on the plane you are."),
    ),
)  # fmt: skip
