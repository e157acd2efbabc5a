"""A picture changed by a prompt: params and presets."""

from playground.families.shown import array, count, share
from playground.families.text_to_image.latent import SOURCES, UPLOAD, WHICH
from playground.families.text_to_image.prompt import EXAMPLE, LONGEST
from playground.spec import Engine, Need, Param, Preset, Shown

WANTED = "a smiling face with blue hair and glasses on a blue background"
HAIR = "50,70 80,40 128,24 176,40 206,70;62,84 92,56 128,44 164,56 194,84;46,96 60,70;210,96 196,70"
LEFT = ";".join(f"6,{y} 116,{y}" for y in range(8, 256, 14))
THINGS = "a red car to the left of a green tree on a white background"

EDIT = Engine(
    name="edit",
    title="Change a picture",
    function="playground.engines.text_to_image.edit:edit",
    params=(
        Param("source", "Picture", SOURCES[0], "What is to be changed.", "choice", options=SOURCES, group="Picture"),
        Param("first", "Its prompt", EXAMPLE, "What the model draws first.", "text", 0, LONGEST, group="Picture",
              need=Need({"source": SOURCES[:1]}, "The picture does not come from a prompt.")),
        Param("first_seed", "Its seed", 7, "The noise that it draws from.", "integer", 0, 2**31 - 1, group="Picture",
              need=Need({"source": SOURCES[:1]}, "The picture does not come from a prompt.")),
        WHICH,
        UPLOAD,
        Param("prompt", "New prompt", WANTED, "What the picture is to show afterwards.", "text", 0, LONGEST, group="Change"),
        Param("strength", "Strength", 0.7, "How much noise is added first: at 1 nothing is left of the picture, near 0 hardly anything can change.", "number", 0.05, 1, 0.05, group="Change"),
        Param("mask", "Only here", "", "Paint what may change. With nothing painted, all of it may.", "strokes", group="Change"),
        Param("w", "Guidance w", 3.0, "How strongly the new prompt is followed.", "number", 0, 15, 0.5, group="Sampling"),
        Param("steps", "Steps", 20, "How many steps from pure noise to a picture; the strength says how many of them are made.", "integer", 1, 50, group="Sampling"),
        Param("seed", "Seed", 7, "The noise that is added.", "integer", 0, 2**31 - 1, group="Sampling"),
    ),
    presets=(
        Preset("Other hair", {}, "The picture is made noisy again, most of the way, and cleaned up under another prompt. What besides the hair has changed?"),
        Preset("Too little noise", {"strength": 0.3}, "The same wish, but only six of the twenty steps are made. What decides a colour, the late steps or the early ones?"),
        Preset("Too much noise", {"strength": 1.0}, "At full strength the picture is gone before the first step. Is anything of the old face left?"),
        Preset("Only the hair", {"mask": HAIR, "strength": 0.9}, "Only the painted places may change: inpainting. Nearly all the noise is added, and yet the face stays. Look at the edge of what was painted."),
        Preset("Another thing in its place", {"first": THINGS, "prompt": "a purple fish to the left of a green tree on a white background", "mask": LEFT, "strength": 1.0}, "The left half is drawn anew from pure noise, the tree is kept. How does the fish know where to stop?"),
        Preset("A photograph", {"source": "photograph", "prompt": "a green tree on a yellow background", "strength": 0.8}, "The model never saw a photograph. What of it steers the new picture: its colours, its shapes, or nothing?"),
    ),
    shows=(
        array("before", "The picture", "uint8", "(64,64,3)", "What is to be changed; in the first frame."),
        array("mask", "What may change", "uint8", "(16,16)", "255 for each cell of the latent that may change, 0 where it is kept; in the first frame."),
        array("picture", "The change, decoded", "uint8", "(64,64,3)", "What the guess decodes to, the kept part as it was; in the result, the finished picture."),
        Shown("t", "Step t", "How much noise the latent holds: from 999, all noise, to 0.", low=-1, high=999),
        share("alpha_bar", "Signal left", "The share of a clean latent's variance in what the U-Net sees; the rest is noise."),
        share("painted", "May change", "Which share of the latent's cells may change."),
        share("changed_{inside|outside}", "Changed by", "How far the pixels have moved from what the decoder makes of the old latent, as a share of their range: where they may change, and where they may not."),
        Shown("similarity_{before|after}", "Picture and new prompt", "The cosine between the CLIP pair's codes of a picture, before or after, and of the new prompt.", low=-1, high=1),
        Shown("seen_{before|after}", "What the checker reads", "What a separate network, trained to read such pictures, sees in it.", what="text"),
        count("skipped", "Steps left out", "How many of the steps were left out, because less noise was added."),
        count("seconds", "Time of the change", "How long its steps took here, with a decoded guess of each; the picture was made before.", "s"),
        count("calls", "Calls for the change", "How often the U-Net was asked; for a picture from a prompt it was asked before, too."),
    ),
)  # fmt: skip
