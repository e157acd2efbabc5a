"""The parts of the text-to-image system: tokenizer, autoencoder, CLIP pair, U-Net, student; and the checker."""
