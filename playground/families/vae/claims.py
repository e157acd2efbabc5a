"""The VAE's claims and their verdict rules."""

from playground.spec import Claim, Engine, Param, Verdict
from playground.verdicts import Stats, above, below, every, fact, given, judge

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 200, "How many pictures, pairs or draws, one seed each.", "integer", 20, 5000),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)
MEASURED = ("precision", "recall")


def cannot_generate(stats: Stats) -> Verdict:
    """Both ways of drawing from the AE, by the one of the VAE's precision and recall that they reach less of."""
    ends = {"high": "low", "low": "high"}  # the most it may be of the VAE's, and the least
    shares = {
        f"{way}_{end}": min(stats[f"{way}_{what}_{end}"] / stats[f"vae_{what}_{other}"] for what in MEASURED)
        for way in ("plain", "fitted")
        for end, other in ends.items()
    }
    return below(0.5, "plain", "fitted")(shares)


def finds_anomalies(stats: Stats) -> Verdict:
    return judge(confirmed=stats["worst_low"] > 0.9, refuted=stats["worst_high"] < 0.5)


def jpeg_needs_more(stats: Stats) -> bool:
    """JPEG needs more bytes for the VAE's quality, or never gets there (0)."""
    return not 0 < stats["matching"] <= stats["bytes"]


