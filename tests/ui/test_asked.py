"""A part's stage is told the very values of its controls: else it would be grey, as if one had moved."""

from types import SimpleNamespace

import pytest

from playground import live
from playground.live import Update
from playground.registry import FAMILIES
from playground.ui.shell import build_page

PARTS = [
    pytest.param(family, engine, id=f"{family.stem}-{engine.name}")
    for family in FAMILIES
    for engine in family.engines
    if engine.presets and not engine.live
]
PAGES: dict[str, object] = {}


@pytest.mark.slow
@pytest.mark.parametrize("family, engine", PARTS)
def test_what_a_stage_is_told_is_what_the_controls_say(family, engine, monkeypatch):
    monkeypatch.setattr(live, "run", lambda function, values, visitor: iter([Update(running=False)]))
    page = PAGES.setdefault(family.stem, build_page(family))
    handler = next(fn.fn for fn in page.fns.values() if fn.api_name == f"{family.stem}_{engine.name}")
    controls = engine.defaults()
    for preset in engine.presets:
        values = controls | preset.values
        *_, told = handler(SimpleNamespace(session_hash="anna"), *values.values())
        if told["status"]["why"]:
            continue  # it waits for a drawing or an upload: nothing was asked
        linked = {param.name: values[param.name] for param in engine.params if param.linked}
        asked = {name: value for name, value in told["asked"].items() if name in linked}
        assert asked == {name: value for name, value in linked.items() if len(str(value)) <= 4096}
