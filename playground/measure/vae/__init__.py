"""Quality rows of the autoencoders."""
