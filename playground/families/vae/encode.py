"""One picture encoded: params and presets."""

from playground.families.vae.choices import CLASSES, MODELS
from playground.spec import Engine, Param, Preset

SIZES = ("2 numbers", "24 numbers")
ENCODE = Engine(
    name="encode",
    function="playground.engines.vae.encode:encode",
    params=(
        Param("model", "Model", "VAE", "Same networks and data; only the objective differs. An AE has no sigma.", "choice", options=MODELS, group="Model"),
        Param("size", "Code", "2 numbers", "How many numbers stand for a picture.", "choice", options=SIZES, group="Model"),
        Param("source", "Picture", "test digit", "Dark on light is turned round; all are centred as MNIST's are.", "choice", options=("test digit", "drawing", "upload"), group="Picture"),
        Param("label", "Class", "7", "Of the test digit.", "choice", options=CLASSES, group="Picture"),
        Param("index", "Which one", 0, "Of its class in the test set; counts round.", "integer", 0, 1000, group="Picture"),
        Param("strokes", "Drawing", "", "Draw, and choose drawing above.", "strokes", group="Picture"),
        Param("image", "Upload", None, "A picture file, brought to 28 x 28.", "image", group="Picture", linked=False),
        Param("damage", "Damage", "none", "What befalls the picture before it is encoded.", "choice", options=("none", "noise", "missing patch"), group="Damage"),
        Param("amount", "How much", 0.4, "The noise's standard deviation; or the patch's side, of the picture's.", "number", 0, 1, 0.05, group="Damage"),
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
)  # fmt: skip
