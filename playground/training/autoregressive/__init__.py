"""Training of the autoregressive models."""
