"""Stages: gr.HTML components that draw on a canvas, each with its script and, all together, one style sheet."""

from pathlib import Path

HERE = Path(__file__).parent


def script(name: str) -> str:
    """The text of one stage's script, or of the shared `stage.js`."""
    return (HERE / f"{name}.js").read_text(encoding="utf-8")


PLAYER = """
<div class="player" role="group" aria-label="Player">
  <button type="button" class="round" data-player="play" aria-label="Play"><svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="on-pause" d="M8 5v14l11-7z"/><path class="on-play" d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z"/></svg></button>
  <button type="button" class="flat" data-player="back" aria-label="One step back">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M16 6v12L7 12z"/></svg></button>
  <span class="hint">step</span>
  <button type="button" class="flat" data-player="forward" aria-label="One step forward">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 6v12l9-6z"/></svg></button>
  <input type="range" min="0" max="0" value="0" step="1" data-player="range" aria-label="Frame">
  <output data-player="count">0 / 0</output>
  <label class="hint">speed <select data-player="speed" aria-label="Speed"><option value="0.25">¼</option>
    <option value="0.5">½</option><option value="1" selected>1</option><option value="2">2</option>
    <option value="4">4</option></select></label>
  <span class="hint keys">space plays · arrows step · home, end</span>
  <p class="twin" data-player="twin" aria-live="polite"></p>
</div>
"""
