"""VAE: params, presets, claims and their verdict rules."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.spec import Claim, Engine, Family, Param, Preset, Value, Verdict

PLANES = ("AE", "VAE", "beta 4", "clothing VAE")
PRIORS = ("N(0, I)", "fitted Gaussian")
LAYERS = ("codes", "rings", "samples", "pictures", "holes")
EDGE = 20.0  # of a place in the plane
DENSITIES = ("ring", "grid", "two Gaussians", "blobs", "line", "moons", "spiral", "checkerboard", "drawn")
LIVE_LAYERS = ("real", "reconstructions", "samples", "manifold")
# Of seeds 7 to 10, two lose the whole code to it and two one number of it; each cure helps all four.
COLLAPSE = {"sigma": 0.54, "hidden": 6, "width": 32, "steps": 2000}
TORN = {"rate": 0.4}
SMALL_COLLAPSE = {"hidden": 3, "beta": 2.5, "steps": 2500}  # three of seeds 7 to 10; each cure helps all four
MODELS = ("AE", "VAE", "beta 4")
SIZES = ("2 numbers", "24 numbers")
STOPS = ("AE", "beta 0.25", "VAE", "beta 4", "beta 10", "clothing VAE")
CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
STRANGE = ("clothing", "sandals", "noisy", "blurred", "inverted patch", "rotated", "short lines", "dots", "faint")
SCORES = ("minus ELBO", "reconstruction error", "PCA-32's error")
METHODS = ("VAE", "AE", "PCA", "JPEG", "VAE, 2 numbers", "AE, 2 numbers")
MAKERS = ("test digits", "VAE samples", "VAE reconstructions", "beta 4 samples", "2-D VAE samples", "AE samples, fitted Gaussian", "AE reconstructions", "GAN samples", "diffusion samples")  # fmt: skip

PLANE = Engine(
    name="plane",
    function="playground.engines.vae:plane",
    params=(
        Param("model", "Model", "VAE", "Same networks and data; only the objective differs. AE: no noise, no prior.", "choice", options=PLANES, group="Model"),
        Param("layers", "Layers", ("codes", "rings", "samples"), "Codes of 2,000 test pictures, the prior at 1, 2, 3 sigma, its samples, pictures everywhere, holes.", "choices", options=LAYERS, group="Look"),
        Param("prior", "Samples from", "N(0, I)", "The prior, or a Gaussian fitted to the codes: the fairer trial for an AE.", "choice", options=PRIORS, group="Samples"),
        Param("seed", "Seed", 7, "Draws the samples.", "integer", 0, 2**31 - 1, group="Samples"),
        Param("x", "Place across", 0.0, "First number of z; the plane sets it where you let go.", "number", -EDGE, EDGE, 0.01, group="Place"),
        Param("y", "Place up", 0.0, "Second number of z; arrow keys do too.", "number", -EDGE, EDGE, 0.01, group="Place"),
    ),
    presets=(
        Preset("Slide over the digits", {}, "Drag over the plane: two numbers become a digit, decoded in your browser. Where does one digit turn into another, and what lies between?"),
        Preset("Every place at once", {"layers": ("rings", "pictures")}, "Pictures are laid over the plane: which digits are neighbours, and which have no room of their own?"),
        Preset("Beyond the rings: an AE", {"model": "AE", "layers": ("codes", "rings", "samples", "holes")}, "Nobody told a plain autoencoder where to put its codes: over half lie beyond 3 sigma, where N(0, I) draws one sample in ninety. The little that its samples reach is full of codes, so hardly one falls into the red: which digits can they never be?"),
        Preset("A fair trial for the AE", {"model": "AE", "prior": "fitted Gaussian", "layers": ("codes", "rings", "samples", "holes")}, "Draw from a Gaussian fitted to the AE's own codes instead: how many samples are digits now, and how many fall into the red, where no code is?"),
        Preset("Stricter: beta 4", {"model": "beta 4", "layers": ("codes", "rings", "samples", "holes")}, "KL counts four times: no more codes lie beyond 3 sigma than of the prior itself. Yet gaps stay inside the rings, and more samples fall into them than the VAE's. Which digits can no longer be told apart?"),
        Preset("Clothes", {"model": "clothing VAE", "layers": ("rings", "pictures")}, "The same networks on Fashion-MNIST: is there a way from a sneaker to a bag?"),
    ),
)  # fmt: skip

ENCODE = Engine(
    name="encode",
    function="playground.engines.vae_encode:encode",
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

SEED = Param(
    "seed",
    "Seed",
    7,
    "Same seed, same training; a new one counts from the start.",
    "integer",
    0,
    2**31 - 1,
    group="Data",
)
OBJECTIVE = (
    Param("deterministic", "Plain autoencoder", False, "z = mu: no noise in the code, no KL. All the rest stays.", "switch", group="Objective"),
    Param("beta", "Beta", 1.0, "Weight of the KL: 1 is the VAE, more is stricter about the code.", "number", 0, 20, 0.05, group="Objective"),
    Param("warmup", "Annealing, steps", 0, "Beta rises from 0 over so many steps.", "integer", 0, 5000, 50, group="Objective"),
    Param("free_bits", "Free bits, nats", 0.0, "What each dimension may cost for nothing.", "number", 0, 2, 0.05, group="Objective"),
)  # fmt: skip
NETWORK = (
    Param("hidden", "Hidden layers", 2, "Of the encoder, and of the decoder. A change starts afresh.", "integer", 1, 8, group="Network"),
    Param("width", "Neurons a layer", 64, "A change starts afresh.", "integer", 1, 128, group="Network"),
    Param("rate", "Learning rate", 0.002, "Adam's.", "number", 0, 1, 0.0005, group="Network"),
    Param("batch", "Batch", 128, "Examples each step sees.", "integer", 8, 512, 8, group="Network"),
)  # fmt: skip
CHANGES = Param("changes", "Changes on the way", "", "step:control=value, as a shared run replays them.", "changes", group="Run")  # fmt: skip

LIVE = Engine(
    name="live",
    function="playground.engines.vae_live:live",
    params=(
        Param("density", "Density", "ring", "What is to be learnt; log p is known exactly.", "choice", options=DENSITIES, group="Data"),
        Param("strokes", "Drawing", "", "Draw, and choose drawn above.", "strokes", group="Data"),
        SEED,
        Param("layers", "Layers", LIVE_LAYERS, "The net is where the decoder puts an even lattice of z.", "choices", options=LIVE_LAYERS, group="Look"),
        *OBJECTIVE,
        Param("sigma", "Decoder's noise", 0.1, "Deviation of p(x|z): how exact a reconstruction must be.", "number", 0.02, 2, 0.02, group="Objective"),
        Param("latent", "Latent dimensions", 2, "Numbers in a code. A change starts afresh.", "integer", 1, 2, group="Network"),
        *NETWORK,
        Param("steps", "Stop after", 3000, "Steps until the training ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        CHANGES,
    ),
    presets=(
        Preset("Ring of 8", {}, "Press play: the codes of eight modes must share the prior's disc. Where do draws of the prior fall that belong to no mode, and why?"),
        Preset("One number", {"latent": 1}, "The whole ring through one number: where is the curve cut open?"),
        Preset("Posterior collapse", COLLAPSE, "A deep network that may miss by half a radius: every code becomes the prior, the decoder answers all with one point, KL is 0 (on two seeds of four; the others lose one number of two). Then press a cure: the same seed again. Does annealing beat free bits?"),
        Preset("Plain autoencoder", {"deterministic": True}, "Reconstructions are perfect soon. What do draws of N(0, I) look like, and where are the codes?"),
        Preset("Two moons", {"density": "moons", "sigma": 0.06}, "Curves instead of modes: how does the net fold onto both?"),
        Preset("Tear it apart", TORN, "A rate far too high: the loss runs away, and the last good state is kept."),
    ),
    folded=("Network",),
)  # fmt: skip

SMALL = Engine(
    name="small",
    function="playground.engines.vae_live:small_digits",
    params=(
        replace(SEED, group="Data"),
        *OBJECTIVE,
        Param("latent", "Latent dimensions", 8, "Numbers in a code. A change starts afresh.", "integer", 1, 16, group="Network"),
        *NETWORK[:-1],
        replace(NETWORK[-1], default=64),
        Param("steps", "Stop after", 6000, "Steps until the training ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        CHANGES,
    ),
    presets=(
        Preset("Learn digits", {}, "1,497 digits of 8x8 pixels, each pixel drawn black or white from its grey at every step. Which of the eight dimensions does it come to use?"),
        Preset("A map of digits", {"latent": 2}, "Two numbers a digit: where does each class settle, and which overlap?"),
        Preset("Posterior collapse", SMALL_COLLAPSE, "Beta 2.5: every reconstruction is the same grey ghost, KL is 0, and the code says nothing of the digit (on three seeds of four). Then press a cure: the same seed again. Which digits come back?"),
        Preset("Plain autoencoder", {"deterministic": True}, "Look at what draws of N(0, I) become when nobody asked the codes to lie there."),
        Preset("Beta 0.1", {"beta": 0.1}, "A cheap code says more: reconstructions sharpen. And the draws of the prior?"),
    ),
    folded=("Network",),
)  # fmt: skip

BETA = Engine(
    name="beta",
    function="playground.engines.vae_beta:beta",
    params=(
        Param("model", "Model", "VAE", "The VAE has beta 1, the AE neither noise nor KL. Same networks and data.", "choice", options=STOPS, group="Model"),
        Param("start", "Start from", "7", "A test picture of this class, or the middle of all codes.", "choice", options=("origin", *CLASSES), group="Start"),
        Param("seed", "Which one", 0, "Counts through the test pictures of that class.", "integer", 0, 2**31 - 1, group="Start"),
    ),
    presets=(
        Preset("What each number does", {}, "Move the sliders: which number tilts the 7, which makes it bolder, and which does nothing at all?"),
        Preset("Posterior collapse: beta 10", {"model": "beta 10"}, "KL counts ten times: how many numbers are still worth their price, and what do the collapsed ones do to the picture?"),
        Preset("Cheap codes: beta 0.25", {"model": "beta 0.25"}, "Codes cost a quarter: reconstruction gains. Do the sliders still leave a digit a digit?"),
        Preset("No price at all: AE", {"model": "AE"}, "Without KL every number is used. Is there any order in what they do?"),
        Preset("Clothes from the middle", {"model": "clothing VAE", "start": "origin"}, "From the middle of all codes: which number turns a shirt into trousers?"),
    ),
)  # fmt: skip

MORPH = Engine(
    name="morph",
    function="playground.engines.vae_morph:morph",
    params=(
        Param("first", "From a", "1", "A test digit of this class.", "choice", options=CLASSES, group="Ends"),
        Param("second", "To a", "7", "Another test digit.", "choice", options=CLASSES, group="Ends"),
        Param("seed", "Which ones", 0, "Same seed, same two digits.", "integer", 0, 2**31 - 1, group="Ends"),
        Param("model", "Model", "VAE", "Between whose codes.", "choice", options=MODELS, group="Way"),
        Param("size", "Numbers in a code", "24", "2 is the plane of the first part.", "choice", options=("2", "24"), group="Way"),
        Param("path", "Path", "line", "Slerp follows the great circle instead, so that codes keep their length.", "choice", options=("line", "slerp"), group="Way"),
        Param("frames", "Frames", 21, "Steps of the film.", "integer", 5, 61, 2, group="Way"),
    ),
    presets=(
        Preset("From 1 to 7", {}, "Press play. Above the codes are mixed, below the pixels: which middle is one digit, and which is two at once?"),
        Preset("Plain autoencoder", {"model": "AE"}, "The AE's middle lies between codes that nobody asked to lie together: is it still a digit?"),
        Preset("Two numbers only", {"size": "2", "first": "6", "second": "9"}, "With two numbers the line crosses other digits' land: whom does it meet on the way?"),
        Preset("Two of a kind", {"first": "4", "second": "4", "seed": 3}, "Both ends are a 4: does the latent way stay one all along, and the fade?"),
        Preset("Great circle", {"path": "slerp", "first": "0", "second": "5"}, "A straight line passes nearer to the origin than digits lie; slerp keeps the length. Can you see a difference?"),
    ),
)  # fmt: skip


def has_a_bound(values: Mapping[str, Value]) -> None:
    if values["model"] == "AE" and values["score"] == "minus ELBO":
        raise BadInput("An AE has no ELBO: choose its reconstruction error, or another model.")


ANOMALY = Engine(
    name="anomaly",
    function="playground.engines.vae_anomaly:anomaly",
    params=(
        Param("strange", "Strange pictures", "clothing", "Digits are normal; these are to be found among them.", "choice", options=STRANGE, group="What"),
        Param("strokes", "Your own", "", "Draw a digit or a doodle, then press Find to see whether it is strange.", "strokes", group="What"),
        Param("score", "Strangeness", "minus ELBO", "Error: squared, summed over the pixels. PCA-32 keeps 32 principal components.", "choice", options=SCORES, group="How"),
        Param("model", "Model", "VAE", "All saw digits only.", "choice", options=MODELS, group="How"),
        Param("samples", "Pictures of each kind", 400, "More narrow the interval.", "integer", 50, 800, 50, group="How"),
        Param("seed", "Seed", 0, "Chooses the pictures.", "integer", 0, 2**31 - 1, group="How"),
    ),
    presets=(
        Preset("Clothes among digits", {}, "The model never saw a shirt. Drag the threshold: how many does it catch before it cries wolf at digits?"),
        Preset("Where it fails: one dot", {"strange": "dots"}, "A dot is no digit, but it is easily explained: the model finds it likelier than the digits it was trained on. Simple pictures pass."),
        Preset("Where it fails: short lines", {"strange": "short lines"}, "One thin stroke: the reconstruction error sees that it is none of ours, the bound hardly does. Which digits are stranger than a line?"),
        Preset("Where PCA fails: faint digits", {"strange": "faint", "score": "PCA-32's error"}, "Two fifths of the ink: less to get wrong, so PCA's error falls and calls them more normal than digits. Then try minus ELBO on the same pictures."),
        Preset("Turned digits", {"strange": "rotated"}, "A quarter turn: which digits look normal still? See who slips through."),
    ),
    together=has_a_bound,
)  # fmt: skip

COMPRESS = Engine(
    name="compress",
    function="playground.engines.vae_compress:compress",
    params=(
        Param("bits", "Bits a number", 8, "Each number of a code, and each of PCA's, becomes one of 2 to that power steps.", "integer", 1, 8, group="Compress"),
        Param("samples", "Digits", 200, "So many test digits; they also share one JPEG sheet and its header.", "integer", 20, 1000, 20, group="Compress"),
        Param("seed", "Seed", 0, "Chooses the digits, and draws the samples.", "integer", 0, 2**31 - 1, group="Compress"),
        Param("others", "Other families too", True, "Sample the GAN and diffusion as well; diffusion takes some seconds.", "switch", group="Blur"),
    ),
    presets=(
        Preset("Bytes against likeness", {}, "At the same bytes a digit: who is nearest to the original? Slide the size, and look where JPEG begins."),
        Preset("Four bits a number", {"bits": 4}, "Half the bytes for every code: does it cost any likeness?"),
        Preset("One bit a number", {"bits": 1}, "Every number is only high or low: 24 bits, three bytes. Can you still read the digits?"),
        Preset("A small sheet", {"samples": 20, "others": False}, "Only 20 digits share JPEG's header now: see its bytes a digit rise."),
    ),
)  # fmt: skip

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 200, "How many pictures, pairs or draws, one seed each.", "integer", 20, 5000),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)


def morphs(stats: Mapping[str, float]) -> Verdict:
    if min(stats["closer_low"], stats["sharper_low"]) > 0.5:
        return "confirmed"
    return "refuted" if min(stats["closer_high"], stats["sharper_high"]) < 0.5 else "inconclusive"


def cannot_generate(stats: Mapping[str, float]) -> Verdict:
    def share(way: str, end: str) -> float:
        """Of the VAE's precision and recall, that which it reaches less of: the most it may be, or the least."""
        other = {"high": "low", "low": "high"}[end]
        return min(stats[f"{way}_{what}_{end}"] / stats[f"vae_{what}_{other}"] for what in ("precision", "recall"))

    if max(share("plain", "high"), share("fitted", "high")) < 0.5:
        return "confirmed"
    return "refuted" if max(share("plain", "low"), share("fitted", "low")) > 0.5 else "inconclusive"


