"""What the stages of live trainings share: the transport with its time machine, and number boxes."""

from html import escape

SENDS = ("order", "resumed")  # a button of the transport, with {do}; a training was taken up on a page opened anew
ROUND = """<button type="button" class="round" data-do="play" aria-label="Play"><svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="on-pause" d="M8 5v14l11-7z"/><path class="on-play" d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z"/></svg></button>"""
SLOW = '<button type="button" class="chip" data-do="slow" data-key="s" aria-pressed="false">slow motion</button>'


def transport(run: str, updates: dict[str, str], *, slow: bool) -> str:
    """Play, single updates, slow motion where there is one, and the time machine.

    Args:
        run: what one training is called here, such as "duel".
        updates: order -> what its button says; the button's key is the order's first letter.
    """
    once = "".join(
        f'<button type="button" data-do="{do}" data-key="{do[0].lower()}">{words}</button>'
        for do, words in updates.items()
    )
    keys = ", ".join(do[0].lower() for do in updates)
    return f"""
<div class="player live" role="group" aria-label="Training">
  {ROUND}
  <span class="once" role="group" aria-label="One update">{once}</span>
  {SLOW if slow else ""}
  <input type="range" min="0" max="0" value="0" step="1" data-time aria-label="Time machine: go back in this {run}">
  <output data-count>iteration 0</output>
  <button type="button" class="chip" data-now hidden>back to now</button>
  <span class="hint keys">space plays · arrows go through time · {keys}: one update{" · s: slow" if slow else ""}</span>
  <p class="twin" data-twin aria-live="polite"></p>
</div>
"""


SPEED = "How many iterations of the training this machine makes in a second."


def number(name: str, words: str, bar: bool = False, *, of: str = "", means: str = "") -> str:
    """One measured number: its name, value, gauge, a line beneath, and what it was in the run before.

    Args:
        name: what the script calls it.
        words: what it is called on the page.
        bar: whether it has a gauge.
        of: the keys that it shows, with spaces between them, whose meaning is told; by default its name.
        means: what is told instead of a number that the page itself makes.
    """
    told = f'data-meaning="{escape(means)}"' if means else f'data-shows="{of or name}"'
    gauge = '<div class="gauge"><i></i><em hidden></em></div>' if bar else ""
    return (
        f'<div class="number" data-number="{name}" {told}><span>{words}</span><strong>–</strong>{gauge}<small></small>'
        f'<small class="before" hidden></small></div>'
    )
