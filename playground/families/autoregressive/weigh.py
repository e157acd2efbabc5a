"""A text weighed token by token: params and presets."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.families.shown import MS, PARAMETERS, SECONDS, array, count, pieces, switch
from playground.spec import Engine, Param, Preset, Shown, Value

MODELS = ("tales", "Shakespeare")
SOURCES = ("held-out passage", "own text", "random bytes")
AUTHORS = ("Carroll", "Andersen", "Grimm", "Lang", "Kipling", "Baum", "Nesbit", "Grahame", "Burnett", "Collodi")
LONGEST = 20_000
OWN = "The fox put on his spectacles, read the letter twice, and told nobody that it was meant for the bear."
AGAIN = "The clock on the stairs had stopped at nine. " * 12
KEYS = "qzv jkwp xxgh bnmq zzt kjh gfd poiuy qwrt mnb vcxz lkjh qpw zmx ncb vqq rjx tzk wvu hgj dkq"
SCRIPTS = "Der Bär heißt Ωμέγα. 狐は手紙を二度読んだ。 Жила-была лиса. كان يا ما كان 🦊"
SIGNS = '<script>alert("boo")</script> {{ 7 * 7 }} <b>bold</b> &amp; ${HOME} \u0007\u001b[31m \u202eright to left\u202c'
SPEECH = "Good morrow, gentle cousin. What news is come\nFrom those who sleep not while the king is sick?\n"


def has_text(values: Mapping[str, Value]) -> None:
    if values["source"] == "own text" and not values["text"].strip():
        raise BadInput("Your text is empty: type or paste some, or choose a held-out passage.")


WEIGH = Engine(
    name="weigh",
    title="Weigh",
    function="playground.engines.autoregressive.weigh:weigh",
    params=(
        Param("model", "Model", "tales", "The tales' tokens are pieces of words, Shakespeare's single characters.", "choice", options=MODELS, group="Model"),
        Param("source", "What to weigh", "held-out passage", "A passage that no training saw, what you type, or what the model reads out of noise.", "choice", options=SOURCES, group="Text"),
        Param("text", "Your text", OWN, "Any script, any sign, up to 20,000 characters.", "text", 0, LONGEST, group="Text"),
        Param("author", "Passage by", "Grimm", "Whose held-out pages it is cut from.", "choice", options=AUTHORS, group="Text"),
        Param("length", "Characters", 1000, "Of the passage, or of what the noise is to become.", "integer", 100, LONGEST, 100, group="Text"),
        Param("seed", "Which one", 7, "Where the passage is cut out; or the random bytes.", "integer", 0, 2**31 - 1, group="Text"),
        Param("coder", "Write the file", True, "The arithmetic coder encodes the text and decodes it again, token by token.", "switch", group="File"),
    ),
    presets=(
        Preset("A tale it never read", {}, "The darker, the more bits a token cost. Where does a word begin that nobody could guess, and where is the rest of it nearly free? Click a token to see what the model expected instead."),
        Preset("Your own words", {"source": "own text"}, "Replace the text at the left by yours and press Weigh. Is your prose dearer than Grimm's, in bits per character? And which of your words is the dearest?"),
        Preset("The same line again", {"source": "own text", "text": AGAIN}, "One sentence twelve times over. gzip sees through it at once. The model may look back on every word of it: is the last reading cheaper than the first, and does the n-gram, which sees five letters, gain anything at all?"),
        Preset("Fingers on the keys", {"source": "own text", "text": KEYS}, "No language at all. Does the model stay above 8 bits a character, where plain bytes would be cheaper, and does it know that it does not know?"),
        Preset("Scripts it never saw", {"source": "own text", "text": SCRIPTS}, "Its tokens are bytes in the end, so any script can be weighed and coded. What does one sign that it never saw cost, and does the second byte of it cost as much as the first?"),
        Preset("Markup is text", {"source": "own text", "text": SIGNS}, "Tags, templates and control characters are shown, never obeyed. Which of these signs can a reader of fairy tales foresee?"),
        Preset("Decode noise", {"source": "random bytes"}, "Random bytes are given to the decoder as if they were a file. What does the model read out of them, and does coding that text give the very same bytes back?"),
        Preset("Character by character", {"model": "Shakespeare", "source": "own text", "text": SPEECH}, "One token a character: at which letters of a word does the surprise fall away?"),
        Preset("A whole chapter", {"author": "Lang", "length": 20_000}, "20,000 characters, and the packers have time to learn. Does xz come nearer to the model? The file takes its time: every token twice through the network."),
    ),
    folded=(),
    together=has_text,
    shows=(
        *pieces("vocabulary", "Vocabulary", "V", "All tokens of the model as text."),
        array("ids", "Tokens", "int32", "(N,)", "The text as numbers of tokens.", low=0),
        array("nats", "Surprise of each token", "float32", "(N,)", "How surprising the model finds each token, given all before it.", "nats", low=0),
        array("rank", "Rank of each token", "int32", "(N,)", "Where the true token stands among those that the model expected: 1 is the likeliest.", low=1),
        array("top", "Likeliest tokens", "int32", "(N,5)", "The five tokens that the model expected most at each place.", low=0),
        array("top_p", "Their probabilities", "float16", "(N,5)", "How probable it found them.", low=0, high=1),
        array("ngram", "Surprise by counting", "float32", "(b,)", "How surprising the best n-gram finds each byte.", "nats", low=0),
        array("orders", "Bits by order", "float32", "(6,)", "What the whole text costs by n-grams that look back 0 to 5 bytes.", "bits", low=0),
        array("file", "The file", "uint8", "(f,)", "The text as a file, by arithmetic coding with the model."),
        array("decoded", "The file, decoded", "uint8", "(d,)", "What the decoder reads out of the file, as text."),
        array("noise", "Random bytes", "uint8", "(f,)", "The random bytes that the model read as text."),
        count("tokens", "Tokens", "How many tokens the text has."),
        count("characters", "Characters", "How many characters the text has."),
        count("bytes", "Bytes", "How long the text is as a plain file.", "bytes"),
        count("nats", "Surprise of the text", "How surprising the model finds the whole text.", "nats"),
        count("entropy", "Surprise expected", "How surprising the model expected the text to be, by its own probabilities.", "nats"),
        count("left_out", "Characters left out", "How many characters of the passage the model has no token for."),
        PARAMETERS,
        count("window", "Window", "How many tokens the network looks back at most."),
        switch("shakespeare", "Signs as tokens", "1 if the model reads single signs and 0 if it reads pieces of words."),
        replace(MS, label="Time of the reading", meaning="How long the network took to read the text."),
        count("{gzip|bz2|xz}", "Packed", "How long the text is as a file of this packer.", "bytes"),
        Shown("order", "Best order", "How many bytes the best n-gram looks at, the present one among them.", low=1, high=6),
        count("lesson", "Text counted", "How many bytes the n-grams were counted on.", "bytes"),
        switch("whole", "All training text", "1 if they were counted on all the training text and 0 if on the stored part."),
        switch("equal", "Same text", "1 if the file decodes to the very same tokens."),
        count("returned", "Random bytes returned", "How many of the random bytes came back, from the first on.", "bytes"),
        SECONDS,
    ),
)  # fmt: skip
