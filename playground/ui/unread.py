"""Runs whose answers nobody reads end: Gradio would compute them all and keep every answer for ever."""

import asyncio
import time
from collections.abc import Iterable
from typing import Any

import gradio as gr

from playground import live

SECONDS = 10.0  # an answer may wait to be fetched
ANSWERS = 400  # may wait at once; a page that reads has a few
LOOK_SECONDS = 1.0


class Unread:
    """Looks at the answers that wait in the pages' queues, by session."""

    def __init__(self, pages: Iterable[gr.Blocks], seconds: float = SECONDS) -> None:
        self.pages, self.seconds = tuple(pages), seconds
        self._oldest: dict[tuple[int, str], tuple[Any, float]] = {}  # what waits first, since when

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look(time.monotonic())

    async def look(self, now: float) -> None:
        """End the sessions whose oldest answer has waited too long, or of whom too many wait."""
        seen = {}
        for index, page in enumerate(self.pages):
            for session, answers in list(page._queue.pending_messages_per_session.items()):
                if not answers.qsize():
                    continue
                oldest = answers._queue[0]
                known, since = self._oldest.get((index, session), (None, now))
                seen[index, session] = oldest, since if known is oldest else now
                if now - seen[index, session][1] >= self.seconds or answers.qsize() > ANSWERS:
                    del seen[index, session]
                    await _end(page, session)
        self._oldest = seen


async def _end(page: gr.Blocks, session: str) -> None:
    live.leave(session)
    await page._queue.clean_events(session_hash=session)
    page._queue.pending_messages_per_session.pop(session, None)
    page._queue.pending_event_ids_session.pop(session, None)
