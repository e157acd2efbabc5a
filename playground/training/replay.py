"""One step of training; on a GPU the loss and its gradient are recorded as a CUDA graph, and replayed.

A small network's step is over a thousand kernels, and launching them one by one takes longer than they run.
"""

from collections.abc import Callable

import torch

from playground.training.run import TrainState

EAGER = 3  # steps before the recording, in which libraries choose their algorithms and take their memory


class Step:
    """Calling it with a batch makes one optimiser step on `loss(*batch)`, a scalar; batches have one shape."""

    def __init__(self, state: TrainState, loss: Callable[..., torch.Tensor]) -> None:
        self.state, self.loss, self.made = state, loss, 0
        self.recorded: Recording | None = None

    def __call__(self, *batch: torch.Tensor) -> TrainState:
        self.made += 1
        if not batch[0].is_cuda:
            return self.state.advance(self.loss(*batch))
        if self.made <= EAGER:
            return self._beside(batch)
        if not self.recorded:
            self.state.optimizer.zero_grad(set_to_none=True)
            self.recorded = Recording(self.loss, batch)
        return self.state.update(self.recorded(batch))

    def _beside(self, batch: tuple[torch.Tensor, ...]) -> TrainState:
        """A step on a stream of its own, as the recording will be made."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            state = self.state.advance(self.loss(*batch))
        torch.cuda.current_stream().wait_stream(stream)
        return state


class Recording:
    """The kernels of a loss and its gradient, which read and write where they did when they were recorded."""

    def __init__(self, loss: Callable[..., torch.Tensor], batch: tuple[torch.Tensor, ...]) -> None:
        self.batch, self.graph = [part.clone() for part in batch], torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.loss = loss(*self.batch)
            self.loss.backward()

    def __call__(self, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
        """The loss of a batch, whose gradient lies at the weights afterwards."""
        for kept, given in zip(self.batch, batch, strict=True):
            kept.copy_(given)
        self.graph.replay()
        return self.loss
