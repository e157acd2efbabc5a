"""Frames as compact text: what one stage property carries to the browser."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from playground.live import RUN_SECONDS, Update
from playground.spec import Frame, Value

LONGEST = 4096  # characters of a control's text that a stage compares with the control
MOST = 100  # entries of a list
LARGEST = 2.0**53  # of the numbers that a script has exactly
TYPES = {"uint8": "u1", "float16": "f2", "float32": "f4", "int32": "i4"}


def pack(frames: Sequence[Frame]) -> str:
    """JSON with one entry a frame: its kind, stats and texts and, per array name, type, shape and base64 bytes."""
    return json.dumps({"frames": [_pack_one(frame) for frame in frames]}, separators=(",", ":"))


def _pack_one(frame: Frame) -> dict[str, Any]:
    arrays = {
        name: [TYPES[array.dtype.name], array.shape, base64.b64encode(array.tobytes()).decode()]
        for name, array in frame.arrays.items()
    }
    stats = {name: float(f"{value:.6g}") for name, value in frame.stats.items()}
    return {
        "step": frame.step, "total": frame.total, "kind": frame.kind,
        "arrays": arrays, "stats": stats, "texts": dict(frame.texts),
    }  # fmt: skip


ENDED = {
    "stopped": "stopped; what had come stays",
    "limit": f"stopped after {RUN_SECONDS / 60:.0f} minutes of computing, the most that a run may take; what had come stays",
}


def standing(update: Update) -> str:
    """How a run stands, in words; empty once it is through. Stages and claims both show this sentence."""
    if not update.running or update.cached:
        return ENDED.get(update.ended, "")
    if update.warming:
        return "warming up: this part's code is being loaded, once"
    left = "" if update.seconds_left is None else f", about {max(1, round(update.seconds_left))} s left"
    if update.position:
        return f"waiting: number {update.position} in the line{left}"
    others = "other" if update.sharing == 2 else "others"
    shared = f", shared with {update.sharing - 1} {others}" if update.sharing > 1 else ""
    return f"computing{shared}{left}"


def measured(update: Update) -> str:
    """How the times among the frames were measured, where that was not now and alone, in a sentence."""
    if not update.timed or not (update.cached or update.company):
        return ""
    minutes = round(update.age / 60)
    ago = f"{minutes} minute{'s' * (minutes > 1)} ago" if minutes else "less than a minute ago"
    when = f" {ago}" if update.cached else ""
    others = "another run" if update.company == 1 else f"{update.company} other runs"
    shared = f" while {others} shared this machine" if update.company else ""
    alone = " with the machine to itself" if update.cached and not update.company else ""
    return f"Times were measured{when}{shared}{alone}."


class Feed:
    """The growing value of one stage: each update appends a chunk, so nothing is sent twice and none can be lost."""

    def __init__(self, run: str, values: Mapping[str, Value] | None = None) -> None:
        """`values`: of the controls that the run was asked with, so that the stage can tell when they have moved on."""
        self._run = run
        self._chunks: list[str] = []
        self._asked = {name: value for name, value in (values or {}).items() if _is_told(value)}

    def add(self, update: Update) -> dict[str, Any]:
        """The stage's value after this update."""
        if update.frames:
            self._chunks.append(pack(update.frames))
        status = {
            "running": update.running, "position": update.position, "sharing": update.sharing,
            "cached": update.cached, "said": standing(update), "measured": measured(update),
            "why": update.why, "ended": update.ended,
        }  # fmt: skip
        return {"run": self._run, "chunks": list(self._chunks), "status": status, "asked": self._asked}


def _is_told(value: Value) -> bool:
    """Whether it is a value that a control can have: what an API caller sends may be anything, a file's path too."""
    if isinstance(value, list | tuple):
        return len(value) <= MOST and all(isinstance(one, str) and _is_told(one) for one in value)
    if isinstance(value, str):
        return len(value) <= LONGEST and value == value.encode("utf-8", "ignore").decode()
    return isinstance(value, bool | int | float) and abs(value) <= LARGEST


class LiveFeed:
    """The value of a live stage: only what is new, because a training may last; the stage keeps the rest.

    The two newest packs of frames stay in the value: a stage that missed an update, or came to the page after it, still
    finds them. They take turns at two places, because of a value Gradio sends what changed, and so sends each once. Of a
    training that was taken up, its history until then and its controls stay in the value, too.
    """

    def __init__(self, run: str, *, lost: bool = False) -> None:
        """`lost`: it stands in the place of a training of this page that is gone."""
        self._run, self._serial, self._packs, self._lost = run, 0, 0, lost
        self._kept = ["", ""]  # pack number k is at place k % 2
        self._taken_up: dict[str, Any] = {}

    def add(self, update: Update) -> dict[str, Any]:
        """The stage's value after this update."""
        if update.controls is not None:  # taken up on a page that has nothing of it yet
            whole = {"history": pack(update.frames), "began": dict(update.began or {})}
            self._taken_up = whole | {"controls": dict(update.controls)}
        elif update.frames:
            self._kept[self._packs % 2] = pack(update.frames)
            self._packs += 1
        self._serial += 1
        status = {
            "running": update.running, "playing": update.playing, "position": update.position,
            "sharing": update.sharing, "ended": update.ended, "said": standing(update) if update.position else "",
            "lost": self._lost, "why": update.why,
        }  # fmt: skip
        return {
            "run": self._run, "serial": self._serial, "packs": self._packs, "frames": list(self._kept),
            "status": status, "changes": [list(change) for change in update.changes], "token": update.token,
            **self._taken_up,
        }  # fmt: skip
