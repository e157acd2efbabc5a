"""What belongs to a visitor: runs and live trainings, their turns in the fair lane, stop, and the end of the page.

An engine is reached by dotted name. `run` and `train` bring its frames as Updates; `steer` acts on the next step of a
training, `resume` takes one up on another page; `call` asks for one short computation.
"""

from playground.live.lane import MAX_OF_ADDRESS, MAX_RUNS, share
from playground.live.owners import MAX_TRAININGS, controls, is_held, is_shown, leave, resume, steer, stop, train
from playground.live.places import came
from playground.live.runs import RUN_SECONDS, Update, call, run, source, warm

__all__ = [
    "MAX_OF_ADDRESS", "MAX_RUNS", "MAX_TRAININGS", "RUN_SECONDS", "Update", "call", "came", "controls", "is_held",
    "is_shown", "leave", "resume", "run", "share", "source", "steer", "stop", "train", "warm",
]  # fmt: skip
