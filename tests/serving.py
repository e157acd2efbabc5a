"""The app as a process, as a user starts it; tests and benchmarks speak to it."""

import itertools
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
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


class Server:
    """`python app.py` on a free port; its output is kept in a file."""

    def __init__(self, *arguments: str, cwd: Path = ROOT) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = tempfile.NamedTemporaryFile("w", prefix="playground-")  # noqa: SIM115 (lives as long as the server)
        self.began = time.perf_counter()
        command = [sys.executable, *(arguments or ("app.py", "--offline")), "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=cwd, stdout=self.output, stderr=subprocess.STDOUT)

    def wait(self, seconds: float = 120) -> "Server":
        """Until the page is served."""
        while self.process.poll() is None and time.perf_counter() - self.began < seconds:
            try:
                urllib.request.urlopen(self.url, timeout=5).read()
                return self
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"the app did not start:\n{self.log()}")

    def log(self) -> str:
        return Path(self.output.name).read_text(errors="replace")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def serving(*arguments: str, cwd: Path = ROOT) -> Iterator[Server]:
    """The app of a checkout, or another script of ours that takes --port, while the block runs."""
    server = Server(*arguments, cwd=cwd)
    try:
        yield server.wait()
    finally:
        server.stop()
