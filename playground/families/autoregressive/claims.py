"""Autoregressive: claims and their verdict rules."""

from playground.families.autoregressive.drift import compounds
from playground.spec import Claim, Engine, Param
from playground.verdicts import Stats, above, every, fact

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 20, "How many networks, prompts, windows or pictures, one seed each.", "integer", 2, 5000),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)  # fmt: skip

REACH = 0.01  # nats a token, a hundredth in perplexity
FOOLED, FLUENT = 0.25, 0.5


def exact(stats: Stats) -> bool:
    sums = max(stats["sum_gap"], stats["image_gap"]) < 1e-4 and stats["draws_z"] < stats["limit_z"]
    file = stats["decoded"] == 1 and stats["bytes"] <= 1.01 * stats["bits"] / 8 + 16
    return sums and file and stats["step_gap"] < 1e-3


def pixels_wait_longest(stats: Stats) -> bool:
    """The pixel models need more calls in turn than any rival, than weighing a picture, and than a sentence."""
    others = [stats[f"{name}_calls"] for name in ("gan", "vae", "ddim_50", "scored")]
    return min(stats["pixelcnn_calls"], stats["transformer_calls"]) > max(*others, stats["sentence_high"])


def only_cells_wait(stats: Stats) -> bool:
    """In a window 16 times as long the LSTM's longest chain is 8 times as long or more, the transformer's as before."""
    parallel = stats["transformer_chain_256"] <= stats["transformer_chain_16"]
    return parallel and stats["cells_chain_256"] >= 8 * stats["cells_chain_16"]


