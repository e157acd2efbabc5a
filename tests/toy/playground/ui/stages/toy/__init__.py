"""The toy's stage."""
