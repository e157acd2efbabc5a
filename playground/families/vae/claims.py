"""The VAE's claims and their verdict rules."""

from playground.families.gan.claims import needs_many
from playground.spec import Claim, Engine, Param, Verdict
from playground.verdicts import Stats, above, below, every, fact, given

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param(
            "seeds", "Seeds", 200, "How many pictures, pairs, draws or trainings, one seed each.", "integer", 2, 5000
        ),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)
MEASURED = ("precision", "coverage")


def _shares(stats: Stats) -> dict[str, float]:
    """The AE's precision or coverage over the VAE's, whichever it reaches less of: `least`, with its ends."""
    ends = {"high": "low", "low": "high"}  # the most it may be of the VAE's, and the least
    return {
        f"least_{end}": min(stats[f"ae_{what}_{end}"] / max(stats[f"vae_{what}_{other}"], 1e-9) for what in MEASURED)
        for end, other in ends.items()
    }


def cannot_generate(stats: Stats) -> Verdict:
    return below(0.5, "least")(_shares(stats))


def generates_as_well(stats: Stats) -> Verdict:
    return above(0.9, "least")(_shares(stats))


def vae_generates(stats: Stats) -> bool:
    """There is something to compare with: the VAE itself reaches half of what real digits do."""
    return all(stats[f"vae_{what}"] > stats[f"real_{what}"] / 2 for what in MEASURED)


GENERATED = (
    "precision and coverage: AE {ae_precision:.0%} [{ae_precision_low:.0%}, {ae_precision_high:.0%}] and {ae_coverage:.0%} [{ae_coverage_low:.0%}, {ae_coverage_high:.0%}], "
    "VAE {vae_precision:.0%} and {vae_coverage:.0%}, other real digits {real_precision:.0%} and {real_coverage:.0%}; clearly a digit {ae_clear:.0%} and {vae_clear:.0%}; "
    "the classifier gives {ae_one:.0%} and {vae_one:.0%} to one class"
)


def jpeg_needs_more(stats: Stats) -> bool:
    """JPEG needs more bytes for the VAE's quality, or never gets there (0)."""
    return not 0 < stats["matching"] <= stats["bytes"]


