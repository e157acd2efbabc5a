"""The tokenizer: a CLIP tokenizer for which every word of the captions is one token, and any other word is many."""

import json
import string
from collections.abc import Sequence
from functools import cache

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import CLIPTokenizer

from playground.data import captions

LENGTH = 32  # tokens of a prompt, start and end included
START, END, WORD_END = "<|startoftext|>", "<|endoftext|>", "</w>"
ALPHABET = sorted(string.ascii_lowercase + string.digits + ".,!?'-:;")


@cache
def build() -> CLIPTokenizer:
    """Byte-pair merges learnt from the words of the captions until each is one token; the same on every machine."""
    pairs = Tokenizer(models.BPE(unk_token=END, end_of_word_suffix=WORD_END))
    pairs.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.BpeTrainer(
        vocab_size=2000,
        min_frequency=1,
        end_of_word_suffix=WORD_END,
        special_tokens=[START, END, *ALPHABET, *(letter + WORD_END for letter in ALPHABET)],  # else numbered at random
        show_progress=False,
    )
    pairs.train_from_iterator([*captions.words(), *ALPHABET], trainer)
    learnt = json.loads(pairs.to_str())["model"]
    merges = [tuple(pair) for pair in learnt["merges"]]
    return CLIPTokenizer(vocab=learnt["vocab"], merges=merges, model_max_length=LENGTH)


def readable(text: str) -> str:
    """A text without the signs that have no token: each would be read as the text's end."""
    return "".join(sign for sign in text.lower() if sign in ALPHABET or sign.isspace())


def ids(texts: Sequence[str]) -> torch.Tensor:
    """Texts -> token ids, int64 (B,32), cut or filled with the end."""
    told = build()(list(texts), padding="max_length", truncation=True, return_tensors="pt")
    found: torch.Tensor = told.input_ids
    return found
