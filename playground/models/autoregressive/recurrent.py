"""A recurrent language model, the rival that transformers replaced."""

import torch
from torch import nn


class Recurrent(nn.Module):
    """LSTM layers between an embedding and its transpose.

    Args:
        symbols: in the alphabet.
        width: of the embedding and of each layer's state.
        layers: stacked.
        fused: torch's own LSTM over the whole sequence, instead of one call of a cell for each place.
    """

    def __init__(self, symbols: int, width: int, layers: int, *, fused: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(symbols, width)
        self.cells = nn.ModuleList([] if fused else [nn.LSTMCell(width, width) for _ in range(layers)])
        self.lstm = nn.LSTM(width, width, layers, batch_first=True) if fused else None
        self.norm = nn.RMSNorm(width)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids (B,L) -> logits (B,L,symbols) of the symbol after each."""
        x = self.embedding(ids)
        h = self.lstm(x)[0] if self.lstm else self._through_cells(x)
        return self.norm(h) @ self.embedding.weight.T

    def _through_cells(self, x: torch.Tensor) -> torch.Tensor:
        """x (B,L,C) -> (B,L,C), place after place."""
        for cell in self.cells:
            state, outputs = None, []
            for xt in x.unbind(1):
                state = cell(xt, state)
                outputs.append(state[0])
            x = torch.stack(outputs, 1)
        return x
