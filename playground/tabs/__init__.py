"""One file per family: layout and wiring."""
