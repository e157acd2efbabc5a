"""From a prompt to a picture: params and presets."""

from playground.families.shown import CALLS, PARAMETERS, SECONDS, array, count, share
from playground.spec import Engine, Param, Preset, Shown

SAMPLERS = ("DDIM", "DDPM", "DPM-Solver++")
EXAMPLE = "a smiling face with red hair and glasses on a blue background"
LONGEST = 300  # characters; the text encoder reads 32 tokens

PROMPT = Engine(
    name="prompt",
    title="From prompt to picture",
    function="playground.engines.text_to_image.prompt:prompt",
    params=(
        Param("prompt", "Prompt", EXAMPLE, "What the picture is to show. The model knows drawn faces, and 24 objects in 6 colours.", "text", 0, LONGEST, group="Text"),
        Param("negative", "Negative prompt", "", "What it is to keep away from: it takes the place of the empty prompt in guidance, so it does nothing at w = 1.", "text", 0, LONGEST, group="Text"),
        Param("w", "Guidance w", 3.0, "How strongly the prompt is followed; 1 is the plain conditional model.", "number", 0, 15, 0.5, group="Sampling"),
        Param("steps", "Steps", 20, "How many steps from noise to picture.", "integer", 1, 50, group="Sampling"),
        Param("sampler", "Sampler", "DDIM", "How a step is made from the prediction.", "choice", options=SAMPLERS, group="Sampling"),
        Param("seed", "Seed", 7, "The noise it begins with: same seed and settings, same picture.", "integer", 0, 2**31 - 1, group="Sampling"),
    ),
    presets=(
        Preset("A face as you ask", {}, "The picture is made in a small space of 4 × 16 × 16 numbers and only then decoded. At which step can you tell the hair? At which the glasses?"),
        Preset("Two things in their places", {"prompt": "a red car to the left of a green tree on a white background"}, "Two objects, two colours, one relation. All of it has to be right at once: try other seeds."),
        Preset("Which word is where", {"prompt": "a purple fish above a yellow key"}, "Point at a word: the places that look at it stay bright. Point at the picture: the words it looks at light up. Where does “above” look?"),
        Preset("A pair it never saw", {"prompt": "a blue crown"}, "No picture in training showed a blue crown. It saw other crowns and other blue things."),
        Preset("The same words, exchanged", {"prompt": "a green car to the left of a red tree on a white background"}, "The words of the second example in another order, from the same noise."),
        Preset("No guidance", {"w": 1.0}, "With w = 1 the network is asked once a step, and the prompt is followed less closely."),
        Preset("Too much guidance", {"w": 15.0}, "At w = 15 more than one and a half times as many of the picture's values are at an end of their range as at w = 3."),
        Preset("A word it does not know", {"prompt": "a futuristic city on Mars"}, "Words that were not in any caption are cut into letters. What does the model draw instead?"),
        Preset("Words it had to learn", {"prompt": "a face with earrings and freckles"}, "Such small things hardly show in the pictures. The text encoder hardly told the two words apart, until it was trained on true captions beside false ones that differ in such a detail. Does the model draw what you ask for? Try other seeds."),
        Preset("No prompt at all", {"prompt": ""}, "Nothing was asked for: the model draws whatever its training pictures were like."),
    ),
    shows=(
        array("latent", "Noisy latent", "uint8", "(4,16,16)", "The four channels of the latent that the U-Net sees at this step, for values from −3 to 3; in the result, the finished latent."),
        array("clean", "Predicted latent", "uint8", "(4,16,16)", "The latent without noise that the U-Net expects, for values from −3 to 3."),
        array("picture", "Decoded picture", "uint8", "(64,64,3)", "The predicted latent, decoded: what the picture would be if sampling ended here."),
        array("words", "Where each word is looked at", "float16", "(T,16,16)", "Cross-attention: how much each place of the latent looks at each token, the mean of all heads and layers.", low=0, high=1),
        array("layers", "Where each word is looked at, layer by layer", "float16", "(L,T,16,16)", "The same for each layer of cross-attention, the mean of all steps; with the result.", low=0, high=1),
        array("landed", "In the right place", "int32", "(T,)", "1 for each token whose map, of all layers and steps, is brightest where the finished picture shows what it names, 0 where it is not; −1 where no place is known.", low=-1, high=1),
        array("chance", "In the right place by chance", "float32", "(T,)", "Which share of the picture that place is.", low=0, high=1),
        Shown("layers", "Layers", "What the layers of cross-attention are called, one a line: the part of the U-Net, and the sides of its map.", what="text"),
        array("known", "Known tokens", "uint8", "(T,)", "1 for each token that is a whole word of the training captions; in the first frame.", low=0, high=1),
        Shown("tokens", "Tokens", "The pieces that the prompt was cut into, one a line; in the first frame.", what="text"),
        Shown("seen", "What the checker reads", "What a separate network, trained to read such pictures, sees in the finished one.", what="text"),
        Shown("t", "Step t", "How much noise the latent holds: from 999, all noise, to 0.", low=-1, high=999),
        share("alpha_bar", "Signal left", "The share of a clean latent's variance in what the U-Net sees; the rest is noise."),
        Shown("w", "Guidance w", "How strongly the prompt is followed: 1 is the plain conditional model.", low=0),
        count("norm_{text|free|guided}", "Length of a prediction", "How long the predicted v is, as a vector of 1,024 numbers: with the prompt, with the negative or empty prompt, and after guidance."),
        count("change", "The guess still moves", "How far the predicted latent has changed since the step before, as the length of a vector of 1,024 numbers."),
        count("ms_{text|unet|decoder}", "Time", "How long the text encoder took in all, and the U-Net and the decoder in this step.", "ms"),
        count("cut", "Tokens left out", "How many tokens of the prompt come after the 30 that the text encoder reads."),
        Shown("similarity", "Picture and prompt", "The cosine between the CLIP pair's codes of the finished picture and of the prompt.", low=-1, high=1),
        Shown("similarity_other", "Picture and other prompts", "The same for the captions of the other examples on this page, on average.", low=-1, high=1),
        SECONDS,
        CALLS,
        PARAMETERS,
    ),
)  # fmt: skip
