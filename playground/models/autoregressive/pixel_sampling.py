"""Drawing pictures pixel by pixel: what the network has worked out is kept, or all of it done again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import nn
from torch.nn import functional as F
from transformers import DynamicCache, PreTrainedModel

from playground.models.autoregressive.pixelcnn import PixelCNN, gate
from playground.models.autoregressive.pixels import RUN, TOKENS, given, odds, to_tokens, token_logits

COLDEST = 1e-4  # what a temperature of 0 stands for: the likelier value is drawn


class Reader(Protocol):
    """Reads a growing picture: what may the next pixels be?

    Attributes:
        run: how many pixels one pass of the network answers for.
        passes: how many it has made.
    """

    run: int
    passes: int

    def logits(self, x: torch.Tensor, start: int) -> torch.Tensor:
        """x (B,H*W), drawn up to `start` -> logits (B,2**run) of the patterns of the next `run` pixels."""
        ...


class Naive:
    """Every answer from a pass over the whole picture so far."""

    def __init__(self, model: nn.Module, labels: torch.Tensor, shape: tuple[int, int]) -> None:
        self.model, self.labels, self.shape, self.passes = model, labels, shape, 0
        self.run = 1 if isinstance(model, PixelCNN) else RUN

    @torch.inference_mode()
    def logits(self, x: torch.Tensor, start: int) -> torch.Tensor:
        self.passes += 1
        if isinstance(self.model, PixelCNN):
            found = self.model(x.unflatten(1, (1, *self.shape)), self.labels).flatten(1)[:, start]
            return torch.stack([torch.zeros_like(found), found], 1)
        return token_logits(self.model, to_tokens(x[:, : start + RUN]), self.labels)[:, -1]


class CachedPixelCNN:
    """The vertical stack once a row; of the horizontal one a single column a pixel, on features that are kept.

    Exactly `PixelCNN.forward` at each pixel when its turn comes: no feature ever sees a pixel that is still to come, so
    none has to be done again (arXiv 1704.06001 keeps them likewise).
    """

    def __init__(self, model: PixelCNN, labels: torch.Tensor, shape: tuple[int, int]) -> None:
        self.model, self.width, self.run, self.passes = model, shape[1], 1, 0
        count, channels = len(labels), model.layers[0].out.out_channels
        self.pixels = torch.zeros(count, 1, 3, self.width)  # the three rows above, in {-1,1}, 0 outside
        self.above = [torch.zeros(count, channels, 2, self.width) for _ in model.layers]  # last rows of each layer's v
        with torch.inference_mode():
            self.biases = [layer.label(labels)[..., None, None].chunk(2, 1) for layer in model.layers]
            self.filters = [layer.horizontal.weight[:, :, 0].mT.flatten(1).T for layer in model.layers]  # (past*C,2C)

    @torch.inference_mode()
    def logits(self, x: torch.Tensor, start: int) -> torch.Tensor:
        row, column = divmod(start, self.width)
        if column == 0:
            self._begin(x, row)
        found = self._pixel(x, row, column)
        return torch.stack([torch.zeros_like(found), found], 1)

    def _begin(self, x: torch.Tensor, row: int) -> None:
        """The vertical stack of this row, and what each layer's horizontal one takes from it."""
        self.passes += 1
        if row:
            last = 2 * x[:, (row - 1) * self.width : row * self.width] - 1
            self.pixels = torch.cat([self.pixels[:, :, 1:], last[:, None, None]], 2)
        seen = v = self.pixels  # (B,1,3,W)
        self.taken: list[torch.Tensor] = []
        for k, layer in enumerate(self.model.layers):
            side = layer.vertical.kernel_size[1] // 2
            above = layer.vertical(F.pad(seen, (side, side)))  # (B,2C,1,W)
            to_v, to_h = self.biases[k]
            across = layer.across(above) + to_h + layer.horizontal.get_parameter("bias")[:, None, None]
            self.taken.append(across[:, :, 0].permute(2, 0, 1).contiguous())  # (W,B,2C)
            new = gate(above + to_v)
            v = new if layer.first else v + new
            seen = torch.cat([self.above[k], v], 2)
            self.above[k] = seen[:, :, 1:]
        zero = torch.zeros(len(x), 2 * self.model.layers[0].out.out_channels)
        self.before = [zero] * len(self.model.layers)  # each layer's h in the two columns to the left

    def _pixel(self, x: torch.Tensor, row: int, column: int) -> torch.Tensor:
        """The horizontal stack and the head at one pixel: its log-odds (B,)."""
        begin = row * self.width
        past = x[:, begin + max(0, column - 3) : begin + column]
        now = F.pad(2 * past - 1, (3 - past.shape[1], 0))  # (B,3), as the first filter sees it
        h = now
        for k, layer in enumerate(self.model.layers):
            new = gate(torch.addmm(self.taken[k][column], now, self.filters[k]))
            new = F.linear(new, layer.out.weight[:, :, 0, 0], layer.out.bias)
            h = new if layer.first else h + new
            now = torch.cat([self.before[k], h], 1)  # (B,3C): the columns before beside this one
            self.before[k] = now[:, h.shape[1] :]
        wide, last = (part for part in self.model.head if isinstance(part, nn.Conv2d))
        features = F.silu(F.linear(F.silu(h), wide.weight[:, :, 0, 0], wide.bias))
        return F.linear(features, last.weight[:, :, 0, 0], last.bias)[:, 0]


