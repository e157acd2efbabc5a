"""Text to image's claims and their verdict rules."""

from playground.spec import Claim, Engine, Param, Verdict
from playground.verdicts import Stats, above, below, judge

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param(
            "seeds",
            "Seeds",
            60,
            "How many pictures, one seed each; of costs, how many measurements.",
            "integer",
            20,
            2000,
        ),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)


def between_10_and_100(stats: Stats) -> Verdict:
    return judge(
        confirmed=stats["faster_low"] > 10 and stats["faster_high"] < 100,
        refuted=stats["faster_high"] < 10 or stats["faster_low"] > 100,
    )


PICTURES, COSTS = "playground.trials.text_to_image.pictures:", "playground.trials.text_to_image.costs:"
CLAIMS = (
    Claim(
        id="text-guidance-faithful",
        sentence="A higher guidance weight follows the prompt more, and gives less diversity.",
        source="Ho and Salimans 2022, section 5; Saharia et al. 2022",
        experiment=PICTURES + "guidance_faithful",
        reading="From w = 1 to w = 4 on the same noises, ten prompts in turn: is all that was asked shown more often, and do the pictures of a prompt differ less?",
        confirmed="it is shown more often, and the pictures differ less",
        refuted="it is shown less often, or the pictures differ more (95 % intervals)",
        verdict=above(0, "right_gain", "diversity_loss"),
        report=(
            "all that was asked {right_1:.1%} to {right_4:.1%} [{right_gain_low:+.3f}, {right_gain_high:+.3f}]; "
            "diversity {diversity_1:.2f} to {diversity_4:.2f}, loss [{diversity_loss_low:.2f}, {diversity_loss_high:.2f}]"
        ),
        seeds=60,
        full_seeds=200,
    ),
    Claim(
        id="text-guidance-burns",
        sentence="Too high a guidance weight burns the picture.",
        source="Saharia et al. 2022, section 2.3",
        experiment=PICTURES + "guidance_burns",
        reading="Portraits at w = 1 and at w = 15 from the same noises: how many of a picture's values are at an end of their range.",
        confirmed="at w = 15 it is more",
        refuted="it is less (95 % interval)",
        verdict=above(0, "pure_gain"),
        report=(
            "values at an end: {pure_1:.1%} at w = 1, {pure_15:.1%} at w = 15, rise [{pure_gain_low:+.3f}, "
            "{pure_gain_high:+.3f}]; {pure_real:.1%} in as many real portraits of any kind"
        ),
        seeds=60,
        full_seeds=200,
    ),
    Claim(
        id="latent-faster",
        sentence="Diffusion in the latent space is 10 to 100 times faster than in pixels.",
        source="Rombach et al. 2022, section 4.1",
        experiment=COSTS + "latent_faster",
        reading="One call of this U-Net on the latent of a 64 × 64 picture and on its pixels, in turn. On paper, for 512 × 512, the numbers it works on become 48 times fewer.",
        confirmed="it is between 10 and 100 times faster",
        refuted="it is less than 10 or more than 100 times faster (95 % interval)",
        verdict=between_10_and_100,
        report=(
            "{faster:.1f} times faster [{faster_low:.1f}, {faster_high:.1f}]: {ms_latent:.0f} ms against {ms_pixels:.0f} ms; "
            "numbers {fewer_64:.0f} times fewer for 64 × 64, {fewer_512:.0f} times for 512 × 512; the picture is decoded "
            "once, in {ms_decode:.0f} ms"
        ),
        seeds=20,
        full_seeds=100,
    ),
    Claim(
        id="noise-diversity",
        sentence="Different noise gives different pictures of one prompt.",
        source="a common belief",
        experiment=PICTURES + "noise_diversity",
        reading="Portraits of which one fact is asked, w = 3: how much they differ in the checker's features, against real portraits with that fact.",
        confirmed="they differ more than half as much as the real ones",
        refuted="they differ less than that (95 % interval)",
        verdict=above(0.5, "kept"),
        report="{kept:.2f} of the real ones' diversity [{kept_low:.2f}, {kept_high:.2f}]: {made:.2f} against {real:.2f}",
        seeds=60,
        full_seeds=200,
    ),
    Claim(
        id="prompts-imprecise",
        sentence="Prompts are imprecise: the same wish in other words gives another picture.",
        source="a common belief",
        experiment=PICTURES + "prompts_imprecise",
        reading="Two wordings of the same three facts of a portrait, from the same noise: does the checker, which reads nine facts, see another portrait? Beside it, the same words from another noise.",
        confirmed="in more than half of the pairs it reads different facts",
        refuted="it does in fewer (95 % interval)",
        verdict=above(0.5, "differs"),
        report=(
            "other words change a fact in {differs:.1%} of the pairs [{differs_low:.1%}, {differs_high:.1%}], other noise in "
            "{differs_noise:.1%}; what was asked is shown by {right_one:.1%} and {right_other:.1%}"
        ),
        seeds=60,
        full_seeds=200,
    ),
    Claim(
        id="attention-places",
        sentence="Cross-attention ties words to places.",
        source="Hertz et al. 2022; Tang et al. 2022",
        experiment=PICTURES + "attention_places",
        reading="Is a word's map, the mean of all steps and layers, brightest on what the word names? Objects of scenes by their boxes; hair, skin and background of portraits by their flat colours.",
        confirmed="each of the four is hit more often than by chance",
        refuted="one of them is hit less often than by chance (95 % intervals)",
        verdict=above(0, "objects", "hair", "skin", "background"),
        report=(
            "hits minus chance: objects {objects:+.2f} [{objects_low:+.2f}, {objects_high:+.2f}], hair {hair:+.2f} "
            "[{hair_low:+.2f}, {hair_high:+.2f}], skin {skin:+.2f} [{skin_low:+.2f}, {skin_high:+.2f}], background "
            "{background:+.2f} [{background_low:+.2f}, {background_high:+.2f}]"
        ),
        seeds=60,
        full_seeds=200,
    ),
    Claim(
        id="composes-unseen",
        sentence="A text-to-image model composes what it never saw together.",
        source="Ramesh et al. 2021, section 3",
        experiment=PICTURES + "composes_unseen",
        reading="Pairs that no training picture shows, against pairs of the same kinds that were seen: two facts of a portrait, and an object in a colour, in a scene of two. Is all that was asked shown as often?",
        confirmed="for both kinds at most a tenth of the pictures is lost",
        refuted="for one of them more is lost (95 % intervals)",
        verdict=below(0.1, "portrait_gap", "scene_gap"),
        report=(
            "portraits {portrait_seen:.1%} seen, {portrait_unseen:.1%} unseen, gap [{portrait_gap_low:+.3f}, "
            "{portrait_gap_high:+.3f}]; scenes {scene_seen:.1%}, {scene_unseen:.1%}, gap [{scene_gap_low:+.3f}, {scene_gap_high:+.3f}]"
        ),
        seeds=160,
        full_seeds=600,
    ),
)
