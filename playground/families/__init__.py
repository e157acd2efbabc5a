"""One file per family: what a visitor is told and may turn. No torch, no gradio."""
