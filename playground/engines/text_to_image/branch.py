"""Two paths from the same noise: the same until a step, then another prompt, guidance or sampler."""

import copy
import time
from collections.abc import Iterator

import torch

from playground.engines._runtime import checked, device, engine, generators, gpu
from playground.engines.text_to_image._clip import picture_codes, text_codes
from playground.engines.text_to_image._system import pixels
from playground.engines.text_to_image.prompt import scheduler, told
from playground.families.text_to_image.branch import OTHER
from playground.families.text_to_image.prompt import EXAMPLE
from playground.models.text_to_image.checker import read
from playground.models.text_to_image.system import Moment, Start, System, shipped, walk
from playground.spec import Frame


@gpu
@checked(engine("text_to_image", "branch"))
def branch(
    *, prompt: str = EXAMPLE, other: str = OTHER, at: int = 6, w: float = 3.0, other_w: float = 3.0,
    sampler: str = "DDIM", other_sampler: str = "DDIM", negative: str = "", steps: int = 20, seed: int = 7,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame a step with what the guesses of both paths decode to, and a last one with the finished pictures."""
    system, rngs = shipped(device()), generators(seed, 1)
    first_text, other_text, free = system.read([prompt, other, negative]).split(1)
    one = scheduler(sampler, steps)
    first = walk(system, one, rngs, first_text, free, w)
    ways: tuple[Moment, ...] = ()
    spent, calls = 0.0, 0
    for step in range(steps):
        since = time.perf_counter()
        if step == at:  # all that the first path's next step depends on goes with the other
            two = copy.deepcopy(one) if sampler == other_sampler else begun(other_sampler, steps, at)
            start = Start(ways[0].latents, at) if ways else None
            second = walk(system, two, [_copied(rngs[0])], other_text, free, other_w, start=start)
        ways = (next(first), next(second)) if step >= at else (next(first),)
        calls += sum(1 if way.without is None else 2 for way in ways)
        frame = _step(system, ways, steps)
        spent += time.perf_counter() - since
        yield frame
    yield _result(system, ways, (prompt, other), {"seconds": spent, "calls": calls})


def begun(sampler: str, steps: int, step: int) -> object:
    """A scheduler that takes over at a step; what it would remember of steps before is not there."""
    made = scheduler(sampler, steps)
    if hasattr(made, "set_begin_index"):
        made.set_begin_index(step)
    return made


def _copied(rng: torch.Generator) -> torch.Generator:
    return torch.Generator().set_state(rng.get_state())


def _step(system: System, ways: tuple[Moment, ...], steps: int) -> Frame:
    first, other = ways[0], ways[-1]
    pictures = pixels(system.decoded(torch.cat([way.clean for way in ways])))
    stats = {"t": first.t, "alpha_bar": first.alpha_bar, "apart": apart(first.clean, other.clean)}
    stats["branched"] = len(ways) - 1
    arrays = {"first": pictures[0], "other": pictures[-1]}
    return Frame(first.step, steps + 1, arrays, stats, kind="step")


def apart(first: torch.Tensor, other: torch.Tensor) -> float:
    """The root mean square of the difference of two latents."""
    return (first - other).square().mean().sqrt().item()


@torch.inference_mode()
def _result(system: System, ways: tuple[Moment, ...], prompts: tuple[str, str], made: dict[str, float]) -> Frame:
    first, other = (way.latents for way in ways)
    pictures = system.decoded(torch.cat([first, other]))
    near = picture_codes(pictures) @ text_codes(prompts).T  # (2,2): pictures, prompts
    stats = {"t": -1, "alpha_bar": 1.0, "apart": apart(first, other), "branched": 1, **made}
    for i, picture in enumerate(("first", "other")):
        stats |= {f"{picture}_to_{prompt}": near[i, j].item() for j, prompt in enumerate(("first", "other"))}
    painted = pixels(pictures)
    texts = {f"{name}_seen": told(read(pictures[i : i + 1])) for i, name in enumerate(("first", "other"))}
    step = ways[0].step + 1
    return Frame(step, step + 1, {"first": painted[0], "other": painted[1]}, stats, texts, kind="result")
