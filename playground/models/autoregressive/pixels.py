"""Binary pictures in raster order: every pixel's distribution given those before it, exactly, from either model."""

from functools import cache

import torch
from torch import nn
from torch.nn import functional as F

from playground.models.autoregressive.pixelcnn import PixelCNN

RUN = 4  # pixels of a row that make one of the transformer's tokens
TOKENS = 2**RUN
NEVER = -torch.inf


@cache
def patterns(run: int) -> torch.Tensor:
    """All values of `run` binary pixels, (2**run,run) in {0,1}; row k is k in binary, the leftmost counts most."""
    with torch.inference_mode(False):
        return (torch.arange(2**run)[:, None] >> torch.arange(run - 1, -1, -1)) & 1


def to_tokens(x: torch.Tensor) -> torch.Tensor:
    """x (B,1,H,W) in {0,1} -> (B,H*W/4) in 0..15: each four pixels of a row as one number, the leftmost most."""
    return (x.flatten(1).unflatten(1, (-1, RUN)).long() * torch.tensor([8, 4, 2, 1], device=x.device)).sum(-1)


def token_logits(model: nn.Module, tokens: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """tokens (B,L), labels (B,) -> logits (B,L,16) of each token given those before it; the class comes first."""
    shown = torch.cat([labels[:, None] + TOKENS, tokens[:, :-1]], 1)
    return model(input_ids=shown).logits[..., :TOKENS]


def odds(logits: torch.Tensor, place: int) -> torch.Tensor:
    """Log-odds (...) that the pixel at `place` is on, from logits (...,2**run) of what its run may still be."""
    on = patterns(logits.shape[-1].bit_length() - 1)[:, place] == 1
    return logits.masked_fill(~on, NEVER).logsumexp(-1) - logits.masked_fill(on, NEVER).logsumexp(-1)


def given(logits: torch.Tensor, place: int, bits: torch.Tensor) -> torch.Tensor:
    """The same logits (...,2**run) once the pixel at `place` is known to be `bits` (...): other patterns never are."""
    known = patterns(logits.shape[-1].bit_length() - 1)[:, place]
    return logits.masked_fill(known != bits[..., None], NEVER)


def pixel_logits(model: nn.Module, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Log-odds of P(pixel = 1 | pixels before it, label) in one pass of the network.

    Args:
        model: a PixelCNN, or a transformer over tokens of four pixels: its distribution over 16 patterns is made one
            of each pixel by the chain rule within the run, summed over what is to its right there.
        x: binary pictures (B,1,H,W) in {0,1}.
        labels: (B,).

    Returns:
        (B,1,H,W) float32.
    """
    if isinstance(model, PixelCNN):
        return model(x, labels).float()
    logits = token_logits(model, to_tokens(x), labels).float()  # (B,L,16)
    bits, found = x.flatten(1).unflatten(1, (-1, RUN)), []
    for place in range(RUN):
        found.append(odds(logits, place))
        logits = given(logits, place, bits[..., place])
    return torch.stack(found, -1).view_as(x)


def surprise(logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """-log P of every pixel's value in nats, shaped as x, from its log-odds of being on."""
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none")


def nats(model: nn.Module, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """-log p(x | label) of binary pictures x (B,1,H,W), in nats, (B,)."""
    if isinstance(model, PixelCNN):
        return surprise(pixel_logits(model, x, labels), x).flatten(1).sum(1)
    tokens = to_tokens(x)
    logits = token_logits(model, tokens, labels).float()
    return F.cross_entropy(logits.flatten(0, 1), tokens.flatten(), reduction="none").view_as(tokens).sum(1)
