"""A trajectory that is too long to be sent is thinned, and keeps its ends."""

import pytest

from playground.engines.diffusion import frames as frames_of


@pytest.mark.parametrize(("total", "frame_bytes"), [(1, 1024), (2, 1024), (51, 8192), (1000, 23_552), (1999, 8192)])
def test_thinning_keeps_both_ends(total, frame_bytes):
    kept = frames_of.kept_frames(total, frame_bytes)
    assert {0, total - 1} <= kept <= set(range(total))
    assert len(kept) == min(total, frames_of.FRAME_BYTES // frame_bytes)
    assert len(kept) * frame_bytes <= frames_of.FRAME_BYTES
