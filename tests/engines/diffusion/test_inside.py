"""The network opened at one call: the one that the reverse process makes there."""

from playground.engines.diffusion.inside import inside
from playground.engines.diffusion.reverse import reverse


def test_inside_opens_the_same_call(untrained):
    settings = {"steps": 3, "batch": 2, "inspect": 2}
    *_, frame = inside(**settings, call=2)
    assert frame.stats["t"] == list(reverse(**settings))[2].stats["t"] and frame.stats["call"] == 2
    names = [name for name in frame.arrays if name.startswith("shape ")]
    assert len(names) >= 8
    for shape, maps in ((frame.arrays[name], frame.arrays[name.removeprefix("shape ")]) for name in names):
        channels, height, width = shape
        assert maps.shape == (min(12, channels), height, width)
    *_, beyond = inside(**settings, call=1998)
    assert beyond.stats["call"] == 2
    assert not untrained.network.unet.conv_in._forward_hooks
