"""Quality rows of the autoregressive models."""