def blurs(stats: Mapping[str, float]) -> Verdict:
    if min(stats["samples_loss_low"], stats["again_loss_low"]) > 0:
        return "confirmed"
    return "refuted" if min(stats["samples_loss_high"], stats["again_loss_high"]) < 0 else "inconclusive"


def finds_anomalies(stats: Mapping[str, float]) -> Verdict:
    if stats["worst_low"] > 0.9:
        return "confirmed"
    return "refuted" if stats["worst_high"] < 0.5 else "inconclusive"


def less_diverse(stats: Mapping[str, float]) -> Verdict:
    if min(stats["under_gan_low"], stats["under_diffusion_low"]) > 0:
        return "confirmed"
    return "refuted" if min(stats["under_gan_high"], stats["under_diffusion_high"]) < 0 else "inconclusive"


def needs_the_trick(stats: Mapping[str, float]) -> Verdict:
    if stats["bare_low"] > 100 and stats["ratio_low"] > 2:
        return "confirmed"
    return "refuted" if stats["bare_high"] < 100 or stats["ratio_high"] < 2 else "inconclusive"


def compresses(stats: Mapping[str, float]) -> Verdict:
    beaten_by_jpeg = 0 < stats["matching"] <= stats["bytes"]
    if stats["gain_low"] > 0 and not beaten_by_jpeg:
        return "confirmed"
    return "refuted" if stats["gain_high"] < 0 or beaten_by_jpeg else "inconclusive"


