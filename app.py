"""Open the Generative Playground: `python app.py`, or a Hugging Face Space."""

import gc
import os
import sys

gc.disable()  # what is imported stays; `memory.settle` switches collections on
if "--offline" in sys.argv:
    os.environ["HF_HUB_OFFLINE"] = "1"
for name, value in {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "100",
    "GRADIO_SSR_MODE": "False",
    "DIFFUSERS_DISABLE_REMOTE_CODE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",  # a plain download tells how far it is, and can be broken off
}.items():
    os.environ.setdefault(name, value)

from playground.ui.stopping import own_folder  # noqa: E402

if __name__ == "__main__":
    own_folder()

from playground.ui.launch import main  # noqa: E402  (Gradio reads its settings when it is imported)

if __name__ == "__main__":
    main()
