"""A cable between a browser and the app, which can be pulled out."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Cable:
    """Passes bytes between a port of its own and the app's."""

    def __init__(self, port: int) -> None:
        self._app, self._pulled = port, False
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # the door is closed in the end
            while True:
                browser, _ = self._door.accept()
                if self._pulled:
                    browser.close()
                    continue
                app = socket.create_connection(("127.0.0.1", self._app))
                self._open |= {browser, app}
                for one, other in ((browser, app), (app, browser)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open -= {one, other}

    def pull(self) -> None:
        """Every connection breaks, and no new one is made."""
        self._pulled = True
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def plug(self) -> None:
        """From now on there are connections again."""
        self._pulled = False

    def close(self) -> None:
        self.pull()
        self._door.close()


@contextmanager
def cable(port: int) -> Iterator[Cable]:
    """A cable to the app at this port."""
    one = Cable(port)
    try:
        yield one
    finally:
        one.close()
