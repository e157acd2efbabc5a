"""The errors a user may see.

PlaygroundError
├── BadInput       a value sent to an engine is of the wrong kind or out of range
├── BadLink        a share link cannot be read
├── BadWeights     a weight file is missing, truncated or altered
├── DataMissing    a data set is needed that is neither on disk nor reachable
└── Busy           the server has no place for this request now

Each message is one sentence that says what to do; it is shown to the visitor as it stands.
"""

import errno


def is_full_disk(error: BaseException | None) -> bool:
    """Whether this is what a write to a full disk, or beyond a quota, raises."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


class PlaygroundError(Exception):
    """Base of every error whose message is meant for the visitor."""


class BadInput(PlaygroundError):
    """A value sent to an engine is of the wrong kind or out of range."""


class BadLink(PlaygroundError):
    """A share link cannot be read."""


class BadWeights(PlaygroundError):
    """A weight file is missing, truncated or altered."""


class DataMissing(PlaygroundError):
    """A data set is needed that is neither on disk nor reachable."""


class Busy(PlaygroundError):
    """The server has no place for this request now."""