class CachedTransformer:
    """One token a pass; keys and values of those before are kept."""

    def __init__(self, model: PreTrainedModel, labels: torch.Tensor) -> None:
        self.model, self.labels, self.run, self.passes = model, labels, RUN, 0
        self.kept = DynamicCache(config=model.config)

    @torch.inference_mode()
    def logits(self, x: torch.Tensor, start: int) -> torch.Tensor:
        self.passes += 1
        token = to_tokens(x[:, start - RUN : start]) if start else self.labels[:, None] + TOKENS
        return self.model(input_ids=token, past_key_values=self.kept, use_cache=True).logits[:, -1, :TOKENS]


def reader(model: nn.Module, labels: torch.Tensor, shape: tuple[int, int] = (28, 28), *, naive: bool = False) -> Reader:
    """What reads pictures of these classes (B,) with this network, keeping what it knows or not."""
    if naive:
        return Naive(model, labels, shape)
    return CachedPixelCNN(model, labels, shape) if isinstance(model, PixelCNN) else CachedTransformer(model, labels)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The next pixels of a picture, k of them.

    Attributes:
        x: their values (B,k) in {0,1}.
        odds: the model's log-odds (B,k) that each is on, given all before it.
        tempered: the log-odds (B,k) it was drawn with.
        logits: the model's logits (B,2**k) of the patterns that the k may make.
    """

    x: torch.Tensor
    odds: torch.Tensor
    tempered: torch.Tensor
    logits: torch.Tensor


def draw(logits: torch.Tensor, u: torch.Tensor, forced: torch.Tensor, temperature: float) -> Drawn:
    """One run of pixels, one after the other: each is on where u (B,k) in [0,1) is below its probability.

    The logits (B,2**k) are divided by the temperature; a pixel that is forced, (k,) in {0,1}, -1 for not, has that
    value, and those after it in the run are drawn from the patterns that agree with it.
    """
    plain, cooled, parts = logits.float(), logits.float() / max(temperature, COLDEST), []
    for place in range(u.shape[1]):
        asked = odds(plain, place), odds(cooled, place)
        free = (u[:, place] < asked[1].sigmoid()).float()
        bits = free if forced[place] < 0 else torch.full_like(free, float(forced[place]))
        plain, cooled = given(plain, place, bits), given(cooled, place, bits)
        parts.append((bits, *asked))
    x, found, tempered = (torch.stack(part, 1) for part in zip(*parts, strict=True))
    return Drawn(x, found, tempered, logits.float())


def paint(source: Reader, u: torch.Tensor, forced: torch.Tensor, temperature: float = 1.0) -> Iterator[Drawn]:
    """Draw pictures in raster order, `source.run` pixels at a time.

    Args:
        source: a fresh reader.
        u: uniform numbers (B,H*W), one a pixel, so that sample i is the same alone and in a batch.
        forced: (H*W,) in {-1,0,1}: values that pixels must have, -1 where the model draws. This is not P(x | forced):
            a pixel is drawn knowing the forced ones before it, never those that come after.
        temperature: divides the logits; 0 takes the likelier value.
    """
    x = torch.zeros_like(u)
    for start in range(0, u.shape[1], source.run):
        here = slice(start, start + source.run)
        drawn = draw(source.logits(x, start), u[:, here], forced[here], temperature)
        x[:, here] = drawn.x
        yield drawn
