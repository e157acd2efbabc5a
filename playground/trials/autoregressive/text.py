"""The experiments behind claims on language and likelihood: generators of Frames, the last with the numbers."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from statistics import NormalDist

import numpy as np
import torch
from torch import nn

from playground.data.falsehoods import PAIRS
from playground.data.text import AUTHORS
from playground.engines._runtime import checked, relayed
from playground.engines.autoregressive.drift import Read, apart, beginnings
from playground.families.autoregressive.claims import TRIAL
from playground.measure.statistics import outward, two_way
from playground.models.autoregressive import authors, codec, reading, trained_pixels
from playground.models.autoregressive.continuing import Steps, continued, repeated, scored
from playground.models.autoregressive.filling import distinct, fill, nats, uniforms
from playground.models.autoregressive.language import Cursor, Language, language, shipped, surprise
from playground.models.autoregressive.pixels import TOKENS, token_logits
from playground.spec import Frame
from playground.trials.autoregressive.context import drawn_stretches, nats_given, with_foreign_past
from playground.trials.autoregressive.enumeration import begun, places, samples, strings, trained
from playground.trials.autoregressive.falsehoods import dealt, per_token
from playground.trials.autoregressive.probing import named, texts
from playground.trials.numbers import interval, last, least, mean, progress, share

DRAWS = 4096
PASSAGE = 512  # tokens that are read step by step, and put into a file
PROMPT, WRITTEN, TEXTS = 32, 48, 4  # tokens given, tokens written, texts a prompt
CONTINUED, AT_ONCE = 160, 16  # tokens written for drift, texts read at once
FILLED = 32
TEMPERATURES = {"04": 0.4, "07": 0.7, "10": 1.0, "13": 1.3}
CONTEXTS = (1, 4, 16, 64, 128, 240)
NEAR, WINDOW = 64, 256
ORDINARY = 0.95  # share of the books' own sentences that counts as ordinary
SWEEPS = 3
PULSE = 8  # tokens read step by step before others get a turn
Fit = Callable[[Sequence[Sequence[str]]], authors.Classifier]  # from sentences of each author


@checked(TRIAL)
def exact_likelihood(*, seeds: int = 10, seed: int = 0) -> Iterator[Frame]:
    """Sums of p over all strings of tiny networks, what these networks draw, and the shipped model's text as a file.

    Stats: sum_gap: the largest |1 - sum of p| over the networks; draws_z: how far, in standard errors, the mean
    surprise of 4,096 draws of a network lies from the entropy by enumeration, at worst, and limit_z, which chance alone
    passes once in 1000 such experiments; image_gap: |1 - sum of p| over all first two tokens of a picture, at worst of
    ten classes; step_gap: bits a token between reading all at once and step by step, at worst; bits, bytes: of a text;
    decoded: 1 if its file decodes to it.
    """
    sums, far = np.zeros(seeds), np.zeros(seeds)
    for k in range(seeds):
        sums[k], far[k] = _enumerated(seed + k)
        yield progress(k + 1, seeds + 3)
    model = language()
    text = codec.text_of(model, drawn_stretches(model, PASSAGE, 1, seed)[0].tolist())
    ids = model.encode(text)
    at_once, part = surprise(model, ids).double(), 1 / (seeds + 3)
    by_step = yield from relayed(_step_by_step(model, ids), low=1 - 3 * part, high=1 - 2 * part, every=PULSE)
    data = yield from relayed(codec.encoding(model, ids), low=1 - 2 * part, high=1 - part, every=PULSE)
    decoded = yield from relayed(codec.decoding(model, data), low=1 - part, every=PULSE)
    yield last(seeds, {
        "sum_gap": sums.max(), "draws_z": far.max(), "limit_z": NormalDist().inv_cdf(1 - 0.001 / (2 * seeds)),
        "image_gap": _pictures_gap(), "step_gap": (at_once - by_step).abs().max() / np.log(2),
        "bits": by_step.sum() / np.log(2), "bytes": len(data), "decoded": codec.text_of(model, decoded) == text,
    })  # fmt: skip


def _enumerated(seed: int) -> tuple[float, float]:
    """|1 - sum of p| of one tiny network, and how far its draws are from its entropy, in standard errors."""
    network, x = trained(seed), strings()
    log_p = -nats(network, begun(x), 1, batch=len(x)).double().sum(1)
    p = log_p.exp()
    which = places(samples(network, DRAWS, seed))
    entropy = -(p * log_p).sum()
    deviation = ((p * log_p.square()).sum() - entropy.square()).sqrt()
    far = (-log_p[which].mean() - entropy) / (deviation / DRAWS**0.5)
    return float((1 - p.sum()).abs()), float(far.abs())


def _step_by_step(model: Language, ids: list[int]) -> Steps:
    """-log p of each token, read one at a time, in nats, (N,)."""
    cursor, shown, found = Cursor(model), model.start, []
    for token in ids:
        found.append(-cursor.read([shown]).double().log_softmax(-1)[token])
        shown = token
        yield len(found) / len(ids)
    return torch.stack(found)


@torch.inference_mode()
def _pictures_gap() -> float:
    """|1 - sum of p| over the image transformer's first two tokens, at worst of the ten classes."""
    network = trained_pixels.network(trained_pixels.NAMES["transformer"])
    pairs = torch.cartesian_prod(torch.arange(TOKENS), torch.arange(TOKENS))
    gaps = []
    for label in range(trained_pixels.CLASSES):
        log_p = token_logits(network, pairs, torch.full((len(pairs),), label)).double().log_softmax(-1)
        gaps.append(1 - log_p.gather(-1, pairs[..., None]).sum((1, 2)).exp().sum())
    return float(torch.stack(gaps).abs().max())


