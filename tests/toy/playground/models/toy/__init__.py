"""Networks of the toy family."""
