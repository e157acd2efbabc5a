"""`autoregressive/...`: the language models. One next-token, one fill-in and one text-to-text objective."""

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import PreTrainedModel

from playground.data import text
from playground.data.rewriting import TASKS, damage, sentences, shorten
from playground.models.autoregressive import networks as language
from playground.training.run import Job, step_generator

PAD, END, MASK = range(3)  # ids of language.SPECIAL
IGNORED = -100  # a position without a target
Output = torch.Tensor | tuple[Any, ...]  # of a layer: what goes on, alone or with what else it tells
Draw = Callable[[torch.Generator], dict[str, torch.Tensor]]  # one step's batch, by name
Objective = Callable[[nn.Module, dict[str, torch.Tensor]], torch.Tensor]  # a model and a batch to a mean loss in nats


def _training(steps: int, batch: int, length: int, **more: float) -> dict[str, Any]:
    return {"steps": steps, "batch": batch, "length": length, "warmup": 100, "rate": 3e-3, "muon_rate": 0.02,
            "decay": 0.1, "ema_decay": 0.998, "seed": 0, **more}  # fmt: skip


def _llama(width: int, layers: int, heads: int, inner: int) -> dict[str, Any]:
    return {"hidden_size": width, "num_hidden_layers": layers, "num_attention_heads": heads,
            "intermediate_size": inner, "max_position_embeddings": 256, "tie_word_embeddings": True}  # fmt: skip


TRIPLE: dict[str, Any] = {"vocabulary": 2048, "data": "tales"}
SMALL = {"hidden_size": 128, "num_hidden_layers": 3, "num_attention_heads": 4, "max_position_embeddings": 128}
# Both readers of a window take rotary positions: with learned ones (GPT-2, BERT) the encoder stays for thousands of
# steps at what single tokens tell.
ROTARY = {"rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "partial_rotary_factor": 1.0}}
CONFIGS: dict[str, dict[str, Any]] = {
    "autoregressive/tales": {
        "kind": "LlamaForCausalLM", "data": "tales", "vocabulary": 2048, "objective": "next",
        "network": _llama(256, 4, 4, 704), "training": _training(4000, 16, 256, dropout=0.1),
    },
    "autoregressive/shakespeare": {
        "kind": "LlamaForCausalLM", "data": "shakespeare", "vocabulary": None, "objective": "next",
        "network": _llama(192, 5, 6, 512), "training": _training(3200, 24, 256, dropout=0.15),
    },
    "autoregressive/gpt": TRIPLE | {
        "kind": "GPTNeoXForCausalLM", "objective": "next",
        "network": SMALL | ROTARY | {"intermediate_size": 552, "use_parallel_residual": False,
                                     "tie_word_embeddings": True, "hidden_dropout": 0.0, "attention_dropout": 0.0},
        "training": _training(5000, 32, 128),
    },
    "autoregressive/bert": TRIPLE | {
        "kind": "ModernBertForMaskedLM", "objective": "fill",
        "network": SMALL | {"intermediate_size": 352, "global_attn_every_n_layers": 1, "cls_token_id": None,
                            "sep_token_id": None, "pad_token_id": PAD},
        "training": _training(5000, 32, 128, masked=0.15),
    },
    "autoregressive/t5": TRIPLE | {
        "kind": "T5ForConditionalGeneration", "objective": "rewrite",
        "network": {"d_model": 128, "d_kv": 32, "d_ff": 512, "num_layers": 2, "num_decoder_layers": 2, "num_heads": 4,
                    "dropout_rate": 0.0, "pad_token_id": PAD, "eos_token_id": END, "decoder_start_token_id": PAD},
        "training": _training(5000, 48, 64, rate=1e-2),
    },
}  # fmt: skip


@dataclass
class LanguageState:
    """The network, its moving average and its two optimisers: Muon for matrices, AdamW for the rest."""

    model: nn.Module
    muon: torch.optim.Optimizer
    adamw: torch.optim.Optimizer
    ema: AveragedModel
    step: int = 0
    loss: torch.Tensor = field(default_factory=lambda: torch.tensor(math.nan))

    @property
    def parts(self) -> dict[str, Any]:
        return {part: getattr(self, part) for part in ("model", "muon", "adamw", "ema")}


def new_state(model: nn.Module, settings: dict[str, Any]) -> LanguageState:
    """Muon (Jordan 2024) orthogonalises the updates of the layers' matrices; embeddings and gains go to AdamW."""
    embeddings = {id(part.weight) for part in model.modules() if isinstance(part, nn.Embedding)}
    matrices = [p for p in model.parameters() if p.ndim == 2 and id(p) not in embeddings]
    chosen = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    return LanguageState(
        model,
        torch.optim.Muon(matrices, lr=settings["muon_rate"], weight_decay=settings["decay"]),
        torch.optim.AdamW(rest, lr=settings["rate"], betas=(0.9, 0.99), weight_decay=0.0),
        AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(settings["ema_decay"])),
    )


