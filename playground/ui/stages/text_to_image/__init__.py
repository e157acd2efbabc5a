"""The stages of text to image."""
