"""Whose sentence it is: params and presets."""

from collections.abc import Mapping

from playground.errors import BadInput
from playground.spec import Engine, Param, Preset, Value

AUTHORS = ("Carroll", "Andersen", "Grimm", "Lang", "Kipling", "Baum", "Nesbit", "Grahame", "Burnett", "Collodi")
METHODS = ("logistic regression", "fine-tuned encoder", "n-gram per author", "GPT per author")
QUOTE = "The White Knight fell off his horse once more, and said it was quite an ordinary thing to do."


def two_or_more(values: Mapping[str, Value]) -> None:
    if len(values["authors"]) < 2:
        raise BadInput("With one author there is nothing to tell apart: pick at least two.")


WHOSE = Engine(
    name="whose",
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
)  # fmt: skip
