"""What the tests of the microbial models share: reference runs, a field, explicit integrators."""

import csv
from pathlib import Path

import numpy as np

from permil.models import model
from permil.models.protocol import Drivers, Soil
from permil.models.streams import CarbonInputs, Material, Stream
from permil.vocabulary import Part

RUNS = Path(__file__).parents[1] / "reference_runs"


def rows(path):
    """Return the rows of a reference run, numbers as numbers, headings without their units."""
    with (RUNS / path).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key.partition(" [")[0]: _number(text) for key, text in row.items()}


def _number(text):
    try:
        return float(text)
    except ValueError:
        return text


def field(name, carbon=4.0, warmer=0.0, parameters=None):
    """Return model, site and mean forcing of a temperate wheat field [t C/ha/yr, °C]."""
    chosen = model(name)
    parameters = parameters or chosen.parameters()
    months = np.arange(12)
    wave = np.cos(2.0 * np.pi * (months - 6.5) / 12.0)[:, None]
    wheat = {Material(Part.SHOOTS, "winter_wheat"): np.full((12, 1), carbon / 12.0)}
    drivers = Drivers(
        temperature=Stream(10.0 + warmer + 8.0 * wave),
        precipitation=Stream(np.full((12, 1), 60.0)),
        evaporation=Stream(50.0 + 45.0 * wave),
        cover=Stream(np.ones((12, 1))),
        inputs=(CarbonInputs(wheat),),
    )
    streams = chosen.drive(parameters, drivers)
    mean = chosen.forcing(**{n: s.values.mean() for n, s in streams.items()})
    soil = Soil(20.0, 30.0, silt=50.0, bulk_density=1.35, ph=6.5)
    return chosen, chosen.site(parameters, soil), mean, streams


def added(state, change, step):
    """Return a state moved by a change over a step."""
    return type(state)(*(a + step * b for a, b in zip(state, change, strict=True)))


def runge_kutta(tendencies, x, first, middle, last, step=1.0):
    """Return state and fluxes after one classical step; forcing at its start, middle and end."""
    a, fa = tendencies(x, first)
    b, fb = tendencies(added(x, a, step / 2), middle)
    c, fc = tendencies(added(x, b, step / 2), middle)
    d, fd = tendencies(added(x, c, step), last)

    def mean(*terms):
        return type(terms[0])(
            *((p + 2 * q + 2 * r + s) / 6 for p, q, r, s in zip(*terms, strict=True))
        )

    return added(x, mean(a, b, c, d), step), mean(fa, fb, fc, fd)
