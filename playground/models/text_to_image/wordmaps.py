"""Which word is where: what cross-attention looks at, as DAAM sums it (Tang et al. 2022, arXiv 2210.04885)."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import Attention
from torch.nn import functional as F

SIDE = 16
PARTS = {"down": "down", "mid": "middle", "up": "up"}  # of a U-Net, in their order


class Keeping:
    """Attention as diffusers computes it, written out so that its probabilities can be kept.

    `kept` are those of the last call, (B,P,T): how much each of P places looks at each of T tokens, mean of the heads.
    """

    kept: torch.Tensor

    def __call__(
        self, attn: Attention, hidden_states: torch.Tensor, encoder_hidden_states: torch.Tensor, **_: object
    ) -> torch.Tensor:
        queries = attn.head_to_batch_dim(attn.to_q(hidden_states))
        keys, values = (attn.head_to_batch_dim(part(encoder_hidden_states)) for part in (attn.to_k, attn.to_v))
        probabilities = attn.get_attention_scores(queries, keys)  # (B heads, P, T)
        self.kept = probabilities.unflatten(0, (-1, attn.heads)).mean(1)
        return attn.to_out[0](attn.batch_to_head_dim(probabilities @ values))


@contextmanager
def watching(unet: UNet2DConditionModel) -> Iterator[list[Keeping]]:
    """While it lasts, the U-Net's cross-attention keeps its probabilities, layer by layer."""
    before = unet.attn_processors
    keeping = {name: Keeping() for name in _cross_attention(unet)}
    unet.set_attn_processor(before | keeping)
    try:
        yield list(keeping.values())
    finally:
        unet.set_attn_processor(before)


def _cross_attention(unet: UNet2DConditionModel) -> list[str]:
    found = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    return sorted(found, key=lambda name: list(PARTS).index(name.split("_")[0]))


def layer_names(unet: UNet2DConditionModel) -> list[str]:
    """What the layers of `watching` are called, in their order: part of the U-Net, number, and the sides of its map."""
    told: list[str] = []
    lowest = len(unet.down_blocks) - 1
    for name in _cross_attention(unet):
        part = PARTS[name.split("_")[0]]
        block = lowest if part == "middle" else int(name.split(".")[1])
        side = SIDE >> (lowest - block if part == "up" else block)
        number = sum(one.startswith(part) for one in told) + 1
        told.append(f"{part} {number}, {side} × {side}" if part != "middle" else f"{part}, {side} × {side}")
    return told


def maps(layers: list[Keeping]) -> torch.Tensor:
    """(L,B,T,16,16): how much each place of the latent looks at each token, in each of the layers."""
    found = []
    for layer in layers:
        places = layer.kept.transpose(1, 2)  # (B,T,P)
        side = round(places.shape[2] ** 0.5)
        found.append(F.interpolate(places.unflatten(2, (side, side)), SIDE, mode="bilinear", align_corners=False))
    return torch.stack(found)
