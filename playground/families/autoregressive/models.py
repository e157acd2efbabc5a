"""The autoregressive models: how they are rebuilt, and what is measured of them."""

from playground.spec import Model


def _model(name: str, job: str, *rows: str) -> Model:
    return Model(
        f"autoregressive/{name}",
        job=f"playground.training.autoregressive.{job}:job",
        rows=tuple(f"playground.measure.autoregressive.{row}_rows" for row in rows),
    )


MODELS = (
    _model("tales", "language", "text:tales"),
    _model("shakespeare", "language", "text:shakespeare"),
    _model("gpt", "language", "reading:writer"),
    _model("bert", "language", "reading:reader", "reading:fill_in"),
    _model("t5", "language", "reading:translator"),
    _model("pixelcnn", "pixels", "pixels:likelihood", "pixels:sample"),
    _model("imagegpt", "pixels", "pixels:likelihood", "pixels:sample"),
)
