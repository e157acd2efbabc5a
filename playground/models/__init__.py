"""Networks only, one architecture per file."""
