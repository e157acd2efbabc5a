"""Digits drawn pixel by pixel: every feature kept, against a whole pass for each pixel."""

from collections.abc import Iterator

import torch

from playground.live import threads
from playground.models.autoregressive.pixel_sampling import paint, reader
from playground.models.autoregressive.trained_pixels import NAMES, network
from tests.benchmarks.rows import interleaved, ratios, row

BATCH, SEED, AREA = 16, 7, 784
IDS = {"PixelCNN": "ar.pixel_incremental", "transformer": "ar.pixel_incremental_imagegpt"}
WORDS = {"PixelCNN": "784 passes over the picture", "transformer": "196 passes over the tokens so far"}


def incremental(quick: bool) -> Iterator[dict]:
    """Both ways draw the same pictures from the same numbers, or there is no figure."""
    threads.use("playground.engines.autoregressive.paint:paint")
    u = torch.stack([torch.rand(AREA, generator=torch.Generator().manual_seed(SEED + i)) for i in range(BATCH)])
    labels, free = torch.arange(BATCH) % 10, torch.full((AREA,), -1)
    for model, name in NAMES.items():
        net, made = network(name), {}

        def draw(naive: bool, net: torch.nn.Module = net, made: dict = made) -> None:
            parts = paint(reader(net, labels, naive=naive), u, free)
            made[naive] = torch.cat([part.x for part in parts], 1)

        draw(naive=False)
        slow, fast = interleaved(1 if quick else 3, lambda draw=draw: draw(True), lambda draw=draw: draw(False))
        assert torch.equal(made[True], made[False]), "the two ways drew different pictures"
        how = (
            f"naive time ({WORDS[model]}) over the time with features kept, 28x28, batch {BATCH}, identical pictures; "
            f"kept {min(fast):.2f} s, naive {min(slow):.1f} s, {torch.get_num_threads()} threads"
        )
        yield row(IDS[model], ratios(slow, fast), "ratio", how)