TRIALS = "playground.trials.autoregressive.text:"
SPEED = "playground.trials.autoregressive.speed:"
CLAIMS = (
    Claim(
        id="exact-likelihood",
        sentence="P(x) is a product of conditionals, and can be computed exactly.",
        source="van den Oord et al. 2016, section 2.1",
        experiment=TRIALS + "exact_likelihood",
        reading="Tiny networks, all 1,024 strings of theirs. A seed is a network.",
        confirmed="every sum of P is 1 within 0.0001 (so for the first two tokens of a picture), their own draws are as surprising as the enumeration says, a text read step by step and all at once has the same bits within 0.001 a token, and an arithmetic coder's file is at most 1 % and 16 bytes longer and decodes exactly",
        refuted="any of these fails",
        verdict=fact(exact),
        report=(
            "sums off by {sum_gap:.1e} at most, of pictures' beginnings by {image_gap:.1e}; draws {draws_z:.1f} standard errors from the entropy, {limit_z:.1f} allowed; "
            "step by step within {step_gap:.1e} bits a token; {bits:,.0f} bits, {bytes:,.0f} bytes in the file"
        ),
        seeds=10,
        full_seeds=50,
    ),
    Claim(
        id="sequential-slow",
        sentence="Autoregressive generation is sequential, one call for each token in turn, and therefore slow, worst for images.",
        source="Goodfellow 2016, on fully visible belief networks",
        experiment=SPEED + "sequential_slow",
        reading="Counted are the network calls for one digit of which each waits for the one before, nothing computed twice. Times of one digit, on one thread of this machine, all in turn, are told beside them and decide nothing. DDIM's network is the largest: its time is also told with an untrained one of each pixel model's size. A seed is a digit of each model.",
        confirmed="PixelCNN and the image transformer each need more such calls than GAN, VAE and DDIM with 50 steps, than weighing a digit, and than a held-out sentence has tokens",
        refuted="one of them needs no more than one of these; calls are counted, the sentence's tokens are a mean at the upper end of its 95 % interval",
        verdict=fact(pixels_wait_longest),
        report=(
            "calls in turn: PixelCNN {pixelcnn_calls:.0f}, transformer {transformer_calls:.0f}, DDIM {ddim_50_calls:.0f}, GAN {gan_calls:.0f}, VAE {vae_calls:.0f}, weighing {scored_calls:.0f}, "
            "a sentence {sentence:.0f} [{sentence_low:.1f}, {sentence_high:.1f}]; ms a digit here: PixelCNN {pixelcnn_ms:.0f}, transformer {transformer_ms:.0f}, DDIM {ddim_50_ms:.0f}, GAN {gan_ms:.1f}, VAE {vae_ms:.1f}, "
            "weighing {scored_ms:.1f}; the slowest rival's time {pixelcnn_times:.2f} times [{pixelcnn_times_low:.2f}, {pixelcnn_times_high:.2f}] and {transformer_times:.2f} times [{transformer_times_low:.2f}, {transformer_times_high:.2f}]; "
            "their networks, in the same order, of {pixelcnn_numbers:,.0f}, {transformer_numbers:,.0f}, {ddim_50_numbers:,.0f}, {gan_numbers:,.0f}, {vae_numbers:,.0f} numbers; "
            "at equal size DDIM takes {like_pixelcnn_ms:.0f} ms with {like_pixelcnn_numbers:,.0f} numbers and {like_transformer_ms:.0f} ms with {like_transformer_numbers:,.0f}: "
            "PixelCNN {pixelcnn_equal:.2f} times [{pixelcnn_equal_low:.2f}, {pixelcnn_equal_high:.2f}], transformer {transformer_equal:.2f} times [{transformer_equal_low:.2f}, {transformer_equal_high:.2f}] as long"
        ),
        seeds=10,
        full_seeds=50,
    ),
    Claim(
        id="temperature",
        sentence="Temperature trades diversity for fidelity.",
        source="Caccia et al. 2020",
        experiment=TRIALS + "temperature",
        reading="Four texts to a prompt at temperatures 0.4, 0.7, 1, 1.3. Diversity is the share of different stretches of three tokens. Fidelity is how near a second model's mean surprise at the texts comes to its surprise at the books' own, from either side: text that surprises it too little is not like the books either. A seed is a prompt.",
        confirmed="at each step up diversity rises, and the surprise moves away from the books'",
        refuted="either goes the other way at any step (95 % intervals over the prompts)",
        verdict=above(0, "more_distinct", "farther"),
        report=(
            "different stretches {distinct_04:.0%}, {distinct_07:.0%}, {distinct_10:.0%}, {distinct_13:.0%}; a second model's nats a token {nats_04:.2f}, {nats_07:.2f}, {nats_10:.2f}, {nats_13:.2f}, at the books' own text {true_nats:.2f}, so far from it {far_04:.2f}, {far_07:.2f}, {far_10:.2f}, {far_13:.2f}; "
            "least rises {more_distinct:+.1%} [{more_distinct_low:+.1%}, {more_distinct_high:+.1%}] and {farther:+.2f} [{farther_low:+.2f}, {farther_high:+.2f}]"
        ),
        seeds=24,
        full_seeds=200,
    ),
    Claim(
        id="exposure-bias",
        sentence="Errors compound: a model trained on true text drifts away on its own.",
        source="Bengio et al. 2015, section 1; Ranzato et al. 2016",
        experiment=TRIALS + "exposure_bias",
        reading="160 tokens after a true beginning, the model's own against the book's. How far apart are they in the first eighth and in the last quarter, by a second model's mean surprise and by the share of places that repeat four tokens? A distance counts on either side: text that surprises too little has drifted too. A seed is a beginning.",
        confirmed="one distance grows: in surprise by more than 0.15 bits a token (a tenth in perplexity), or in repetition by more than 5 % of the places",
        refuted="both grow by less (95 % intervals over the beginnings)",
        verdict=compounds,
        report=(
            "own {own_first:.2f} to {own_last:.2f}, book's {true_first:.2f} to {true_last:.2f} bits a token from the first eighth to the last quarter: distance grows {growth:+.2f} [{growth_low:+.2f}, {growth_high:+.2f}]; "
            "repeated {again_own_first:.1%} to {again_own_last:.1%}, book's {again_true_first:.1%} to {again_true_last:.1%}: distance grows {again_growth:+.1%} [{again_growth_low:+.1%}, {again_growth_high:+.1%}]"
        ),
        seeds=128,
        full_seeds=640,
    ),
    Claim(
        id="left-to-right",
        sentence="A left-to-right model cannot use what comes after in one pass; only by weighing whole texts can it.",
        source="Devlin et al. 2019, section 1",
        experiment=TRIALS + "left_to_right",
        reading="Words blanked in held-out text. In one pass GPT names the likeliest after what stands before; or it tries its 16 likeliest, each with one more pass, and keeps the one that makes the whole likeliest. BERT of one size, text and training is told beside it and decides nothing. A seed is a window with four blanks.",
        confirmed="no answer of the one pass changes when another passage follows the blank, and weighing names more words",
        refuted="an answer changes, or weighing names fewer (95 % interval over the windows)",
        verdict=every(fact(lambda stats: stats["changed"] == 0), above(0, "gain")),
        report=(
            "GPT in one pass {decoder:.1%}, weighing the whole {weighed:.1%}: gain {gain:+.1%} [{gain_low:+.1%}, {gain_high:+.1%}]; one-pass answers that change with what follows {changed:.1%}; "
            "BERT {encoder:.1%}, beyond the weighing {lead:+.1%} [{lead_low:+.1%}, {lead_high:+.1%}]"
        ),
        seeds=40,
        full_seeds=300,
    ),
    Claim(
        id="long-range",
        sentence="Transformers capture long-range dependencies.",
        source="Vaswani et al. 2017, section 4",
        experiment=TRIALS + "long_range",
        reading="16 held-out tokens, each given the 240 to 255 tokens before it; then all of those but the nearest 64 to 79 are another passage's. A seed is two passages that exchange what lies so far back.",
        confirmed="the exchange raises the surprise by more than 0.01 nats a token (a hundredth in perplexity)",
        refuted="it raises it by less, or lowers it (95 % interval over the pairs)",
        verdict=above(REACH, "foreign"),
        report=(
            "another passage far back costs {foreign:+.3f} [{foreign_low:+.3f}, {foreign_high:+.3f}] nats a token; given 1, 4, 16, 64, 128, 240 before it {nats_1:.2f}, {nats_4:.2f}, {nats_16:.2f}, {nats_64:.3f}, {nats_128:.3f}, {nats_240:.3f}, "
            "from 64 to 240 gains {gain:+.3f} [{gain_low:+.3f}, {gain_high:+.3f}]"
        ),
        seeds=60,
        full_seeds=240,
    ),
    Claim(
        id="parallel-training",
        sentence="Transformers train on all places of a text in parallel, recurrent networks must go through them one by one.",
        source="Vaswani et al. 2017, section 1",
        experiment=SPEED + "parallel_training",
        reading="A transformer and an LSTM of one size, the same text in windows of 16, 64, 256 bytes. Counted is the longest chain of operations that wait for one another: no machine can shorten it, however parallel. Times are told beside it, 1,024 bytes a step, and decide nothing: a machine with few cores gains little. A seed is a step at each length.",
        confirmed="the transformer's chain is no longer for 256 bytes than for 16, and the LSTM's at least 8 times as long",
        refuted="either is not so; the chains are counted, so there is no interval",
        verdict=fact(only_cells_wait),
        report=(
            "chains of {transformer_chain_16:.0f}, {transformer_chain_64:.0f}, {transformer_chain_256:.0f} operations against {cells_chain_16:.0f}, {cells_chain_64:.0f}, {cells_chain_256:.0f}; "
            "ms a step here, threads: {threads:.0f}: transformer {transformer_ms_16:.0f}, {transformer_ms_64:.0f}, {transformer_ms_256:.0f}, LSTM cells {cells_ms_16:.0f}, {cells_ms_64:.0f}, {cells_ms_256:.0f}, fused {fused_ms_16:.0f}, {fused_ms_64:.0f}, {fused_ms_256:.0f}; "
            "slopes {transformer_slope:+.2f}, {cells_slope:+.2f}, {fused_slope:+.2f}; over the transformer's {cells_gap:+.2f} [{cells_gap_low:+.2f}, {cells_gap_high:+.2f}], fused {fused_gap:+.2f} [{fused_gap_low:+.2f}, {fused_gap_high:+.2f}]"
        ),
        seeds=10,
        full_seeds=50,
    ),
    Claim(
        id="hallucinates",
        sentence="A language model states falsehoods fluently.",
        source="Ji et al. 2023, section 1",
        experiment=TRIALS + "hallucinates",
        reading="63 pairs about the tales, one sentence true and one false, after a held-out stretch of the same author. A seed is a reading.",
        confirmed="in more than a quarter of the pairs the false one is the less surprising a token, and more than half of the false ones are no more surprising than 95 % of the books' own held-out sentences",
        refuted="either share is smaller (95 % intervals over the pairs)",
        verdict=every(above(FOOLED, "fooled"), above(FLUENT, "fluent")),
        report=(
            "false less surprising a token in {fooled:.0%} of {pairs:.0f} pairs [{fooled_low:.0%}, {fooled_high:.0%}], as a whole in {in_all:.0%}; nats a token: true {true:.2f}, false {false:.2f}, the books' own {ordinary:.2f}, 95 % of them under {limit:.2f}; "
            "{fluent:.0%} of the false ones are too [{fluent_low:.0%}, {fluent_high:.0%}]; falsehood costs {cost:+.2f} nats a token [{cost_low:+.2f}, {cost_high:+.2f}]"
        ),
        seeds=63,
        full_seeds=1260,
    ),
    Claim(
        id="encoder-understands",
        sentence="Encoders understand, decoders generate.",
        source="Lewis et al. 2020, section 1",
        experiment=TRIALS + "encoder_understands",
        reading="BERT and GPT of one size, text and training. A seed is a text of each author, and a prompt.",
        confirmed="a linear reader of BERT's frozen features tells the authors of more texts than of GPT's, and the tales' model is less surprised by GPT's writing than by BERT's, which redraws each token three times given all others",
        refuted="either goes the other way (95 % intervals)",
        verdict=above(0, "understands", "generates"),
        report=(
            "authors told from BERT {encoder_named:.1%}, from GPT {decoder_named:.1%}, lead {understands:+.1%} [{understands_low:+.1%}, {understands_high:+.1%}]; "
            "nats a token of what they write: BERT {encoder_nats:.2f}, GPT {decoder_nats:.2f}, the books {true_nats:.2f}, lead {generates:+.2f} [{generates_low:+.2f}, {generates_high:+.2f}]; different pairs of tokens {encoder_distinct:.0%}, {decoder_distinct:.0%}"
        ),
        seeds=30,
        full_seeds=70,
    ),
    Claim(
        id="generative-vs-discriminative",
        sentence="For pure classification the discriminative model wins.",
        source="Vapnik 1998, as quoted by Ng and Jordan 2002",
        experiment=TRIALS + "generative_vs_discriminative",
        reading="Which of ten authors wrote a sentence: logistic regression for P(y|x), against an n-gram for each P(x|y) and Bayes' rule. Learnt from 4 sentences of each author and from 128, or what there are. A seed is a draw of what is learnt from.",
        confirmed="the first is right more often on the same test sentences, learning from few and from many",
        refuted="the second is in either (95 % intervals over both what is learnt from and the test sentences)",
        verdict=above(0, "lead_few", "lead_many"),
        report=(
            "with {few:.0f} sentences of each author {discriminative_few:.1%} against the generative {generative_few:.1%}, lead {lead_few:+.1%} [{lead_few_low:+.1%}, {lead_few_high:+.1%}]; "
            "with {many:.0f} {discriminative_many:.1%} against {generative_many:.1%}, lead {lead_many:+.1%} [{lead_many_low:+.1%}, {lead_many_high:+.1%}]; {tested:.0f} test sentences"
        ),
        seeds=10,
        full_seeds=60,
    ),
)
