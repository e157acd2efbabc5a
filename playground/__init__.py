"""The Generative Playground: generative models to understand by touching them."""
