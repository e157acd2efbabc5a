"""Sentences, and the two tasks that rewrite them: restore a damaged one, shorten one."""

import re

import torch

TASKS = {"restore": "restore: ", "shorten": "shorten: "}


def sentences(texts: list[str]) -> list[str]:
    """The sentences of 20 to 160 characters: cut after . ! ? and at line ends."""
    parts = (part.strip() for piece in texts for part in re.split(r"(?<=[.!?])\s+|(?<=[.!?]['\"])\s+|\n+", piece))
    return [part for part in parts if 20 <= len(part) <= 160]


def damage(sentence: str, rng: torch.Generator) -> str:
    """One word in eight left out, one in eight with two of its letters swapped, one in eight changed places."""
    words = sentence.split(" ")
    fates = torch.rand(len(words), generator=rng).tolist()
    damaged: list[str] = []
    for word, fate in zip(words, fates, strict=True):
        if fate < 1 / 8:
            continue
        if fate < 2 / 8 and len(word) > 3:
            word = word[0] + word[2] + word[1] + word[3:]
        at = len(damaged) - 1 if fate > 7 / 8 and damaged else len(damaged)
        damaged.insert(at, word)
    return " ".join(damaged)


def shorten(sentence: str) -> str:
    """Our rule for a short version: the sentence up to its first comma, semicolon, colon or dash, then a full stop."""
    head = re.split(r"[,;:]|--", sentence, maxsplit=1)[0].rstrip(" .!?'\"")
    return f"{head}."
