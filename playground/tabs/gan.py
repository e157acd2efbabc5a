"""The GAN tab: the duel in the plane, live; and the claims."""

import gradio as gr
from gradio.events import Dependency

from playground.registry import manifest
from playground.spec import Family
from playground.ui import claims, events, livepart, parts
from playground.ui.livepart import Variation
from playground.ui.parts import Laid, Part
from playground.ui.stages.duel import DuelStage

CURES = (
    ("Gradient penalty", {"gp": True}),
    ("R1", {"r1": True}),
    ("Spectral norm", {"spectral": True}),
    ("Minibatch deviation", {"crowd": "minibatch deviation"}),
    ("Packs of two", {"crowd": "packs of two"}),
    ("Unrolled 5", {"unrolled": 5}),
)


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="gan-parts", elem_classes="parts", selected="duel") as tabs:
        with gr.Tab("Duel in the plane", id="duel") as duel_tab:
            duel, cures = _duel(family)
    gr.HTML('<h3 class="section">Claims on trial</h3><p class="hint">Predict, then let the model decide.</p>',
            apply_default_css=False)  # fmt: skip
    claims.build(family, manifest().get("gan/digits", {}).get("claims", {}))
    livepart.wire(duel, entered, cures)
    duel.opens(duel_tab)
    return Laid(tabs, (duel,))


def _duel(family: Family) -> tuple[Part, list[Variation]]:
    cures: list[Variation] = []

    def below() -> None:
        with gr.Row(elem_classes="cures"):
            gr.HTML('<p class="hint">Cure it, same seed:</p>', apply_default_css=False)
            for name, values in CURES:
                cures.append((gr.Button(name, size="sm", elem_classes="preset", min_width=60), values))

    part = parts.build(family, "duel", DuelStage, go="From the start", rerun=True, below=below)
    density = part.controls.components["density"]
    show = '(density) => { document.querySelector("#gan-duel-density").closest(".bench").dataset.source = density; }'
    density.change(js=show, inputs=density, **events.BROWSER)
    return part, cures
