"""The language models: transformers' own classes, built from the config that lies beside their weights."""

from typing import Any

import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedModel
from transformers.convert_slow_tokenizer import bytes_to_unicode

KINDS = (
    "LlamaForCausalLM",
    "GPT2LMHeadModel",
    "GPTNeoXForCausalLM",
    "ModernBertForMaskedLM",
    "T5ForConditionalGeneration",
)
SPECIAL = ("<pad>", "<end>", "<mask>")  # ids 0, 1, 2 of every tokenizer here
BYTES = {character: byte for byte, character in bytes_to_unicode().items()}  # how byte-level tokens are spelt


def build(kind: str, config: dict[str, Any]) -> PreTrainedModel:
    """One of KINDS with fresh weights; `config` are the keyword arguments of its class of configs."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of language model: {kind}")
    model = getattr(transformers, kind)
    unnamed = {"bos_token_id": None, "eos_token_id": None}  # the classes' own numbers lie beyond small vocabularies
    return model(model.config_class(**unnamed | config))


def byte_pairs(texts: list[str], size: int) -> Tokenizer:
    """Byte-level byte-pair encoding with `size` entries (arXiv 1508.07909): any text encodes, and decodes to itself."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), initial_alphabet=sorted(alphabet), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def characters(texts: list[str]) -> Tokenizer:
    """One entry per character that occurs."""
    alphabet = sorted(set("".join(texts)))
    vocabulary = {token: index for index, token in enumerate([*SPECIAL, *alphabet])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=SPECIAL[0]))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    return tokenizer