def _prompts(count: int, seed: int) -> torch.Tensor:
    """Held-out windows of 128 tokens, (N,128), none twice; at most as many as there are."""
    rows = reading.windows()
    return rows[torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed))[:count]]


@checked(TRIAL)
def temperature(*, seeds: int = 24, seed: int = 0) -> Iterator[Frame]:
    """Four texts to each held-out prompt at four temperatures, from the same random numbers; a second model reads them.

    Stats, T being 04, 07, 10, 13: distinct_T, share of different stretches of three tokens among a prompt's texts;
    nats_T, the second model's surprise a token; true_nats: at how the books go on; far_T: how far the one lies from the
    other, on either side. more_distinct, farther: the least rise of distinct and of far from one temperature to the
    next, with the ends of the intervals over the prompts.
    """
    rows = _prompts(seeds, seed)
    prompts = rows[:, :PROMPT].repeat_interleave(TEXTS, 0)
    u = uniforms(seed, len(prompts), WRITTEN)
    spread, surprised, judge = {}, {}, shipped(reading.GPT)[1]
    true = nats(judge, rows[:, : PROMPT + WRITTEN], PROMPT).mean(1).double().numpy()
    part = 1 / len(TEMPERATURES)
    for place, (name, value) in enumerate(TEMPERATURES.items()):
        begin, end = place * part, (place + 1) * part
        steps = continued(language(), prompts, u, value)
        written = yield from relayed(steps, low=begin, high=begin + 0.8 * part)
        groups = written.unflatten(0, (-1, TEXTS))
        spread[name] = np.array([distinct(group, 3) for group in groups])
        steps = _read(judge, torch.cat([prompts, written], 1), PROMPT)
        read = (yield from relayed(steps, low=end - 0.2 * part, high=end)).mean(1)
        surprised[name] = read.unflatten(0, (-1, TEXTS)).mean(1).double().numpy()
    stats = {f"distinct_{name}": values.mean() for name, values in spread.items()}
    stats |= {f"nats_{name}": values.mean() for name, values in surprised.items()}
    far = {name: outward(values - true) for name, values in surprised.items()}
    stats |= {f"far_{name}": values.mean() for name, values in far.items()} | {"true_nats": true.mean()}
    for name, found in (("more_distinct", spread), ("farther", far)):
        stats |= least(name, [found[b] - found[a] for a, b in pairwise(TEMPERATURES)])
    yield last(len(rows), stats)


