"""Stages of one family, one per part."""
