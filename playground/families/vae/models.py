"""The VAE's trained models: how they are rebuilt, and what is measured of them."""

from playground.spec import Model


def _model(name: str, *rows: str) -> Model:
    return Model(
        f"vae/{name}",
        job="playground.training.vae.digits:job",
        rows=tuple(f"playground.measure.vae.digits:{row}_rows" for row in rows),
    )


MODELS = (
    _model("digits2-ae", "prior", "term"),
    _model("digits2-vae", "plane", "prior", "term"),
    _model("digits2-beta4", "prior", "term"),
    _model("digits24-ae", "prior", "term"),
    _model("digits24-beta025", "prior", "term"),
    _model("digits24-vae", "bound", "prior", "morph", "anomaly", "term"),
    _model("digits24-beta4", "prior", "term"),
    _model("digits24-beta10", "prior", "term"),
    _model("fashion2-vae", "term"),
    _model("fashion24-vae", "term"),
)
