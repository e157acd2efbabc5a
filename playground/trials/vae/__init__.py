"""The experiments behind the claims about autoencoders."""
