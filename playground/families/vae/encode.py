"""One picture encoded: params and presets."""

from playground.families.shown import GIVEN, array, count, switch
from playground.families.vae.choices import CLASSES, MODELS, PLAIN
from playground.families.vae.rules import BOUND
from playground.spec import Engine, Need, Param, Preset, Shown

SIZES = ("2 numbers", "24 numbers")
DAMAGES = ("none", "noise", "missing patch")
ENCODE = Engine(
    name="encode",
    title="Draw and encode",
    function="playground.engines.vae.encode:encode",
    params=(
        Param("model", "Model", "VAE", "Same networks and data; only the objective differs. An AE has no sigma.", "choice", options=MODELS, group="Model"),
        Param("size", "Code", "2 numbers", "How many numbers stand for a picture.", "choice", options=SIZES, group="Model"),
        Param("source", "Picture", "test digit", "Dark on light is turned round; all are centred as MNIST's are.", "choice", options=("test digit", "drawing", "upload"), group="Picture"),
        Param("label", "Class", "7", "Of the test digit.", "choice", options=CLASSES, group="Picture"),
        Param("index", "Which one", 0, "Of its class in the test set; counts round.", "integer", 0, 1000, group="Picture"),
        Param("strokes", "Drawing", "", "Draw here.", "strokes", group="Picture"),
        Param("image", "Upload", None, "A picture file, brought to 28 x 28.", "image", group="Picture", linked=False),
        Param("damage", "Damage", "none", "What befalls the picture before it is encoded.", "choice", options=DAMAGES, group="Damage"),
        Param("amount", "How much", 0.4, "The noise's standard deviation; or the patch's side, of the picture's.", "number", 0, 1, 0.05, group="Damage",
          need=Need({"damage": DAMAGES[1:]}, "Choose a damage first.")),
        Param("seed", "Seed", 7, "Draws epsilon, the damage and the binarisations.", "integer", 0, 2**31 - 1, group="Damage"),
    ),
    presets=(
        Preset("A seven, encoded", {}, "The encoder gives no point but a small ellipse; z is drawn from it. Draw epsilon again and again: does the digit stay a seven?"),
        Preset("24 numbers", {"size": "24 numbers"}, "Ten times more to say: how much nearer is the reconstruction, and which dimensions pay for it with their KL? Drag the point: the server decodes."),
        Preset("An untidy two", {"label": "2", "index": 12, "size": "24 numbers"}, "How wide is its posterior beside the seven's, and how far does the ELBO lie under that of the average test digit?"),
        Preset("Draw your own", {"source": "drawing"}, "Draw anything on the pad. Where does it land among the digits, and what does the decoder insist on seeing?"),
        Preset("Denoise with an AE", {"model": "AE", "size": "24 numbers", "damage": "noise", "amount": 0.4}, "No picture of the decoder is noisy. Is the encoder's own answer nearer to the clean digit, or the z that a search finds?"),
        Preset("A piece is missing", {"model": "AE", "size": "24 numbers", "damage": "missing patch", "amount": 0.3, "label": "3"}, "The search looks only at what is left. Does the code know what belongs into the hole?"),
    ),
    shows=(
        array("picture", "The picture", "uint8", "(28,28)", "What was chosen, drawn or uploaded, as a digit of 28 by 28 pixels."),
        array("seen", "What the encoder sees", "uint8", "(28,28)", "The picture after the damage."),
        array("reconstruction", "Reconstruction", "uint8", "(28,28)", "What the decoder makes of the middle of the code."),
        array("mended", "Mended", "uint8", "(28,28)", "The decoder's picture that fits the undamaged pixels best."),
        array("mu", "Middle of the code", "float32", "(Z,)", "Where the encoder places the picture."),
        array("log_var", "Log-variance of the code", "float32", "(Z,)", "How unsure the encoder is, as the logarithm of the variance; not of the plain autoencoder."),
        array("eps", "Noise", "float32", "(D,Z)", "The random numbers that make codes of it: z = mu + sigma eps."),
        array("samples", "Draws of the posterior", "uint8", "(D,28,28)", "Codes drawn around the middle, decoded."),
        array("kl", "KL of each dimension", "float32", "(Z,)", "What each number of this code costs.", "nats", low=0),
        array("bounds", "Bounds", "float32", "(4,)", "The ELBO and the bounds by 5, 50 and 500 samples: ever closer to the true log-likelihood.", "nats"),
        array("activity", "Use of each dimension", "float32", "(Z,)", "What each dimension costs on average over test digits; of the plain autoencoder, how much it varies.", low=0),
        array("dims", "The two busiest", "int32", "(2,)", "Which two dimensions are used most.", low=0),
        array("codes", "Codes", "float32", "(N,2)", "Where test digits lie in those two dimensions."),
        array("labels", "Classes", "uint8", "(N,)", "Which digit each of them is.", low=0, high=9),
        *BOUND,
        count("divergence", "KL to the prior", "What this picture's code costs in all, mean of its black-and-white versions.", "nats"),
        Shown("elbo_test", "ELBO of test digits", "What test digits score on average.", "nats"),
        count("tested", "Test digits measured", "How many test digits that average is taken over."),
        count("error_before", "Error before", "How far the damaged picture is from the undamaged one: the mean squared difference of grey values."),
        count("error_after", "Error after", "The same for the reconstruction of the damaged picture."),
        count("error_mended", "Error when mended", "The same for the mended picture."),
        count("error_floor", "The least to expect", "The same for the reconstruction of the undamaged picture."),
        count("view", "Half width of the view", "How far the picture of the plane reaches from its middle."),
        PLAIN,
        switch("damaged", "Damaged", "1 if the picture was damaged."),
        *GIVEN,
    ),
)  # fmt: skip
