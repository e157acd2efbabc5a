"""The experiments behind the autoregressive claims."""
