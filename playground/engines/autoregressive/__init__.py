"""The autoregressive engines, one file per part."""
