# %% [markdown]
# # Hoosfield in a notebook
#
# Spring barley has grown on one field at Rothamsted since 1852: without manure, with farmyard
# manure every year, and with manure until 1871 only. The file `hoosfield.toml` holds the published
# inputs and measurements. Run this cell by cell in an editor or notebook, or as a script.

# %%
from pathlib import Path
from textwrap import fill

import permil

HERE = Path(__file__).parent
assessment = permil.assess(HERE / "hoosfield.toml", draws=200)
document = assessment.document()
for headline in document["headline"].values():
    print(fill(headline["text"], 80), "\n")

# %% [markdown]
# ## The ledger
#
# Everything is in one xarray Dataset: project totals by scenario, model, year and draw. Its
# variables carry their unit.

# %%
ledger = assessment.ledger
stock = ledger["project_soil_organic_carbon"].sel(model="rothc")
print(stock.attrs["units"], dict(stock.sizes))
print(stock.sel(year=[1851, 1900, 1950, 2000]).mean("draw").round(1).to_pandas())

# %% [markdown]
# A stock stands at the end of its year, so 1851 is where the scenarios start.
#
# ## All gases
#
# Positive is to the atmosphere. Net benefit is baseline minus scenario, draw by draw, so that what
# both share cancels.

# %%
net = ledger["net_co2e"].sel(model="rothc", year=slice(1852, None)).sum("year")
benefit = net.sel(scenario="unmanured") - net
for scenario in ("fym_annual", "fym_1852_1871"):
    draws = benefit.sel(scenario=scenario)
    better = 100 * float((draws > 0).mean())
    print(f"{scenario}: {float(draws.median()):+.0f} t CO2e, better in {better:.0f} % of draws")

# %% [markdown]
# The manure would have been spread on other fields, so most of the carbon that it brings here is
# missing there: the balance counts both. What it does not count is the better harvest of those
# fields, with its straw and roots, and the fertiliser that they need instead: what is left here is
# no benefit to rely on, and the answer is "It depends on the other land".
#
# ## Model and measurement
#
# A model that fits badly is shown to fit badly.

# %%
for scenario, models in document["fit"].items():
    fit = models["rothc"]
    print(f"{scenario}: mean error {fit['bias']:+.1f} t C/ha over {fit['n']} measurements")


# %% [markdown]
# ## A picture
#
# An assessment draws the charts of its report: `stock`, `balance`, `limits`, `spread` and `fit`.

# %%
assessment.chart("stock", "fym_1852_1871")

# %% [markdown]
# ## The equation behind a number

# %%
print(permil.explain("temperature_factor_rothc"))
