"""What is measured of the toy family."""