SAMPLES, RECONSTRUCTIONS = "playground.trials.vae.samples:", "playground.trials.vae.reconstructions:"
CLAIMS = (
    Claim(
        id="midpoint-morph",
        sentence="Halfway between a 1 and a 7 lies a morph, not an overlay.",
        source="a common picture of latent spaces",
        experiment=RECONSTRUCTIONS + "midpoint_morph",
        reading="The decoded midpoint of two codes against the mean of their pixels.",
        confirmed="in most pairs it is both nearer to a training digit and sharper",
        refuted="either holds in fewer than half (95 % intervals)",
        verdict=above(0.5, "closer", "sharper"),
        report=(
            "nearer in {closer:.0%} [{closer_low:.0%}, {closer_high:.0%}], sharper in {sharper:.0%} [{sharper_low:.0%}, {sharper_high:.0%}]; "
            "against the two reconstructions' mean {redrawn_closer:.0%} and {redrawn_sharper:.0%}; judge's confidence {sure_morph:.2f}, cross-fade {sure_fade:.2f}"
        ),
        seeds=200,
        full_seeds=1000,
    ),
    Claim(
        id="ae-not-generative",
        sentence="A plain autoencoder cannot generate.",
        source="Kingma and Welling 2019, section 2",
        experiment=SAMPLES + "ae_not_generative",
        reading="Codes from N(0, I), decoded. Precision: how many pictures lie among real digits; coverage: how many real digits have one near.",
        confirmed="the AE has less than half of the VAE's in one of them",
        refuted="it has more than half in both (95 % intervals of all shares)",
        verdict=given(vae_generates, cannot_generate),
        report=GENERATED,
        seeds=500,
        full_seeds=4000,
    ),
    Claim(
        id="ae-fitted",
        sentence="With a Gaussian fitted to its codes, a plain autoencoder generates as well as a VAE.",
        source="Ghosh et al. 2020, section 4",
        experiment=SAMPLES + "ae_fitted",
        reading="Codes from a Gaussian fitted to those of the training digits, decoded; precision and coverage as above.",
        confirmed="the AE reaches nine tenths of the VAE's in both",
        refuted="it reaches less in one of them (95 % intervals of all shares)",
        verdict=given(vae_generates, generates_as_well),
        report=GENERATED,
        seeds=500,
        full_seeds=4000,
    ),
    Claim(
        id="vae-blurs",
        sentence="VAEs blur.",
        source="Larsen et al. 2016, section 1",
        experiment=RECONSTRUCTIONS + "vae_blurs",
        reading="Steepness of edges, the VAE's samples and reconstructions against real digits.",
        confirmed="both are less sharp",
        refuted="either is sharper (95 % intervals)",
        verdict=above(0, "samples_loss", "again_loss"),
        report=(
            "real {data:.3f}, samples {samples:.3f}, reconstructions {again:.3f}, a plain AE's {plain:.3f} grey values a pixel; "
            "loss {samples_loss:+.3f} [{samples_loss_low:+.3f}, {samples_loss_high:+.3f}] and {again_loss:+.3f} [{again_loss_low:+.3f}, {again_loss_high:+.3f}]"
        ),
        seeds=500,
        full_seeds=5000,
    ),
    Claim(
        id="vae-anomaly",
        sentence="A high reconstruction error finds anomalies.",
        source="An and Cho 2015",
        experiment=RECONSTRUCTIONS + "vae_anomaly",
        reading="Nine kinds of strange pictures against test digits, told apart by the error alone: AUROC 1 is always, 0.5 is by chance.",
        confirmed="every AUROC is above 0.9",
        refuted="one kind looks less strange than digits, below 0.5 (95 % intervals)",
        verdict=above(0.9, "worst", fails=0.5),
        report=(
            "AUROC clothing {clothing:.3f}, sandals {sandals:.3f}, noisy {noisy:.3f}, blurred {blurred:.3f}, patched {inverted_patch:.3f}, rotated {rotated:.3f}, "
            "short lines {short_lines:.3f}, dots {dots:.3f}, faint {faint:.3f}; the worst {worst:.3f} [{worst_low:.3f}, {worst_high:.3f}]"
        ),
        seeds=400,
        full_seeds=5000,
    ),
    Claim(
        id="vae-less-diverse",
        sentence="VAE samples are less diverse.",
        source="a common belief",
        experiment=SAMPLES + "vae_less_diverse",
        reading="Coverage: the share of real digits that have a sample nearer than their fifth neighbour. Copies fool it, scattered samples do not; recall they do.",
        confirmed="the VAE's is below the GAN's and below diffusion's",
        refuted="it is above either (95 % intervals)",
        verdict=above(0, "under_gan", "under_diffusion"),
        report=(
            "coverage VAE {vae:.2f}, GAN {gan:.2f}, diffusion {diffusion:.2f}, other real digits {real:.2f}; below the GAN by {under_gan:+.2f} "
            "[{under_gan_low:+.2f}, {under_gan_high:+.2f}], below diffusion by {under_diffusion:+.2f} [{under_diffusion_low:+.2f}, {under_diffusion_high:+.2f}]; "
            "precision {vae_precision:.2f}, {gan_precision:.2f}, {diffusion_precision:.2f}, {real_precision:.2f}"
        ),
        seeds=100,
        full_seeds=1000,
    ),
    Claim(
        id="reparam-needed",
        sentence="Without the reparameterisation trick the gradient is too noisy to train on.",
        source="Kingma and Welling 2014, section 2.2",
        experiment="playground.trials.vae.estimators:reparam_needed",
        reading="A VAE of 8x8 digits is trained three times alike: through z = mu + sigma eps, by the score function, and by that less the mean of the other draws. Counted is what its code gains in ELBO.",
        confirmed="even with that mean taken off it gains less than half of what the path does",
        refuted="it gains more than nine tenths (95 % interval over the runs)",
        verdict=below(0.5, "share_kept", fails=0.9),
        report=(
            "ELBO of held-out digits through the path {path:.1f}, by the score function with a baseline {kept:.1f}, without {bare:.1f}, without any code {blind:.1f} nats; "
            "with the baseline {share_kept:.0%} of the gain [{share_kept_low:.0%}, {share_kept_high:.0%}], without {share_bare:.0%} [{share_bare_low:.0%}, {share_bare_high:.0%}]"
        ),
        seeds=3,
        full_seeds=20,
    ),
    Claim(
        id="vae-compresses",
        sentence="VAEs compress.",
        source="Townsend et al. 2019",
        experiment=RECONSTRUCTIONS + "vae_compresses",
        reading="24 bytes a digit, against as many principal components and against JPEG. The decoder itself is not counted.",
        confirmed="the VAE's PSNR is above that of the components, and JPEG needs more bytes for it or never gets there",
        refuted="the PSNR is below theirs, or 24 bytes do for JPEG (95 % interval)",
        verdict=every(above(0, "gain"), fact(jpeg_needs_more)),
        report=(
            "at {bytes:.0f} bytes VAE {vae:.1f} dB, PCA {pca:.1f} dB: gain {gain:+.2f} [{gain_low:+.2f}, {gain_high:+.2f}]; "
            "JPEG's smallest {jpeg_bytes:.0f} bytes at {jpeg:.1f} dB, {matching:.0f} bytes for the VAE's quality"
        ),
        seeds=500,
        full_seeds=5000,
    ),
    Claim(
        id="vae-one-pass",
        sentence="A VAE makes a picture in one network call; diffusion needs many for one as good.",
        source="Xiao et al. 2022, section 1",
        experiment=SAMPLES + "vae_one_pass",
        reading=(
            "DDIM with 1, 3, 5, 10 and 20 calls. As good: its Fréchet distance is less than 1 % of the features' variance above the VAE's, and it covers nine tenths as many real digits. "
            "Times are of one digit, on one thread of this machine, all in turn."
        ),
        confirmed="more than half of the VAE's pictures are clearly digits, one DDIM call's are not as good, and the fewest calls that may do take over twice the VAE's time",
        refuted="fewer are digits; or one DDIM call's are as good, or the fewest calls that do take less than twice its time (95 % intervals). Nothing is said where no number of calls is surely as good",
        verdict=every(above(0.5, "vae_clear"), needs_many),
        report=(
            "VAE {vae_ms:.2f} ms, clearly a digit {vae_clear:.0%}, Fréchet distance {vae_frechet:.0f}; "
            "DDIM needs {fewest:.0f} calls (0: never surely as good), perhaps only {perhaps:.0f}, which take {perhaps_ms:.0f} ms, {perhaps_times:.0f} times as long [{perhaps_times_low:.0f}, {perhaps_times_high:.0f}]; "
            "Fréchet distance and coverage over the VAE's with 1, 3, 5, 10, 20 calls: {ddim_1_frechet:.0f}, {ddim_3_frechet:.0f}, {ddim_5_frechet:.0f}, {ddim_10_frechet:.0f}, {ddim_20_frechet:.0f} "
            "and {ddim_1_cover:.2f}, {ddim_3_cover:.2f}, {ddim_5_cover:.2f}, {ddim_10_cover:.2f}, {ddim_20_cover:.2f}"
        ),
        seeds=40,
        full_seeds=200,
    ),
    Claim(
        id="beta-order",
        sentence="A larger beta trades reconstruction for better draws from the prior.",
        source="Higgins et al. 2017, section 2; there for order in the code, which digits without known factors cannot tell",
        experiment=SAMPLES + "beta_order",
        reading="Beta 0.25, 1, 4, 10, trained alike. Better is: a smaller Fréchet distance to real digits.",
        confirmed="log p(x|z) falls from each beta to the next, and draws from the prior are nearer to real digits at 4 than at 0.25",
        refuted="either goes the other way (95 % intervals)",
        verdict=above(0, "fall", "better"),
        report=(
            "reconstruction {reconstruction_025:.1f}, {reconstruction_1:.1f}, {reconstruction_4:.1f}, {reconstruction_10:.1f} nats; KL {kl_025:.1f}, {kl_1:.1f}, {kl_4:.1f}, {kl_10:.1f}; "
            "dimensions {active_025:.0f}, {active_1:.0f}, {active_4:.0f}, {active_10:.0f}; Fréchet distance {frechet_025:.0f}, {frechet_1:.0f}, {frechet_4:.0f}, {frechet_10:.0f}, "
            "nearer by {better:.0f} [{better_low:.0f}, {better_high:.0f}]; a linear reader of mu is right in {probe_025:.0%}, {probe_1:.0%}, {probe_4:.0%}, {probe_10:.0%}"
        ),
        seeds=500,
        full_seeds=5000,
    ),
)
