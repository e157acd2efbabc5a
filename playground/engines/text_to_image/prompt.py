"""From a prompt to a picture, and everything that the system computes on the way."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import diffusers
import numpy as np
import torch

from playground.data import captions
from playground.engines._runtime import checked, device, engine, generators, gpu, settled
from playground.engines.text_to_image._clip import picture_codes, text_codes
from playground.engines.text_to_image._system import channels, pixels
from playground.families.text_to_image.prompt import EXAMPLE, PROMPT
from playground.measure.text_to_image.places import landed, regions, seen
from playground.models.text_to_image import networks, tokenizer
from playground.models.text_to_image.checker import Readings, read, seen_facts, seen_things
from playground.models.text_to_image.system import Moment, System, shipped, walk
from playground.models.text_to_image.wordmaps import SIDE, layer_names
from playground.spec import Frame

SCHEDULERS = {"DDIM": "DDIMScheduler", "DDPM": "DDPMScheduler", "DPM-Solver++": "DPMSolverMultistepScheduler"}


@dataclass(frozen=True)
class Read:
    """A prompt as the text encoder reads it: its tokens as text, which are whole known words, how many are left out."""

    tokens: list[str]
    known: np.ndarray
    cut: int


@gpu
@checked(engine("text_to_image", "prompt"))
def prompt(
    *, prompt: str = EXAMPLE, negative: str = "", w: float = 3.0, steps: int = 20, sampler: str = "DDIM", seed: int = 7
) -> Iterator[Frame]:
    """One Frame a step of the U-Net, with the picture that its guess decodes to, and a last one with the result."""
    system, began = shipped(device()), time.perf_counter()
    words = reading(prompt)
    text, free = system.read([prompt, negative]).split(1)
    settled(text)
    first = {"tokens": "\n".join(words.tokens)}, {"known": words.known}, {"cut": words.cut, "ms_text": _ms(began)}
    heat = torch.zeros(len(layer_names(system.unet)), len(words.tokens), SIDE, SIDE)
    before, spent, since = None, time.perf_counter() - began, time.perf_counter()
    for moment in walk(system, scheduler(sampler, steps), generators(seed, 1), text, free, w, words=True):
        settled(moment.latents)
        asked = time.perf_counter()
        picture = settled(system.decoded(moment.clean))
        times = {"ms_unet": 1000 * (asked - since), "ms_decoder": _ms(asked)}
        spent += sum(times.values()) / 1000
        looked = _looked(moment, len(words.tokens))
        heat += looked / steps
        frame = _step(moment, picture, before, looked, w, steps, times)
        if moment.step == 0:
            texts, arrays, stats = first
            frame = Frame(0, steps + 1, {**frame.arrays, **arrays}, {**frame.stats, **stats}, texts, kind="step")
        yield frame
        before, since = moment.clean, time.perf_counter()
    made = {"w": w, "seconds": spent, "calls": steps * (1 if w == 1 else 2), "parameters": parameters(system)}
    yield _result(system, moment, prompt, words.tokens, heat, made)


def scheduler(sampler: str, steps: int) -> diffusers.SchedulerMixin:
    """diffusers' own scheduler, on the noise levels that the U-Net was trained with, beginning at pure noise."""
    made = getattr(diffusers, SCHEDULERS[sampler]).from_config(networks.scheduler().config)
    made.set_timesteps(steps)
    return made


def reading(text: str) -> Read:
    """How a prompt is cut into tokens."""
    build, words = tokenizer.build(), {*captions.words(), ","}
    pieces = build.convert_ids_to_tokens(build(text).input_ids[1:-1])
    tokens = [piece.removesuffix(tokenizer.WORD_END) for piece in pieces]
    ends = [piece.endswith(tokenizer.WORD_END) for piece in pieces]
    whole = [end and (i == 0 or ends[i - 1]) for i, end in enumerate(ends)]
    known = [is_whole and token in words for token, is_whole in zip(tokens, whole, strict=True)]
    room = tokenizer.LENGTH - 2
    shown = ["?" if token == tokenizer.END else token for token in tokens[:room]]
    return Read(shown, np.array(known[:room], np.uint8), max(0, len(tokens) - room))


