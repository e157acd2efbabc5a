"""Engines of the toy family."""
