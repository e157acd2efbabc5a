"""An autoencoder that trains live on 8x8 digits: what is drawn of it, and the numbers beside it."""

from collections.abc import Generator

import numpy as np
import torch

from playground.data.digits import small as digits_of_64_pixels
from playground.engines._runtime import checked, engine, to_bytes
from playground.engines.driven import driven
from playground.engines.vae.study import Study, compact
from playground.measure import small
from playground.measure.bounds import log_bernoulli
from playground.models.classifier import small as classifier
from playground.spec import Frame, Order, Value

TABLE = engine("vae", "digits")
SIDE, SHOWN, JUDGED = 8, 12, 500


class Pictures(Study):
    """An autoencoder of 8x8 digits: Bernoulli likelihood, each pixel drawn anew at every step."""

    table, pixels, likelihood = TABLE, SIDE * SIDE, "Bernoulli"

    def take_data(self) -> None:
        (seen, _), (held, labels) = digits_of_64_pixels("train"), digits_of_64_pixels("test")
        self.seen, self.held, self.labels = (torch.from_numpy(seen) + 1) / 2, (torch.from_numpy(held) + 1) / 2, labels
        self.floors = {f"{name}_floor": value for name, value in small.floors().items()}
        known = self.held.clamp(1e-6, 1 - 1e-6)
        self.floors["reconstruction_best"] = log_bernoulli(known.logit(), self.held).mean().item()

    def draw(self, count: int, rng: torch.Generator) -> torch.Tensor:
        return self.seen[torch.randint(len(self.seen), (count,), generator=rng)]

    def _prior(self, count: int) -> torch.Tensor:
        """Bernoulli means of draws of the prior (count,64) in [0,1]."""
        return self.trainer.network.decode(self.z[:count]).sigmoid().nan_to_num()

    def measured(self) -> dict[str, float]:
        return small.recognised((2 * self._prior(JUDGED) - 1).numpy()) | self.floors

    def pictures(self, mu: torch.Tensor, sigma: torch.Tensor, decoded: torch.Tensor) -> dict[str, np.ndarray]:
        prior = self._prior(2 * SHOWN)
        judged = classifier.probabilities((2 * prior - 1).numpy())
        most = sigma.log().mul(-2).add(sigma**2 + mu**2).mean(0) if not self.plain else mu.var(0)
        shown = most.argsort(descending=True)[:2]
        return {
            "real": _picture(self.held[:SHOWN]),
            "again": _picture(decoded[:SHOWN].sigmoid()),
            "fake": _picture(prior),
            "verdict": judged.max(1).astype(np.float16),
            "verdict_class": judged.argmax(1).astype(np.uint8),
            "mu": compact(mu[:, shown], 60),
            "sigma": compact(sigma[:, shown], 60),
            "eps": compact(self.eps[:, shown], 60),
            "shown": shown.numpy().astype(np.uint8),
            "labels": self.labels.astype(np.uint8),
        }


def _picture(x: torch.Tensor) -> np.ndarray:
    """(N,64) in [0,1] -> uint8 (N,8,8)."""
    return to_bytes(x.nan_to_num(), 0.0, 1.0).reshape(-1, SIDE, SIDE)


@checked(TABLE)
def digits(**values: Value) -> Generator[Frame | None, Order | None, None]:
    """Train an autoencoder on 8x8 digits, as in `train`.

    Terms of the bound are means over 300 held digits and all binarisations of their grey values; codes are of the two
    dimensions that cost most.
    """
    yield from driven(Pictures(values), TABLE)
