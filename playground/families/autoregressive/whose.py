"""Whose sentence it is: params and presets."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.families.shown import SECONDS, N, array, count, pieces, share
from playground.spec import Engine, Param, Preset, Shown, Value

AUTHORS = ("Carroll", "Andersen", "Grimm", "Lang", "Kipling", "Baum", "Nesbit", "Grahame", "Burnett", "Collodi")
METHODS = ("logistic regression", "fine-tuned encoder", "n-gram per author", "GPT per author")
QUOTE = "The White Knight fell off his horse once more, and said it was quite an ordinary thing to do."


def two_or_more(values: Mapping[str, Value]) -> None:
    if len(values["authors"]) < 2:
        raise BadInput("With one author there is nothing to tell apart: pick at least two.")


WHOSE = Engine(
    name="whose",
    title="Whose sentence?",
    function="playground.engines.autoregressive.whose:whose",
    params=(
        Param("sentence", "A sentence", QUOTE, "Yours, or another's: each classifier says whose it is.", "text", 1, 2000, group="Ask"),
        Param("authors", "Authors", ("Carroll", "Andersen", "Kipling", "Baum", "Collodi"), "Two at least. Their sentences come from held-out passages; the two networks were pre-trained on other parts of the same books.", "choices", options=AUTHORS, group="Task"),
        Param("methods", "Classifiers", METHODS, "The first two learn P(author | sentence), the others P(sentence | author).", "choices", options=METHODS, group="Task"),
        Param("most", "Learn from at most", "64", "Sentences of each author; the curve doubles from 4. 128 takes twice as long.", "choice", options=("16", "64", "128"), group="Task"),
        Param("seed", "Seed", 0, "Draws which sentences are learnt from, and what is written.", "integer", 0, 2**31 - 1, group="Task"),
    ),
    presets=(
        Preset("Whose sentence?", {}, "Scrub through the amount of data: which classifier is ahead with 4 sentences of each author, and which with 64? Are the gaps wider than their intervals?"),
        Preset("Two of a kind", {"authors": ("Andersen", "Grimm"), "sentence": "Then the king's daughter wept, and went to bed without her supper."}, "Two collectors of fairy tales, in translation: can anyone tell them apart, and does a coin do as well?"),
        Preset("Names give it away", {"authors": ("Carroll", "Kipling", "Baum"), "sentence": "Dorothy asked the Tin Woodman why the bear was weeping."}, "One name settles it for some. Take the names out of the sentence: who still knows?"),
        Preset("Without any network", {"methods": ("logistic regression", "n-gram per author"), "most": "128"}, "The classical pair, which learns from these sentences alone: does the generative one lead with few, and the discriminative one with many?"),
        Preset("Not in the list", {"sentence": "The stock market fell by three per cent on Tuesday."}, "None of them wrote this. Which classifiers are sure all the same, and who could have told you that it is strange?"),
    ),
    together=two_or_more,
    shows=(
        *pieces("methods", "Classifiers", "M", "The classifiers that are compared."),
        *pieces("authors", "Authors", "A", "The authors that they choose from."),
        array("posterior", "Whose it is", "float32", "(M,A)", "How probable each classifier finds each author, given the sentence.", low=0, high=1),
        array("confusion", "Confusions", "int32", "(M,A,A)", "How many test sentences of each author each classifier gave to each.", low=0),
        *pieces("samples", "Sentences written", "s", "A sentence in the manner of each author, empty where the classifier cannot write."),
        array("surprise", "Surprise of the sentence", "float32", "(M,A)", "How surprising the sentence is if each author wrote it; 0 where the classifier does not know.", "nats", low=0),
        count("amount", "Sentences learnt from", "How many sentences of each author the classifiers have seen."),
        replace(N, label="Test sentences", meaning="How many sentences each classifier is tested on."),
        share("chance", "By chance", "The share that a guess gets right."),
        share("right_{j}", "Right", "The share of test sentences that this classifier gives to their author."),
        share("{low|high}_{j}", "Right: 95 % interval", "Between these two ends the true share lies in 95 of 100 such measurements."),
        Shown("gap_{counted|networks}", "Lead of the discriminative", "How much larger a share the discriminative classifier gets right than the generative one.", low=-1, high=1),
        Shown("gap_{low|high}_{counted|networks}", "Lead: 95 % interval", "Between these two ends the true lead lies in 95 of 100 such measurements."),
        count("left_out", "Tokens left out", "How many tokens of the sentence the networks do not read."),
        SECONDS,
    ),
)  # fmt: skip
