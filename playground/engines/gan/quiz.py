"""Twenty pictures, ten real and ten generated, for the visitor to tell apart beside the discriminator."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, engine, generators, gpu, noise, to_bytes
from playground.engines.gan.opponents import DATA, NAMES, opponents, parameters, timed, to_signed
from playground.spec import Frame


@gpu
@checked(engine("gan", "quiz"))
def quiz(*, data: str = "digits", seed: int = 7, truncation: float = 1.0) -> Iterator[Frame]:
    """One Frame with twenty pictures in the seed's order: ten of the test set, ten forged with the same classes.

    D is told the classes. Raises DataMissing without the data set.
    """
    both, test = opponents(NAMES[data]), digits.require(DATA[data], "test")
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(test.images), 10, replace=False)
    labels = torch.from_numpy(test.labels[chosen])
    forged = both.draw(truncation * noise(generators(seed, 10), (both.G.noise,)), labels)
    pictures = np.concatenate([test.images[chosen], to_bytes(forged[:, 0])])
    order = rng.permutation(20)
    pictures, labels, truth = pictures[order], labels.repeat(2)[order], np.repeat([1, 0], 10)[order]
    tries = [timed(lambda: both.logits(to_signed(pictures), labels)) for _ in range(3)]
    arrays = {
        "pictures": pictures, "truth": truth.astype(np.uint8), "classes": labels.numpy().astype(np.uint8),
        "belief": tries[0][1].sigmoid().float().cpu().numpy(),
    }  # fmt: skip
    stats = {
        "ms": 50 * min(seconds for seconds, _ in tries),
        "parameters_d": parameters(both)["parameters_d"],
        "clothing": data == "clothing",
    }
    yield Frame(0, 1, arrays, {name: float(value) for name, value in stats.items()}, kind="result")
