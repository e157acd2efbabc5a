"""Training of the text-to-image system, in the order: autoencoder, CLIP pair, U-Net, student; and of the checker."""
