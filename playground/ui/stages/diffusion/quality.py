"""Measured curves as plotly figures; everything that follows the finger is drawn on a canvas instead."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Never the blue of real data or the orange of samples.
SERIES = ("#7b5ea7", "#009e73", "#b8860b", "#cc79a7", "#56b4e9", "#6b6b75")
TICKS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096]
GREY = "#85858f"
PANELS = (("accuracy", "calls"), ("accuracy", "ms"), ("frechet", "calls"), ("frechet", "ms"))
TITLES = {"accuracy": "class accuracy", "frechet": "Fréchet distance", "calls": "network calls per picture",
          "ms": "milliseconds per picture, here"}  # fmt: skip


def quality(points: Sequence[Mapping[str, float]], names: Sequence[str]) -> "go.Figure":
    """Accuracy and Fréchet distance against calls and against time; dotted: what real digits score."""
    from plotly.subplots import make_subplots  # here, because importing plotly takes longer than serving the page

    figure = make_subplots(rows=2, cols=2, horizontal_spacing=0.11, vertical_spacing=0.2)
    for panel, (y, x) in enumerate(PANELS):
        row, col = panel // 2 + 1, panel % 2 + 1
        for place, name in enumerate(names):
            mine = sorted((p for p in points if p["sampler"] == place), key=lambda p: p["calls"])
            if mine:
                figure.add_trace(_curve(mine, x, y, name, SERIES[place], panel == 0), row=row, col=col)
        if points:
            floor = points[0]["frechet_floor"] if y == "frechet" else points[0]["accuracy_real"]
            figure.add_hline(floor, line={"color": GREY, "dash": "dot", "width": 1.5}, row=row, col=col)
        figure.update_xaxes(type="log", title=TITLES[x], tickvals=TICKS, row=row, col=col)
        figure.update_yaxes(
            title=TITLES[y],
            type="log" if y == "frechet" else "linear",
            tickvals=TICKS if y == "frechet" else None,
            row=row,
            col=col,
        )
    figure.update_layout(
        height=620, margin={"l": 60, "r": 10, "t": 40, "b": 50}, paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)", font={"color": GREY, "size": 13}, legend={"orientation": "h", "y": 1.1},
        uirevision="quality",
    )  # fmt: skip
    figure.update_xaxes(gridcolor="rgba(130,130,140,0.18)", zeroline=False)
    figure.update_yaxes(gridcolor="rgba(130,130,140,0.18)", zeroline=False)
    return figure


def spoken(points: Sequence[Mapping[str, float]], names: Sequence[str]) -> str:
    """The chart in a sentence: each sampler's last point, and the floor."""
    last = {names[int(p["sampler"])]: p for p in sorted(points, key=lambda p: p["calls"])}
    said = [
        f"{name} at {p['calls']:.0f} calls: accuracy {p['accuracy']:.0%}, Fréchet distance {p['frechet']:.0f}"
        for name, p in last.items()
    ]
    floor = f"; floor {points[0]['accuracy_real']:.1%} and {points[0]['frechet_floor']:.0f}" if points else ""
    return "; ".join(said) + floor


def _curve(points: Sequence[Mapping[str, float]], x: str, y: str, name: str, colour: str, legend: bool) -> "go.Scatter":
    import plotly.graph_objects as go

    error = None
    if y == "accuracy":
        error = {
            "type": "data", "symmetric": False, "thickness": 1,
            "array": [p["accuracy_high"] - p["accuracy"] for p in points],
            "arrayminus": [p["accuracy"] - p["accuracy_low"] for p in points],
        }  # fmt: skip
    return go.Scatter(
        x=[p[x] for p in points], y=[p[y] for p in points], name=name, legendgroup=name, showlegend=legend,
        mode="lines+markers", line={"color": colour, "width": 2}, error_y=error,
        text=[f"{p['steps']:.0f} steps" for p in points], hovertemplate="%{text}: %{y:.3g}<extra>" + name + "</extra>",
    )  # fmt: skip