def _ms(since: float) -> float:
    return 1000 * (time.perf_counter() - since)


def _looked(moment: Moment, tokens: int) -> torch.Tensor:
    """Where each token of the only prompt is looked at, in each layer (L,T,16,16); the start's token left out."""
    assert moment.words is not None
    return moment.words[:, 0, 1 : 1 + tokens].float().cpu()


def _step(
    moment: Moment, picture: torch.Tensor, before: torch.Tensor | None, looked: torch.Tensor, w: float, steps: int,
    times: dict[str, float],
) -> Frame:  # fmt: skip
    lengths = {"text": moment.with_text, "free": moment.without, "guided": moment.v}
    stats = {"t": moment.t, "alpha_bar": moment.alpha_bar, "w": w, **times}
    stats |= {f"norm_{name}": v.norm().item() for name, v in lengths.items() if v is not None}
    stats["change"] = 0.0 if before is None else (moment.clean - before).norm().item()
    arrays = {"latent": channels(moment.given[0]), "clean": channels(moment.clean[0]), "picture": pixels(picture)[0]}
    arrays["words"] = looked.mean(0).half().numpy()
    return Frame(moment.step, steps + 1, arrays, stats, kind="step")


@torch.inference_mode()
def _result(
    system: System, last: Moment, prompt: str, tokens: list[str], heat: torch.Tensor, made: dict[str, float]
) -> Frame:
    picture = system.decoded(last.latents)
    similarity, other = similarities(picture, prompt)
    stats = {"t": -1, "alpha_bar": 1.0, **made, "similarity": similarity, "similarity_other": other}
    arrays = {"latent": channels(last.latents[0]), "clean": channels(last.latents[0]), "picture": pixels(picture)[0]}
    arrays |= {"layers": heat.half().numpy()}
    readings = read(picture)
    found = landed(tokens, heat.mean(0).numpy(), regions(arrays["picture"], seen(readings)[0]))
    arrays["landed"] = np.array([found[word][0] if word in found else -1 for word in tokens], np.int32)
    arrays["chance"] = np.array([found[word][1] if word in found else 0 for word in tokens], np.float32)
    texts = {"seen": told(readings), "layers": "\n".join(layer_names(system.unet))}
    return Frame(last.step + 1, last.step + 2, arrays, stats, texts, kind="result")


def parameters(system: System) -> int:
    """How many numbers the three networks have learnt."""
    parts = (system.text, system.unet, system.autoencoder)
    return sum(parameter.numel() for part in parts for parameter in part.parameters())


def told(readings: Readings) -> str:
    """What the checker sees in the first picture, in words."""
    if readings.portrait[0] <= 0:
        things = [captions.with_article(f"{one.colour} {one.name}") for one in seen_things(readings)[0]]
        return " and ".join(things) or "no object that it knows"
    facts = seen_facts(readings)[0]
    if facts["hair"] == "bald":
        facts.pop("hair colour")
    extras = [name for name in captions.EXTRAS if facts[name] == "yes"]
    named = [f"{name}: {facts[name]}" for name in facts if name not in captions.EXTRAS]
    return "; ".join([*named, "with " + ", ".join(extras) if extras else "no glasses, beard, earrings or freckles"])


@cache
def _examples() -> torch.Tensor:
    """The codes of the captions of this page's examples, (K,W)."""
    examples = {str(preset.values.get("prompt", EXAMPLE)) for preset in PROMPT.presets} - {""}
    return text_codes(sorted(examples))


def similarities(picture: torch.Tensor, prompt: str) -> tuple[float, float]:
    """Cosine of a picture's code with the prompt's, and on average with those of the other examples."""
    code, mine = picture_codes(picture)[0], text_codes([prompt])[0]
    others = _examples()[(_examples() @ mine) < 0.999]
    return float(code @ mine), float((others @ code).mean())