def in_one_pass(stats: Mapping[str, float]) -> Verdict:
    if min(stats["vae_clear"], stats["fewest"]) == 0:
        return "inconclusive"
    return "confirmed" if stats["fewest"] > 1 and stats["ratio"] > 2 else "refuted"


def trades(stats: Mapping[str, float]) -> Verdict:
    if min(stats["fall_low"], stats["rise_low"]) > 0:
        return "confirmed"
    return "refuted" if min(stats["fall_high"], stats["rise_high"]) < 0 else "inconclusive"


TRIALS = "playground.engines.vae_trials:"
CLAIMS = (
    Claim(
        id="midpoint-morph",
        sentence="Halfway between a 1 and a 7 lies a morph, not an overlay.",
        source="a common picture of latent spaces",
        experiment=TRIALS + "midpoint_morph",
        rule="Decoded midpoint against the pixels' mean: confirmed if, in most pairs, it is both nearer to a training digit and sharper; refuted if either holds in fewer than half (95 % intervals).",
        verdict=morphs,
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
        verdict=blurs,
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
        verdict=less_diverse,
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
        verdict=needs_the_trick,
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
        verdict=compresses,
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
        verdict=in_one_pass,
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
        verdict=trades,
        report=(
            "reconstruction {reconstruction_025:.1f}, {reconstruction_1:.1f}, {reconstruction_4:.1f}, {reconstruction_10:.1f} nats; KL {kl_025:.1f}, {kl_1:.1f}, {kl_4:.1f}, {kl_10:.1f}; "
            "dimensions {active_025:.0f}, {active_1:.0f}, {active_4:.0f}, {active_10:.0f}; draws among real digits {precision_025:.0%}, {precision_1:.0%}, {precision_4:.0%}, {precision_10:.0%}, "
            "rise {rise:+.0%} [{rise_low:+.0%}, {rise_high:+.0%}]; a linear reader of mu is right in {probe_025:.0%}, {probe_1:.0%}, {probe_4:.0%}, {probe_10:.0%}"
        ),
        seeds=500,
        full_seeds=5000,
    ),
)

FAMILY = Family(
    stem="vae",
    title="VAE",
    tab="playground.tabs.vae:build",
    engines=(PLANE, ENCODE, BETA, MORPH, LIVE, SMALL, ANOMALY, COMPRESS),
    claims=CLAIMS,
)
