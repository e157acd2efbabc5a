"""The toy's claim and its verdict rule."""

from playground.spec import Claim, Engine, Param
from playground.verdicts import below

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 5, "How many sets of points, one seed each.", "integer", 2, 100),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)
CLAIMS = (
    Claim(
        id="toy-middle",
        sentence="The most likely Gaussian lies in the middle of the points.",
        source="any textbook",
        experiment="playground.trials.toy:middle",
        reading="The fitted mean against the points' mean.",
        confirmed="they lie less than 0.1 apart",
        refuted="they lie farther apart (95 % interval)",
        verdict=below(0.1, "gap"),
        report="{gap:.4f} apart [{gap_low:.4f}, {gap_high:.4f}]",
        seeds=5,
        full_seeds=10,
    ),
)
