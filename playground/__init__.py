"""The Generative Playground: generative models to understand by touching them."""

import os

# torch's threads sleep while they wait for each other. By themselves they spin: beside any other process, a network of
# many small steps then took up to 70 times as long. It is read when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
