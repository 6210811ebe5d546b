"""Long-term experiments: measured stocks with the drivers that models need, one folder a site.

The folders beside this file are bundled; ``permil validate --sites`` reads others of the same
layout. ``site.toml`` is the card, ``climate.csv`` the monthly climate, ``drivers.csv`` what every
treatment received, ``stocks.csv`` what was measured.
"""

from permil.datasets.experiments.records import Experiment, Measurement, Source, Treatment, Use
from permil.datasets.experiments.site import bundled_sites, read_site, read_sites

__all__ = [
    "Experiment",
    "Measurement",
    "Source",
    "Treatment",
    "Use",
    "bundled_sites",
    "read_site",
    "read_sites",
]
