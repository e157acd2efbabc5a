"""Choices that several parts of the diffusion page share."""

from playground.spec import Param

CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")
SAMPLERS = ("DDPM", "DDIM", "DPM-Solver++", "Euler", "Heun", "UniPC")
SEED = Param("seed", "Seed", 42, "Same seed, same picture.", "integer", 0, 2**31 - 1, group="What")
