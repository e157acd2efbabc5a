"""The program stops at once when it is told to, and leaves nothing of its visitors behind."""

import io
import signal
import subprocess
import sys
import time
import uuid

import httpx
import pytest

from playground.registry import FAMILIES
from tests.serving import ROOT, serving

REVERSE = FAMILIES[0].engine("reverse")


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_stops_in_the_middle_of_a_run(tmp_path, monkeypatch, sign):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving() as server, httpx.Client(timeout=120) as client:
        page, session = f"{server.url}/diffusion", uuid.uuid4().hex
        picture = {"files": ("a.png", io.BytesIO(b"x" * 1000), "image/png")}
        assert client.post(f"{page}/gradio_api/upload", files=picture).status_code == 200
        assert any(path.is_file() for path in tmp_path.rglob("a.png"))
        dependencies = client.get(f"{page}/config").json()["dependencies"]
        function = next(one["id"] for one in dependencies if one["api_name"] == "diffusion_reverse")
        values = list((REVERSE.defaults() | {"steps": 1000, "sampler": "DDPM"}).values())
        body = {"data": values, "fn_index": function, "session_hash": session}
        client.post(f"{page}/gradio_api/queue/join", json=body).raise_for_status()
        with client.stream("GET", f"{page}/gradio_api/queue/data", params={"session_hash": session}) as stream:
            assert any("process_generating" in line for line in stream.iter_lines())
            began = time.monotonic()
            server.process.send_signal(sign)
            assert server.process.wait(30) == 0
        assert time.monotonic() - began < 3
    assert "Traceback" not in server.log() and "Stopped." in server.log()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.slow
def test_without_a_writable_temporary_folder_it_says_what_to_do():
    program = "import tempfile; tempfile.tempdir = '/no/such/folder'; from playground.ui.stopping import own_folder; "
    ended = subprocess.run([sys.executable, "-c", program + "own_folder()"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "No folder for temporary files can be written: set TMPDIR to one that can.\n"
