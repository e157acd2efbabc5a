"""A small autoencoder that trains live, driven by hand."""

from playground.spec import Order

TINY = {"width": 8, "hidden": 1, "batch": 16}


def started(engine, **values):
    generator = engine(**TINY | values)
    return generator, next(generator)


def after(generator, count: int):
    """`count` steps, the last one shown."""
    for _ in range(count - 1):
        generator.send(Order(look=False))
    return generator.send(Order("step"))
