"""Gradio writes no type files beside our components, whoever imports it first."""

import subprocess
import sys

import pytest

ASKS = "import gradio.component_meta as meta; print(meta.create_or_modify_pyi.__module__)"


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "import gradio; "], ids=["ours first", "Gradio first"])
def test_none_is_written(before):
    code = f"{before}import playground.ui.inputs; {ASKS}"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "playground.ui.typefiles"