@checked(TRIAL)
def exposure_bias(*, seeds: int = 128, seed: int = 0) -> Iterator[Frame]:
    """The same as `drift` shows: a held-out beginning goes on by 160 tokens, the model's or the book's; GPT reads both.

    Stats: own_first, true_first, own_last, true_last: its bits a token in the first eighth and in the last quarter;
    again_ before each: share of the places where the last four tokens have stood before in the same text; growth,
    again_growth: how much farther from the book's the one and the other is in the last quarter than in the first
    eighth, on whichever side, with intervals over the beginnings.
    """
    prefixes, truths = beginnings(language(), PROMPT, CONTINUED, seeds, seed, every=1)
    steps = continued(language(), prefixes, uniforms(seed, len(prefixes), CONTINUED), 1.0)
    written = yield from relayed(steps, high=0.7)
    read: dict[str, Read] = {}
    for name, ids in {"true": truths, "own": written}.items():
        whole, done = torch.cat([prefixes, ids], 1), 0.7 + 0.15 * len(read)
        bits = (yield from relayed(_scored(whole), low=done, high=done + 0.15)).double().numpy() / np.log(2)
        read[name] = Read(bits[:, PROMPT:], repeated(whole.numpy())[:, PROMPT:])
    stats: dict[str, float] = {}
    for name, one in read.items():
        stats[f"{name}_first"], stats[f"{name}_last"] = one.ends("bits").mean(1)
        stats[f"again_{name}_first"], stats[f"again_{name}_last"] = one.ends("again").mean(1)
    far = apart(read["own"], read["true"])
    yield last(len(prefixes), stats | mean("growth", far["growth"]) | mean("again_growth", far["again_growth"]))


def _scored(texts: torch.Tensor) -> Steps:
    """What each token of texts (B,L) costs GPT, in nats (B,L), a few texts at a time."""
    parts = []
    for rows in texts.split(AT_ONCE):
        parts.append(_finished(scored(reading.writer(), rows)))
        yield min(1.0, len(parts) * AT_ONCE / len(texts))
    return torch.cat(parts)


def _finished(steps: Steps) -> torch.Tensor:
    """What steps return."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: torch.Tensor = end.value
            return found


def _read(network: nn.Module, ids: torch.Tensor, begin: int) -> Steps:
    """Nats of ids (B,L) from `begin` on, (B,L-begin), a few texts at a time."""
    parts = []
    for rows in ids.split(AT_ONCE):
        parts.append(nats(network, rows, begin))
        yield min(1.0, len(parts) * AT_ONCE / len(ids))
    return torch.cat(parts)


@checked(TRIAL)
def left_to_right(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """Held-out windows with four words blanked, one at a time: who names the word?

    Stats: decoder (one pass, left side only), weighed (it tries its 16 likeliest words and keeps the one that makes the
    whole window likeliest), encoder (both sides): shares right; gain: weighed less one pass, lead: the encoder's less
    weighed, with intervals over the windows; changed: share of the blanks at which the one pass answers otherwise when
    another passage follows.
    """
    blanks = reading.blanks(seeds, seed)
    right: dict[str, list[torch.Tensor]] = {"encoder": [], "decoder": [], "weighed": []}
    changed = np.zeros(len(blanks.rows))
    for k in range(len(blanks.rows)):
        one = blanks.some(slice(k, k + 1))
        answers = reading.fill_in(one)
        tried = reading.weighed(one.rows.expand(reading.PLACES, -1), one.places[0])
        for name, answer in (answers | {"weighed": tried[None]}).items():
            right[name].append(answer == one.targets)
        changed[k] = _swayed(one, blanks.rows[k - 1])
        yield progress(k + 1, len(blanks.rows))
    found = {name: torch.cat(hits).double().mean(1).numpy() for name, hits in right.items()}
    stats = {name: values.mean() for name, values in found.items()}
    stats |= mean("gain", found["weighed"] - found["decoder"]) | mean("lead", found["encoder"] - found["weighed"])
    yield last(len(blanks.rows), stats | {"changed": changed.mean()})


def _swayed(one: reading.Blanks, other: torch.Tensor) -> float:
    """At what share of a window's blanks the decoder answers otherwise if another window (L,) goes on after it."""
    places = one.places[0]
    rows, lines = one.rows.expand(len(places), -1), torch.arange(len(places))
    swapped = torch.where(torch.arange(rows.shape[1]) >= places[:, None], other, rows)
    answers = [reading.left_to_right(each)[lines, places - 1].argmax(-1) for each in (rows, swapped)]
    return float((answers[0] != answers[1]).double().mean())


