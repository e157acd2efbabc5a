"""A language model opened: whom each head attends to, what each layer would say, and what the cache saves."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import torch
from transformers import DynamicCache, PreTrainedModel

from playground.engines._runtime import checked, engine, gpu
from playground.engines.autoregressive.tokens import packed
from playground.models.autoregressive import language
from playground.models.autoregressive.language import Cursor, Language
from playground.models.autoregressive.networks import SPECIAL, build
from playground.spec import Frame

MODELS = {"tales": language.TALES, "Shakespeare": language.SHAKESPEARE}
MOST = 64  # tokens of the text, those that the model adds included
TOP = 5  # tokens named at each place of the lens
LENGTHS = (16, 32, 64, 96, 128, 192, 256)  # at which a token's cost is measured
TEMPERATURE = 0.8
MOST_BITS = 60.0


@gpu
@checked(engine("autoregressive", "inside"))
def inside(
    *, model: str = "tales", text: str = "Once upon a time there was a little girl who lived", more: int = 16,
    seed: int = 7, caching: bool = True, repeats: int = 5, layer: int = 2, head: int = 1, at: int = 12,
) -> Iterator[Frame]:  # fmt: skip
    """First a Frame with the model opened, then one for each time that a token's cost was measured.

    The text is read after a line's end, as every text here. Row m of the lens reads the stream after m layers. `apart`
    is the largest difference of a logit: from the usual path, and between the two ways of the measured costs.
    """
    reader = language.language(MODELS[model])
    ids, left_out = fitted(reader.encode(text), MOST - more)
    drawn, ms = continued(reader, ids, more, seed, caching)
    whole = [reader.start, *ids, *drawn]
    total = 1 + 2 * repeats * len(LENGTHS)
    seen = opened(reader, whole)
    layers, heads = seen.attention.shape[:2]
    chosen = {"layer": min(layer, layers), "head": min(head, heads), "at": min(at, len(whole) - 1)}
    told = {"given": 1 + len(ids), "left_out": left_out, "caching": caching} | chosen | sizes(reader)
    stats = {name: float(value) for name, value in told.items()} | {"ms": ms, "apart": seen.apart}
    yield Frame(0, total, packed("pieces", reader.pieces(whole)) | seen.arrays(reader, whole), stats, kind="step")
    for step, (length, cached, ms, apart) in enumerate(costs(reader, whole, repeats), 1):
        figures = {"length": float(length), "cached": float(cached), "ms": ms, "apart": apart}
        yield Frame(step, total, {"length": np.array([length], np.int32)}, figures, kind="step")


def fitted(ids: list[int], most: int) -> tuple[list[int], int]:
    """The last `most` tokens, and how many were left out."""
    return ids[-most:], max(0, len(ids) - most)


@torch.inference_mode()
def continued(reader: Language, ids: list[int], count: int, seed: int, caching: bool) -> tuple[list[int], float]:
    """`count` tokens drawn after a text, and the milliseconds of each: with a cache, or reading all again each time."""
    rng, cursor = torch.Generator().manual_seed(seed), Cursor(reader)
    drawn: list[int] = []
    began, fresh = time.perf_counter(), [reader.start, *ids]
    for _ in range(count):
        logits = cursor.read(fresh) if caching else _naive(reader.network, [reader.start, *ids, *drawn])
        logits = logits.clone()
        logits[: len(SPECIAL)] = -torch.inf
        drawn.append(int(torch.multinomial((logits / TEMPERATURE).softmax(0), 1, generator=rng)))
        fresh = drawn[-1:]
    return drawn, 1000 * (time.perf_counter() - began) / max(1, count)


@dataclass(frozen=True, eq=False)
class Opened:
    """What one reading showed: attention (M,H,L,L), lens (M+1,L,V) log p, and how far its logits are from the usual."""

    attention: torch.Tensor
    lens: torch.Tensor
    apart: float

    def arrays(self, reader: Language, ids: list[int]) -> dict[str, np.ndarray]:
        """As `inside` names them."""
        best = self.lens.exp().topk(TOP, -1)  # (M+1,L,TOP)
        words, places = best.indices.unique(return_inverse=True)
        true = torch.tensor(ids[1:])[None, :, None].expand(len(self.lens), -1, 1)
        bits = -self.lens[:, :-1].gather(-1, true)[..., 0] / np.log(2)
        return packed("words", reader.pieces(words.tolist())) | {
            "attention": self.attention.numpy().astype(np.float16),
            "habits": habits(self.attention).numpy().astype(np.float16),
            "lens_top": places.numpy().astype(np.int32),
            "lens_p": best.values.numpy().astype(np.float16),
            "lens_bits": bits.clamp(max=MOST_BITS).numpy().astype(np.float16),
        }


@torch.inference_mode()
def opened(reader: Language, ids: list[int]) -> Opened:
    """One reading that keeps every layer's attention and stream."""
    inputs = torch.tensor([ids])
    network = eager(reader.name)
    found = network(input_ids=inputs, output_attentions=True, output_hidden_states=True, use_cache=False)
    usual = reader.network(input_ids=inputs, use_cache=False).logits
    apart = float((found.logits - usual).abs().max())
    return Opened(torch.cat(found.attentions), lens(network, found.hidden_states), apart)