def schedule(
    state: LanguageState, draw: Draw, objective: Objective, settings: dict[str, Any], device: torch.device
) -> Iterator[LanguageState]:
    """One optimiser step per `next()`; the rates rise over `warmup` steps and fall along a cosine to zero."""
    state.model.train()
    while state.step < settings["steps"]:
        cosine = 0.5 + 0.5 * math.cos(math.pi * state.step / settings["steps"])
        scale = min(1.0, (state.step + 1) / settings["warmup"]) * cosine
        state.muon.param_groups[0]["lr"] = settings["muon_rate"] * scale
        state.adamw.param_groups[0]["lr"] = settings["rate"] * scale
        batch = {key: value.to(device) for key, value in draw(step_generator(settings["seed"], state.step)).items()}
        with torch.autocast(device.type, dtype=torch.bfloat16):
            loss = objective(state.model, batch)
        advance(state, loss)
        yield state


def advance(state: LanguageState, loss: torch.Tensor) -> None:
    """One step of both optimisers on `loss`; the gradient's norm is clipped at 1."""
    state.muon.zero_grad(set_to_none=True)
    state.adamw.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.model.parameters(), 1.0)
    state.muon.step()
    state.adamw.step()
    state.ema.update_parameters(state.model)
    state.step += 1
    state.loss = loss.detach()


