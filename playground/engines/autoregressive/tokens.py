"""Pieces of text as arrays: bytes end to end, and where each piece ends."""

import numpy as np


def packed(name: str, pieces: list[bytes]) -> dict[str, np.ndarray]:
    """{name: uint8, all bytes end to end; name_ends: int32 (N,), where each piece ends}.

    `pieces` of `tokens.js` reads them. Where there are no bytes at all a single 0 stands for them, which no end covers.
    """
    joined = np.frombuffer(b"".join(pieces) or b"\0", np.uint8)
    return {name: joined, f"{name}_ends": np.cumsum([len(piece) for piece in pieces]).astype(np.int32)}
