"""The GAN's claims and their verdict rules."""

from playground.spec import Claim, Engine, Param, Verdict
from playground.verdicts import Stats, above, fact, given, judge

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 5, "How many repeats, one seed each.", "integer", 2, 200),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)
GOOD = 0.9  # share of digits that the classifier must call by their class before their speed counts


def stricter_is_better(stats: Stats) -> Verdict:
    return judge(confirmed=stats["gain_low"] > 0, refuted=stats["worse_low"] > 0 or stats["gain_high"] < 0)


def starves(stats: Stats) -> Verdict:
    return judge(confirmed=stats["high"] < 0.1 and stats["other_low"] > stats["high"], refuted=stats["low"] > 0.1)


def both_good(stats: Stats) -> bool:
    """The GAN's digits are right often enough, and so are diffusion's with some number of calls."""
    return stats["gan_right"] >= GOOD and stats["fewest"] > 0


TRIALS = "playground.trials.gan:"
CLAIMS = (
    Claim(
        id="mode-collapse",
        sentence="GANs suffer mode collapse.",
        source="Goodfellow 2016, section 5.1.1",
        experiment=TRIALS + "mode_collapse",
        reading="Ring of 8, D strict and without a cure. Collapsed is: at most 4 modes, 60 % of the points near one. Two milder settings stand beside it.",
        confirmed="most seeds collapse",
        refuted="fewer than half do (95 % interval)",
        verdict=above(0.5, ""),
        report="{plain:.0f} end with at most 4 modes [{low:.0%}, {high:.0%}]; with a milder D {balanced:.0f}; with the gradient penalty {cured:.0f}",
        seeds=5,
        full_seeds=12,
    ),
    Claim(
        id="unstable",
        sentence="GAN training is unstable.",
        source="Arjovsky and Bottou 2017",
        experiment=TRIALS + "unstable",
        reading="Ring of 8, the plain duel at equal rates. A seed fails if it diverges, leaves a mode less than a quarter of its share, or half of its points off the ring.",
        confirmed="more than one in five fails",
        refuted="fewer do (95 % interval)",
        verdict=above(0.2, ""),
        report="{fails:.0f} failed, {share:.0%} [{low:.0%}, {high:.0%}]; high-quality share from {worst:.0%} to {best:.0%}",
        seeds=8,
        full_seeds=20,
    ),
    Claim(
        id="police-forger",
        sentence="The better the police, the better the forger.",
        source="the counterfeiter of Goodfellow et al. 2014, section 1",
        experiment=TRIALS + "police_forger",
        reading="MMD² to the data after as many G updates, with 1, 3 and 10 of D's to each.",
        confirmed="10 is better than 1",
        refuted="10 is worse than 3 or than 1 (95 % interval)",
        verdict=stricter_is_better,
        report=(
            "MMD² {mmd_1:.3f}, {mmd_3:.3f}, {mmd_10:.3f} and {modes_1:.1f}, {modes_3:.1f}, {modes_10:.1f} modes with 1, 3, 10 updates; "
            "gain of 10 over 1 {gain:+.3f} [{gain_low:+.3f}, {gain_high:+.3f}]"
        ),
        seeds=4,
        full_seeds=12,
    ),
    Claim(
        id="saturating-starves",
        sentence="With the minimax loss, a too good D starves G.",
        source="Goodfellow et al. 2014, section 3",
        experiment=TRIALS + "saturating_starves",
        reading="D alone is trained for 400 updates; how much is left of the length of G's gradient?",
        confirmed="under minimax less than a tenth is left, and the non-saturating loss keeps more",
        refuted="more than a tenth is left (95 % interval)",
        verdict=starves,
        report="G's gradient keeps {minimax:.2g} of its length under minimax [{low:.2g}, {high:.2g}], {other:.2g} under the non-saturating loss [{other_low:.2g}, {other_high:.2g}]",
        seeds=5,
        full_seeds=40,
    ),
    Claim(
        id="one-pass",
        sentence="A GAN needs one network call where diffusion needs many.",
        source="Xiao et al. 2022, section 1",
        experiment=TRIALS + "one_pass",
        reading="One digit at a time, here, until nine tenths of the digits are right.",
        confirmed="DDIM needs more than one call, and twice the time",
        refuted="one call does, or twice the time is not needed",
        verdict=given(both_good, fact(lambda stats: stats["fewest"] > 1 and stats["ratio"] > 2)),
        report=(
            "GAN {gan_ms:.1f} ms ({gan_right:.0%} right); DDIM needs {fewest:.0f} calls, {fewest_ms:.0f} ms ({fewest_right:.0%}): {ratio:.0f} times; "
            "50 calls {ddim_50_ms:.0f} ms ({ddim_50_right:.0%}), one call {ddim_1_ms:.0f} ms ({ddim_1_right:.0%})"
        ),
        seeds=10,
        full_seeds=50,
    ),
    Claim(
        id="only-gan-real-time",
        sentence="Only GANs are fast enough for real time (under 0.1 s).",
        source="a common belief",
        experiment=TRIALS + "only_gan_real_time",
        reading="One digit at a time, here; diffusion with the fewest calls that get nine tenths of the digits right.",
        confirmed="the GAN makes one in under 0.1 s and diffusion does not",
        refuted="diffusion does too, or the GAN does not",
        verdict=given(both_good, fact(lambda stats: stats["gan_ms_high"] < 100 < stats["fewest_ms"])),
        report="GAN {gan_ms:.1f} ms ({gan_right:.0%} right); DDIM with {fewest:.0f} calls {fewest_ms:.0f} ms, 95 % under {fewest_ms_high:.0f} ms, {fewest_right:.0%} right; DDIM 50 {ddim_50_ms:.0f} ms",
        seeds=20,
        full_seeds=50,
    ),
    Claim(
        id="sharper-than-vae",
        sentence="GAN pictures are sharp, no blur.",
        source="Goodfellow 2016, section 3.2",
        experiment=TRIALS + "sharper_than_vae",
        reading="Steepness of edges, digits of the trained GAN against draws of the VAE. Real digits stand beside them.",
        confirmed="the GAN's are steeper",
        refuted="the VAE's are (95 % interval)",
        verdict=above(0, "gain"),
        report="GAN {gan:.3f}, VAE {vae:.3f}, real {data:.3f} grey values a pixel; GAN less VAE {gain:+.3f} [{gain_low:+.3f}, {gain_high:+.3f}]",
        seeds=100,
        full_seeds=200,
    ),
)
