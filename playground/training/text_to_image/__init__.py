"""Training of text to image, in the order: autoencoder, checker, CLIP pair, U-Net, details of both, student."""
