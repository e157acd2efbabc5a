"""Gradio without its type files.

At each import Gradio parses the source of every component and writes a `.pyi` file beside it, also beside ours: half of
the time that the import takes. They help editors; an app that runs needs none.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

WRITER, WRITES = "gradio.component_meta", "create_or_modify_pyi"


def leave_out() -> None:
    """From now on none are written; it saves time where Gradio is not imported yet."""
    if WRITER in sys.modules:
        _silence(sys.modules[WRITER])
    else:
        sys.meta_path.insert(0, _WithoutTypeFiles())


def _silence(module: ModuleType) -> None:
    assert callable(getattr(module, WRITES))
    setattr(module, WRITES, lambda component_class, class_name, events: None)


class _WithoutTypeFiles(MetaPathFinder):
    """Finds one module, as Python itself would, and silences it once it is loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != WRITER:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def load_silenced(module: ModuleType) -> None:
            load(module)
            _silence(module)

        spec.loader.exec_module = load_silenced  # type: ignore[method-assign]
        return spec
