"""Engines of the text-to-image family: how a prompt becomes a picture."""
