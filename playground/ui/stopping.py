"""A clean stop: at once, whatever still runs, and nothing of a visitor stays on the disk."""

import os
import shutil
import signal
import sys
import tempfile
import threading


def own_folder() -> None:
    """Make the folder for all temporary files of this process, uploads among them; ends the program if none can be."""
    try:
        folder = tempfile.mkdtemp(prefix="playground-")
    except OSError:
        sys.exit("No folder for temporary files can be written: set TMPDIR to one that can.")
    tempfile.tempdir = folder
    os.environ.setdefault("GRADIO_TEMP_DIR", folder)


def wait() -> None:
    """Serve until Ctrl-C or SIGTERM, then end this process.

    The interpreter is not taken down: torch's threads would still compute while it goes, and abort.
    """
    asked = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: asked.set())
    while not asked.wait(0.5):  # so that a signal is seen on every system
        pass
    if tempfile.tempdir:
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)
    print("Stopped.", flush=True)
    os._exit(0)