def lens(network: PreTrainedModel, streams: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """The logit lens (nostalgebraist 2020): final norm and output layer on each layer's stream, log p (M+1,L,V).

    transformers hands out the last stream with the norm already applied.
    """
    normed = [*(network.model.norm(stream) for stream in streams[:-1]), streams[-1]]
    return network.lm_head(torch.cat(normed)).log_softmax(-1)


def habits(attention: torch.Tensor) -> torch.Tensor:
    """Of attention (M,H,L,L): mean weight on the first, on itself, on the one before; mean distance: (M,H,4)."""
    looking = attention[:, :, 1:]  # the first token can only look at itself
    length = attention.shape[-1]
    back = torch.arange(1, length)[:, None] - torch.arange(length)  # (L-1,L)
    means = [looking[..., 0], (looking * (back == 0)).sum(-1), (looking * (back == 1)).sum(-1)]
    return torch.stack([*means, (looking * back).sum(-1)], -1).mean(2)


@cache
def eager(name: str) -> PreTrainedModel:
    """A shipped network that writes its attention out in plain steps, which the faster ones do not hand out."""
    with torch.inference_mode(False):
        config, network = language.shipped(name)
        twin = build(config["kind"], config["network"] | {"attn_implementation": "eager"})
        twin.load_state_dict(network.state_dict())
        return twin.requires_grad_(False).eval()


def costs(reader: Language, ids: list[int], repeats: int) -> Iterator[tuple[int, bool, float, float]]:
    """Length, whether with the cache, milliseconds of one token, difference of logits; all lengths, again and again."""
    text = (ids * (max(LENGTHS) // len(ids) + 1))[: max(LENGTHS)]
    caches = {length: _filled(reader.network, text[: length - 1]) for length in LENGTHS}
    for _ in range(repeats):
        for length in LENGTHS:
            ways: tuple[Callable[[], torch.Tensor], ...] = (
                partial(_naive, reader.network, text[:length]),
                partial(_cached, reader.network, text[length - 1], caches[length]),
            )
            logits = []
            for cached, way in enumerate(ways):
                began = time.perf_counter()
                logits.append(way())
                ms = 1000 * (time.perf_counter() - began)
                yield length, bool(cached), ms, float((logits[0] - logits[-1]).abs().max())
            caches[length].crop(-1)


@torch.inference_mode()
def _filled(network: PreTrainedModel, ids: list[int]) -> DynamicCache:
    """The keys and values of a text."""
    kept = DynamicCache(config=network.config)
    network(input_ids=torch.tensor([ids]), past_key_values=kept, use_cache=True, logits_to_keep=1)
    return kept


@torch.inference_mode()
def _naive(network: PreTrainedModel, ids: list[int]) -> torch.Tensor:
    """Logits (V,) of the next token, the whole text read again."""
    return network(input_ids=torch.tensor([ids]), use_cache=False, logits_to_keep=1).logits[0, -1]


@torch.inference_mode()
def _cached(network: PreTrainedModel, token: int, kept: DynamicCache) -> torch.Tensor:
    """Logits (V,) of the next token from one more token and the keys and values of those before."""
    return network(input_ids=torch.tensor([[token]]), past_key_values=kept, use_cache=True).logits[0, -1]


def sizes(reader: Language) -> dict[str, float]:
    """The network in numbers."""
    config = reader.network.config
    layers, heads, width = config.num_hidden_layers, config.num_attention_heads, config.hidden_size
    weights = sum(weight.numel() for weight in reader.network.parameters())
    kept = 2 * layers * config.num_key_value_heads * (width // heads) * 4  # keys and values in float32
    return {"layers": layers, "heads": heads, "width": width, "parameters": weights, "cache_bytes": kept}