@checked(TRIAL)
def long_range(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Surprise at the last 16 tokens of held-out windows, given 1 to 240 tokens before each.

    Each seed is two windows, which exchange what lies farther back than 64 tokens. Stats: nats_C: a token, given C
    tokens; gain: what 240 gain over 64; foreign: what the exchange costs, with intervals over the pairs.
    """
    model = language()
    windows = drawn_stretches(model, WINDOW, 2 * seeds, seed)
    windows = windows[: len(windows) // 2 * 2]
    found = {}
    for place, context in enumerate(CONTEXTS, 1):
        found[context] = _of_pairs(nats_given(model, windows, context))
        yield progress(place, len(CONTEXTS) + 1)
    foreign = _of_pairs(nats_given(model, with_foreign_past(windows, NEAR), CONTEXTS[-1]))
    stats = {f"nats_{context}": values.mean() for context, values in found.items()}
    stats |= mean("gain", found[NEAR] - found[CONTEXTS[-1]])
    yield last(len(foreign), stats | mean("foreign", foreign - found[CONTEXTS[-1]]))


def _of_pairs(found: torch.Tensor) -> np.ndarray:
    """Nats of windows (2P,K), two by two -> a token's mean in each pair, (P,)."""
    return found.double().unflatten(0, (-1, 2)).mean((1, 2)).numpy()


@checked(TRIAL)
def hallucinates(*, seeds: int = 63, seed: int = 0) -> Iterator[Frame]:
    """Pairs of a true and a false sentence of the tales' world, after a held-out stretch of the same author.

    Stats: fooled: share of the pairs whose false sentence is less surprising a token, with interval over the pairs;
    in_all: the same by the whole sentence's surprise; fluent: share of the false ones under `limit`, the nats a token
    that 95 % of the books' own held-out sentences stay under; true, false, ordinary: means; cost: false less true.
    """
    model, which = language(), dealt(seeds, seed)
    found = np.zeros((seeds, 3, 2))
    for k, place in enumerate(which):
        found[k] = per_token(model, PAIRS[place], np.random.default_rng((seed, k)))
        yield progress(k + 1, seeds)
    true, false, ordinary = found[..., 0].T
    limit = np.quantile(ordinary, ORDINARY)
    stats = {"true": true.mean(), "false": false.mean(), "ordinary": ordinary.mean(), "limit": limit}
    stats |= share("fooled", _by_pair(which, false < true)) | share("fluent", _by_pair(which, false < limit))
    stats |= mean("cost", _by_pair(which, false - true))
    yield last(seeds, stats | {"in_all": (found[:, 1, 1] < found[:, 0, 1]).mean(), "pairs": len(set(which))})


def _by_pair(which: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Means (P,) over all readings of each pair."""
    return np.array([values[which == place].mean() for place in np.unique(which)])


@checked(TRIAL)
def encoder_understands(*, seeds: int = 30, seed: int = 0) -> Iterator[Frame]:
    """BERT and GPT of one size on two tasks: whose is a text of 32 tokens, and 32 more tokens to a held-out prompt.

    BERT writes by Gibbs sampling, three sweeps. Each seed is a text of every author, and a prompt.
    Stats: encoder_named, decoder_named: share of the texts that a linear reader of the frozen features gives to their
    author; encoder_nats, decoder_nats, true_nats: the tales' model's surprise a token at what they wrote, and at the
    books' own; understands: the encoder's share less the decoder's, generates: the encoder's nats less the decoder's,
    with intervals; encoder_distinct, decoder_distinct: share of different pairs of tokens.
    """
    pool, rng = texts(), torch.Generator().manual_seed(seed)
    chosen = pool.tested[:, torch.randperm(pool.tested.shape[1], generator=rng)[:seeds]]
    right = {}
    for place, (name, model) in enumerate({"encoder": reading.BERT, "decoder": reading.GPT}.items()):
        steps = named(model, pool.taught, chosen)
        right[name] = (yield from relayed(steps, low=0.2 * place, high=0.2 * (place + 1))).mean(0)
    rows = _prompts(seeds, seed)
    u = uniforms(seed, len(rows), SWEEPS, FILLED)
    prompts = rows[:, :PROMPT]
    wrote = {"true": rows[:, PROMPT : PROMPT + FILLED]}
    wrote["decoder"] = yield from relayed(continued(reading.writer(), prompts, u[:, 0], 1.0), low=0.4, high=0.5)
    wrote["encoder"] = yield from relayed(fill(shipped(reading.BERT)[1], prompts, u, seed), low=0.5)
    read = {}
    for name, ids in wrote.items():
        reading_them = _read(language().network, torch.cat([prompts, ids], 1), PROMPT)
        read[name] = (yield from relayed(reading_them, low=1.0)).double().mean(1).numpy()
    stats = {f"{name}_named": hits.mean() for name, hits in right.items()}
    stats |= {f"{name}_nats": values.mean() for name, values in read.items()}
    stats |= {f"{name}_distinct": distinct(ids, 2) for name, ids in wrote.items()}
    stats |= mean("understands", right["encoder"] - right["decoder"])
    yield last(len(rows), stats | mean("generates", read["encoder"] - read["decoder"]))


@checked(TRIAL)
def generative_vs_discriminative(*, seeds: int = 10, seed: int = 0) -> Iterator[Frame]:
    """Whose sentence is it, of ten authors: logistic regression against an n-gram for each author and Bayes' rule.

    Each seed draws what is learnt from; the test sentences stay. Stats: few, many: sentences of each author it has;
    tested: test sentences; discriminative_few, generative_few, discriminative_many, generative_many: shares right;
    lead_few, lead_many: the first less the second, with intervals that hold other draws and other test sentences.
    """
    few, *_, many = authors.task(AUTHORS, seed).amounts(authors.AMOUNTS[-1])
    fits: dict[str, Fit] = {"discriminative": authors.logistic, "generative": authors.counted}
    found: dict[str, list[np.ndarray]] = {f"{name}_{much}": [] for name in fits for much in ("few", "many")}
    for k in range(seeds):
        asked = authors.task(AUTHORS, seed + k)
        for place, (much, amount) in enumerate({"few": few, "many": many}.items()):
            for name, fit in fits.items():
                yield progress(2 * k + place + 1, 2 * seeds)
                found[f"{name}_{much}"].append(authors.right(fit(asked.lesson(amount)), asked))
    right = {name: np.stack(hits).astype(float) for name, hits in found.items()}  # (draws, test sentences)
    stats = {name: hits.mean() for name, hits in right.items()} | {"few": few, "many": many}
    for much in ("few", "many"):
        ahead = right[f"discriminative_{much}"] - right[f"generative_{much}"]
        stats |= interval(f"lead_{much}", two_way(ahead, seed)) | {"tested": ahead.shape[1]}
    yield last(seeds, stats)