TRIALS = "playground.trials.vae:"
CLAIMS = (
    Claim(
        id="midpoint-morph",
        sentence="Halfway between a 1 and a 7 lies a morph, not an overlay.",
        source="a common picture of latent spaces",
        experiment=TRIALS + "midpoint_morph",
        rule="Decoded midpoint against the pixels' mean: confirmed if, in most pairs, it is both nearer to a training digit and sharper; refuted if either holds in fewer than half (95 % intervals).",
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
        experiment=TRIALS + "ae_not_generative",
        rule="Precision: samples among real digits; recall: real digits among samples. Confirmed if the AE has less than half of the VAE's in one of them, from N(0, I) and from a Gaussian fitted to its codes alike; refuted if either way has more in both (95 % intervals of all shares).",
        verdict=cannot_generate,
        report=(
            "precision and recall: AE from N(0, I) {plain_precision:.0%} [{plain_precision_low:.0%}, {plain_precision_high:.0%}] and {plain_recall:.0%} [{plain_recall_low:.0%}, {plain_recall_high:.0%}], "
            "from a fitted Gaussian {fitted_precision:.0%} [{fitted_precision_low:.0%}, {fitted_precision_high:.0%}] and {fitted_recall:.0%} [{fitted_recall_low:.0%}, {fitted_recall_high:.0%}], "
            "VAE {vae_precision:.0%} and {vae_recall:.0%}; the classifier is sure of {plain_clear:.0%}, {fitted_clear:.0%}, {vae_clear:.0%}, and gives {plain_one:.0%}, {fitted_one:.0%}, {vae_one:.0%} to one class"
        ),
        seeds=500,
        full_seeds=5000,
    ),
    Claim(
        id="vae-blurs",
        sentence="VAEs blur.",
        source="Larsen et al. 2016, section 1",
        experiment=TRIALS + "vae_blurs",
        rule="Steepness of edges: confirmed if the VAE's samples and its reconstructions are both less sharp than real digits, refuted if either are sharper (95 % intervals).",
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
        experiment=TRIALS + "vae_anomaly",
        rule="Nine kinds of strange pictures against test digits: confirmed if every AUROC is above 0.9, refuted if one kind looks less strange than digits, below 0.5 (95 % intervals).",
        verdict=finds_anomalies,
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
        experiment=TRIALS + "vae_less_diverse",
        rule="Share of real digits inside the samples' manifold (recall, 5 neighbours): confirmed if the VAE's is below the GAN's and below diffusion's, refuted if above either (95 % intervals).",
        verdict=above(0, "under_gan", "under_diffusion"),
        report=(
            "recall VAE {vae:.2f}, GAN {gan:.2f}, diffusion {diffusion:.2f}, other real digits {real:.2f}; below the GAN by {under_gan:+.2f} "
            "[{under_gan_low:+.2f}, {under_gan_high:+.2f}], below diffusion by {under_diffusion:+.2f} [{under_diffusion_low:+.2f}, {under_diffusion_high:+.2f}]"
        ),
        seeds=100,
        full_seeds=1000,
    ),
    Claim(
        id="reparam-needed",
        sentence="Without the reparameterisation trick the gradient is too noisy to train on.",
        source="Kingma and Welling 2014, section 2.2",
        experiment=TRIALS + "reparam_needed",
        rule="Variance of the gradient by mu, same draws: confirmed if the score function's is more than 100 times that through z = mu + sigma eps, and with a baseline still more than twice; refuted if not (95 % intervals).",
        verdict=every(above(100, "bare"), above(2, "ratio")),
        report=(
            "{bare:,.0f} times the variance [{bare_low:,.0f}, {bare_high:,.0f}], with a baseline {ratio:.1f} times [{ratio_low:.1f}, {ratio_high:.1f}]; "
            "the two means differ by {apart:.2f} standard errors (1: not at all)"
        ),
        seeds=50,
        full_seeds=1000,
    ),
    Claim(
        id="vae-compresses",
        sentence="VAEs compress.",
        source="Townsend et al. 2019",
        experiment=TRIALS + "vae_compresses",
        rule="24 bytes a digit: confirmed if the VAE's PSNR is above that of as many principal components, and JPEG needs more bytes for it or never gets there; refuted if the PSNR is below theirs, or 24 bytes do for JPEG (95 % interval). The decoder itself is not counted.",
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
        sentence="A VAE samples in one pass.",
        source="Xiao et al. 2022, section 1",
        experiment=TRIALS + "vae_one_pass",
        rule="One digit at a time, here: confirmed if DDIM needs more than one call, and twice the time, until nine tenths of its digits are right; refuted if not. Inconclusive if it never gets there, or if no digit of the VAE's is clear.",
        verdict=given(
            lambda stats: min(stats["vae_clear"], stats["fewest"]) > 0,
            fact(lambda stats: stats["fewest"] > 1 and stats["ratio"] > 2),
        ),
        report=(
            "VAE {vae_ms:.2f} ms, the classifier is sure of {vae_clear:.0%}; DDIM needs {fewest:.0f} calls, {fewest_ms:.0f} ms ({fewest_right:.0%} right): {ratio:.0f} times; "
            "50 calls {ddim_50_ms:.0f} ms ({ddim_50_right:.0%})"
        ),
        seeds=20,
        full_seeds=100,
    ),
    Claim(
        id="beta-order",
        sentence="A larger beta trades reconstruction for order.",
        source="Higgins et al. 2017, section 2",
        experiment=TRIALS + "beta_order",
        rule="Beta 0.25, 1, 4, 10: confirmed if log p(x|z) falls from each to the next, and more of the prior's draws lie among real digits at 4 than at 0.25 (95 % intervals). Refuted if either goes the other way.",
        verdict=above(0, "fall", "rise"),
        report=(
            "reconstruction {reconstruction_025:.1f}, {reconstruction_1:.1f}, {reconstruction_4:.1f}, {reconstruction_10:.1f} nats; KL {kl_025:.1f}, {kl_1:.1f}, {kl_4:.1f}, {kl_10:.1f}; "
            "dimensions {active_025:.0f}, {active_1:.0f}, {active_4:.0f}, {active_10:.0f}; draws among real digits {precision_025:.0%}, {precision_1:.0%}, {precision_4:.0%}, {precision_10:.0%}, "
            "rise {rise:+.0%} [{rise_low:+.0%}, {rise_high:+.0%}]; a linear reader of mu is right in {probe_025:.0%}, {probe_1:.0%}, {probe_4:.0%}, {probe_10:.0%}"
        ),
        seeds=500,
        full_seeds=5000,
    ),
)
