"""What one more family costs the others: files that it touches, bytes of their pages, memory of their visitors."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import row
from tests.toy import adding

FURTHER = 200  # components of the toy's page beside its own

# Opens the site and prints, of every page but the toy's, the bytes of its HTML and of what the server keeps of an open
# page for a visitor.
OPEN = """
import gc, json, sys, tracemalloc, urllib.request
from playground.ui import launch
from tests.serving import free_port

def session(page):
    holder = type(page.state_holder)()
    holder.set_blocks(page)
    holder["the first"]
    gc.collect()
    tracemalloc.start()
    for k in range(50):
        holder[f"visitor {k}"]
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0] / 50
    tracemalloc.stop()
    return taken

site = launch.open_site("127.0.0.1", free_port())
found = {}
for stem, page in site.pages.items():
    request = urllib.request.Request(f"{site.home.local_url}{stem}", headers={"Accept-Encoding": "identity"})
    found[stem] = {"html": len(urllib.request.urlopen(request).read()), "session": session(page),
                   "components": len(page.blocks)}
site.home.close(verbose=False)
print(json.dumps(found))
"""


def costs(quick: bool) -> Iterator[dict]:
    """Two copies of the project, one with the toy family."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = (adding.copy(Path(folder) / name) for name in ("before", "after"))
        adding.add(after, FURTHER)
        old, new = adding.files(before), adding.files(after)
        touched = [name for name in old if new[name] != old[name]]
        yield row("code.family_files", [len(touched)], "files", f"that a complete toy family touches: {touched}")
        alone, beside = _opened(before), _opened(after)
    whole = f"the toy family has {beside['toy']['components']} components"
    how = f"growth of each other page's HTML, uncompressed, when the toy family joins; {whole}"
    yield row("code.family_page_bytes", [beside[stem]["html"] - alone[stem]["html"] for stem in alone], "bytes", how)
    how = f"growth of what the server keeps of each other page for an open visitor; {whole}"
    grown = [beside[stem]["session"] - alone[stem]["session"] for stem in alone]
    yield row("code.family_session_bytes", grown, "bytes", how)


def _opened(project: Path) -> dict[str, dict]:
    done = subprocess.run([sys.executable, "-c", OPEN], cwd=project, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
