"""Texts that go on by themselves: params and presets."""

from dataclasses import replace

from playground.families.shown import PARAMETERS, SECONDS, N, array, count, interval, pieces, share, switch
from playground.spec import Engine, Param, Preset, Shown
from playground.verdicts import above, either

SCORERS = ("GPT", "6-gram")
# By how much the distance from the truth must grow before errors are said to compound: bits a token (0.15 is a tenth in
# perplexity), or share of the places that repeat.
COMPOUNDS, REPEATS = 0.15, 0.05
compounds = either(above(COMPOUNDS, "growth"), above(REPEATS, "again_growth"))
DRIFT = Engine(
    name="drift",
    title="Errors compound",
    function="playground.engines.autoregressive.drift:drift",
    params=(
        Param("scorer", "Scorer", "GPT", "Who is surprised: another network with other weights, or counted 6-grams. Never the writer.", "choice", options=SCORERS, group="Scorer"),
        Param("temperature", "Temperature", 1.0, "Of the samples; 1 draws from the writer as it is.", "number", 0.1, 2, 0.05, group="Writer"),
        Param("top_p", "Top-p", 1.0, "Only the likeliest tokens that together reach p; 1 leaves all.", "number", 0.05, 1, 0.05, group="Writer"),
        Param("prefix", "True tokens before", 32, "What each text begins with; all three kinds share it.", "integer", 4, 64, 4, group="Texts"),
        Param("length", "Tokens after", 160, "The true ones, or the writer's own.", "integer", 32, 192, 32, group="Texts"),
        Param("texts", "Texts", 32, "More of them: narrower bands, more time.", "integer", 8, 96, 8, group="Texts"),
        Param("seed", "Seed", 7, "Chooses the beginnings, and draws the samples.", "integer", 0, 2**31 - 1, group="Texts"),
    ),
    presets=(
        Preset("Does it drift?", {}, "All texts begin alike; then the tale itself goes on, or the writer does. If errors compounded, the writer's line would move away from the true one, up or down, the farther the more. Does it?"),
        Preset("A warm writer", {"temperature": 1.3}, "At temperature 1.3 unlikely tokens come more often, and each is read again as if it were true. Is the gap there at once, or does it widen?"),
        Preset("A cool writer", {"temperature": 0.7}, "At 0.7 every word is a safe one, and the scorer is far less surprised than by the true tale. Is that better writing? Read the texts before you answer."),
        Preset("Nucleus", {"top_p": 0.9}, "Top-p 0.9 cuts off the unlikely tenth. On which side of the true line does the writer go now, and does the gap widen?"),
        Preset("Ask someone who counts", {"scorer": "6-gram"}, "A 6-gram is no network and remembers five characters: does it put the writer on the same side of the truth?"),
        Preset("More texts", {"texts": 96}, "Three times as many texts: do the bands part now, and can it be told whether the gap grows?"),
    ),
    shows=(
        array("ids", "Tokens", "int32", "(B,L)", "How each beginning goes on, as numbers of tokens.", low=0),
        array("nats", "Surprise", "float16", "(B,L)", "How surprising the scorer finds each token.", "nats", low=0),
        array("bits", "Surprise along the text", "float32", "(Q,)", "How surprising a token is on average, for every 16 tokens.", "bits", low=0),
        array("bits_{low|high}", "Surprise: 95 % interval", "float32", "(Q,)", "Between these two ends the true average lies in 95 of 100 such measurements.", "bits"),
        array("again", "Repetition along the text", "float32", "(Q,)", "How often the last four tokens have stood before in the same text, for every 16 tokens.", low=0, high=1),
        array("again_{low|high}", "Repetition: 95 % interval", "float32", "(Q,)", "Between these two ends the true share lies in 95 of 100 such measurements."),
        *pieces("vocabulary", "Vocabulary", "V", "All tokens of the writer as text; in the first frame."),
        array("prefixes", "Beginnings", "int32", "(B,P)", "The beginnings that are gone on from; in the first frame.", low=0),
        Shown("kind", "Kind", "How the texts go on: 0 as in the book, 1 by drawing from the model, 2 by its likeliest token.", low=0, high=2),
        replace(N, label="Texts", meaning="How many texts are gone on with."),
        count("{first|last}", "Surprise in a quarter", "How surprising a token is in the first eighth or in the last quarter of the text, on average.", "bits"),
        *interval(share("distinct", "Different stretches", "The share of different ones among all stretches of four tokens in a text.")),
        *interval(Shown("gap_{first|last}", "Gap to the truth", "How much more surprising the written text is than the book's, in the first eighth or in the last quarter.", "bits")),
        *interval(Shown("growth", "Growth of the gap", "How much farther from 0 the gap is in the last quarter than in the first eighth, on whichever side.", "bits")),
        *interval(Shown("again_growth", "Growth of repetition", "How much farther the share of repeated places is from the book's in the last quarter than in the first eighth.")),
        Shown("compounds", "Do errors compound?", "1 if the gap grows by more than 0.15 bits or repetition by more than 0.05, -1 if neither does, 0 if the intervals cannot tell.", low=-1, high=1),
        replace(SECONDS, meaning="How long the writing took here."),
        count("lesson", "Text counted", "How many bytes the 6-gram was counted on.", "bytes"),
        switch("whole", "All training text", "1 if it was counted on all the training text and 0 if on the stored part."),
        replace(PARAMETERS, meaning="How many numbers the scoring network has learnt."),
    ),
)  # fmt: skip
