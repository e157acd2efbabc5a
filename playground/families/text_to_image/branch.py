"""Two paths from the same noise: params and presets."""

from collections.abc import Mapping

from playground.errors import BadInput
from playground.families.shown import CALLS, SECONDS, array, count, share, switch
from playground.families.text_to_image.prompt import EXAMPLE, LONGEST, SAMPLERS
from playground.spec import Engine, Param, Preset, Shown, Value

OTHER = "a smiling face with blue hair and a beard on a yellow background"


def _before_the_last(values: Mapping[str, Value]) -> None:
    if values["at"] >= values["steps"]:
        raise BadInput(f"The branch can begin at step {values['steps'] - 1} at the latest.")


BRANCH = Engine(
    name="branch",
    title="Branch",
    function="playground.engines.text_to_image.branch:branch",
    together=_before_the_last,
    params=(
        Param("prompt", "Prompt", EXAMPLE, "What the picture is to show, to the end or until the branch.", "text", 0, LONGEST, group="First path"),
        Param("w", "Guidance w", 3.0, "How strongly that prompt is followed.", "number", 0, 15, 0.5, group="First path"),
        Param("sampler", "Sampler", "DDIM", "How a step is made from the prediction.", "choice", options=SAMPLERS, group="First path"),
        Param("at", "Branch at step", 6, "The steps before it are the same for both; 0 begins with the same noise only.", "integer", 0, 49, group="The branch"),
        Param("other", "Other prompt", OTHER, "What the branch is to show from there on.", "text", 0, LONGEST, group="The branch"),
        Param("other_w", "Other guidance w", 3.0, "How strongly the branch follows it.", "number", 0, 15, 0.5, group="The branch"),
        Param("other_sampler", "Other sampler", "DDIM", "How the branch makes its steps.", "choice", options=SAMPLERS, group="The branch"),
        Param("negative", "Negative prompt", "", "What both are to keep away from.", "text", 0, LONGEST, group="Both"),
        Param("steps", "Steps", 20, "How many steps from noise to picture.", "integer", 1, 50, group="Both"),
        Param("seed", "Seed", 7, "The noise both begin with.", "integer", 0, 2**31 - 1, group="Both"),
    ),
    presets=(
        Preset("A change of mind after six steps", {}, "The first six of twenty steps are shared, then the prompt changes. What of the first face is left? What could the new prompt still change?"),
        Preset("Two prompts from one noise", {"at": 0}, "Nothing is shared but the noise. What do the two pictures have in common all the same?"),
        Preset("Too late", {"at": 14}, "Fourteen of the twenty steps are shared. Which words of the new prompt come too late?"),
        Preset("An object turns into another", {"prompt": "a red apple on a white background", "other": "a blue fish on a white background", "at": 3}, "The branch begins after three steps. What of the apple does the fish keep, its place, its size, its colour? Move the branch, step by step."),
        Preset("More guidance from half way", {"other": EXAMPLE, "at": 10, "other_w": 12.0}, "The same prompt, but the branch is guided much more strongly. What changes so late, and what does not?"),
        Preset("Another sampler from half way", {"other": EXAMPLE, "at": 10, "other_sampler": "DDPM"}, "DDPM adds new noise after each step, DDIM none. How far do the two come apart?"),
    ),
    shows=(
        array("first", "First path, decoded", "uint8", "(64,64,3)", "What the guess of the first path decodes to; in the result, its finished picture."),
        array("other", "Branch, decoded", "uint8", "(64,64,3)", "What the guess of the branch decodes to; the same picture as on the first path as long as their steps are shared."),
        Shown("t", "Step t", "How much noise the latents hold: from 999, all noise, to 0.", low=-1, high=999),
        share("alpha_bar", "Signal left", "The share of a clean latent's variance in what the U-Net sees; the rest is noise."),
        count("apart", "How far apart", "The root mean square of the difference of the two predicted latents, whose values have a standard deviation of about 1."),
        switch("branched", "Branched", "1 from the step on at which the paths part, 0 before."),
        Shown("{first|other}_to_{first|other}", "Picture and prompt", "The cosine between the CLIP pair's codes of a finished picture and a prompt: of the first path or the branch, and of the first or the other prompt.", low=-1, high=1),
        Shown("{first|other}_seen", "What the checker reads", "What a separate network, trained to read such pictures, sees in the finished one.", what="text"),
        SECONDS,
        CALLS,
    ),
)  # fmt: skip
