"""The networks that measure: a classifier of digits, and one of 8x8 digits."""
