"""The GAN's claims and their verdict rules."""

from playground.spec import Claim, Engine, Param, Verdict
from playground.verdicts import Rule, Stats, above, below, every, judge, no

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 5, "How many repeats, one seed each.", "integer", 2, 2000),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)
STEPS = (20, 10, 5, 3, 1)  # calls that DDIM is tried with
FAR, COVERS, IN_TIME = 0.01, 0.9, 0.9  # of the features' variance, of the goal's coverage, of the pictures


def makes_good(name: str) -> Rule:
    """That a maker's pictures lie about as near to real digits as the goal's do, and cover about as many."""
    return every(below(FAR, f"{name}_excess"), above(COVERS, f"{name}_cover"))


def in_real_time(name: str) -> Rule:
    """That a maker makes good pictures, and in time; not in time are as many that take longer."""
    return every(makes_good(name), above(IN_TIME, f"{name}_in_time", fails=1 - IN_TIME))


def needs_many(stats: Stats) -> Verdict:
    """One DDIM call is not enough, and as many as may be take over twice the rival's time."""
    possible = stats["fewest"] > 0
    return judge(
        confirmed=possible and stats["perhaps"] > 1 and stats["perhaps_times_low"] > 2,
        refuted=possible and (stats["fewest"] == 1 or stats["fewest_times_high"] < 2),
    )


OTHERS = ("vae", *(f"ddim_{steps}" for steps in STEPS))


