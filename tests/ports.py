"""Ports for the servers that tests and benchmarks start."""

import itertools
import os
import socket

FIRST, RANGES, EACH = 10_000, 2000, 10
_first = FIRST + os.getpid() % RANGES * EACH
_ports = itertools.cycle(range(_first, _first + EACH))


def free_port() -> int:
    """One that nobody listens on; each process that runs tests has ten of its own, so that no two take the same."""
    for port in itertools.islice(_ports, EACH):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no free port from {_first}")
