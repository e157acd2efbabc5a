"""Diffusion's claims and their verdict rules."""

from playground.spec import Claim, Engine, Param, Verdict
from playground.verdicts import Stats, above, below, every, fact, judge

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 100, "How many pictures, one seed each.", "integer", 20, 5000),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)


def always_better(stats: Stats) -> Verdict:
    return judge(
        confirmed=stats["least_gain_low"] > 0,
        refuted=stats["worse_doublings"] > 0 or stats["last_gain_high"] < stats["margin"],
    )


def faithful_less_diverse(stats: Stats) -> Verdict:
    return judge(
        confirmed=stats["accuracy_gain_low"] >= 0 and stats["diversity_loss_low"] > 0,
        refuted=stats["accuracy_gain_high"] < 0 or stats["diversity_loss_high"] < 0,
    )


def copies(stats: Stats) -> Verdict:
    more = stats["excess_low"] > 0
    return judge(confirmed=more, refuted=not more and stats["share_high"] < 0.01)


TRIALS = "playground.trials.diffusion.pictures:"
CLAIMS = (
    Claim(
        id="jump-to-t",
        sentence="One can reach step t without looping through the steps before it.",
        source="Ho et al. 2020, eq. 4",
        experiment=TRIALS + "jump_to_t",
        reading="Draws that walked through all steps, against the closed form, at 20 times.",
        confirmed="means and deviations agree within chance",
        refuted="one of them differs by more than chance allows",
        verdict=fact(lambda stats: stats["worst_z"] < stats["limit_z"]),
        report="worst of {comparisons:.0f} comparisons {worst_z:.2f} standard errors; chance allows {limit_z:.2f}",
        seeds=1000,
        full_seeds=5000,
    ),
    Claim(
        id="linear-destroys-faster",
        sentence="The linear schedule destroys the picture sooner than the cosine.",
        source="Nichol and Dhariwal 2021, section 3.2",
        experiment=TRIALS + "linear_destroys_faster",
        reading="Both schedules on the same digits; a digit counts as lost once the classifier, trained on clean ones, errs.",
        confirmed="with the linear schedule signal falls below noise sooner, and the classifier fails sooner",
        refuted="either comes later (95 % interval)",
        verdict=every(fact(lambda stats: stats["linear_snr_t"] < stats["cosine_snr_t"]), above(0, "gap")),
        report=(
            "signal below noise from t = {linear_snr_t:.0f} (linear), {cosine_snr_t:.0f} (cosine); classifier fails after "
            "t = {linear_lost_t:.0f} and {cosine_lost_t:.0f}, gap {gap:.0f} [{gap_low:.0f}, {gap_high:.0f}]"
        ),
        seeds=100,
        full_seeds=1000,
    ),
    Claim(
        id="ddim-50",
        sentence="50 DDIM steps lose almost nothing against 1000.",
        source="Song et al. 2020, table 1",
        experiment=TRIALS + "ddim_50",
        reading="Both from the same noises. Almost nothing is a tenth of the Fréchet distance that real digits have among themselves.",
        confirmed="the loss stays under that (95 % interval)",
        refuted="it is surely more",
        verdict=below("margin", "loss"),
        report=(
            "loss {loss:+.3f} of the floor [{loss_low:+.3f}, {loss_high:+.3f}], allowed {margin:.2f}; "
            "accuracy {accuracy_50:.1%} against {accuracy_1000:.1%}"
        ),
        seeds=20,
        full_seeds=200,
    ),
    Claim(
        id="more-steps-better",
        sentence="More steps always give a better picture.",
        source="a common belief",
        experiment=TRIALS + "more_steps_better",
        reading="DDIM with 5, 10, 20, 40, 80 and 160 steps from the same noises, by the Fréchet distance in units of its floor.",
        confirmed="every doubling gains",
        refuted="a doubling makes it worse, or the last one gains less than a tenth (95 % intervals)",
        verdict=always_better,
        report=(
            "last doubling gains {last_gain:+.3f} of the floor [{last_gain_low:+.3f}, {last_gain_high:+.3f}]; "
            "doublings that made it worse: {worse_doublings:.0f}; lowest distance at {best_steps:.0f} steps"
        ),
        seeds=40,
        full_seeds=240,
    ),
    Claim(
        id="guidance-faithful",
        sentence="A higher w follows the class more, and gives less diversity.",
        source="Ho and Salimans 2022, section 5",
        experiment=TRIALS + "guidance_faithful",
        reading="From w = 1 to w = 4 on the same noises: does the classifier see the asked digit more often, and do the pictures of a class differ less?",
        confirmed="accuracy does not fall and diversity does",
        refuted="accuracy falls or diversity rises (95 % intervals)",
        verdict=faithful_less_diverse,
        report=(
            "accuracy {accuracy_1:.1%} to {accuracy_4:.1%} [{accuracy_gain_low:+.3f}, {accuracy_gain_high:+.3f}]; "
            "diversity {diversity_1:.1f} to {diversity_4:.1f}, loss [{diversity_loss_low:.2f}, {diversity_loss_high:.2f}]"
        ),
        seeds=60,
        full_seeds=500,
    ),
    Claim(
        id="guidance-burns",
        sentence="Too high a w burns the picture.",
        source="Saharia et al. 2022, section 2.3",
        experiment=TRIALS + "guidance_burns",
        reading="w = 1 against w = 15 without the clip of x0: pure white ink, and the Fréchet distance.",
        confirmed="both rise",
        refuted="either falls (95 % intervals)",
        verdict=above(0, "white_gain", "frechet_gain"),
        report=(
            "pure white {white_1:.1%} to {white_15:.1%} of the ink (real digits {white_real:.1%}); Fréchet distance "
            "{frechet_1:.0f} to {frechet_15:.0f}, in floors [{frechet_gain_low:+.2f}, {frechet_gain_high:+.2f}]; "
            "with x0 clipped {white_15_clip:.1%} and {frechet_15_clip:.0f}"
        ),
        seeds=100,
        full_seeds=500,
    ),
    Claim(
        id="memorises",
        sentence="Diffusion memorises its training data.",
        source="Carlini et al. 2023",
        experiment=TRIALS + "memorises",
        reading="A near copy lies less than half as far from a training digit as that digit's 50 neighbours do.",
        confirmed="samples hold more near copies than held-out digits do",
        refuted="they hold no more, and surely less than one in a hundred (95 % intervals: none in n is at most about 3/n)",
        verdict=copies,
        report=(
            "near copies: {copies:.0f} of {n:.0f} samples, at most {share_high:.1%}; {heldout_copies:.0f} of as many held-out digits; "
            "mean distance to the nearest training digit {generated:.2f} and {heldout:.2f}"
        ),
        seeds=400,
        full_seeds=2000,
    ),
)
