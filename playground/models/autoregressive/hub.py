"""Language models of the hub, read as the shipped ones are."""

from functools import cache

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM

from playground.data import hub
from playground.errors import BadWeights
from playground.models.autoregressive.language import Language

LONGEST = 1024  # tokens that are looked back on here, though some models could look farther
DOCUMENT = "<|endoftext|>"  # begins and ends the documents that all of them learnt from


@cache
def language(name: str) -> Language:
    """A model of `hub.MODELS` from the cache, in 32 bits on the CPU.

    Raises:
        DataMissing: it is not in the cache, or another file than the one asked for.
        BadWeights: what is there cannot be read.
    """
    folder = hub.required(hub.MODELS[name])
    hub.check(folder / hub.WEIGHTS, hub.MODELS[name])
    try:
        with torch.inference_mode(False):
            network = AutoModelForCausalLM.from_pretrained(
                folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
            )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        start = tokenizer.get_vocab()[DOCUMENT]
    except Exception as error:  # tokenizers knows no narrower one
        raise BadWeights(f"{name} in the cache cannot be read: delete its folder there and fetch it again.") from error
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    window = min(LONGEST, network.config.max_position_embeddings)
    return Language(
        name, network.requires_grad_(False).eval(), tokenizer, window, start, characters=False, ends=frozenset({start})
    )
