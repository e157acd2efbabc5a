"""The claims about text to image on trial."""
