"""Writing text: our loop beside transformers' own, and a step until its distribution is painted."""

import statistics
from collections.abc import Callable, Iterator

import torch
from transformers import GenerationConfig

from playground.live import threads
from playground.models.autoregressive.language import Cursor, language
from playground.models.autoregressive.sampling import draw, reshape
from tests.benchmarks.rows import interleaved, ratios, row
from tests.browser.driving import Visitor, chromium
from tests.serving import serving

TOKENS = 256
PLAIN = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "penalty": 1.0}
SETTINGS = {
    "greedy": ({**PLAIN, "temperature": 0.0}, {"do_sample": False}),
    "sampled": (PLAIN, {"do_sample": True, "top_k": 0}),
}
WRITE = "autoregressive-write"

# From the press of a key until the frame that holds what it changed has been painted.
STEP = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector(".autoregressive-write [data-player=forward]").click();
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - began);
    channel.port2.postMessage(0);
  });
})"""


def sampling(quick: bool) -> Iterator[dict]:
    threads.use("playground.engines.autoregressive.write:write")
    model = language()
    start, count = [model.start], 64 if quick else min(TOKENS, model.window)
    for name, (rules, settings) in SETTINGS.items():
        ours, theirs = loop(start, count, rules), generated(start, count, settings)
        if name == "greedy" and ours() != theirs():
            raise RuntimeError("greedy texts differ: nothing is compared")
        theirs()
        taken = interleaved(3 if quick else 9, theirs, ours)
        how = (
            f"tokens/s of our loop with cache and its rules over generate, {name}, {count} tokens, "
            f"{1000 * statistics.median(taken[1]) / count:.2f} ms each, {torch.get_num_threads()} threads"
        )
        yield row("ar.sampling_over_generate" + ("" if name == "greedy" else "_sampled"), ratios(*taken), "x", how)


def loop(start: list[int], count: int, rules: dict) -> Callable[[], list[int]]:
    """What the engine does at each place, without the frames that it shows."""
    model = language()
    numbers = torch.rand(count, generator=torch.Generator().manual_seed(0)).tolist()

    def write() -> list[int]:
        cursor, fresh, ids = Cursor(model), start, []
        for number in numbers:
            ids.append(draw(reshape(cursor.read(fresh), seen=ids, **rules), number))
            fresh = ids[-1:]
        return ids

    return write


def generated(start: list[int], count: int, settings: dict) -> Callable[[], list[int]]:
    model = language()
    fixed = {
        "max_new_tokens": count,
        "min_new_tokens": count,
        "use_cache": True,
        "pad_token_id": 0,
        "eos_token_id": None,
    }
    config, inputs = GenerationConfig(**fixed, **settings), torch.tensor([start])

    def write() -> list[int]:
        torch.manual_seed(0)
        with torch.inference_mode():
            found = model.network.generate(inputs, attention_mask=torch.ones_like(inputs), generation_config=config)
        return found[0, len(start) :].tolist()

    return write


def stepping(quick: bool) -> Iterator[dict]:
    took: list[float] = []
    with serving() as server, chromium() as browser:
        visitor = Visitor(browser, server.url).open("tab=autoregressive&part=write", autoregressive_write_length=120)
        visitor.done(WRITE)
        visitor.page.wait_for_timeout(4000)
        visitor.stage(WRITE).locator("[data-player=range]").press("Home")
        visitor.requests.clear()
        for _ in range(20 if quick else 110):
            took.append(visitor.page.evaluate(STEP))
            visitor.page.wait_for_timeout(60)
        asked = len(visitor.requests)
        visitor.close()
    slow = sorted(took)[int(0.95 * len(took))]
    how = f"Step pressed until the next token's distribution is painted, p95 {slow:.1f} ms, {asked} requests"
    yield row("ar.step_ms", took, "ms", how)
