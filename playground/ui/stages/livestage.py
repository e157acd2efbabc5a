"""What the stages of live trainings share: the transport with its time machine, and number boxes."""

TRANSPORT = """
<div class="player live" role="group" aria-label="Training">
  <button type="button" class="round" data-do="play" aria-label="Play"><svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="on-pause" d="M8 5v14l11-7z"/><path class="on-play" d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z"/></svg></button>
  <span class="once" role="group" aria-label="One update"><button type="button" data-do="D">D</button><button type="button" data-do="G">G</button><button type="button" data-do="both">both</button></span>
  <button type="button" class="chip" data-do="slow" aria-pressed="false">slow motion</button>
  <input type="range" min="0" max="0" value="0" step="1" data-time aria-label="Time machine: go back in this duel">
  <output data-count>iteration 0</output>
  <button type="button" class="chip" data-now hidden>back to now</button>
  <span class="hint keys">space plays · arrows go through time · d, g, b: one update · s: slow</span>
  <p class="twin" data-twin aria-live="polite"></p>
</div>
"""


def number(name: str, words: str, bar: bool = False) -> str:
    """One measured number: its name, value, gauge, a line beneath, and what it was in the duel before."""
    gauge = '<div class="gauge"><i></i><em hidden></em></div>' if bar else ""
    return (
        f'<div class="number" data-number="{name}"><span>{words}</span><strong>–</strong>{gauge}<small></small>'
        f'<small class="before" hidden></small></div>'
    )
