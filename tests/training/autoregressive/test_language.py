"""The language models' trainers: each objective's targets, one optimiser for matrices and one for the rest."""

from collections import Counter
from itertools import islice

import pytest
import torch

from playground.data import text
from playground.families.autoregressive.models import MODELS
from playground.models.autoregressive.networks import build, byte_pairs
from playground.training.autoregressive import language
from playground.training.autoregressive.language import CONFIGS, IGNORED, MASK, PAD, TASKS

STORY = "Once upon a time there was a king, who had three sons; and the youngest was kind. 'Go,' said he. " * 200
SMALL = {
    "next": {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32},
    "fill": {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32},
    "rewrite": {"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1, "num_heads": 2},
}


@pytest.fixture(autouse=True)
def one_story(monkeypatch):
    monkeypatch.setattr(text, "split", lambda name: ([STORY], [STORY]))


def toy(monkeypatch, name: str, steps: int = 4) -> language.Job:
    config = CONFIGS[name]
    small = {
        "network": config["network"] | SMALL[config["objective"]],
        "training": config["training"]
        | {"steps": steps, "batch": 4, "length": 24, "warmup": 2, "masked": 0.5}
        | {"rate": 1e-2, "muon_rate": 0.02},
        "vocabulary": config["vocabulary"] and 300,
    }
    monkeypatch.setitem(CONFIGS, name, config | small)
    return language.job(name, torch.device("cpu"))


def test_every_config_has_its_job():
    assert set(CONFIGS) <= {model.name for model in MODELS}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["autoregressive/tales", "autoregressive/bert", "autoregressive/t5"])
def test_it_learns_and_counts_its_steps(monkeypatch, name):
    job = toy(monkeypatch, name, steps=40)
    losses = [float(state.loss) for state in job.steps()]
    assert len(losses) == job.state.step == 40
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


def test_same_seed_same_weights(monkeypatch):
    def weights() -> torch.Tensor:
        job = toy(monkeypatch, "autoregressive/shakespeare")
        list(job.steps())
        return torch.cat([p.detach().flatten() for p in job.state.model.parameters()])

    assert torch.equal(weights(), weights())


def test_matrices_go_to_muon_and_the_rest_to_adamw():
    model = build("LlamaForCausalLM", SMALL["next"] | {"vocab_size": 300, "tie_word_embeddings": True})
    state = language.new_state(model, {"muon_rate": 0.1, "rate": 0.1, "decay": 0.0, "ema_decay": 0.9})
    muon, adamw = ({id(p) for p in o.param_groups[0]["params"]} for o in (state.muon, state.adamw))
    assert muon | adamw == {id(p) for p in model.parameters()} and not muon & adamw
    assert id(model.model.embed_tokens.weight) in adamw
    assert id(model.model.layers[0].mlp.up_proj.weight) in muon


def test_dropout_works_in_training_alone():
    model = build("LlamaForCausalLM", SMALL["next"] | {"vocab_size": 300})
    language.add_dropout(model, 0.5)
    ids = torch.arange(8)[None]
    with torch.no_grad():
        assert torch.equal(model.eval()(ids).logits, model(ids).logits)
        assert not torch.equal(model.train()(ids).logits, model(ids).logits)


def test_next_token_targets_are_one_to_the_left():
    batch = language.next_token(torch.arange(100), {"batch": 3, "length": 5})(torch.Generator())
    assert torch.equal(batch["input_ids"] + 1, batch["targets"]) and batch["targets"].shape == (3, 5)


def test_fill_in_hides_what_it_asks_for():
    draw = language.fill_in(torch.arange(3, 203), {"batch": 64, "length": 50, "masked": 0.15}, 300)
    batch = draw(torch.Generator().manual_seed(0))
    asked = batch["targets"] != IGNORED
    masked = batch["input_ids"] == MASK
    assert 0.13 < asked.float().mean() < 0.17
    assert 0.75 < (masked & asked).sum() / asked.sum() < 0.85 and not (masked & ~asked).any()
    kept = ~asked | (batch["input_ids"] == batch["targets"])
    assert 0.06 < (kept & asked).sum() / asked.sum() < 0.15


def test_pairs_name_their_task_and_end():
    tokenizer = byte_pairs([STORY], 300)
    batch = language.rewrite([STORY], tokenizer, {"batch": 6, "length": 64})(torch.Generator().manual_seed(0))
    sources = [tokenizer.decode(row.tolist()) for row in batch["input_ids"]]
    assert [source.split(":")[0] for source in sources] == ["restore"] * 3 + ["shorten"] * 3
    shifted = batch["targets"].roll(1, 1).masked_fill(batch["targets"].roll(1, 1) == IGNORED, PAD)
    assert torch.equal(batch["decoder_input_ids"][:, 1:], shifted[:, 1:])
    assert not batch["decoder_input_ids"][:, 0].any()
    assert ((batch["input_ids"] == PAD) == (batch["attention_mask"] == 0)).all()


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("There was a king, who had three sons.", "There was a king."),
        ("Who are you?", "Who are you."),
        ("She ran--and ran.", "She ran."),
    ],
)
def test_shortening_keeps_the_first_clause(sentence, short):
    assert language.shorten(sentence) == short


def test_damage_is_the_seeds_and_leaves_words():
    sentence = "There was once a king who had three beautiful daughters"
    damaged = [language.damage(sentence, torch.Generator().manual_seed(seed)) for seed in range(20)]
    assert damaged == [language.damage(sentence, torch.Generator().manual_seed(seed)) for seed in range(20)]
    assert len(set(damaged)) > 10
    assert all(Counter("".join(line.split())) <= Counter(sentence) for line in damaged)


def test_sentences_end_where_they_end():
    text = "He said it was late. 'Go home at once, child!' said she.\nA new line begins here. Short."
    assert language.sentences([text]) == [
        "He said it was late.",
        "'Go home at once, child!'",
        "A new line begins here.",
    ]


def test_tasks_are_words_before_a_colon():
    assert all(prefix == f"{name}: " for name, prefix in TASKS.items())


def test_a_window_is_a_stretch_of_the_text():
    drawn = language.windows(torch.arange(50), 20, 8, torch.Generator().manual_seed(1))
    assert all(row.tolist() == list(range(row[0], row[0] + 8)) for row in islice(drawn, 20))
