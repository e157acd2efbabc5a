"""The autoencoders: network, loading, sampling."""