def loss_of(model: nn.Module, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean cross-entropy in nats per target; `targets` (B,L) stand beside the model's own keyword arguments."""
    batch = dict(batch)
    targets = batch.pop("targets")
    asked = targets != IGNORED
    return F.cross_entropy(model(**batch).logits[asked].float(), targets[asked])


def add_dropout(model: PreTrainedModel, share: float) -> nn.Dropout:
    """Dropout, its share in `p`, on what attention and perceptron add to the stream, which Llama's class leaves out."""
    dropout = nn.Dropout(share)

    def drop(module: nn.Module, _: tuple[torch.Tensor, ...], output: Output) -> Output:
        if not module.training:
            return output
        return (dropout(output[0]), *output[1:]) if isinstance(output, tuple) else dropout(output)

    dropout.train()
    for layer in model.model.layers:
        layer.self_attn.register_forward_hook(drop)
        layer.mlp.register_forward_hook(drop)
    return dropout


def windows(ids: torch.Tensor, count: int, length: int, rng: torch.Generator) -> torch.Tensor:
    """`count` stretches of `length` tokens from anywhere in `ids` (N,) -> (B,L)."""
    starts = torch.randint(len(ids) - length + 1, (count,), generator=rng)
    return ids[starts[:, None] + torch.arange(length)]


def next_token(ids: torch.Tensor, settings: dict[str, Any]) -> Draw:
    """Every position's target is the token after it."""

    def draw(rng: torch.Generator) -> dict[str, torch.Tensor]:
        drawn = windows(ids, settings["batch"], settings["length"] + 1, rng)
        return {"input_ids": drawn[:, :-1], "targets": drawn[:, 1:]}

    return draw


def fill_in(ids: torch.Tensor, settings: dict[str, Any], vocabulary: int) -> Draw:
    """BERT's objective (arXiv 1810.04805, 3.1): of the chosen tokens 8 in 10 are masked, 1 is random, 1 stays."""

    def draw(rng: torch.Generator) -> dict[str, torch.Tensor]:
        drawn = windows(ids, settings["batch"], settings["length"], rng)
        chosen = torch.rand(drawn.shape, generator=rng) < settings["masked"]
        fate = torch.rand(drawn.shape, generator=rng)
        random = torch.randint(len(language.SPECIAL), vocabulary, drawn.shape, generator=rng)
        shown = torch.where(chosen & (fate < 0.8), MASK, torch.where(chosen & (fate > 0.9), random, drawn))
        return {"input_ids": shown, "targets": torch.where(chosen, drawn, IGNORED)}

    return draw


def rewrite(texts: list[str], tokenizer: Tokenizer, settings: dict[str, Any]) -> Draw:
    """Text to text, the task named by a prefix (arXiv 1910.10683): half the pairs restore, half shorten."""
    pool = sentences(texts)

    def encoded(batch: list[str], fill: int) -> torch.Tensor:
        rows = [[*tokenizer.encode(line).ids[: settings["length"] - 1], END] for line in batch]
        longest = max(map(len, rows))
        return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])

    def draw(rng: torch.Generator) -> dict[str, torch.Tensor]:
        chosen = [pool[i] for i in torch.randint(len(pool), (settings["batch"],), generator=rng).tolist()]
        half = len(chosen) // 2
        sources = [TASKS["restore"] + damage(line, rng) for line in chosen[:half]]
        sources += [TASKS["shorten"] + line for line in chosen[half:]]
        targets = encoded(chosen[:half] + [shorten(line) for line in chosen[half:]], IGNORED)
        inputs = encoded(sources, PAD)
        shifted = F.pad(targets, (1, 0), value=PAD)[:, :-1]
        return {
            "input_ids": inputs,
            "attention_mask": (inputs != PAD).long(),
            "decoder_input_ids": shifted.masked_fill(shifted == IGNORED, PAD),
            "targets": targets,
        }

    return draw


def held_out(tokenizer: Tokenizer) -> dict[str, torch.Tensor]:
    """The tales' held-out blocks as tokens `ids` int16 (N,), cut where the author changes.

    `lengths` int32 (P,): tokens in each passage; `authors` uint8 (P,): who wrote it, counted in AUTHORS.
    """
    passages = [(author, tokenizer.encode(piece).ids) for author, piece in text.passages()]
    return {
        "ids": torch.tensor([token for _, ids in passages for token in ids], dtype=torch.int16),
        "lengths": torch.tensor([len(ids) for _, ids in passages], dtype=torch.int32),
        "authors": torch.tensor([text.AUTHORS.index(author) for author, _ in passages], dtype=torch.uint8),
    }


def job(name: str, device: torch.device) -> Job:
    """One of CONFIGS, by its name."""
    config = copy.deepcopy(CONFIGS[name])
    settings = config["training"]
    pieces, _ = text.split(config["data"])
    size = config.pop("vocabulary")
    tokenizer = language.byte_pairs(pieces, size) if size else language.characters(pieces)
    vocabulary = config["network"]["vocab_size"] = tokenizer.get_vocab_size()
    ids = torch.tensor([token for encoding in tokenizer.encode_batch(pieces) for token in encoding.ids])
    draws = {
        "next": lambda: next_token(ids, settings),
        "fill": lambda: fill_in(ids, settings, vocabulary),
        "rewrite": lambda: rewrite(pieces, tokenizer, settings),
    }
    torch.manual_seed(settings["seed"])
    model = language.build(config["kind"], config["network"]).to(device)
    if "dropout" in settings:
        add_dropout(model, settings["dropout"])
    state = new_state(model, settings)
    config["tokenizer"] = tokenizer.to_str()
    return Job(
        name=name,
        config=config,
        state=state,
        steps=lambda: schedule(state, draws[config["objective"]](), loss_of, settings, device),
        dataset=f"{text.TITLES[config['data']]}, train split",
        licence="public domain in the USA",
        derive=lambda model: {"heldout": held_out(tokenizer)} if name == "autoregressive/tales" else {},
    )