GOOD = (
    "Good digits: their Fréchet distance is less than 1 % of the features' variance above that of other real digits, and they cover nine tenths as many real digits as those do. "
    "DDIM is tried with 1, 3, 5, 10 and 20 calls. Times are of one digit, on one thread of this machine, all in turn."
)
DDIM_QUALITY = (
    "Fréchet distance and coverage over real digits' with 1, 3, 5, 10, 20 calls: {ddim_1_frechet:.0f}, {ddim_3_frechet:.0f}, {ddim_5_frechet:.0f}, {ddim_10_frechet:.0f}, {ddim_20_frechet:.0f} "
    "and {ddim_1_cover:.2f}, {ddim_3_cover:.2f}, {ddim_5_cover:.2f}, {ddim_10_cover:.2f}, {ddim_20_cover:.2f}"
)
DUELS, DIGITS = "playground.trials.gan.duels:", "playground.trials.gan.digits:"
CLAIMS = (
    Claim(
        id="mode-collapse",
        sentence="GANs can suffer mode collapse.",
        source="Goodfellow 2016, section 5.1.1",
        experiment=DUELS + "mode_collapse",
        reading="Ring of 8, no cure, 800 iterations. Each duel draws its own settings: loss (minimax, non-saturating, least squares, hinge), 1 to 5 updates of D for each of G's, D's rate 0.001 to 0.005, G's 0.0005 to 0.002. Collapsed is: at most 4 modes, 60 % of the points near one.",
        confirmed="more than one duel in ten collapses",
        refuted="fewer do (95 % interval over duels and settings)",
        verdict=above(0.1, "share"),
        report="{share:.0%} of the duels collapse [{share_low:.0%}, {share_high:.0%}]; of a quarter of them, repeated with the gradient penalty, {cured:.0%} [{cured_low:.0%}, {cured_high:.0%}]",
        seeds=8,
        full_seeds=60,
        like="seeds",
    ),
    Claim(
        id="unstable",
        sentence="GAN training is unstable.",
        source="Arjovsky and Bottou 2017",
        experiment=DUELS + "unstable",
        reading="Ring of 8, the plain duel, one update each, 2,000 iterations. Each duel draws its seed and both rates, from half to twice 0.001. It fails if it diverges, leaves a mode less than a quarter of its share, or half of its points off the ring.",
        confirmed="more than one in five fails",
        refuted="fewer do (95 % interval over duels and rates)",
        verdict=above(0.2, "fails"),
        report="{fails:.0%} failed [{fails_low:.0%}, {fails_high:.0%}]: {diverged:.0f} diverged, {missed:.0f} missed a mode, {off:.0f} off the ring; share of points near a mode from {worst:.0%} to {best:.0%}",
        seeds=8,
        full_seeds=100,
        like="seeds",
    ),
    Claim(
        id="police-forger",
        sentence="The better the police, the better the forger: with the Wasserstein loss and its penalty, not with the plain loss.",
        source="the counterfeiter of Goodfellow et al. 2014, section 1; Arjovsky et al. 2017, section 3",
        experiment=DUELS + "police_forger",
        reading="Ring of 8: MMD² to the data after 400 updates of G, with 1 and with 5 of D's to each. Plain is the non-saturating loss without a penalty.",
        confirmed="5 is better than 1 with the Wasserstein loss, and worse than 1 with the plain loss",
        refuted="either is the other way round (95 % intervals over the seeds)",
        verdict=above(0, "help", "harm"),
        report=(
            "MMD² with 1 and 5 updates: Wasserstein {critic_1:.3f} and {critic_5:.3f}, better by {help:+.3f} [{help_low:+.3f}, {help_high:+.3f}]; "
            "plain {plain_1:.3f} and {plain_5:.3f}, worse by {harm:+.3f} [{harm_low:+.3f}, {harm_high:+.3f}]; "
            "modes {modes_critic_1:.1f}, {modes_critic_5:.1f} and {modes_plain_1:.1f}, {modes_plain_5:.1f}"
        ),
        seeds=4,
        full_seeds=20,
        like="seeds",
    ),
    Claim(
        id="saturating-starves",
        sentence="When D is too good, the minimax loss leaves G almost no gradient; the non-saturating loss does not starve it.",
        source="Goodfellow et al. 2014, section 3",
        experiment=DUELS + "saturating_starves",
        reading="Ring of 8. D alone is trained for 400 updates against an untrained G; how much is left of the length of G's gradient?",
        confirmed="under minimax less than a tenth is left, and under the non-saturating loss more",
        refuted="under minimax more than a tenth is left, or under the non-saturating loss less (95 % intervals over the seeds)",
        verdict=every(below(0.1, "minimax"), above(0.1, "other")),
        report="G's gradient keeps {minimax:.2g} of its length under minimax [{minimax_low:.2g}, {minimax_high:.2g}], {other:.2g} under the non-saturating loss [{other_low:.2g}, {other_high:.2g}]",
        seeds=5,
        full_seeds=40,
        like="seeds",
    ),
    Claim(
        id="one-pass",
        sentence="A GAN makes a good picture in one network call; diffusion needs many.",
        source="Xiao et al. 2022, section 1",
        experiment=DIGITS + "one_pass",
        reading=GOOD,
        confirmed="the GAN's digits are good, those of one DDIM call are not, and the fewest calls that may do take over twice the GAN's time",
        refuted="the GAN's are not good; or those of one DDIM call are, or the fewest calls that do take less than twice its time (95 % intervals). Nothing is said where no number of calls surely gives good digits",
        verdict=every(makes_good("gan"), needs_many),
        report=(
            "GAN {gan_ms:.1f} ms, Fréchet distance {gan_frechet:.1f} (real digits {real_frechet:.1f}), coverage {gan_cover:.2f} of theirs; "
            "DDIM needs {fewest:.0f} calls (0: never surely good), perhaps only {perhaps:.0f}, which take {perhaps_ms:.0f} ms, {perhaps_times:.0f} times as long [{perhaps_times_low:.0f}, {perhaps_times_high:.0f}]; "
            + DDIM_QUALITY
        ),
        seeds=40,
        full_seeds=200,
    ),
    Claim(
        id="only-gan-real-time",
        sentence="Only GANs make good pictures in real time (under 0.1 s each).",
        source="a common belief",
        experiment=DIGITS + "only_gan_real_time",
        reading=GOOD
        + " GAN, VAE and DDIM are tried. In real time: nine of ten digits take less than 0.1 s; not in real time: nine of ten take more.",
        confirmed="the GAN makes good digits in real time, and those of the VAE and of DDIM with any number of calls are not good or not in real time",
        refuted="the GAN's are not good or not in real time, or another one makes good digits in real time (95 % intervals)",
        verdict=every(in_real_time("gan"), *(no(in_real_time(name)) for name in OTHERS)),
        report=(
            "in real time GAN {gan_in_time:.0%} of the digits, VAE {vae_in_time:.0%}, DDIM with 1, 3, 5, 10, 20 calls {ddim_1_in_time:.0%}, {ddim_3_in_time:.0%}, {ddim_5_in_time:.0%}, {ddim_10_in_time:.0%}, {ddim_20_in_time:.0%}; "
            "medians GAN {gan_ms:.1f}, VAE {vae_ms:.2f}, DDIM {ddim_1_ms:.0f}, {ddim_3_ms:.0f}, {ddim_5_ms:.0f}, {ddim_10_ms:.0f}, {ddim_20_ms:.0f} ms; "
            "Fréchet distance GAN {gan_frechet:.1f}, VAE {vae_frechet:.0f}, real digits {real_frechet:.1f}; coverage GAN {gan_cover:.2f}, VAE {vae_cover:.2f} of theirs; "
            "DDIM's good digits need {fewest:.0f} calls (0: never surely good); " + DDIM_QUALITY
        ),
        seeds=40,
        full_seeds=200,
    ),
    Claim(
        id="sharper-than-vae",
        sentence="GAN pictures are sharp, without the blur of a VAE.",
        source="Goodfellow 2016, section 3.2",
        experiment=DIGITS + "sharper_than_vae",
        reading="Steepness of edges, as near as possible to that of real digits: less is blur, more is noise. The GAN's pictures must be digits: no outlier, and the classifier above 0.9.",
        confirmed="the GAN's mean is nearer to real digits' than the VAE's is, and more than nine tenths of its pictures are clearly digits",
        refuted="the VAE's is nearer, or fewer are (95 % intervals of all means)",
        verdict=every(above(0, "nearer"), above(0.9, "clear")),
        report=(
            "GAN {gan:.3f}, VAE {vae:.3f}, real {data:.3f} grey values a pixel; off by {gan_off:+.3f} [{gan_off_low:+.3f}, {gan_off_high:+.3f}] and {vae_off:+.3f} [{vae_off_low:+.3f}, {vae_off_high:+.3f}]; "
            "GAN nearer by {nearer:+.3f} [{nearer_low:+.3f}, {nearer_high:+.3f}]; clearly a digit {clear:.0%} [{clear_low:.0%}, {clear_high:.0%}]"
        ),
        seeds=200,
        full_seeds=2000,
    ),
)
