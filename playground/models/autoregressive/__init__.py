"""The language and pixel models: networks, loading, sampling."""
