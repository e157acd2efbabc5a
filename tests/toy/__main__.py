"""`python -m tests.toy` checks the toy family's types, in a copy of the project that it has joined."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.toy import adding

NODE = Path(sys.executable).parent / "node"
CHECKS = ([sys.executable, "-m", "mypy"], [str(NODE), "node_modules/.bin/tsc"])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = adding.copy(Path(folder))
        adding.add(project)
        (project / "node_modules").symlink_to(adding.ROOT / "node_modules")
        known = adding.ROOT / ".mypy_cache"
        if known.exists():  # mypy is quick where it has read nearly all before
            shutil.copytree(known, project / known.name)
        failed = [command for command in CHECKS if subprocess.run(command, cwd=project).returncode]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
