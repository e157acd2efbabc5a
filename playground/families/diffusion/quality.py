"""Steps against quality: params and presets."""

from dataclasses import replace

from playground.families.diffusion.choices import SAMPLERS, SEED
from playground.families.shown import CALLS, MS, N, count, interval, share
from playground.spec import Engine, Param, Preset

QUALITY = Engine(
    name="quality",
    title="Steps against quality",
    function="playground.engines.diffusion.quality:quality",
    params=(
        Param("samplers", "Samplers", ("DDPM", "DDIM", "DPM-Solver++"), "Which are compared.", "choices", options=SAMPLERS, group="What"),
        Param("samples", "Samples per point", 50, "More is slower and surer.", "integer", 20, 200, 10, group="What"),
        SEED,
        Param("most", "Most steps", 32, "Points at 1, 2, 4, ... up to this.", "integer", 2, 128, group="How"),
        Param("guidance", "Guidance w", 1.0, "1 is no guidance.", "number", 0, 15, 0.1, group="How"),
    ),
    presets=(
        Preset("Three samplers", {}, "Where does each curve meet the floor?"),
        Preset("All six", {"samplers": SAMPLERS, "most": 16}, "Heun corrects each step but the first and the last by a second call: compare by calls. Why not the first? See its preset in Carve a digit."),
        Preset("With guidance", {"guidance": 2.0}, "Accuracy rises; does the distance fall?"),
    ),
    shows=(
        count("sampler", "Sampler", "Which sampler, by its place in the list of all six."),
        count("steps", "Steps", "How many steps the sampler took."),
        N,
        *interval(share("accuracy", "Judged right", "The share of the pictures in which a classifier sees the digit that was asked for.")),
        share("accuracy_real", "Judged right, real digits", "The share of real test digits that the same classifier gets right."),
        count("frechet", "Fréchet distance", "How far the pictures are from real digits, by the classifier's features: smaller is better."),
        count("frechet_floor", "Fréchet distance of real digits", "What as many real test digits score: nobody can be expected to do better."),
        count("directions", "Features compared", "Along how many of the classifier's 64 features the distance is measured: half as many as there are pictures, for fewer do not tell how they spread."),
        CALLS,
        replace(MS, label="Time of one picture", meaning="What one picture costs here: its calls, each of the median time of warm calls, and its share of the batch."),
    ),
)  # fmt: skip
